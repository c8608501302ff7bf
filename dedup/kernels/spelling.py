"""The loops that spell blocks alike; plain functions here.

A character is a unit of 16 bits: its code point, or `OTHER` beyond the basic plane, where no
phrase has letters. The same rules hold as in `loops`. The twin is `dedup.alike.fold`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Bytes, Hashes64, Kinds, Offsets

OTHER, DROPPED, HARD = 0xFFFD, 0xFFFF, 0xFFFE
"""Units for a character beyond the basic plane, for one that is left out, and for one that is
spelled by its neighbours."""
LETTER, MARK, WORD, BLANK, SPACELESS, ORDERED, DIGIT = 1, 2, 4, 8, 16, 32, 64
"""Kinds of characters: letters; marks on them; what words are made of; blanks of all kinds;
scripts that write none; marks that have an order among themselves; digits."""
_SPACE = 32
_FNV_OFFSET, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_PLUS, _DASH = 43, 45


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
                if byte >= _SPACE:  # no mark; written over where it is a blank behind another
                    space = byte == _SPACE
                    read[done] = byte
                    spelled[written] = forms[byte]
                    done += 1
                    written += 1 - (space and blank)
                    blanks += space
                    ordered, blank = False, space
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
                code = (
                    (byte & 0x07) << 18
                    | (np.uint32(buffer[at + 1]) & 0x3F) << 12
                    | (np.uint32(buffer[at + 2]) & 0x3F) << 6
                )
                if code < 0x1D400 or (0x1D800 <= code < 0x1F000) or (code & 0xFF000) == 0x2F000:
                    hard = 1  # old scripts, notes and forms of signs, that others may be spelled by
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
