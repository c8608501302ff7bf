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
    lines: Hashes64,
    numbers: Hashes32,
    counts: Hashes32,
    sizes: Hashes32,
    before: int,
    used: int,
) -> tuple[int, int]:
    """Number the distinct words of texts in order of appearance, and count them in each text.

    A word is a term in a language. `slots` is an open hash table of word
    numbers, from 1. `lines` has four numbers a word, which stand together as
    each look at a word elsewhere in memory is what takes the time: its term,
    its language, the texts that have it, and the text that had it last (from
    1) over the place of that text's entry. Of these `used` are taken; there
    must be room for as many more as there are `words`. `before` texts were
    counted before. Filled are an entry for each distinct word of each text
    (`numbers`, `counts`) and how many each text has (`sizes`). Returned are
    the lines then taken and the entries.
    """
    mask = np.uint64(len(slots) - 1)
    longest = 0
    for text in range(len(texts) - 1):
        longest = max(longest, texts[text + 1] - texts[text])
    likely = np.empty(longest, dtype=np.uint32)
    written = 0
    for text in range(len(texts) - 1):
        language = np.uint64(languages[text])
        salt = language * _LANGUAGE_MIX
        mark = np.uint64(before + text + 1)
        first = written
        begin = texts[text]
        # Looks into the table that do not wait for one another; most find their word.
        for at in range(texts[text + 1] - begin):
            slot = (words[begin + at] ^ salt) * _SLOT_MIX
            likely[at] = slots[(slot ^ (slot >> _WORD_BITS)) & mask]
        for at in range(texts[text + 1] - begin):
            term = words[begin + at]
            found = likely[at]
            if found == 0 or lines[found - 1, 0] != term or lines[found - 1, 1] != language:
                slot = (term ^ salt) * _SLOT_MIX
                slot = (slot ^ (slot >> _WORD_BITS)) & mask
                found = slots[slot]
                while found != 0 and not (
                    lines[found - 1, 0] == term and lines[found - 1, 1] == language
                ):
                    slot = (slot + np.uint64(1)) & mask
                    found = slots[slot]
                if found == 0:
                    lines[used, 0] = term
                    lines[used, 1] = language
                    used += 1
                    found = np.uint32(used)
                    slots[slot] = found
            word = found - 1
            if lines[word, 3] >> _WORD_BITS == mark:
                counts[first + np.int64(lines[word, 3] & _WORD)] += np.uint32(1)
            else:
                lines[word, 3] = (mark << _WORD_BITS) | np.uint64(written - first)
                lines[word, 2] += np.uint64(1)
                numbers[written] = word
                counts[written] = 1
                written += 1
        sizes[text] = written - first
    return used, written


def file_words(lines: Hashes64, used: int, slots: Hashes32) -> None:
    """Fill an empty hash table of `number` with the words of the lines that are used."""
    mask = np.uint64(len(slots) - 1)
    for word in range(used):
        slot = (lines[word, 0] ^ (lines[word, 1] * _LANGUAGE_MIX)) * _SLOT_MIX
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
