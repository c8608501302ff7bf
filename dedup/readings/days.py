"""The days a story names: of the week, and dates within the year.

A date is a month's name beside a figure from 1 to 31 (`May 5`, `5. Mai`, `5 de
mayo`). What words stand for is in `dedup.readings.listed`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.readings.listed import (
    BETWEEN,
    DAY,
    DAYS,
    MONTH,
    MONTHS,
    WEEKDAY,
    WEEKDAYS,
    Codes,
)

Offsets = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

DAYS_A_MONTH = 32
BLOCKS = 1 + 12 * DAYS_A_MONTH // 64
"""Sets of 64 bits a text: one for days of the week (bits 1 to 7), six for dates."""


def named_days(codes: Codes, texts: Offsets) -> Bits:
    """The days that each text names, as bits (texts, BLOCKS).

    Args:
        codes: what the words of all texts are listed as, one text's after the other's.
        texts: where each text's words begin, and the end of the last.
    """
    found = np.zeros((len(texts) - 1, BLOCKS), dtype=np.uint64)
    there = np.flatnonzero(codes & WEEKDAYS)
    _set(found, _text_of(there, texts), _part(codes[there], WEEKDAYS, WEEKDAY))
    there = np.flatnonzero(codes & MONTHS)
    before = there - 1
    before -= (before > 0) & ((codes[before] & BETWEEN) > 0)
    for beside in (before, there + 1):
        known = (beside >= 0) & (beside < len(codes))
        month, day = there[known], beside[known]
        texts_of = _text_of(month, texts)
        dated = (texts_of == _text_of(day, texts)) & ((codes[day] & DAYS) > 0)
        month, day, texts_of = month[dated], day[dated], texts_of[dated]
        dates = (_part(codes[month], MONTHS, MONTH) - 1) * DAYS_A_MONTH
        _set(found, texts_of, 64 + dates + _part(codes[day], DAYS, DAY))
    return found


def _part(codes: Codes, mask: int, shift: int) -> Offsets:
    return ((codes & mask) >> shift).astype(np.int64)


def _text_of(places: Offsets, texts: Offsets) -> Offsets:
    """The number of the text that each word stands in."""
    return np.searchsorted(texts, places, side="right") - 1


def _set(found: Bits, texts: Offsets, codes: Offsets) -> None:
    bits = np.left_shift(np.uint64(1), (codes % 64).astype(np.uint64))
    np.bitwise_or.at(found, (texts, codes // 64), bits)
