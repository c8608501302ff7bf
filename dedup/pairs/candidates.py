"""Pairs of articles that share keys, and those whose dates allow a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.pairs import plainly
from dedup.pairs.filed import Filed, file
from dedup.settings import KeySettings

Numbers = npt.NDArray[np.int64]

BANDS, TERMS = 1, 2
"""Which finder proposed a pair; both is their sum."""
FINDERS = {BANDS: "bands", TERMS: "terms", BANDS | TERMS: "bands; terms"}

_ARTICLES_AT_A_TIME = 8192
_CHARACTERS_A_KEY = 20
"""A key's worth in characters of tokenizing, for the choice of path."""
_DAY = 86_400


class Proposed(NamedTuple):
    """Pairs as columns: numbers of the articles (uint32), left < right, and who found them."""

    left: npt.NDArray[np.uint32]
    right: npt.NDArray[np.uint32]
    finders: npt.NDArray[np.uint8]

    def those(self, chosen: npt.NDArray[np.bool_]) -> Proposed:
        """The pairs chosen."""
        return Proposed(self.left[chosen], self.right[chosen], self.finders[chosen])


def joined(parts: Sequence[Proposed]) -> Proposed:
    """The pairs of all parts."""
    none = Proposed(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    columns = zip(none, *parts, strict=True)
    return Proposed(*(np.concatenate(column) for column in columns))


def propose(keys: pl.DataFrame, rows: Numbers, settings: KeySettings) -> Iterator[Proposed]:
    """Pairs that share a band, or terms enough, a block of articles at a time.

    Args:
        keys: KEYS.
        rows: every row that has keys, ascending; pairs are given as places in it.
        settings: `shared_terms` and `shared_cosine` are read.
    """
    by_band = _file(keys.filter("band"), rows)
    by_term = _file(keys.filter(~pl.col("band")), rows)
    if not kernels.worth(keys.height * _CHARACTERS_A_KEY):
        yield _of_both(
            plainly.proposed(by_band, 1, 0.0),
            plainly.proposed(by_term, settings.shared_terms, settings.shared_cosine),
            len(rows),
        )
        return

    def block(start: int) -> Proposed:
        stop = min(start + _ARTICLES_AT_A_TIME, len(rows))
        return _of_both(
            kernels.propose(by_band, start, stop, 1, 0.0),
            kernels.propose(by_term, start, stop, settings.shared_terms, settings.shared_cosine),
            len(rows),
        )

    yield from kernels.streamed(block, range(0, len(rows), _ARTICLES_AT_A_TIME))


def _of_both(by_band: Numbers, by_term: Numbers, articles: int) -> Proposed:
    """Pairs that either finder proposes, in order, and which did."""
    codes = np.concatenate([pairs[:, 0] * articles + pairs[:, 1] for pairs in (by_band, by_term)])
    marks = np.repeat([BANDS, TERMS], [len(by_band), len(by_term)])
    pairs, place = np.unique(codes, return_inverse=True)
    both = np.bincount(place, weights=marks, minlength=len(pairs)).astype(np.uint8)
    left, right = pairs // max(articles, 1), pairs % max(articles, 1)
    return Proposed(left.astype(np.uint32), right.astype(np.uint32), both)


def _file(keys: pl.DataFrame, rows: Numbers) -> Filed:
    """Which article is filed where."""
    places = np.searchsorted(rows, keys["row"].to_numpy())
    return file(keys["key"].to_numpy(), places, keys["weight"].to_numpy(), len(rows))


class Window:
    """Whether two articles are near enough in time to be compared.

    Args:
        dates: row, earliest, latest: Unix seconds, null where not known.
        rows: the rows that pairs are places in.
        days: days between two dated articles; 0 is no bound.
    """

    def __init__(self, dates: pl.DataFrame, rows: Numbers, days: int) -> None:
        wanted = pl.DataFrame({"row": rows}, schema={"row": pl.UInt32})
        found = wanted.join(dates, on="row", how="left", maintain_order="left")
        self._seconds = days * _DAY
        self._earliest = found["earliest"].cast(pl.Float64).fill_null(-np.inf).to_numpy()
        self._latest = found["latest"].cast(pl.Float64).fill_null(np.inf).to_numpy()

    def allows(self, pairs: Proposed) -> npt.NDArray[np.bool_]:
        """False where terms alone propose a pair that is more days apart for certain.

        Near-copies are few, and a date read from a page is often that of its
        last change: a shared band is compared at any distance.
        """
        if not self._seconds:
            return np.ones(len(pairs.left), dtype=np.bool_)
        left, right = pairs.left, pairs.right
        gap = np.maximum(
            self._earliest[right] - self._latest[left], self._earliest[left] - self._latest[right]
        )
        near: npt.NDArray[np.bool_] = (gap <= self._seconds) | ((pairs.finders & BANDS) > 0)
        return near
