"""Outlets that the run itself knows: publishers of its articles that the registry does not have.

`The Harbour Post first reported` credits as much as `Reuters reported`, and
whoever is among the articles at hand is the likeliest source of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from dedup import registry
from dedup.credits.page import Page
from dedup.credits.reading import own_names, read_page
from dedup.registry_files import Entry
from dedup.settings import CreditSettings
from dedup.tables import CREDITS

_WORD = re.compile(r"[^\W_]+")
_ROLES = ("author", "distributor", "contributor", "retold", "mention")
_LEAST_LETTERS = 6


def read_local(  # noqa: PLR0913, PLR0917 - one table each, as the pipeline hands them
    articles: pl.DataFrame,
    evidence: pl.DataFrame,
    credits: pl.DataFrame,
    mastheads: pl.DataFrame,
    settings: CreditSettings,
    outlets: Iterable[str] | None = None,
) -> pl.DataFrame:
    """Add to the credits what the articles say of one another's publishers.

    Args:
        articles: ARTICLES.
        evidence: EVIDENCE.
        credits: CREDITS, as `read` gives them.
        mastheads: MASTHEADS, for the publishers.
        settings: as for `read`.
        outlets: publishers of all articles known, where these are but a part of them.

    Returns:
        CREDITS in the order of `read`; what stood there before stays.
    """
    known = registry.load(Path(settings.registry) if settings.registry else None)
    publishers = dict(mastheads.drop_nulls("publisher").select("row", "publisher").iter_rows())
    everybody = publishers.values() if outlets is None else outlets
    names = sorted({name for name in everybody if _is_new(name, known)})
    if not names:
        return credits
    bare = [sought_as(name) for name in names]
    naming = articles.select("row", "text").filter(pl.col("text").str.contains_any(bare))
    strangers = naming.filter(_others(naming, publishers, bare))
    if strangers.is_empty():
        return credits
    extended = registry.Registry((*known.entries, *(_entry(name) for name in names)))
    own = own_names(evidence, known)
    rows: list[tuple[int, int, int, str, str]] = []
    for row, text in strangers.iter_rows():
        mine = frozenset({*own.get(row, ()), publishers.get(row, "")})
        page = Page(text, extended, mine, settings.retold_paragraphs)
        rows += [
            (row, c.start, c.stop, c.name, c.role)
            for c in read_page(page)
            if c.role in _ROLES and c.name in names and c.name not in mine
        ]
    return _with(credits, CREDITS.frame(rows))


def sought(outlets: Iterable[str], settings: CreditSettings) -> list[str]:
    """Those of the publishers that texts are searched for, the registry not having them."""
    known = registry.load(Path(settings.registry) if settings.registry else None)
    return sorted({name for name in outlets if _is_new(name, known)})


def sought_as(name: str) -> str:
    """The words that a text must hold to name an outlet."""
    return name.removeprefix("The ")


def _with(credits: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """All credits but those that are part of a longer name found now, or the other way round."""
    both = credits.join(found.rename({"start": "from", "stop": "to"}), on="row")
    meets = both.filter((pl.col("start") < pl.col("to")) & (pl.col("from") < pl.col("stop")))
    longer = pl.col("to") - pl.col("from") > pl.col("stop") - pl.col("start")
    span = ["row", "start", "stop"]
    kept = credits.join(meets.filter(longer).select(span), on=span, how="anti")
    beaten = meets.filter(~longer).select("row", start="from", stop="to")
    added = pl.concat([kept, found.join(beaten, on=span, how="anti")])
    return added.unique().sort("row", "start", "stop", "role", "name")


def _is_new(name: str, known: registry.Registry) -> bool:
    """Whether it is a name by its look, and the registry does not have it."""
    words = _WORD.findall(name)
    letters = sum(c.isalpha() for c in name)
    if letters < _LEAST_LETTERS or known.named(name) is not None or known.at(name) is not None:
        return False
    domain = "." in name and " " not in name
    capitals = all(word[0].isupper() or not word[0].islower() for word in words)
    several = len([word for word in words if word != "The"]) > 1
    return domain or (capitals and several)


def _entry(name: str) -> Entry:
    return Entry(name=name, kind="outlet")


def _others(naming: pl.DataFrame, publishers: dict[int, str], bare: list[str]) -> pl.Series:
    """Whether a text holds another name than its own publisher's."""
    found = []
    for row, text in naming.iter_rows():
        mine = publishers.get(row, "").removeprefix("The ")
        found.append(any(name != mine and name in text for name in bare if name not in mine))
    return pl.Series(found, dtype=pl.Boolean)
