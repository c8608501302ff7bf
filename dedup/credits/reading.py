"""The credits of articles: every member of the wing asked, overlapping claims sorted out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from dedup import kernels, registry
from dedup.blocks import block_table
from dedup.credits import (
    attributions,
    brackets,
    copyrights,
    datelines,
    lines,
    notes,
    pictures,
    publishers,
    sign_offs,
    source_lines,
)
from dedup.credits.mentions import mentions_alone, placed_in
from dedup.credits.page import Credit, Page
from dedup.credits.screening import Seen, screen
from dedup.settings import CreditSettings
from dedup.spellings import Spelled
from dedup.tables import CREDITS

MEMBERS: dict[str, Callable[[Page], Iterator[Credit]]] = {
    "copyrights": copyrights.find,
    "brackets": brackets.find,
    "datelines": datelines.find,
    "publishers": publishers.find,
    "pictures": pictures.find,
    "notes": notes.find,
    "source_lines": source_lines.find,
    "sign_offs": sign_offs.find,
    "lines": lines.find,
    "attributions": attributions.find,
}

BY_PHRASES = ("copyrights", "publishers", "source_lines")
"""Members that look where the screen tells them to, whatever names stand there."""
_OWN_FIELDS = ("publisher", "url")
_BEARING = ("author", "distributor", "contributor", "retold", "publisher")


def read(
    articles: pl.DataFrame,
    evidence: pl.DataFrame,
    settings: CreditSettings,
    blocks: pl.DataFrame | None = None,
    spelled: Spelled | None = None,
) -> pl.DataFrame:
    """Read the credits of a batch of articles.

    Args:
        articles: ARTICLES; the text is read whole, before any cut.
        evidence: EVIDENCE; tells which names are the outlet's own.
        settings: The user's registry file and what counts as retelling.
        blocks: `dedup.blocks.block_table` of the texts, where it is at hand.
        spelled: the blocks, where they are spelled already.

    Returns:
        CREDITS, sorted by row, start, stop, role. A name has at most one
        `mention` an article, and none where it has a role that bears on origin.

    Raises:
        SettingsError: The user's registry file is wrong.
    """
    known = registry.load(Path(settings.registry) if settings.registry else None)
    own = own_names(evidence, known)
    return read_known(articles, own, known, settings, blocks, spelled)


def read_known(  # noqa: PLR0913, PLR0917 - what `read` looks up, and what may be at hand
    articles: pl.DataFrame,
    own: Mapping[int, frozenset[str]],
    known: registry.Registry,
    settings: CreditSettings,
    blocks: pl.DataFrame | None = None,
    spelled: Spelled | None = None,
) -> pl.DataFrame:
    """As `read`, where it is known which names there are, and by row whose own they are."""
    texts = articles["text"].fill_null("")
    rows: list[tuple[int, int, int, str, str]] = []
    seen = _seen(texts, blocks, known, spelled)
    chosen = [at for at, one in enumerate(seen) if one is None or not one.is_idle()]
    known_rows, asked = articles["row"].gather(chosen), texts.gather(chosen).to_list()
    for at, row, text in zip(chosen, known_rows.to_list(), asked, strict=True):
        one = seen[at]
        placed = None if one is None else placed_in(text, one)
        mine = own.get(row, frozenset())
        page = Page(text, known, mine, settings.retold_paragraphs, one, placed)
        alone = None if one is None or placed is None else mentions_alone(placed, one)
        found = read_page(page) if alone is None else _sorted_out([*_by_phrases(page), *alone])
        rows += [(row, c.start, c.stop, c.name, c.role) for c in found]
    return CREDITS.frame(rows).sort("row", "start", "stop", "role", "name")


def _seen(
    texts: pl.Series,
    blocks: pl.DataFrame | None,
    known: registry.Registry,
    spelled: Spelled | None,
) -> Sequence[Seen | None]:
    """What is known of each text beforehand; a few are not worth the asking."""
    if spelled is None and not kernels.worth(int(texts.str.len_bytes().sum())):
        return [None] * len(texts)
    return screen(texts, block_table(texts) if blocks is None else blocks, known, spelled)


def read_page(page: Page) -> list[Credit]:
    """The credits of one article, in order."""
    return _sorted_out([credit for find in MEMBERS.values() for credit in find(page)])


def _by_phrases(page: Page) -> Iterator[Credit]:
    """What the members claim that go by labels and marks, not by names."""
    if page.seen is not None and page.seen.likely:
        for name in BY_PHRASES:
            yield from MEMBERS[name](page)


def _sorted_out(claims: list[Credit]) -> list[Credit]:
    """The claims that hold, in order; an earlier one of the list keeps its place."""
    kept: list[Credit] = []
    starts: list[int] = []
    stops: list[int] = []
    for claim in claims:
        place = bisect_right(starts, claim.start)
        free = (not place or stops[place - 1] <= claim.start) and (
            place == len(starts) or claim.stop <= starts[place]
        )
        if free:
            starts.insert(place, claim.start)
            stops.insert(place, claim.stop)
        elif claim.role != "retold" or claim.start not in starts[place - 1 : place]:
            continue
        kept.append(claim)
    return sorted(_tidy(kept), key=lambda c: (c.start, c.stop, c.role, c.name))


def _tidy(claims: list[Credit]) -> list[Credit]:
    """Drop what stronger claims on the same name make idle."""
    authors = {c.name for c in claims if c.role in ("author", "distributor")}
    bearing = {c.name for c in claims if c.role in _BEARING}
    seen: set[tuple[str, str]] = set()
    kept: list[Credit] = []
    for claim in sorted(claims, key=lambda c: (c.start, c.stop)):
        if claim.role == "mention" and (claim.name in bearing or (claim.name, "") in seen):
            continue
        if claim.role == "retold" and claim.name in authors:
            continue
        if claim.role == "mention":
            seen.add((claim.name, ""))
        kept.append(claim)
    return list(dict.fromkeys(kept))


def own_names(evidence: pl.DataFrame, known: registry.Registry) -> dict[int, frozenset[str]]:
    """Row → registry names of who published the article, by its metadata."""
    found: dict[int, set[str]] = {}
    asked: dict[str, str | None] = {}
    chosen = evidence.filter(pl.col("field").is_in(_OWN_FIELDS))
    for row, value in chosen.select("row", "value").iter_rows():
        if value not in asked:
            asked[value] = _own_name(value, known)
        name = asked[value]
        if name is not None:
            found.setdefault(row, set()).add(name)
    return {row: frozenset(names) for row, names in found.items()}


def _own_name(value: str, known: registry.Registry) -> str | None:
    """The registry name of a publisher or an address."""
    entry = known.named(value) or (known.at(value) if "." in value else None)
    if entry is None and "://" not in value:  # `NPR Online News`
        led = [m for m in known.find(value) if m.start == 0 and m.trust == registry.Trust.NAME]
        entry = led[0].entry if led else None
    return entry.name if entry is not None else None
