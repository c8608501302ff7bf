"""The loops that find phrases in blocks that are spelled alike; plain functions here.

`sight` reads all blocks and says where a phrase may stand, `spot` looks at these places. The same
rules hold as in `loops`; the twin is plain search in what `dedup.alike.fold` gives.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.kernels.loops import Hashes32, Hashes64, Kinds, Offsets
from dedup.kernels.spelling import LETTER

Places = npt.NDArray[np.int32]

ANYWHERE, START, NEAR, HEAD, END, LABEL = range(6)
"""Where a phrase must stand in a block: from its first character or letter on; from one of its
first characters on; as `START`, before a colon, bar or the like; at its end, brackets and full
stops aside; behind a few characters, before a colon, dash, bar or address."""
FIRST_LETTER, FIRST, LABELLED = 12, 40, 4
"""Characters among which the first letter is looked for, and those that are near the start."""
WINDOW, KEY_BITS = 4, 15
"""Characters of a phrase that are hashed, and bits of the hash."""
TIMES = 0x9E3779B97F4A7C15
LOW = 63
"""Bits of the character before those hashed, and before the last of a short phrase, that gates of
64 bits have a bit each for: letters differ in them, so that hardly any other opens a gate."""
_TIMES = np.uint64(TIMES)
_SHIFT, _UNIT_BITS, _FOURTH = np.uint64(64 - KEY_BITS), np.uint64(16), np.uint64(48)
_LOW, _ONE = np.uint64(LOW), np.uint64(1)
_LONG, _SHORT, _KIND_BITS = 1, 2, 2
"""What may end at a place: a phrase that is hashed, a shorter one."""
_SPACE = 32
_COLON, _BAR, _ASKS, _DOT, _MORE, _DASH, _ADDRESS = 58, 124, 63, 46, 62, 45, 104
_CLOSES, _SQUARE = 41, 93


def sight(
    units: Kinds,
    bounds: Offsets,
    words: Offsets,
    kinds: Kinds,
    gate: Hashes64,
    brief: Hashes64,
    limits: Offsets,
    first_block: int,
    blocks: Offsets,
    places: Offsets,
) -> tuple[int, int]:
    """Where in blocks of units a phrase may stand.

    `gate` has for each hash of `WINDOW` units, `brief` for each unit the characters before, by
    their last bits, behind which a phrase goes on so. `limits` are how many characters of a block
    are looked at from its start, or, as a negative number, those before what closes it and on; the
    fewest and most words of one; and how many behind its first letter, if that comes sooner.

    Filled are the block and the place of each, with what may end there in its last bits. Returned
    is the block for which there was no room, or the number of blocks, and how many places it are.
    """
    many = 0
    for block in range(first_block, len(words)):
        if words[block] < limits[1] or words[block] > limits[2]:
            continue
        begin, stop = bounds[4 * block + 2], bounds[4 * block + 3]
        low, high = begin, min(stop, begin + limits[0])
        if limits[0] < 0:
            last = stop
            while last > begin and units[last - 1] in (_CLOSES, _SQUARE, _DOT, _SPACE):
                last -= 1
            low, high = max(begin, last + limits[0]), stop
        elif limits[3] < limits[0]:
            first = begin
            while first < high and not kinds[units[first]] & LETTER:
                first += 1
            high = min(high, first + limits[3])
        if many + high - low > len(places):
            return block, many
        window = np.uint64(0)
        for at in range(
            np.uint64(low), np.uint64(high)
        ):  # others might be negative: asked each time
            unit = np.uint64(units[at])
            fourth, before = window >> _FOURTH & _LOW, window & _LOW
            window = window << _UNIT_BITS | unit
            long = gate[window * _TIMES >> _SHIFT] >> fourth & _ONE
            short = brief[unit] >> before & _ONE
            if long | short:
                blocks[many] = block
                places[many] = np.int64(at) << _KIND_BITS | np.int64(long * _LONG + short * _SHORT)
                many += 1
    return len(words), many


def spot(
    units: Kinds,
    bounds: Offsets,
    words: Offsets,
    kinds: Kinds,
    phrases: Kinds,
    table: Offsets,
    filed: Places,
    listed: Places,
    filed_short: Places,
    short: Places,
    blocks: Offsets,
    places: Offsets,
    first_place: int,
    found: Hashes32,
    told: Offsets,
) -> tuple[int, int]:
    """What blocks hold of some phrases, of those that stand where they must: bits and numbers.

    `table` has for each phrase eight numbers: where its units begin in `phrases`, how many they
    are, the place of the last unit that is hashed, its bits, where it must stand, between how
    many and how many words a block may have, and its number, which is negative where its bits are
    wanted. Those of `WINDOW` units and more are `listed` by the hash of such, from `filed` of it
    on, `short` ones by one of their units, from `filed_short` of it on. `blocks` and `places` are
    those of `sight`.

    Added are the bits of each block, and filled a row of `told` for a block and a number each, with
    a number as often as phrases of it stand there. Returned is the place from which on there was
    no room for as many rows as there are phrases, or the number of places, and how many rows.
    """
    many_phrases = len(table) // 8
    seen = np.full(many_phrases, -1, dtype=np.int64)
    rows, block = 0, -1
    many = begin = stop = first = last = bits = np.int64(0)
    for sighted in range(first_place, len(places)):
        at = np.int64(places[sighted] >> _KIND_BITS)
        if blocks[sighted] != block:
            if rows + many_phrases > len(told) // 2:
                return sighted, rows
            block = blocks[sighted]
            many, bits = words[block], np.int64(found[block])
            begin, stop = bounds[4 * block + 2], bounds[4 * block + 3]
            first = begin
            while first < min(stop, begin + FIRST_LETTER) and not kinds[units[first]] & LETTER:
                first += 1
            if first == min(stop, begin + FIRST_LETTER):
                first = begin
            last = stop
            while last > begin and units[last - 1] in (_CLOSES, _SQUARE, _DOT, _SPACE):
                last -= 1
        one = after_one = other = after_other = np.int64(0)
        if places[sighted] & _LONG and at - begin >= WINDOW - 1:
            window = np.uint64(0)
            for hashed in range(at + 1 - WINDOW, at + 1):
                window = window << _UNIT_BITS | np.uint64(units[hashed])
            key = window * _TIMES >> _SHIFT
            one, after_one = np.int64(filed[key]), np.int64(filed[key + _ONE])
        if places[sighted] & _SHORT:
            unit = np.int64(units[at])
            other, after_other = np.int64(filed_short[unit]), np.int64(filed_short[unit + 1])
        for turn in range(after_one - one + after_other - other):
            place = one + turn
            number = listed[place] if place < after_one else short[other + place - after_one]
            row = 8 * number
            bit = table[row + 3]
            known = seen[number] == block if table[row + 7] >= 0 else bits & bit == bit
            if known or many < table[row + 5] or many > table[row + 6]:
                continue
            start = at - table[row + 2]
            length = table[row + 1]
            end = start + length
            if start < begin or end > stop:
                continue
            where = table[row + 4]
            if where in (START, HEAD) and start not in (begin, first):
                continue
            if where == NEAR and start - begin > FIRST:
                continue
            if where == END and end < last:
                continue
            if where == LABEL:
                after = end if end == stop or units[end] != _SPACE else end + 1
                if start - begin > LABELLED or after == stop:
                    continue
                if units[after] not in (_COLON, _BAR, _DASH, _ADDRESS):
                    continue
            same = 0
            while same < length and units[start + same] == phrases[table[row] + same]:
                same += 1
            if same < length:
                continue
            if where == HEAD:
                if end == stop:
                    continue
                after = units[end]
                if after == _SPACE and end + 1 < stop:
                    after = units[end + 1]
                    if after not in (_COLON, _BAR, _MORE, _DASH):
                        continue
                elif after not in (_COLON, _BAR, _ASKS, _DOT):
                    continue
            if table[row + 7] >= 0:
                seen[number] = block
                told[2 * rows], told[2 * rows + 1] = block, table[row + 7]
                rows += 1
            else:
                bits |= bit
                found[block] = np.uint32(bits)
    return len(places), rows
