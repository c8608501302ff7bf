"""Pairs of articles that share keys, and those whose dates allow a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.settings import KeySettings

Numbers = npt.NDArray[np.int64]

BANDS, TERMS = 1, 2
"""Which finder proposed a pair; both is their sum."""
FINDERS = {BANDS: "bands", TERMS: "terms", BANDS | TERMS: "bands; terms"}

_ARTICLES_AT_A_TIME = 512
_DAY = 86_400


class Proposed(NamedTuple):
    """Pairs as columns: numbers of the articles (int64), left < right, and who found them."""

    left: Numbers
    right: Numbers
    finders: npt.NDArray[np.uint8]


def propose(
    keys: pl.DataFrame, weights: pl.DataFrame, rows: Numbers, settings: KeySettings
) -> Iterator[Proposed]:
    """Pairs that share a band, or terms enough, a block of articles at a time.

    What two articles share is a product of sparse matrices; a block's part of
    it is all that is held at once.

    Args:
        keys: KEYS.
        weights: row, key, weight of the term keys at least.
        rows: every row that has keys, ascending; pairs are given as places in it.
        settings: `shared_terms` and `shared_cosine` are read.
    """
    by_band = _Filed(keys.filter(pl.col("kind") == "band"), rows)
    filed = keys.filter(pl.col("kind") == "term")
    by_term = _Filed(filed.join(weights, on=["row", "key"], maintain_order="left"), rows)
    for start in range(0, len(rows), _ARTICLES_AT_A_TIME):
        stop = min(start + _ARTICLES_AT_A_TIME, len(rows))
        found = [
            (by_band.sharing(start, stop), BANDS),
            (
                by_term.sharing(start, stop, settings.shared_terms, settings.shared_cosine),
                TERMS,
            ),
        ]
        codes = np.concatenate([codes for codes, _ in found])
        marks = np.concatenate([np.full(len(codes), finder) for codes, finder in found])
        pairs, place = np.unique(codes, return_inverse=True)
        both = np.bincount(place, weights=marks, minlength=len(pairs)).astype(np.uint8)
        yield Proposed(pairs // len(rows), pairs % len(rows), both)


class _Filed:
    """Which article is filed under which key, as sparse matrices of ones and of weights."""

    def __init__(self, keys: pl.DataFrame, rows: Numbers) -> None:
        from scipy.sparse import csr_array  # noqa: PLC0415 - .2 s

        self._articles = len(rows)
        place = np.searchsorted(rows, keys["row"].to_numpy())
        _, column = np.unique(keys["key"].to_numpy(), return_inverse=True)
        shape = (len(rows), int(column.max(initial=-1)) + 1)
        entries = [np.ones(len(place), dtype=np.int32)]
        if "weight" in keys.columns:
            entries.append(keys["weight"].to_numpy())
        matrices = [csr_array((values, (place, column)), shape=shape) for values in entries]
        self._products = [(matrix, matrix.T.tocsr()) for matrix in matrices]

    def sharing(self, start: int, stop: int, least: int = 1, cosine: float = 0.0) -> Numbers:
        """Codes (left * articles + right) of the pairs with start <= left < stop, left < right.

        Only those that share `least` keys, whose weights make up `cosine`.
        """
        # The same keys filed alike: all products have their entries in one order.
        shared, *weighed = (
            (matrix[start:stop] @ turned).tocoo() for matrix, turned in self._products
        )
        left = shared.row.astype(np.int64) + start
        right = shared.col.astype(np.int64)
        wanted = (left < right) & (shared.data >= least)
        for product in weighed:
            wanted &= product.data >= cosine
        codes: Numbers = left[wanted] * self._articles + right[wanted]
        return codes


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
