"""The loop that tells what stands beside names; a plain function here.

The same rules hold as in `loops`. The twins are the questions that members of `dedup.credits` put
to a single name; what is told here is true at least wherever theirs is.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Hashes64, Kinds, Offsets
from dedup.kernels.shaping import STOPS
from dedup.kernels.spelling import BLANK, WORD

DATELINE, MARKED, BRACKETED, CLOSING, SIGNING, OPENING, STATING = (1 << bit for bit in range(7))
"""Beside the name are marks of a dateline; of a picture's credit; a bracket opens before it;
nothing follows it; it stands alone; `with` may open its sentence; the words next to it may
attribute something to it."""
ANY = (1 << 7) - 1
LAST, FIRST, LINK, WITH = 1, 2, 4, 8
"""Kinds of words: one may stand before a name, or after it, that something is attributed to; some
may stand between; a sentence that names who helped may begin so."""
_DATELINE_BEFORE, _DATELINE_AFTER = 5, 12
_MARKS_BEFORE, _MARKS_AFTER, _SLASHED = 20, 3, 3
_BRACKETS, _START, _ALONE = 90, 20, 8
_WITHIN, _WORDS_WITHIN, _ENDING, _LONG, _SHORT = 600, 8, 30, 40, 8
_BESIDE, _LINKS = 40, 5
_GLUED, _DOTTED, _SIGMA = 0x590, 0x130, 0x3A3
_OTHER = 0xFFFD
_ASCII = 0x80
_SPACE, _NO_BREAK, _LINE = 32, 0xA0, 95
_SLASH, _COLON, _EQUALS = 47, 58, 61
_V, _I, _A, _CAPITALS = 118, 105, 97, (73, 87, 84)
_COURT = (99, 111, 117, 114, 116)
_DASHES = (45, 0x2013, 0x2014, 0x2015, _SLASH, _EQUALS)
_OPENERS = (40, 91, 123, 0xFF08, 0xFF3B, 0x3010, 0x3014)
_AFTER_CLOSING = (_SPACE, 46, 42, 95, 45, 0x2013, 0x2014, 41, 10)
_AFTER_ALONE = (_SPACE, 46, 47, 45, 10)
_FNV_OFFSET, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


def flank(
    read: Kinds,
    bounds: Offsets,
    kinds: Kinds,
    small: Kinds,
    words: Offsets,
    known: Hashes64,
    meanings: Offsets,
    blocks: Offsets,
    spans: Offsets,
    told: Offsets,
) -> None:
    """What stands beside names in blocks of `spelling.spell`.

    `words` are those of each block, `known` ascending hashes of words in small letters and
    `meanings` their kinds, added up. `blocks` has the block of each name and `spans` two numbers a
    name, where it begins and stops among the units `read`. Filled is `told`.
    """
    for name in range(len(blocks)):
        block = blocks[name]
        begin, stop = bounds[4 * block], bounds[4 * block + 1]
        start, end = spans[2 * name], spans[2 * name + 1]
        found = 0
        dated = False
        for at in range(start, end):
            dated = dated or read[at] >= _ASCII
        for at in range(max(begin, start - _DATELINE_BEFORE), start):
            dated = dated or read[at] in _DASHES
        for at in range(end, min(stop, end + _DATELINE_AFTER)):
            dated = dated or read[at] in _DASHES
        if dated:
            found |= DATELINE
        marked = False
        for at in range(max(begin, start - _SLASHED), start):
            marked = marked or read[at] == _SLASH
        for at in range(end, min(stop, end + _MARKS_AFTER)):
            marked = marked or read[at] == _SLASH
        marked = marked or (start > begin and read[start - 1] == _COLON)
        if end < stop:
            marked = marked or read[end] == _COLON
            if end + 1 < stop and kinds[read[end]] & BLANK:
                marked = marked or read[end + 1] in _CAPITALS
        for at in range(max(begin, start - _MARKS_BEFORE), start - 2):
            via = read[at] | 32 == _V and read[at + 1] | 32 == _I and read[at + 2] | 32 == _A
            marked = marked or via
        for at in range(max(begin, start - _MARKS_BEFORE), start - len(_COURT)):
            same = True
            for place in range(len(_COURT)):
                same = same and read[at + place] | 32 == _COURT[place]
            marked = marked or same
        if marked:
            found |= MARKED
        at = start - 1
        low = max(begin, start - _BRACKETS)
        while at >= low and read[at] not in _OPENERS:
            at -= 1
        if at >= low:
            found |= BRACKETED
        at = end
        while at < stop and read[at] in _AFTER_CLOSING:
            at += 1
        if at == stop:
            found |= CLOSING
        if start - begin <= _START:
            at = end
            while at < min(stop, end + _ALONE) and read[at] in _AFTER_ALONE:
                at += 1
            if at == min(stop, end + _ALONE):
                found |= SIGNING
        # `With`, before a name in a short block or a sentence of a longer one.
        if words[block] > _LONG:
            low = max(begin, start - _WITHIN)
            at, blanks = start, 0
            while at > low and blanks <= _WORDS_WITHIN:
                at -= 1
                blanks += (kinds[read[at]] & BLANK) != 0 and not kinds[read[at + 1]] & BLANK
            low = max(low, at - _ENDING)
            at = low
            while at < start:
                while at < start and (not kinds[read[at]] & WORD or read[at] == _LINE):
                    at += 1
                first, value = at, _FNV_OFFSET
                while at < start and kinds[read[at]] & WORD and read[at] != _LINE:
                    value = (value ^ np.uint64(small[read[at]])) * _FNV_PRIME
                    at += 1
                place = int(np.searchsorted(known, value))
                if place < len(known) and known[place] == value and meanings[place] & WITH:
                    opens = first - 1
                    while opens >= begin and (
                        not kinds[read[opens]] & WORD or read[opens] == _LINE
                    ):
                        if kinds[read[opens]] & STOPS:
                            found |= OPENING
                        opens -= 1
                    if opens < max(begin, start - _WITHIN):
                        found |= OPENING
        else:
            many, blank = 0, True
            for at in range(begin, stop):
                if many > _SHORT:
                    break
                is_blank = (kinds[read[at]] & BLANK) != 0
                many += blank and not is_blank
                blank = is_blank
            if many <= _SHORT:
                found |= OPENING
        # Words that attribute something, and what says nothing of it: letters of other scripts.
        low, high = max(begin, start - _BESIDE), min(stop, end + _BESIDE)
        states = False
        for at in range(low, start):
            states = states or (read[at] >= _GLUED and (kinds[read[at]] & WORD) != 0)
            states = states or read[at] in (_DOTTED, _SIGMA, _OTHER)
        for at in range(end, high):
            states = states or (read[at] >= _GLUED and (kinds[read[at]] & WORD) != 0)
            states = states or read[at] in (_DOTTED, _SIGMA, _OTHER)
        at = end
        while at < high and (not kinds[read[at]] & WORD or read[at] == _LINE):
            at += 1
        if at == high:
            states = states or high - end == _BESIDE
        else:
            value = _FNV_OFFSET
            while at < high and kinds[read[at]] & WORD and read[at] != _LINE:
                value = (value ^ np.uint64(small[read[at]])) * _FNV_PRIME
                at += 1
            place = int(np.searchsorted(known, value))
            if place < len(known) and known[place] == value and meanings[place] & FIRST:
                states = True
            while at < high and (not kinds[read[at]] & WORD or read[at] == _LINE):
                at += 1
            states = states or at == high
        at = start
        while at > low and (not kinds[read[at - 1]] & WORD or read[at - 1] == _LINE):
            at -= 1
        if at == low:
            states = states or start - low == _BESIDE
        turn = 0
        while at > low and turn < _LINKS and not states:
            turn += 1
            last = at
            while at > low and kinds[read[at - 1]] & WORD and read[at - 1] != _LINE:
                at -= 1
            value = _FNV_OFFSET
            for place in range(at, last):
                value = (value ^ np.uint64(small[read[place]])) * _FNV_PRIME
            while at > low and (not kinds[read[at - 1]] & WORD or read[at - 1] == _LINE):
                at -= 1
            place = int(np.searchsorted(known, value))
            kind = meanings[place] if place < len(known) and known[place] == value else 0
            states = at == low or (kind & LAST) != 0
            if not kind & LINK:
                break
        if states:
            found |= STATING
        told[name] = found
