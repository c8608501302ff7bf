"""The loop that finds where sentences begin; a plain function here.

The same rules hold as in `loops`. The twin is `dedup.blocks.sentences`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Hashes32, Hashes64, Kinds, Offsets

SPACE, LOWER, UPPER, DIGIT, WORD = 1, 2, 4, 8, 16
STOP, WIDE_STOP, CLOSES, WIDE_CLOSES, OPENS, EDGE = 32, 64, 128, 256, 512, 1024
QUOTES = 4096
"""Kinds of characters: blank, small and capital letter, digit, any that words are made of; marks
that end a sentence, and in scripts without spaces; what may stand behind these; what may stand
before a sentence; what an abbreviation may stand behind; quotes that may open a sentence."""
_DOT = 46
_FURTHEST = 12
"""Characters before a dot in which an abbreviation is looked for."""
TIMES = 0x9E3779B97F4A7C15
_TIMES = np.uint64(TIMES)


def end_sentences(
    codes: Hashes32,
    kinds: Kinds,
    starts: Offsets,
    stops: Offsets,
    abbreviations: Hashes64,
    begins: Offsets,
) -> int:
    """Where the sentences of blocks begin, blocks' beginnings among them.

    `codes` are the characters of all texts with a line break between any two,
    `kinds` what each is of; a block goes from one of `starts` to the same of
    `stops`. `abbreviations` are hashes in ascending order: for each letter `TIMES`
    what was before, and its code. Returned is how many `begins` are filled.
    """
    found = 0
    for block in range(len(starts)):
        begin, stop = starts[block], stops[block]
        begins[found] = begin
        found += 1
        at = begin
        while at < stop:
            kind = kinds[at]
            if not kind & (STOP | WIDE_STOP):
                at += 1
                continue
            end = at + 1
            if kind & WIDE_STOP:
                while end < stop and kinds[end] & WIDE_STOP:
                    end += 1
                while end < stop and kinds[end] & WIDE_CLOSES:
                    end += 1
            else:
                while end < stop and kinds[end] & STOP:
                    end += 1
                while end < stop and kinds[end] & CLOSES:
                    end += 1
                second = at > 0 and kinds[at - 1] & STOP
                if second or end == stop:
                    at += 1
                    continue
                if not kinds[end] & SPACE:
                    opens = end + 1 if kinds[end] & QUOTES else end
                    lost = at - begin >= 2 and opens + 1 < stop
                    lost = lost and kinds[at - 1] & kinds[at - 2] & LOWER != 0
                    lost = lost and kinds[opens] & UPPER != 0 and kinds[opens + 1] & LOWER != 0
                    if not lost:
                        at += 1
                        continue
                after = end
                while after < stop and kinds[after] & (SPACE | OPENS):
                    after += 1
                if after < stop and kinds[after] & LOWER:
                    at = end
                    continue
                nothing = after == stop
                while nothing and after > end:
                    after -= 1
                    nothing = (kinds[after] & SPACE) != 0
                if not nothing and codes[at] == _DOT and end - at == 1:
                    least = max(begin, at - _FURTHEST)
                    first = at
                    while first > least and not kinds[first - 1] & EDGE:
                        first -= 1
                    dotted = (at - first) % 2 == 1
                    hashed = np.uint64(0)
                    for place in range(first, at):
                        code = codes[place]
                        letter = 65 <= code <= 90 or 97 <= code <= 122
                        dotted = dotted and (letter if (place - first) % 2 == 0 else code == _DOT)
                        hashed = hashed * _TIMES + np.uint64(code)
                    if at - first == 1:
                        dotted = 65 <= codes[first] <= 90
                    where = np.searchsorted(abbreviations, hashed)
                    listed = where < len(abbreviations) and abbreviations[where] == hashed
                    if dotted or listed:
                        at = end
                        continue
            begin = at = end
            begins[found] = begin
            found += 1
    return found
