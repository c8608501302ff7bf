"""The words of `dedup/data` that a reading knows by themselves: a speaker's own, and dates.

A word of a speaker's own is one of `first_person.txt`; a day of the week, and a word beside a
day of the month, one of `days.toml`; months have their names in `dedup.clocks`. All are found
by hashes, in one go through the words, for many texts at once or for one alike.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from dedup import kernels
from dedup.clocks import date_words
from dedup.words import hash_word, words

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint16]

PERSONAL = 1
"""Words that only a speaker uses of himself."""
WEEKDAY, MONTH, DAY = 1, 4, 8
"""Where in a code the day of the week stands (3 bits), the month (4) and the day of it (5)."""
WEEKDAYS, MONTHS, DAYS = 7 << WEEKDAY, 15 << MONTH, 31 << DAY
_BETWEEN = 13
BETWEEN = 1 << _BETWEEN
"""Words that may stand between a day and its month."""
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_LINES_A_WORD = 4
"""Lines of the hash table for each word, at least: most words that are not listed meet none."""


def listed(hashes: Hashes) -> Codes:
    """What each word is listed as; 0 where it is in no list."""
    if not kernels.worth(len(hashes)):
        return listed_plainly(hashes)
    found = np.empty(len(hashes), dtype=np.uint16)
    kernels.compiled().recall(hashes, *_slots(), found)
    return found


def listed_plainly(hashes: Hashes) -> Codes:
    """`listed` in numpy."""
    known, codes = _known()
    where = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[where] == hashes, codes[where], 0).astype(np.uint16)


@lru_cache(maxsize=1)
def first_person() -> Hashes:
    """Hashes of the words that only a speaker uses of himself, ascending."""
    told = files("dedup").joinpath("data", "first_person.txt").read_text("utf-8")
    lines = (line.split("#")[0] for line in told.splitlines())
    return np.array(sorted({hash_word(w) for line in lines for w in line.split()}), np.uint64)


@lru_cache(maxsize=1)
def _known() -> tuple[Hashes, Codes]:
    """Hashes of all listed words, ascending, and what each is listed as."""
    found: dict[int, int] = dict.fromkeys(first_person().tolist(), PERSONAL)
    for meanings, shift in _dates():
        # What several names of a list begin with means what the last of them does.
        hashed = {hash_word(next(words(name)).folded): meanings[name] for name in sorted(meanings)}
        for word, meaning in hashed.items():
            found[word] = found.get(word, 0) | meaning << shift
    ordered = sorted(found)
    return np.array(ordered, np.uint64), np.array([found[word] for word in ordered], np.uint16)


def _dates() -> list[tuple[dict[str, int], int]]:
    """Names of days of the week, months and days, and words between; where in a code they go."""
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
    return [(weekdays, WEEKDAY), (months, MONTH), (days, DAY), (between, _BETWEEN)]


@lru_cache(maxsize=1)
def _slots() -> tuple[Hashes, Codes]:
    """The listed words as the hash table that `kernels.recalling` looks into."""
    known, codes = _known()
    lines = 1 << (_LINES_A_WORD * len(known) - 1).bit_length()
    slots, filed = np.zeros(lines, dtype=np.uint64), np.zeros(lines, dtype=np.uint16)
    for word, code in zip(known.tolist(), codes.tolist(), strict=True):
        slot = word % lines
        while filed[slot]:
            slot = (slot + 1) % lines
        slots[slot], filed[slot] = word, code
    return slots, filed
