"""The loop that knows languages at a glance; a plain function here.

The same rules hold as in `loops`. The twin is `dedup.languages.glance`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import FNV_OFFSET, FNV_PRIME, Bytes, Floats64, Hashes64, Offsets

UNCERTAIN, UNREAD = -1, -2
"""For a text that is certainly in no language, and for one with letters that this cannot read."""
GATE_BITS = 12
"""Low bits of a word's hash by which `gate` tells whether it may be one of those looked for."""
_LOW = np.uint64((1 << GATE_BITS) - 1)
_SPACE, _TAB, _RETURN, _PARTS, _ASCII = 32, 9, 13, 28, 0x80
_A, _Z = 65, 90
_LATIN, _MICRO, _NEXT_LINE, _NO_BREAK = 0xC2, 0xB5, 0x85, 0xA0
_GENERAL, _WIDE, _LINE, _PARAGRAPH, _NARROW, _MIDDLE = 0xE2, 0x8A, 0xA8, 0xA9, 0xAF, 0x9F


def glance(
    buffer: Bytes,
    texts: Offsets,
    gate: Bytes,
    known: Hashes64,
    languages: Offsets,
    least: Floats64,
    counts: Offsets,
    found: Offsets,
) -> None:
    """The language of each text of a UTF-8 buffer by its function words.

    `texts` has where each begins and the end of the last, `known` ascending hashes of function
    words and `languages` whose they are, by its number; `counts` is room for as many as there are.
    `least` are how many such words a language needs, their share among all words, and how many
    times all other languages' number that must be. Read are letters of ASCII among marks of any
    kind. Filled is the number of the language in `found`, or one of the above.
    """
    for text in range(len(texts) - 1):
        at, end = texts[text], texts[text + 1]
        counts[:] = 0
        words = hits = 0
        value, inside, plain = FNV_OFFSET, False, True
        while at <= end and plain:
            # One character at a turn, and a blank behind the last.
            byte = np.int64(buffer[at]) if at < end else _SPACE
            size = 1
            if byte < _ASCII:
                blank = byte == _SPACE or _TAB <= byte <= _RETURN or _PARTS <= byte < _SPACE
                if _A <= byte <= _Z:
                    byte += _SPACE
            elif byte == _LATIN:
                size = 2
                blank = buffer[at + 1] in (_NEXT_LINE, _NO_BREAK)
                plain = buffer[at + 1] != _MICRO
            else:
                size = 3
                two = np.int64(buffer[at + 1]) if byte == _GENERAL else 0
                three = np.int64(buffer[at + 2]) if byte == _GENERAL else 0
                plain = two in (_ASCII, _ASCII + 1)
                blank = two == _ASCII and (three <= _WIDE or three in (_LINE, _PARAGRAPH, _NARROW))
                blank = blank or (two == _ASCII + 1 and three == _MIDDLE)
            if not blank:
                value = (value ^ np.uint64(byte)) * FNV_PRIME
                for place in range(at + 1, at + size if plain else at):
                    value = (value ^ np.uint64(buffer[place])) * FNV_PRIME
                inside = True
            elif inside:
                words += 1
                if gate[value & _LOW]:
                    place = int(np.searchsorted(known, value))
                    if place < len(known) and known[place] == value:
                        counts[languages[place]] += 1
                        hits += 1
                value, inside = FNV_OFFSET, False
            at += size
        best = 0
        for language in range(len(counts)):
            if counts[language] >= counts[best]:
                best = language
        most = counts[best]
        found[text] = UNCERTAIN
        if not plain:
            found[text] = UNREAD
        elif most >= least[0] and most >= least[1] * words and most >= least[2] * (hits - most):
            found[text] = best
