"""The days a story names: of the week, and dates within the year.

A day of the week is a word of `dedup/data/days.toml`; a date is a month's name
beside a figure from 1 to 31 (`May 5`, `5. Mai`, `5 de mayo`). Both are found by
hashes of words, for many texts at once or for one alike.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.clocks import date_words
from dedup.words import hash_word, words

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

DAYS_A_MONTH = 32
BLOCKS = 1 + 12 * DAYS_A_MONTH // 64
"""Sets of 64 bits a text: one for days of the week (bits 1 to 7), six for dates."""
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


class _Names(NamedTuple):
    """Hashes, ascending, and what each stands for."""

    hashes: Hashes
    values: Codes

    def of(self, hashes: Hashes) -> Codes:
        """For each word what it stands for, 0 where it is none of these."""
        where = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[where] == hashes, self.values[where], 0)


class _Lists(NamedTuple):
    weekdays: _Names
    months: _Names
    days: _Names
    between: _Names


def named_days(hashes: Hashes, texts: Codes) -> Bits:
    """The days that each text names, as bits (texts, BLOCKS).

    Args:
        hashes: words of all texts, one text's after the other's.
        texts: where each text's words begin, and the end of the last.
    """
    lists = _lists()
    found = np.zeros((len(texts) - 1, BLOCKS), dtype=np.uint64)
    text_of = np.repeat(np.arange(len(texts) - 1), np.diff(texts))
    weekdays = lists.weekdays.of(hashes)
    there = np.flatnonzero(weekdays)
    _set(found, text_of[there], weekdays[there])
    months, days = lists.months.of(hashes), lists.days.of(hashes)
    there = np.flatnonzero(months)
    before = there - 1
    before -= (before > 0) & (lists.between.of(hashes[before]) > 0)
    for beside in (before, there + 1):
        known = (beside >= 0) & (beside < len(hashes))
        month, day = there[known], beside[known]
        dated = (text_of[month] == text_of[day]) & (days[day] > 0)
        month, day = month[dated], day[dated]
        _set(found, text_of[month], 64 + (months[month] - 1) * DAYS_A_MONTH + days[day])
    return found


def _set(found: Bits, texts: Codes, codes: Codes) -> None:
    bits = np.left_shift(np.uint64(1), (codes % 64).astype(np.uint64))
    np.bitwise_or.at(found, (texts, codes // 64), bits)


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    data = tomllib.loads(files("dedup").joinpath("data", "days.toml").read_text("utf-8"))
    days = {str(day): day for day in range(1, 32)}
    days |= {f"{day:02}": day for day in range(1, 10)}
    days |= {f"{day}{_ENDINGS.get(day, 'th')}": day for day in range(1, 32)}
    ordinals = data["dates"]["ordinals"]
    days |= {name: int(day) for day, names in ordinals.items() for name in names}
    weekdays = {name: int(day) for day, names in data["weekdays"].items() for name in names}
    between = dict.fromkeys(data["dates"]["between"], 1)
    other = data["dates"]["other_words"]
    months = {name: month for name, month in date_words().months.items() if name not in other}
    return _Lists(*map(_names, (weekdays, months, days, between)))


def _names(meanings: dict[str, int]) -> _Names:
    """What single words mean, found by the hash of their first token."""
    hashed = {
        hash_word(next(words(name)).folded): meaning for name, meaning in sorted(meanings.items())
    }
    ordered = sorted(hashed)
    return _Names(
        np.array(ordered, dtype=np.uint64), np.array([hashed[h] for h in ordered], dtype=np.int64)
    )
