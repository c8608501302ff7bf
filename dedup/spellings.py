"""Blocks spelled alike, a whole batch at once, and which of many phrases stand in them.

Compiled loops read every character twice and make no object of any block, so that a rule need
look only at the few blocks that have what it goes by. Spelled alike is what `alike.fold` gives;
a block that is not to be had character by character (a letter and its accent apart) is folded by
it, and goes the same way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.alike import DROPPED, SWAPPED, fold
from dedup.kernels import shaping, spelling
from dedup.kernels.loops import Bytes, Hashes32, Hashes64, Kinds, Offsets
from dedup.words import FNV_OFFSET, FNV_PRIME, utf8

ANYWHERE, START, NEAR, HEAD, END, LABEL = (
    spelling.ANYWHERE,
    spelling.START,
    spelling.NEAR,
    spelling.HEAD,
    spelling.END,
    spelling.LABEL,
)
MOST_WORDS = 1 << 40
_TIMES_THE_WORK = 3
"""What it takes to hold all blocks of a text against all phrases, by what tokenizing it takes."""
_UNITS = 1 << 16
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
Pairs = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
_LED = (START, NEAR, HEAD, LABEL)
_LATE, _SHORT = 100, 20
"""Words from which, and up to which, phrases of such blocks are looked for by themselves."""
_ROWS_AT_A_TIME = 20_000
_NUMBERS = 24
"""Bits of the number of a phrase."""
_COMMON = " etaoinshrdlucmfwypvbgkjqxz"
_ODD_LETTER, _FOREIGN = 35, 60


class Sought(NamedTuple):
    """A phrase that is looked for: what stands for it where it is found, and where it must be."""

    folded: str
    bit: int
    """What its presence adds to a block; where `number` is given, no matter."""
    where: int = ANYWHERE
    most: int = MOST_WORDS
    """Words that a block may have at most."""
    least: int = 0
    """And at least."""
    number: int = -1
    """What is told of a block that has it, instead of a bit."""


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


class _Shelf(NamedTuple):
    """Phrases sought in the same stretch of blocks, as `dedup.kernels.spelling.spot` takes them."""

    phrases: Kinds
    table: Offsets
    gate: Bytes
    filed: Places
    listed: Places
    brief: Places
    alone: Places
    limits: Offsets


@dataclass(frozen=True)
class Spotter:
    """Phrases made ready for looking for all of them at once."""

    shelves: tuple[_Shelf, ...]

    def spot(self, spelled: Spelled) -> tuple[Hashes32, Pairs]:
        """Of the phrases that stand where they must: bits of each block, and (block, number).

        The pairs are each said once and ascend.
        """
        found = np.zeros(len(spelled.words), dtype=np.uint32)
        parts = [np.empty((0, 2), dtype=np.int64)]
        for shelf in self.shelves:
            parts += _spotted(shelf, spelled, found)
        if spelled.others is not None:
            bits, more = self.spot(spelled.others)
            found[spelled.hard] |= bits
            more[:, 0] = spelled.hard[more[:, 0]]
            parts.append(more)
        pairs = np.concatenate(parts)
        both = np.unique(pairs[:, 0] << _NUMBERS | pairs[:, 1])
        return found, np.stack((both >> _NUMBERS, both & ((1 << _NUMBERS) - 1)), axis=1)


def _spotted(shelf: _Shelf, spelled: Spelled, found: Hashes32) -> Iterator[Pairs]:
    loop = kernels.compiled().spot
    told = np.empty(2 * (_ROWS_AT_A_TIME + len(shelf.table)), dtype=np.int64)
    columns = (spelled.units, spelled.bounds, spelled.words, _tables()[1], *shelf)
    block = 0
    while block < len(found):
        block, rows = loop(*columns, block, found, told)
        yield told[: 2 * rows].copy().reshape(-1, 2)


def spotter(sought: Iterable[Sought]) -> Spotter:
    """A spotter of these phrases."""
    listed = sorted(set(sought))
    led = [one for one in listed if one.where in _LED and one.where != NEAR]
    near = [one for one in listed if one.where == NEAR]
    ended = [one for one in listed if one.where == END]
    spread = [one for one in listed if one.where == ANYWHERE]
    late = [one for one in spread if one.least >= _LATE]
    short = [one for one in spread if one.most <= _SHORT]
    others = [one for one in spread if one.least < _LATE and one.most > _SHORT]
    shelves = (
        (led, spelling.FIRST_LETTER + spelling.WINDOW),
        (near, spelling.FIRST + spelling.WINDOW),
        (ended, -max((len(one.folded) for one in ended), default=0)),
        (late, MOST_WORDS),
        (short, MOST_WORDS),
        (others, MOST_WORDS),
    )
    return Spotter(tuple(_shelf(some, reach) for some, reach in shelves if some))


def _shelf(listed: Sequence[Sought], reach: int) -> _Shelf:
    units = [_units(one.folded) for one in listed]
    table = np.zeros((len(listed), 8), dtype=np.int64)
    brief: list[tuple[int, int]] = []
    keys: list[int] = []
    begin = 0
    for number, (one, written) in enumerate(zip(listed, units, strict=True)):
        place = _rarest(written, first=one.where in _LED)
        table[number] = (
            *(begin, len(written), place),
            *(one.bit, one.where, one.least, one.most, one.number),
        )
        begin += len(written)
        if len(written) < spelling.WINDOW:
            brief.append((written[place], number))
            keys.append(-1)
        else:
            keys.append(_key(written[place + 1 - spelling.WINDOW : place + 1]))
    hashed = np.array(keys, dtype=np.int64)
    order = np.argsort(hashed, kind="stable")
    order = order[hashed[order] >= 0]
    gate = np.zeros(1 << spelling.KEY_BITS, dtype=np.uint8)
    gate[hashed[order]] = 1
    brief.sort()
    least, most = min(one.least for one in listed), max(one.most for one in listed)
    return _Shelf(
        np.array([unit for written in units for unit in written], dtype=np.uint16),
        table.ravel(),
        gate,
        np.searchsorted(hashed[order], np.arange(len(gate) + 1)).astype(np.int32),
        order.astype(np.int32),
        np.searchsorted([unit for unit, _ in brief], np.arange(_UNITS + 1)).astype(np.int32),
        np.array([number for _, number in brief], dtype=np.int32),
        np.array([reach, least, most], dtype=np.int64),
    )


def hashed(lines: Iterable[str]) -> Hashes64:
    """Hashes of folded strings as `outline` gives them, ascending."""
    found = set()
    for line in lines:
        value = FNV_OFFSET
        for unit in _units(line):
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


def _units(folded: str) -> list[int]:
    return [code if (code := ord(letter)) < _UNITS else spelling.OTHER for letter in folded]


def _key(window: Sequence[int]) -> int:
    value = 0
    for unit in window:
        value = value << 16 | unit
    return (value * spelling.TIMES & 0xFFFFFFFFFFFFFFFF) >> (64 - spelling.KEY_BITS)


def _rarest(written: Sequence[int], *, first: bool) -> int:
    """Where the window ends that is likely the rarest in texts; of short ones, the rarest unit.

    Of phrases that blocks begin with it is the first.
    """
    if first:
        return spelling.WINDOW - 1 if len(written) >= spelling.WINDOW else 0
    weights = [_weight(unit) for unit in written]
    size = spelling.WINDOW if len(written) >= spelling.WINDOW else 1
    ends = range(size - 1, len(written))
    return max(ends, key=lambda end: (sum(weights[end + 1 - size : end + 1]), -end))


@cache
def _weight(unit: int) -> int:
    """A guess how rare a character is."""
    if unit > 127:
        return _FOREIGN
    place = _COMMON.find(chr(unit))
    return place if place >= 0 else _ODD_LETTER


@cache
def _tables() -> tuple[Kinds, Kinds, Kinds]:
    """The spelling of each character, its kinds and its small letter, by its code point."""
    forms = np.arange(_UNITS, dtype=np.uint32).astype(np.uint16)
    small = forms.copy()
    kinds = np.zeros(_UNITS, dtype=np.uint16)
    plain = np.zeros(_UNITS, dtype=np.bool_)
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
    if len(spelled) != 1 or code in second or code == _SIGMA or ord(spelled) >= _UNITS:
        return spelling.HARD
    return ord(spelled)


@cache
def _seconds() -> frozenset[int]:
    """Characters that another before them may take in."""
    found = set()
    for code in range(_UNITS):
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
