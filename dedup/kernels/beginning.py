"""The loop that finds the words that names may begin with; a plain function here.

The same rules hold as in `loops`. The twin is `dedup.name_starts.Starts.find` over `tokenize`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import FNV_OFFSET, FNV_PRIME, Bytes, Hashes32, Hashes64, Offsets

GATE_BITS = 16
"""Low bits of a word's hash by which `gate` tells whether any name begins so."""
_LETTER, _ANY_BYTE = 1, 1
_LOW = np.uint64((1 << GATE_BITS) - 1)
_A, _Z, _SPACE = 97, 122, 32
_MARKS = (40, 47, 124, 45, 91, 123, 44, 46, 58)
"""( / | - [ { , . : behind which a word in small letters may be a name."""
_GLUED, _SIGNS, _SIGNS_STOP, _LATE_SIGNS = 0x590, 0x2000, 0x3000, 0xE000


def begin(
    buffer: Bytes,
    texts: Offsets,
    ascii_forms: Bytes,
    entries: Hashes32,
    form_bytes: Bytes,
    form_offsets: Hashes32,
    gate: Bytes,
    leads: Bytes,
    hashes: Hashes64,
    following: Hashes64,
    starts: Hashes32,
    counts: Offsets,
) -> int:
    """Words with which a name may begin, of texts in letters of Europe.

    The first six are those of `loops.tokenize`. `gate` has a 1 for the low bits of the hashes
    looked for, `leads` for the first two bytes (the second less its highest bit) of words in
    small letters that may begin a name anywhere; others do behind a mark. Filled are the hash of
    each such word, that of the word behind it (0 for none) and its place in its text, and how
    many a text has: -1 for one in which other letters stand, or marks on such, and which is to
    be read otherwise. Returned is how many there are.
    """
    row = 0
    for text in range(len(texts) - 1):
        first, end = texts[text], texts[text + 1]
        at = first
        first_row = row
        waiting = False
        plain = True
        position = 0
        while at < end and plain:
            # One word or separator at a turn.
            begin, start = at, position
            value = FNV_OFFSET
            while at < end:
                byte = buffer[np.uint64(at)]
                form = ascii_forms[byte]
                if form != _ANY_BYTE:
                    if form == 0:
                        break
                    value = (value ^ np.uint64(form)) * FNV_PRIME
                    at += 1
                    position += 1
                    continue
                size = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                code = np.int64(byte) & (0xFF >> size)
                for place in range(at + 1, at + size):
                    code = code << 6 | np.int64(buffer[place]) & 0x3F
                kind = entries[code] & 7
                sign = kind == 0 and (
                    code < _GLUED or _SIGNS <= code < _SIGNS_STOP or code >= _LATE_SIGNS
                )
                plain = bool(sign or (kind == _LETTER and code < _GLUED))
                if sign or not plain:
                    break
                number = entries[code] >> 3
                if number == 0:
                    for place in range(at, at + size):
                        value = (value ^ np.uint64(buffer[place])) * FNV_PRIME
                else:
                    for place in range(form_offsets[number], form_offsets[number + 1]):
                        value = (value ^ np.uint64(form_bytes[place])) * FNV_PRIME
                at += size
                position += 1
            if at > begin:
                if waiting:
                    following[row - 1] = value
                    waiting = False
                if not gate[value & _LOW]:
                    continue
                lead = buffer[begin]
                wanted = not _A <= lead <= _Z or begin < first + 2
                if not wanted:
                    before = buffer[begin - 1]
                    if before == _SPACE:
                        before = buffer[begin - 2]
                    second = buffer[begin + 1] & 0x7F if begin + 1 < end else _SPACE
                    wanted = before >= 0x80 or before in _MARKS
                    wanted = wanted or leads[np.int64(lead) << 7 | second] != 0
                if wanted:
                    hashes[row], following[row], starts[row] = value, 0, start
                    waiting = True
                    row += 1
            elif plain:  # a separator
                at += 1
                while at < end and 0x80 <= buffer[at] < 0xC0:
                    at += 1
                position += 1
        if not plain:
            row = first_row
        counts[text] = row - first_row if plain else -1
    return row
