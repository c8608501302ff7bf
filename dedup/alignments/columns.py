"""The readings of a batch as columns, one text after the other, and passages as columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.readings import Hashes, Ints, Reading


class Found(NamedTuple):
    """Passages, in order of pair and left text: number of the pair, and `plainly.Passage`."""

    pair: Ints
    left_start: Ints
    left_stop: Ints
    right_start: Ints
    right_stop: Ints
    shared: Ints
    run: Ints


class Columns(NamedTuple):
    """Readings in order of row.

    `hashes`, `starts`, `stops` have one entry a word, those of text `i` from
    `texts[i]` to `texts[i + 1]`; `quoted_before` counts the quoted ones before
    each word and at the end; `bounds` are the word numbers, within its text,
    at which each sentence begins, with the end of the last, those of text `i`
    from `bound_texts[i]` on.
    """

    rows: npt.NDArray[np.uint32]
    hashes: Hashes
    starts: Ints
    stops: Ints
    quoted_before: Ints
    texts: Ints
    bounds: Ints
    bound_texts: Ints

    @classmethod
    def of(cls, readings: Mapping[int, Reading]) -> Columns:
        """The columns of some readings."""
        rows = np.array(sorted(readings), dtype=np.uint32)
        ordered = [readings[row] for row in rows.tolist()]
        none = np.zeros(0, dtype=np.int64)
        quoted = np.concatenate([np.zeros(1, bool), *(one.quoted for one in ordered)])
        return cls(
            rows,
            np.concatenate([none.astype(np.uint64), *(one.hashes for one in ordered)]),
            np.concatenate([none, *(one.starts for one in ordered)]),
            np.concatenate([none, *(one.stops for one in ordered)]),
            np.cumsum(quoted, dtype=np.int64),
            _offsets([len(one.hashes) for one in ordered]),
            np.concatenate([none, *(one.bounds for one in ordered)]),
            _offsets([len(one.bounds) for one in ordered]),
        )

    def numbers(self, rows: pl.Series) -> Ints:
        """The number of each row's text."""
        return np.searchsorted(self.rows, rows.to_numpy())


def _offsets(sizes: list[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(np.array(sizes, dtype=np.int64))))
