"""The loops that number and count words; compiled by `dedup.kernels`.

The rules of `loops` hold. The twin is `dedup.vocabulary.count_plainly`.
"""

from __future__ import annotations

import numpy as np

from dedup.kernels.loops import Hashes32, Hashes64, Offsets

_LANGUAGE_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
_SLOT_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD_BITS = np.uint64(32)
_WORD = np.uint64(0xFFFFFFFF)


def number(
    words: Hashes64,
    texts: Offsets,
    languages: Hashes32,
    slots: Hashes32,
    terms: Hashes64,
    spoken: Hashes32,
    containing: Hashes32,
    seen: Offsets,
    places: Hashes32,
    numbers: Hashes32,
    counts: Hashes32,
    sizes: Hashes32,
    before: int,
    used: int,
) -> tuple[int, int]:
    """Number the distinct words of texts in order of appearance, and count them in each text.

    A word is a term in a language. `slots` is an open hash table of word
    numbers, from 1; `terms`, `spoken` (the language), `containing` (texts that
    have it), `seen` (the text that had it last, from 1) and `places` (where
    that text's entry is) have a line a word, of which `used` are taken; there
    must be room for as many more as there are `words`. `before` texts were
    counted before. Filled are an entry for each distinct word of each text
    (`numbers`, `counts`) and how many each text has (`sizes`). Returned are
    the lines then taken and the entries.
    """
    mask = np.uint64(len(slots) - 1)
    written = 0
    for text in range(len(texts) - 1):
        language = languages[text]
        salt = np.uint64(language) * _LANGUAGE_MIX
        mark = before + text + 1
        first = written
        for at in range(texts[text], texts[text + 1]):
            term = words[at]
            slot = (term ^ salt) * _SLOT_MIX
            slot = (slot ^ (slot >> _WORD_BITS)) & mask
            found = slots[slot]
            while found != 0 and not (terms[found - 1] == term and spoken[found - 1] == language):
                slot = (slot + np.uint64(1)) & mask
                found = slots[slot]
            if found == 0:
                terms[used] = term
                spoken[used] = language
                used += 1
                found = np.uint32(used)
                slots[slot] = found
            word = found - 1
            if seen[word] == mark:
                counts[places[word]] += np.uint32(1)
            else:
                seen[word] = mark
                places[word] = written
                containing[word] += np.uint32(1)
                numbers[written] = word
                counts[written] = 1
                written += 1
        sizes[text] = written - first
    return used, written


def file_words(terms: Hashes64, spoken: Hashes32, slots: Hashes32) -> None:
    """Fill an empty hash table of `number` with these words."""
    mask = np.uint64(len(slots) - 1)
    for word in range(len(terms)):
        slot = (terms[word] ^ (np.uint64(spoken[word]) * _LANGUAGE_MIX)) * _SLOT_MIX
        slot = (slot ^ (slot >> _WORD_BITS)) & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = word + 1


def arrange(numbers: Hashes32, counts: Hashes32, texts: Offsets, ranks: Hashes32) -> None:
    """Number each text's words anew by `ranks` and put its entries in that order."""
    longest = 0
    for text in range(len(texts) - 1):
        longest = max(longest, texts[text + 1] - texts[text])
    both = np.empty(longest, dtype=np.uint64)
    for text in range(len(texts) - 1):
        first = texts[text]
        length = texts[text + 1] - first
        for place in range(length):
            rank = np.uint64(ranks[numbers[first + place]])
            both[place] = (rank << _WORD_BITS) | np.uint64(counts[first + place])
        both[:length].sort()
        for place in range(length):
            numbers[first + place] = np.uint32(both[place] >> _WORD_BITS)
            counts[first + place] = np.uint32(both[place] & _WORD)
