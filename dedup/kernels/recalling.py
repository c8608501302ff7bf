"""The loop that knows listed words again by their hashes; compiled by `dedup.kernels`.

The rules of `loops` hold. The twin is `dedup.readings.listed.listed_plainly`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Hashes64, Kinds


def recall(words: Hashes64, slots: Hashes64, codes: Kinds, found: Kinds) -> None:
    """What each word is listed as, 0 where it is not.

    `slots` and `codes` are an open hash table of listed words, of a power of two lines, some
    of them free: a word stands at its last bits or, where that is taken, in the next free line.
    Nobody is listed as 0, which marks a free one.
    """
    mask = np.uint64(len(slots) - 1)
    for place in range(len(words)):
        word = words[place]
        slot = word & mask
        while codes[slot] != 0 and slots[slot] != word:
            slot = (slot + np.uint64(1)) & mask
        found[place] = codes[slot]
