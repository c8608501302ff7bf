"""The loop that makes shingles out of words; a plain function here, compiled by `dedup.kernels`."""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Hashes32, Hashes64, Offsets

_FIRST_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SECOND_MIX = np.uint64(0xC4CEB9FE1A85EC53)
_HALF = np.uint64(33)
_MOST_BITS = 16
_MOVES_A_SHINGLE = 8


def shingle(
    words: Hashes64,
    texts: Offsets,
    size: int,
    multiplier: np.uint64,
    distinct: bool,
    shingles: Hashes32,
    counts: Offsets,
) -> int:
    """Distinct shingle hashes, ascending in each text; twin of `dedup.shingles`.

    `texts` has where each text's words begin. Filled are `shingles`, which
    must have room for one a word, and the number of each text; the sum is
    returned. Where it need not be `distinct`, all shingles are given in the
    order of the words.

    Hashes are sorted by as many leading bits as tell most of a text's apart,
    and then moved past the few that they share these with. Where that takes
    too many moves, as in a text made for it, they are sorted by all bits.
    """
    longest = 0
    for text in range(len(texts) - 1):
        longest = max(longest, texts[text + 1] - texts[text])
    values = np.empty(longest, dtype=np.uint64)
    here = np.empty(longest, dtype=np.uint32)
    there = np.empty(longest, dtype=np.uint32)
    places = np.empty(1 << _MOST_BITS, dtype=np.int64)
    written = 0
    for text in range(len(texts) - 1):
        first = texts[text]
        length = min(texts[text + 1] - first, size)
        count = texts[text + 1] - first - length + 1 if length > 0 else 0
        # Word by word for all shingles, not shingle by shingle: so several are done at a time.
        for number in range(count):
            values[number] = words[first + number]
        for place in range(1, length):
            for number in range(count):
                values[number] = values[number] * multiplier + words[first + number + place]
        for number in range(count):
            value = values[number]
            value = (value ^ (value >> _HALF)) * _FIRST_MIX
            value = (value ^ (value >> _HALF)) * _SECOND_MIX
            here[number] = np.uint32(value ^ (value >> _HALF))
        if not distinct:
            shingles[written : written + count] = here[:count]
            counts[text] = count
            written += count
            continue
        bits = 4
        while bits < _MOST_BITS and 1 << bits < count:
            bits += 1
        low = 32 - bits
        most = _MOVES_A_SHINGLE * count
        while True:
            mask = np.uint32((1 << bits) - 1)
            places[: 1 << bits] = 0
            for number in range(count):
                places[(here[number] >> np.uint32(low)) & mask] += 1
            total = 0
            for place in range(1 << bits):
                total, places[place] = total + places[place], total
            for number in range(count):
                place = (here[number] >> np.uint32(low)) & mask
                there[places[place]] = here[number]
                places[place] += 1
            here, there = there, here
            if low == 0:  # the lower half is done: the upper half next, and nothing is left to move
                low = _MOST_BITS
                continue
            moves = 0
            for number in range(1, count):
                value32 = here[number]
                place = number
                while place > 0 and here[place - 1] > value32 and moves <= most:
                    here[place] = here[place - 1]
                    place -= 1
                    moves += 1
                here[place] = value32
            if moves <= most:
                break
            bits, low = _MOST_BITS, 0
        before = written
        for number in range(count):
            if number == 0 or here[number] != here[number - 1]:
                shingles[written] = here[number]
                written += 1
        counts[text] = written - before
    return written
