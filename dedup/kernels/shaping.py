"""The loops that tell the shape of blocks; plain functions here.

The same rules hold as in `loops`. The twins are `has_bullet`, `is_prose` and `count_words` of
`dedup.boilerplate`, and the expressions that captions, stamps and others look for.
"""

from __future__ import annotations

from dedup.kernels.loops import Kinds, Offsets
from dedup.kernels.spelling import BLANK, DIGIT

STOPS, CLOSERS, SHUTS, BULLETS, ARROWS, LOWER, UPPER, OPENERS = (1 << bit for bit in range(7, 15))
"""Kinds beside those of `spelling`: marks that end a sentence, what may stand behind one, what
ends a paragraph by itself, bullets, arrows, small and capital letters, opening brackets."""
BULLET, PROSE, YEAR, LATE_YEAR, TIME, ARROW, BRACKET, OPENED, SHOUTED, ADDRESS, CAPITAL_END = (
    1 << bit for bit in range(11)
)
"""What is told of a block: it begins as a list item; it is a paragraph of running text; it has a
year, or one near its end; a time; an arrow before it; a bracket at its end; one opened near its
start, or capitals there; hardly a small letter; it is a word that begins as addresses do; capitals
at its end."""
_SPACE, _TAB, _NO_BREAK, _DOT, _SMALL = 32, 9, 0xA0, 46, 32
_OPENS, _CLOSES, _SQUARE_OPENS, _SQUARE_CLOSES = 40, 41, 91, 93
_WIDE_OPENS, _WIDE_CLOSES = 0xFF08, 0xFF09
_BRACKETS = (_OPENS, _CLOSES, _SQUARE_OPENS, _SQUARE_CLOSES, _WIDE_OPENS, _WIDE_CLOSES)
_ONE, _TWO, _NINE, _NOUGHT, _COLON = 49, 50, 57, 48, 58
_A, _G, _O, _H, _W = 97, 103, 111, 104, 119
_SURE_PROSE, _PROSE, _MOST_CLOSERS = 40, 11, 3
_DENSE, _PAIRED = 8, 2
_LONGEST_STAMP, _LONGEST_TIME, _MOST_CAPTION, _LATE = 140, 60, 70, 170
_FURTHEST, _LEAST_INSIDE, _OPENING, _CAPITALS, _FEW_SMALL = 110, 2, 160, 3, 3
_SHORTEST_ADDRESS = 6


def shape(
    read: Kinds, bounds: Offsets, counts: Offsets, kinds: Kinds, words: Offsets, told: Kinds
) -> None:
    """Words of the blocks of `spell`, and what `told` begins with: how they start and end."""
    for block in range(len(words)):
        begin, stop = bounds[4 * block], bounds[4 * block + 1]
        size = stop - begin
        many = counts[3 * block] + 1
        if counts[3 * block + 1] and many * _DENSE < size:
            many = max(many, size // _PAIRED)
        words[block] = many
        told[block] = bits = 0
        if not size:
            continue
        first = read[begin]
        at = begin
        if kinds[first] & BULLETS:
            at = begin + 1
        else:
            while at < min(stop, begin + 2) and kinds[read[at]] & DIGIT:
                at += 1
            marked = at > begin and at < stop and read[at] in (_DOT, _CLOSES)
            at = at + 1 if marked else begin
        if at > begin:
            while at < stop and read[at] in (_SPACE, _TAB, _NO_BREAK):
                at += 1
            if at < stop and not kinds[read[at]] & BLANK:
                bits |= BULLET
        prose = many >= _SURE_PROSE
        if not prose and many >= _PROSE:
            prose = (kinds[read[stop - 1]] & SHUTS) != 0
            at = stop - 1
            while not prose and at >= begin and stop - at <= _MOST_CLOSERS + 1:
                prose = (kinds[read[at]] & STOPS) != 0
                if not kinds[read[at]] & CLOSERS:
                    break
                at -= 1
        if prose:
            bits |= PROSE
        if kinds[first] & ARROWS:
            bits |= ARROW
        if many == 1 and size > _SHORTEST_ADDRESS and first | _SMALL in (_H, _W):
            bits |= ADDRESS
        told[block] = bits


def date(read: Kinds, bounds: Offsets, kinds: Kinds, words: Offsets, told: Kinds) -> None:
    """Add to `told` which of the blocks have a year or a time."""
    for block in range(len(words)):
        begin, stop = bounds[4 * block], bounds[4 * block + 1]
        size, many = stop - begin, words[block]
        low = stop
        if size <= _LONGEST_STAMP:
            low = begin
        elif many <= _MOST_CAPTION:
            low = max(begin, stop - _LATE)
        bits = 0
        for at in range(low, stop - 3):
            one, two = read[at], read[at + 1]
            century = (one == _ONE and two == _NINE) or (one == _TWO and two == _NOUGHT)
            if century and kinds[read[at + 2]] & DIGIT and kinds[read[at + 3]] & DIGIT:
                if size <= _LONGEST_STAMP:
                    bits |= YEAR
                if many <= _MOST_CAPTION and at >= stop - _LATE:
                    bits |= LATE_YEAR
        for at in range(begin if size <= _LONGEST_TIME else stop, stop - 2):
            one, two, three = read[at], read[at + 1], read[at + 2]
            ago = one | _SMALL == _A and two | _SMALL == _G and three | _SMALL == _O
            clock = kinds[one] & DIGIT and two in (_COLON, _DOT) and kinds[three] & DIGIT
            if ago or (clock and at + 3 < stop and kinds[read[at + 3]] & DIGIT):
                bits |= TIME
        told[block] |= bits


def edge(read: Kinds, bounds: Offsets, kinds: Kinds, told: Kinds) -> None:
    """Add to `told` which of the blocks have brackets near an edge, or capitals."""
    for block in range(len(told)):
        begin, stop = bounds[4 * block], bounds[4 * block + 1]
        if begin == stop:
            continue
        bits = 0
        last = stop - 1
        if last > begin and kinds[read[last]] & UPPER and kinds[read[last - 1]] & UPPER:
            bits |= CAPITAL_END
        if read[last] == _DOT and last > begin:
            last -= 1
        if read[last] in (_CLOSES, _SQUARE_CLOSES, _WIDE_CLOSES):
            at = last - 1
            while at > max(begin, stop - _FURTHEST) and read[at] not in _BRACKETS:
                at -= 1
            if read[at] in (_OPENS, _SQUARE_OPENS, _WIDE_OPENS) and last - at > _LEAST_INSIDE:
                bits |= BRACKET
        opened = stop - begin >= _CAPITALS
        for at in range(begin, min(stop, begin + _CAPITALS)):
            opened = opened and not kinds[read[at]] & LOWER
        at = begin
        while not opened and at < min(stop, begin + _OPENING):
            opened = read[at] in (_OPENS, _WIDE_OPENS)
            at += 1
        if opened:
            bits |= OPENED
        small, at = 0, begin
        while at < stop and small <= _FEW_SMALL:
            small += (kinds[read[at]] & LOWER) != 0
            at += 1
        if small <= _FEW_SMALL:
            bits |= SHOUTED
        told[block] |= bits
