"""Which of many phrases stand in blocks that are spelled alike, and where they must.

One compiled pass looks for all of them: the rarest few characters of each lead to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup import kernels
from dedup.kernels import sighting
from dedup.kernels.loops import Hashes32, Hashes64, Kinds, Offsets
from dedup.spellings import UNITS, Spelled, kinds_of_units, units_of

ANYWHERE, START, NEAR, HEAD, END, LABEL = (
    sighting.ANYWHERE,
    sighting.START,
    sighting.NEAR,
    sighting.HEAD,
    sighting.END,
    sighting.LABEL,
)
MOST_WORDS = 1 << 40
Pairs = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
_LED = (START, NEAR, HEAD, LABEL)
_LATE = 100
"""Words from which phrases of such blocks alone are looked for by themselves."""
_SIZES, _NEAR_SIZES = (20, 30, 70), (20,)
"""Words of blocks for which phrases are shelved apart: in longer ones of which fewer can stand."""
_ROWS_AT_A_TIME = 20_000
_PLACES_AT_A_TIME = 1 << 16
_ANY = 0xFFFFFFFFFFFFFFFF
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


class _Shelf(NamedTuple):
    """Phrases sought in the same stretch of blocks, as the loops of `dedup.kernels.sighting` do."""

    gate: Hashes64
    brief: Hashes64
    limits: Offsets
    phrases: Kinds
    table: Offsets
    filed: Places
    listed: Places
    filed_short: Places
    short: Places


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
        both = np.sort(pairs[:, 0] << _NUMBERS | pairs[:, 1])
        both = both[np.diff(both, prepend=-1) != 0]  # for so many quicker than `np.unique`
        return found, np.stack((both >> _NUMBERS, both & ((1 << _NUMBERS) - 1)), axis=1)


def _spotted(shelf: _Shelf, spelled: Spelled, found: Hashes32) -> Iterator[Pairs]:
    loops = kernels.compiled()
    told = np.empty(2 * (_ROWS_AT_A_TIME + len(shelf.table)), dtype=np.int64)
    longest = int(np.diff(spelled.bounds.reshape(-1, 2)[1::2]).max(initial=0))
    room = np.empty((2, _PLACES_AT_A_TIME + longest), dtype=np.int64)
    columns = (spelled.units, spelled.bounds, spelled.words, kinds_of_units())
    block = 0
    while block < len(found):
        block, many = loops.sight(*columns, *shelf[:3], block, *room)
        sighted, place = room[:, :many], 0
        while place < many:
            place, rows = loops.spot(*columns, *shelf[3:], *sighted, place, found, told)
            yield told[: 2 * rows].copy().reshape(-1, 2)


def spotter(sought: Iterable[Sought]) -> Spotter:
    """A spotter of these phrases."""
    listed = sorted(set(sought))
    led = [one for one in listed if one.where in _LED and one.where != NEAR]
    near = [one for one in listed if one.where == NEAR]
    ended = [one for one in listed if one.where == END]
    spread = [one for one in listed if one.where == ANYWHERE]
    late = [one for one in spread if one.least >= _LATE]
    others = [one for one in spread if one.least < _LATE]
    window = sighting.WINDOW + 1
    labels = sighting.LABELLED if any(one.where == LABEL for one in led) else 0
    shelves = (
        (led, sighting.FIRST_LETTER + window, labels + window),
        *((some, sighting.FIRST + window, MOST_WORDS) for some in _by_size(near, _NEAR_SIZES)),
        (ended, -max((len(one.folded) for one in ended), default=0), MOST_WORDS),
        (late, MOST_WORDS, MOST_WORDS),
        *((some, MOST_WORDS, MOST_WORDS) for some in _by_size(others, _SIZES)),
    )
    return Spotter(tuple(_shelf(some, *reach) for some, *reach in shelves if some))


def _by_size(sought: Sequence[Sought], sizes: Sequence[int]) -> Iterator[list[Sought]]:
    """Phrases once for each range of words of blocks in which they may stand."""
    for low, high in pairwise((-1, *sizes, MOST_WORDS)):
        told = (one._replace(least=max(one.least, low + 1), most=min(one.most, high))
                for one in sought)  # fmt: skip
        yield [one for one in told if one.least <= one.most]


def _shelf(listed: Sequence[Sought], reach: int, behind: int) -> _Shelf:
    """A shelf of phrases that are seen in so many characters of a block, or behind its letter."""
    units = [units_of(one.folded) for one in listed]
    table = np.zeros((len(listed), 8), dtype=np.int64)
    gate = np.zeros(1 << sighting.KEY_BITS, dtype=np.uint64)
    brief = np.zeros(UNITS, dtype=np.uint64)
    short: list[tuple[int, int]] = []
    long: list[tuple[int, int]] = []
    begin = 0
    for number, (one, written) in enumerate(zip(listed, units, strict=True)):
        size = sighting.WINDOW if len(written) >= sighting.WINDOW else 1
        place = _rarest(written, size, first=one.where in _LED)
        table[number] = (
            *(begin, len(written), place),
            *(one.bit, one.where, one.least, one.most, one.number),
        )
        begin += len(written)
        # What stands before opens the gate too; before what a phrase begins with, anything may.
        if size == 1:
            lone = place == 0
            before = _ANY if lone else 1 << (written[place - 1] & sighting.LOW)
            brief[written[place]] |= np.uint64(before)
            short.append((written[place], number))
        else:
            key = _key(written[place + 1 - size : place + 1])
            before = _ANY if place < size else 1 << (written[place - size] & sighting.LOW)
            gate[key] |= np.uint64(before)
            long.append((key, number))
    short.sort()
    long.sort()
    least, most = min(one.least for one in listed), max(one.most for one in listed)
    return _Shelf(
        gate,
        brief,
        np.array([reach, least, most, behind], dtype=np.int64),
        np.array([unit for written in units for unit in written], dtype=np.uint16),
        table.ravel(),
        *_filed(long, len(gate)),
        *_filed(short, UNITS),
    )


def _filed(found: Sequence[tuple[int, int]], many: int) -> tuple[Places, Places]:
    """Where the numbers of each key begin, and these, one key after the other."""
    keys = np.array([key for key, _ in found], dtype=np.int64)
    begins = np.searchsorted(keys, np.arange(many + 1)).astype(np.int32)
    return begins, np.array([number for _, number in found], dtype=np.int32)


def _key(window: Sequence[int]) -> int:
    value = 0
    for unit in window:
        value = value << 16 | unit
    return (value * sighting.TIMES & 0xFFFFFFFFFFFFFFFF) >> (64 - sighting.KEY_BITS)


def _rarest(written: Sequence[int], size: int, *, first: bool) -> int:
    """Where the window ends that is likely the rarest in texts, with the character before it.

    Of phrases that blocks begin with, but for short ones, it is the first one with a character
    before it, if any.
    """
    if first and size > 1:
        return min(size, len(written) - 1)
    weights = [_weight(unit) for unit in written]
    ends = range(size - 1, len(written))

    def rarity(end: int) -> tuple[int, int, int]:
        gram = "".join(map(chr, written[end + 1 - size : end + 1]))
        return -grams().get(gram, 0), sum(weights[max(end - size, 0) : end + 1]), -end

    return max(ends, key=rarity)


@cache
def grams() -> dict[str, int]:
    """The commonest four characters in a row of English news, and how often they stand there."""
    text = files("dedup").joinpath("data", "grams_en.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.split("\n") if line and line[0] != "#")
    return {gram: int(many) for gram, many in rows}


@cache
def _weight(unit: int) -> int:
    """A guess how rare a character is."""
    if unit > 127:
        return _FOREIGN
    place = _COMMON.find(chr(unit))
    return place if place >= 0 else _ODD_LETTER
