"""The loops that spell blocks alike and find phrases in them; plain functions here.

A character is a unit of 16 bits: its code point, or `OTHER` beyond the basic plane, where no
phrase has letters. The same rules hold as in `loops`. The twins are `dedup.alike.fold` and plain
search in what it gives.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.kernels.loops import Bytes, Hashes32, Hashes64, Kinds, Offsets

Places = npt.NDArray[np.int32]

OTHER, DROPPED, HARD = 0xFFFD, 0xFFFF, 0xFFFE
"""Units for a character beyond the basic plane, for one that is left out, and for one that is
spelled by its neighbours."""
LETTER, MARK, WORD, BLANK, SPACELESS, ORDERED, DIGIT = 1, 2, 4, 8, 16, 32, 64
"""Kinds of characters: letters; marks on them; what words are made of; blanks of all kinds;
scripts that write none; marks that have an order among themselves; digits."""
ANYWHERE, START, NEAR, HEAD, END, LABEL = range(6)
"""Where a phrase must stand in a block: from its first character or letter on; from one of its
first characters on; as `START`, before a colon, bar or the like; at its end, brackets and full
stops aside; behind a few characters, before a colon, dash, bar or address."""
_SPACE = 32
FIRST_LETTER, FIRST, _LABELLED = 12, 40, 4
"""Characters among which the first letter is looked for, and those that are near the start."""
WINDOW, KEY_BITS = 4, 17
"""Characters of a phrase that are hashed, and bits of the hash."""
TIMES = 0x9E3779B97F4A7C15
_TIMES = np.uint64(TIMES)
_SHIFT, _UNIT_BITS = np.uint64(64 - KEY_BITS), np.uint64(16)
_COLON, _BAR, _ASKS, _DOT, _MORE, _DASH, _ADDRESS = 58, 124, 63, 46, 62, 45, 104
_CLOSES, _SQUARE = 41, 93
_FNV_OFFSET, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_PLUS = 43


def spell(
    buffer: Bytes,
    blocks: Offsets,
    forms: Kinds,
    kinds: Kinds,
    read: Kinds,
    spelled: Kinds,
    bounds: Offsets,
    counts: Offsets,
) -> int:
    """Blocks of a UTF-8 buffer in units, as they are and spelled alike.

    `blocks` has where each begins and the end of the last, `forms` the spelling of each unit and
    `kinds` its kinds. Filled are `read` and `spelled`, for each block where its units begin and
    stop there (`bounds`, four a block), and its blanks, whether a script without blanks is in it,
    and whether its spelling is not to be had character by character (`counts`, three a block).
    Returned is how many units were read.
    """
    done = written = 0
    for block in range(len(blocks) - 1):
        at, stop = blocks[block], blocks[block + 1]
        bounds[4 * block], bounds[4 * block + 2] = done, written
        blanks = spaceless = hard = 0
        ordered, blank = False, True  # none is written at the beginning
        while at < stop:
            byte = np.uint32(buffer[at])
            if byte < 0x80:
                at += 1
                if byte > _SPACE:  # no blank and no mark
                    read[done] = byte
                    spelled[written] = forms[byte]
                    done += 1
                    written += 1
                    ordered = blank = False
                    continue
                code = byte
            elif byte < 0xE0:
                code = (byte & 0x1F) << 6 | np.uint32(buffer[at + 1]) & 0x3F
                at += 2
            elif byte < 0xF0:
                code = (
                    (byte & 0x0F) << 12
                    | (np.uint32(buffer[at + 1]) & 0x3F) << 6
                    | np.uint32(buffer[at + 2]) & 0x3F
                )
                at += 3
            else:
                code = np.uint32(OTHER)
                at += 4
            read[done] = code
            done += 1
            kind = kinds[code]
            blanks += code == _SPACE
            if kind & BLANK:
                if not blank:
                    spelled[written] = _SPACE
                    written += 1
                blank, ordered = True, False
                continue
            form = forms[code]
            if form == DROPPED:
                continue
            if kind & SPACELESS:
                spaceless = 1
            if form == HARD or (ordered and kind & ORDERED):
                hard = 1
            ordered = (kind & ORDERED) != 0
            blank = False
            spelled[written] = code if form == HARD else form
            written += 1
        bounds[4 * block + 1], bounds[4 * block + 3] = done, written
        counts[3 * block], counts[3 * block + 1], counts[3 * block + 2] = blanks, spaceless, hard
    return done


def spot(
    units: Kinds,
    bounds: Offsets,
    words: Offsets,
    kinds: Kinds,
    phrases: Kinds,
    table: Offsets,
    gate: Bytes,
    filed: Places,
    listed: Places,
    brief: Places,
    alone: Places,
    limits: Offsets,
    first_block: int,
    found: Hashes32,
    told: Offsets,
) -> tuple[int, int]:
    """What the blocks hold of some phrases: of those that stand where they must, bits and numbers.

    `table` has for each phrase eight numbers: where its units begin in `phrases`, how many they
    are, the place of the last unit that is hashed, its bits, where it must stand, between how
    many and how many words a block may have, and its number, which is negative where its bits are
    wanted. Those of `WINDOW` units and more are `listed` by the hash of such, from `filed` of it
    on; `gate` tells the hashes that any has. Shorter ones are in `alone`, from `brief` of one of
    their units on. `limits` are how many characters of a block are looked at from its start, or,
    as a negative number, those before what closes it and on, and the fewest and most words of one.

    Filled are the bits of each block, and a row of `told` for a block and a number each, with a
    number as often as phrases of it stand there. Returned is the block at which there was no room
    for as many rows as there are phrases, or the number of blocks, and how many rows there are.
    """
    many_phrases = len(table) // 8
    seen = np.full(many_phrases, -1, dtype=np.int64)
    rows = 0
    for block in range(first_block, len(words)):
        many = words[block]
        if many < limits[1] or many > limits[2]:
            continue
        if rows + many_phrases > len(told) // 2:
            return block, rows
        begin, stop = bounds[4 * block + 2], bounds[4 * block + 3]
        first = begin
        while first < min(stop, begin + FIRST_LETTER) and not kinds[units[first]] & LETTER:
            first += 1
        if first == min(stop, begin + FIRST_LETTER):
            first = begin
        last = stop
        while last > begin and units[last - 1] in (_CLOSES, _SQUARE, _DOT, _SPACE):
            last -= 1
        bits = np.int64(0)
        window = np.uint64(0)
        low, high = begin, min(stop, begin + limits[0])
        if limits[0] < 0:
            low, high = max(begin, last + limits[0]), stop
        for at in range(low, high):
            unit = units[at]
            window = window << _UNIT_BITS | np.uint64(unit)
            key = window * _TIMES >> _SHIFT
            short, shorts = np.int64(brief[unit]), np.int64(brief[np.int64(unit) + 1])
            first_one = last_one = np.int64(0)
            if gate[key]:
                first_one, last_one = np.int64(filed[key]), np.int64(filed[key + np.uint64(1)])
            elif short == shorts:
                continue
            for place in range(first_one - shorts + short, last_one):
                short_one = shorts - first_one + place
                number = listed[place] if place >= first_one else alone[short_one]
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
                    if start - begin > _LABELLED or after == stop:
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
        found[block] |= np.uint32(bits)
    return len(words), rows


def outline(
    units: Kinds, bounds: Offsets, kinds: Kinds, longest: int, lines: Hashes64, heads: Hashes64
) -> None:
    """Hashes of blocks of at most `longest` units, and of their first words; else 0.

    Of a block (`lines`) without what is no letter at either end, of a word (`heads`) from the
    first letter or sign on.
    """
    for block in range(len(lines)):
        begin, stop = bounds[4 * block + 2], bounds[4 * block + 3]
        lines[block] = heads[block] = 0
        if stop - begin > longest:
            continue
        at = begin
        while at < stop and not (
            kinds[units[at]] & LETTER or units[at] == _PLUS or units[at] == _DASH
        ):
            at += 1
        value = _FNV_OFFSET
        while at < stop and (kinds[units[at]] & WORD or units[at] == _PLUS or units[at] == _DASH):
            value = (value ^ np.uint64(units[at])) * _FNV_PRIME
            at += 1
        heads[block] = value
        while begin < stop and not kinds[units[begin]] & LETTER:
            begin += 1
        while stop > begin and not kinds[units[stop - 1]] & (LETTER | MARK):
            stop -= 1
        value = _FNV_OFFSET
        for place in range(begin, stop):
            value = (value ^ np.uint64(units[place])) * _FNV_PRIME
        lines[block] = value
