"""Outlets that the run itself knows: publishers of its articles that the registry does not have.

`The Harbour Post first reported` credits as much as `Reuters reported`, and
whoever is among the articles at hand is the likeliest source of the others.
Which texts name another's publisher is asked of all at once (`strangers`);
these are read in batches, in any process (`read_strangers`), and what they say
joins what was read before (`with_local`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup import registry
from dedup.credits.persons import is_person
from dedup.credits.reading import own_names, read_known
from dedup.registry_files import Entry
from dedup.settings import CreditSettings

_WORD = re.compile(r"[^\W_]+")
_ROLES = ("author", "distributor", "contributor", "retold", "mention")
_LEAST_LETTERS = 6


class Strangers(NamedTuple):
    """Articles that may credit outlets which only the run knows."""

    names: tuple[str, ...]
    """These outlets, in order."""
    articles: pl.DataFrame
    """row, text and `own`: the names of who published it."""


def strangers(
    articles: pl.DataFrame,
    evidence: pl.DataFrame,
    mastheads: pl.DataFrame,
    settings: CreditSettings,
    outlets: Iterable[str] | None = None,
) -> Strangers:
    """The articles that name another's publisher.

    Args:
        articles: ARTICLES.
        evidence: EVIDENCE.
        mastheads: MASTHEADS, for the publishers.
        settings: as for `read`.
        outlets: publishers of all articles known, where these are but a part of them.
    """
    known = _registry(settings)
    published = mastheads.select("row", "publisher")
    everybody = published["publisher"].drop_nulls() if outlets is None else outlets
    names = tuple(sorted({name for name in everybody if _is_new(name, known)}))
    if not names:
        return Strangers((), _none(articles))
    naming = _naming(articles, published, names)
    own = own_names(evidence, known)
    mine = [
        sorted({*own.get(row, ()), *([publisher] if publisher else ())})
        for row, publisher in naming.select("row", "publisher").iter_rows()
    ]
    return Strangers(
        names, naming.select("row", "text", own=pl.Series(mine, dtype=pl.List(pl.String)))
    )


def read_strangers(
    articles: pl.DataFrame, names: tuple[str, ...], settings: CreditSettings
) -> pl.DataFrame:
    """What articles of `strangers` say of these names, but for their own: CREDITS."""
    own = {row: frozenset(mine) for row, mine in articles.select("row", "own").iter_rows()}
    found = read_known(articles, own, _extended(settings.registry, names), settings)
    theirs = found.join(articles.select("row", "own"), on="row", how="left", maintain_order="left")
    told = theirs.filter(
        pl.col("role").is_in(_ROLES)
        & pl.col("name").is_in(names)
        & ~pl.col("own").list.contains(pl.col("name"))
    ).drop("own")
    return told.join(
        _persons(told, articles), on=["row", "name"], how="anti", maintain_order="left"
    )


def _persons(credits: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Row and name of the credits to what their article calls a person."""
    named = credits.select("row", "name").unique().join(articles.select("row", "text"), on="row")
    are = [
        is_person(sought_as(name), text) for name, text in named.select("name", "text").iter_rows()
    ]
    return named.filter(pl.Series(are, dtype=pl.Boolean)).select("row", "name")


def with_local(credits: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """CREDITS and those found by `read_strangers`, in the order of `read`.

    Of two of which one is part of a longer name, the longer stays.
    """
    both = credits.join(found.rename({"start": "from", "stop": "to"}), on="row")
    meets = both.filter((pl.col("start") < pl.col("to")) & (pl.col("from") < pl.col("stop")))
    longer = pl.col("to") - pl.col("from") > pl.col("stop") - pl.col("start")
    span = ["row", "start", "stop"]
    kept = credits.join(meets.filter(longer).select(span), on=span, how="anti")
    beaten = meets.filter(~longer).select("row", start="from", stop="to")
    added = pl.concat([kept, found.join(beaten, on=span, how="anti")])
    return added.unique().sort("row", "start", "stop", "role", "name")


def sought(outlets: Iterable[str], settings: CreditSettings) -> list[str]:
    """Those of the publishers that texts are searched for, the registry not having them."""
    known = _registry(settings)
    return sorted({name for name in outlets if _is_new(name, known)})


def sought_as(name: str) -> str:
    """The words that a text must hold to name an outlet."""
    return name.removeprefix("The ")


def _registry(settings: CreditSettings) -> registry.Registry:
    return registry.load(Path(settings.registry) if settings.registry else None)


@lru_cache(maxsize=1)
def _extended(listed: str | None, names: tuple[str, ...]) -> registry.Registry:
    """The registry with these names, made once a process."""
    known = registry.load(Path(listed) if listed else None)
    outlets = (Entry(name=name, kind="outlet") for name in names)
    return registry.Registry((*known.entries, *outlets))


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


def _none(articles: pl.DataFrame) -> pl.DataFrame:
    own = pl.lit([], dtype=pl.List(pl.String)).alias("own")
    return articles.clear().select("row", "text", own)


def _naming(
    articles: pl.DataFrame, published: pl.DataFrame, names: tuple[str, ...]
) -> pl.DataFrame:
    """row, text, publisher of the articles that hold a name other than their own publisher's.

    A name that is part of the own one is not another.
    """
    bare = sorted({sought_as(name) for name in names})
    texts = articles.select("row", "text")
    held = texts.select("row", name=pl.col("text").str.extract_many(bare, overlapping=True))
    told = held.explode("name").drop_nulls().unique().join(published, on="row", how="left")
    mine = pl.col("publisher").fill_null("").str.strip_prefix("The ")
    others = told.filter(~mine.str.contains(pl.col("name"), literal=True)).select("row").unique()
    chosen = texts.join(others, on="row", how="semi", maintain_order="left")
    return chosen.join(published, on="row", how="left", maintain_order="left")
