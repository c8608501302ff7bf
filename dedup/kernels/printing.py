"""The loop that writes what the fingerprints of blocks are made of; a plain function here.

The same rules hold as in `loops`. The twin is `dedup.furniture.forms`, which also writes what the
loop does not: blocks that it tells of as `ODD`.
"""

from __future__ import annotations

from dedup.kernels.loops import Bytes, Kinds, Offsets
from dedup.kernels.shaping import CLOSERS, SHUTS, STOPS
from dedup.kernels.spelling import BLANK, LETTER, OTHER, SPACELESS

ODD, WORDED, ENDS, ENDS_SENTENCE, LEADS = (1 << bit for bit in range(5))
"""What is told of a block: it is not to be written by a loop; it has a letter; it ends as a
paragraph, or as a sentence does; a lead may stand before it."""
_NOUGHT, _NINE = 48, 57
_SIGMA, _DOTTED = 0x3A3, 0x130
_COMMA, _DANDA, _SEMICOLON, _COLON = 44, 0x964, 59, 58
_COLONS = (58, 0xFF1A, 124)
_DASHES = (45, 0x2013, 0x2014, 62, 0xBB, 0x203A)
_FURTHEST_LEAD, _MOST_CLOSERS = 44, 3
UNSURE = (OTHER, _SIGMA, _DOTTED)
"""Characters that loops do not write: those beyond the basic plane, and capitals whose small
letters depend on their neighbours or are two."""


def imprint(
    read: Kinds,
    bounds: Offsets,
    numbers: Offsets,
    kinds: Kinds,
    lowers: Kinds,
    written: Bytes,
    stops: Offsets,
    spaceless: Offsets,
    told: Bytes,
) -> int:
    """Some blocks in lower case with every number as a nought, in UTF-8, one behind the other.

    Args:
        read: units of all blocks, as `spelling.spell` gives them.
        bounds: where the units of each begin and stop, four numbers a block.
        numbers: of the blocks wanted.
        kinds: of each unit.
        lowers: the small letter of each unit.
        written: filled; room for three bytes a unit.
        stops: filled, for each wanted block: where it ends in `written`.
        spaceless: filled: how many characters of scripts without blanks it has.
        told: filled: what is told of it.

    Returns:
        How many bytes were written.
    """
    done = 0
    for place in range(len(numbers)):
        begin, stop = bounds[4 * numbers[place]], bounds[4 * numbers[place] + 1]
        bits = many = 0
        figure = False
        for at in range(begin, stop):
            unit = read[at]
            kind = kinds[unit]
            if kind & LETTER:
                bits |= WORDED
            if unit < 128:
                if _NOUGHT <= unit <= _NINE:
                    if not figure:
                        written[done] = _NOUGHT
                        done += 1
                    figure = True
                    continue
                written[done] = lowers[unit]
                done += 1
                figure = False
                continue
            figure = False
            many += (kind & SPACELESS) != 0
            if unit in UNSURE:
                bits |= ODD
            small = lowers[unit]
            if small < 128:
                written[done] = small
                done += 1
            elif small < 0x800:
                written[done] = 0xC0 | small >> 6
                written[done + 1] = 0x80 | small & 0x3F
                done += 2
            else:
                written[done] = 0xE0 | small >> 12
                written[done + 1] = 0x80 | small >> 6 & 0x3F
                written[done + 2] = 0x80 | small & 0x3F
                done += 3
        for at in range(begin + 1, min(stop, begin + _FURTHEST_LEAD)):
            unit = read[at]
            dashed = unit in _DASHES and kinds[read[at - 1]] & BLANK
            if dashed or unit in _COLONS:
                bits |= LEADS
        if stop > begin and kinds[read[stop - 1]] & SHUTS:
            bits |= ENDS
        at = stop - 1
        while at >= begin and stop - at <= _MOST_CLOSERS + 1:
            unit = read[at]
            if kinds[unit] & STOPS or unit in (_SEMICOLON, _COLON):
                bits |= ENDS
                if unit not in (_COMMA, _DANDA, _SEMICOLON, _COLON):
                    bits |= ENDS_SENTENCE
                break
            if not kinds[unit] & CLOSERS:
                break
            at -= 1
        stops[place], spaceless[place], told[place] = done, many, bits
    return done
