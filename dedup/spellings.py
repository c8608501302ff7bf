"""Blocks spelled alike, a whole batch at once.

Compiled loops read every character twice and make no object of any block, so that a rule need
look only at the few blocks that have what it goes by (`dedup.spotting`). Spelled alike is what
`alike.fold` gives; a block that is not to be had character by character (a letter and its accent
apart) is folded by it, and goes the same way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl

from dedup import kernels
from dedup.alike import DROPPED, SWAPPED, fold
from dedup.kernels import shaping, spelling
from dedup.kernels.loops import Hashes64, Kinds, Offsets
from dedup.words import FNV_OFFSET, FNV_PRIME, utf8

_TIMES_THE_WORK = 3
"""What it takes to hold all blocks of a text against all phrases, by what tokenizing it takes."""
UNITS = 1 << 16
_PLANES = (
    (0x3400, 0x4DC0, spelling.LETTER | spelling.WORD | spelling.SPACELESS),
    (0x4E00, 0xA000, spelling.LETTER | spelling.WORD | spelling.SPACELESS),
    (0xAC00, 0xD7A4, spelling.LETTER | spelling.WORD),
    (0xD800, 0xF900, 0),
)
"""Ranges of characters that are all of one kind and spelled as they are."""
_SPACELESS = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x3100),
              (0x3400, 0xA000))  # fmt: skip
_JAMO = ((0x1161, 0x1176), (0x11A8, 0x11C3))
_SIGMA = 0x3A3
"""The capital that has two small letters."""
_MARKS = (
    (shaping.STOPS, ".!?…。！？؟۔।,"),
    (shaping.CLOSERS, "\"'”’»“)]」』"),
    (shaping.SHUTS, '"”’»“」』'),
    (shaping.BULLETS, "-*+•‣▪●·–—>»►▶→"),
    (shaping.ARROWS, "»›►▶→➤➜▸⇒"),
)


class Spelled(NamedTuple):
    """The blocks of a batch.

    `read` has the characters of all blocks as 16-bit units, `units` their spelling; `bounds`
    where each block's begin and stop, in `read` and in `units`; `words` how many words each has,
    `told` its shape (`dedup.kernels.shaping`), `spaces` how many plain ones. The blocks numbered
    in `hard` are spelled in `others`, in that order.
    """

    read: Kinds
    units: Kinds
    bounds: Offsets
    words: Offsets
    told: Kinds
    spaces: Offsets
    hard: Offsets
    others: Spelled | None = None

    def as_if(self, words: Offsets) -> Spelled:
        """The same blocks with other numbers of words."""
        others = self.others and self.others._replace(words=words[self.hard])
        return self._replace(words=words, others=others)

    def sizes(self) -> Offsets:
        """Characters of each block."""
        return self.bounds[1::4] - self.bounds[::4]


def worth_spelling(texts: pl.Series) -> bool:
    """Whether texts are enough for the compiled loops."""
    return kernels.worth(_TIMES_THE_WORK * int(texts.str.len_bytes().sum()))


def spell(blocks: pl.Series) -> Spelled:
    """The blocks of a batch (strings without null) in units, measured."""
    found = _spelled(blocks)
    if not len(found.hard):
        return found
    some = [fold(text) for text in blocks.gather(found.hard).to_list()]
    others = _spelled(pl.Series(some, dtype=pl.String))
    return found._replace(others=others._replace(words=found.words[found.hard], hard=found.hard))


def _spelled(blocks: pl.Series) -> Spelled:
    forms, kinds, _ = _tables()
    buffer, offsets = utf8(blocks)
    read, units = np.empty((2, len(buffer)), dtype=np.uint16)
    bounds = np.empty(4 * len(blocks), dtype=np.int64)
    counts = np.empty(3 * len(blocks), dtype=np.int64)
    words, told = np.empty(len(blocks), dtype=np.int64), np.empty(len(blocks), dtype=np.uint16)
    loops = kernels.compiled()
    loops.spell(buffer, offsets, forms, kinds, read, units, bounds, counts)
    loops.shape(read, bounds, counts, kinds, words, told)
    loops.date(read, bounds, kinds, words, told)
    loops.edge(read, bounds, kinds, told)
    return Spelled(read, units, bounds, words, told, counts[::3], np.flatnonzero(counts[2::3]))


def hashed(lines: Iterable[str]) -> Hashes64:
    """Hashes of folded strings as `outline` gives them, ascending."""
    found = set()
    for line in lines:
        value = FNV_OFFSET
        for unit in units_of(line):
            value = ((value ^ unit) * FNV_PRIME) & 0xFFFFFFFFFFFFFFFF
        found.add(value)
    return np.array(sorted(found), dtype=np.uint64)


def outline(spelled: Spelled, longest: int) -> tuple[Hashes64, Hashes64]:
    """Hashes of what short blocks are without marks at their ends, and of their first words.

    0 stands for blocks of more than `longest` characters.
    """
    lines, heads = np.empty((2, len(spelled.words)), dtype=np.uint64)
    kernels.compiled().outline(spelled.units, spelled.bounds, _tables()[1], longest, lines, heads)
    if spelled.others is not None:
        lines[spelled.hard], heads[spelled.hard] = outline(spelled.others, longest)
    return lines, heads


def units_of(folded: str) -> list[int]:
    """A folded string as the loops see it."""
    return [code if (code := ord(letter)) < UNITS else spelling.OTHER for letter in folded]


@cache
def _tables() -> tuple[Kinds, Kinds, Kinds]:
    """The spelling of each character, its kinds and its small letter, by its code point."""
    forms = np.arange(UNITS, dtype=np.uint32).astype(np.uint16)
    small = forms.copy()
    kinds = np.zeros(UNITS, dtype=np.uint16)
    plain = np.zeros(UNITS, dtype=np.bool_)
    for low, high, kind in _PLANES:
        kinds[low:high] = kind
        plain[low:high] = True
    for code in np.flatnonzero(~plain).tolist():
        forms[code], kinds[code], small[code] = _form(code), _kinds(code), _small(code)
    for low, high in _SPACELESS:
        kinds[low:high] |= spelling.SPACELESS
    for low, high in _JAMO:
        forms[low:high] = spelling.HARD
    for kind, marks in _MARKS:
        for mark in marks:
            kinds[ord(mark)] |= kind
    forms[spelling.HARD] = forms[spelling.DROPPED] = spelling.OTHER  # which are no characters
    forms[list(DROPPED)] = spelling.DROPPED
    return forms, kinds, small


def _small(code: int) -> int:
    small = chr(code).lower()
    return ord(small) if len(small) == 1 else code


def kinds_of_units() -> Kinds:
    """The kinds of each character, by its code point."""
    return _tables()[1]


def small_letters() -> Kinds:
    """The small letter of each character, by its code point; itself where it is no single one."""
    return _tables()[2]


def _form(code: int) -> int:
    letter = chr(code)
    spelled = unicodedata.normalize("NFC", dict(SWAPPED).get(letter, letter)).lower()
    second = _seconds()
    if len(spelled) != 1 or code in second or code == _SIGMA or ord(spelled) >= UNITS:
        return spelling.HARD
    return ord(spelled)


@cache
def _seconds() -> frozenset[int]:
    """Characters that another before them may take in."""
    found = set()
    for code in range(UNITS):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            found.add(int(parts[1], 16))
    return frozenset(found)


def _kinds(code: int) -> int:
    letter = chr(code)
    found = spelling.LETTER * letter.isalpha() | spelling.BLANK * letter.isspace()
    found |= spelling.WORD * (letter.isalnum() or letter == "_")
    found |= shaping.LOWER * letter.islower() | spelling.DIGIT * letter.isdecimal()
    category = unicodedata.category(letter)
    found |= spelling.MARK * (category[0] == "M") | shaping.UPPER * (category in ("Lu", "Lt"))
    if unicodedata.combining(letter):
        found |= spelling.ORDERED
    return found
