"""Which rules can cut nothing from which pages, of all pages of a batch at once.

Columns, not pages: most pages of news have nothing that any rule goes by, and of others two or
three rules are worth asking. What a rule goes by stands in its own module; here is what it cannot
do without, so that a rule that is not asked would have found nothing. Tests hold it to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.boilerplate import bylines, captions, datelines, lists, threads
from dedup.boilerplate.pieces import (
    ADDRESSED,
    ARROWED,
    DATED,
    ENDED,
    OPENED,
    SHOUTED,
    SIGNED,
    TIMED,
)
from dedup.kernels import shaping
from dedup.kernels.loops import Hashes32, Offsets
from dedup.spellings import Spelled

Flags = npt.NDArray[np.bool_]
_MORE, _DOTS = " MORE", ("...", "…")
_LONGER = 20
"""Characters by which a line may be longer than the title that it is."""
_SHORTEST_TITLE = 8
_CASE = 32


class _Pages(NamedTuple):
    """The pages of a batch as columns of their pieces."""

    begins: Offsets
    """The first piece of each page."""
    owners: Offsets
    """The page of each piece."""
    likely: Hashes32
    words: Offsets
    sizes: Offsets
    prose: Flags
    firsts: npt.NDArray[np.uint16]
    """The first character of each piece."""

    def any(self, pieces: Flags) -> Flags:
        """Which pages have such a piece."""
        return np.asarray(np.logical_or.reduceat(pieces, self.begins))

    def number(self, pieces: Flags) -> Offsets:
        """How many such pieces each page has."""
        return np.asarray(np.add.reduceat(pieces, self.begins, dtype=np.int64))

    def has(self, kinds: int) -> Flags:
        """Which pieces may be of one of some kinds (`pieces`)."""
        return np.asarray(self.likely & np.uint32(kinds) != 0)


def asked_of(
    articles: pl.DataFrame,
    begins: Offsets,
    likely: Hashes32,
    given_away: Sequence[int],
    spelled: Spelled,
) -> dict[str, Flags]:
    """For each rule, by its name among the finders, the pages that it may cut something from.

    Args:
        articles: title, byline and text of each page, none of them empty.
        begins: number of the first piece of each.
        likely: of each piece, the kinds of `pieces`.
        given_away: numbers of the pieces that a phrase gives away, or a sentence of them.
        spelled: the pieces.
    """
    pages = _pages(begins, likely, spelled)
    told = np.zeros(len(begins), dtype=np.bool_)
    told[pages.owners[np.array(given_away, dtype=np.int64)]] = True
    last = np.append(begins[1:], len(likely)) - 1
    some = pages.any(pages.prose)
    head = told | ~some | ~pages.prose[begins]
    tail = told | ~some | ~pages.prose[last]
    text, named = articles["text"], articles["title"].is_not_null().to_numpy()
    dotted = pl.any_horizontal(*(pl.col("text").str.contains(one, literal=True) for one in _DOTS))
    dated = pages.any(pages.has(DATED))
    shouted = pages.any(pages.has(SHOUTED))
    stories = pages.number(pages.prose) >= lists.LEAST_PARAGRAPHS
    return {
        "related": told,
        "furniture": told,
        "inline": text.str.contains(_MORE, literal=True).to_numpy(),
        "threads": pages.number(pages.has(TIMED)) >= threads.LEAST_STAMPS,
        "sources": tail & pages.any(pages.has(ADDRESSED)),
        "repeats": dated | articles.select(dotted).to_series().to_numpy(),
        "stamps": dated,
        "titles": head | _titled(pages, articles["title"]),
        "bylines": head | _signed(pages, articles["byline"]),
        "captions": _captioned(pages),
        "lists": pages.any(pages.has(ARROWED)) | (stories & ((head & named) | tail | shouted)),
        "navigation": head,
        "datelines": _placed(pages),
    }


def _pages(begins: Offsets, likely: Hashes32, spelled: Spelled) -> _Pages:
    sizes = np.diff(np.append(begins, len(likely)))
    return _Pages(
        begins,
        np.repeat(np.arange(len(begins)), sizes),
        likely,
        spelled.words,
        spelled.sizes(),
        spelled.told & shaping.PROSE > 0,
        spelled.read[spelled.bounds[::4]],
    )


def _titled(pages: _Pages, titles: pl.Series) -> Flags:
    """Pages with a piece that may be the title, or a first one that may begin with it."""
    title = titles.fill_null("")
    begin = _begins(title)
    longest = title.str.len_bytes().to_numpy().astype(np.int64) + _LONGER
    alike = _may_begin_alike(pages.firsts, begin[pages.owners], _CASE)
    fits = (pages.sizes >= _SHORTEST_TITLE) & (pages.sizes <= longest[pages.owners])
    first = _may_begin_alike(pages.firsts[pages.begins], begin, 0)
    return np.asarray((begin >= 0) & (pages.any(fits & alike) | first))


def _signed(pages: _Pages, names: pl.Series) -> Flags:
    """Pages with a line that may be the byline that the metadata have."""
    begin = _begins(names.fill_null(""))
    small = pages.firsts | _CASE
    alike = (small == ord("b")) | _may_begin_alike(pages.firsts, begin[pages.owners], _CASE)
    lines = ~pages.prose & (pages.words <= bylines.MOST_WORDS)
    return np.asarray((begin >= 0) & pages.any(lines & alike))


def _begins(names: pl.Series) -> npt.NDArray[np.int64]:
    """The first character of each string, -1 of an empty one."""
    return np.array([ord(name[0]) if name else -1 for name in names.to_list()], dtype=np.int64)


def _may_begin_alike(
    ones: npt.NDArray[np.uint16], others: npt.NDArray[np.int64], case: int
) -> Flags:
    """Which characters are alike but for their case, or are no letters of ASCII."""
    one, other = ones.astype(np.int64) | case, others | case
    letters = _is_letter(ones) & _is_letter(others)
    return np.asarray((one == other) | ~letters)


def _is_letter(codes: npt.NDArray[np.uint16] | npt.NDArray[np.int64]) -> Flags:
    small = codes | _CASE
    return np.asarray((small >= ord("a")) & (small <= ord("z")))


def _captioned(pages: _Pages) -> Flags:
    """Pages with a piece that may be a caption: a signed one, or one of the first with a year."""
    place = np.arange(len(pages.owners)) - pages.begins[pages.owners]
    likely = pages.has(SIGNED) | (pages.has(ENDED) & (place < captions.FIRST_PIECES))
    return pages.any(likely & (pages.words <= captions.MOST_WORDS))


def _placed(pages: _Pages) -> Flags:
    """Pages with a bracket or capitals at the start of one of their first paragraphs."""
    before: Offsets = np.cumsum(pages.prose) - pages.prose
    rank: Offsets = before - before[pages.begins][pages.owners]
    return pages.any(pages.prose & pages.has(OPENED) & (rank < datelines.PARAGRAPHS))
