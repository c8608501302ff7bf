"""What a pair truly shares, passage by passage.

Verbatim passages are found as greedy string tiling does (Wise 1993): runs of
words that both texts have, longest first, each word used once. Runs that
follow one another on both sides with small gaps are one edited passage. Then
sentences that are still unmatched are compared each with each (rapidfuzz,
word by word), and the closest pairs count as edited passages too.

`plainly` says so for one pair in plain Python, and does a few pairs; `batches`
does many at once with a compiled loop. Tests hold the two equal.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dedup import kernels
from dedup.alignments import batches, plainly
from dedup.alignments.found import Found
from dedup.readings import Columns, Ints, Readings
from dedup.settings import AlignmentSettings
from dedup.tables import ALIGNMENTS

_CHARACTERS_A_PAIR = 5_000
"""A pair's worth in characters of tokenizing, for the choice of path: a millisecond."""


def align(pairs: pl.DataFrame, readings: Readings, settings: AlignmentSettings) -> pl.DataFrame:
    """PAIRS and readings of their articles → ALIGNMENTS, offsets in story text."""
    columns = readings.columns
    left, right = (columns.numbers(pairs[side]) for side in ("left", "right"))
    if kernels.worth(pairs.height * _CHARACTERS_A_PAIR) and batches.fits(columns):
        found = batches.passages(left, right, columns, settings)
    else:
        found = _plainly(pairs, readings, settings)
    return _table(pairs, columns, left, right, found)


def _plainly(pairs: pl.DataFrame, readings: Readings, settings: AlignmentSettings) -> Found:
    rows = [
        (number, *passage)
        for number, (left, right) in enumerate(pairs.select("left", "right").iter_rows())
        for passage in plainly.passages(readings[left], readings[right], settings)
    ]
    return Found(*np.array(rows, dtype=np.int64).reshape(-1, len(Found._fields)).T)


def _table(
    pairs: pl.DataFrame, columns: Columns, left: Ints, right: Ints, found: Found
) -> pl.DataFrame:
    """ALIGNMENTS of passages that are word numbers of their texts."""
    one, other = columns.texts[left[found.pair]], columns.texts[right[found.pair]]
    left_start, left_stop = one + found.left_start, one + found.left_stop
    right_start, right_stop = other + found.right_start, other + found.right_stop
    quoted = columns.quoted_before[left_stop] - columns.quoted_before[left_start]
    beside = columns.quoted_before[right_stop] - columns.quoted_before[right_start]
    share = np.where(beside > 0, quoted / np.maximum(left_stop - left_start, 1), 0.0)
    verbatim = pl.Series(found.run == found.shared, dtype=pl.Boolean)
    return ALIGNMENTS.check(
        pl.DataFrame(
            {
                "left": pairs["left"].gather(found.pair),
                "right": pairs["right"].gather(found.pair),
                "left_start": columns.starts[left_start],
                "left_stop": columns.stops[left_stop - 1],
                "right_start": columns.starts[right_start],
                "right_stop": columns.stops[right_stop - 1],
                "words": found.shared,
                "run": found.run,
                "kind": pl.select(
                    pl.when(verbatim).then(pl.lit("verbatim")).otherwise(pl.lit("edited"))
                ).to_series(),
                "quoted": share,
            },
            schema=ALIGNMENTS.schema,
        )
    )
