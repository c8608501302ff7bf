"""Word shingles: what two texts share when they share running text.

A shingle is `size` consecutive words. Its 32-bit hash comes from the 64-bit
hashes of its words (`dedup.words.hash_word`): a polynomial in `MULTIPLIER`
modulo 2^64, the 64-bit finalizer of MurmurHash3 over it (Appleby, public
domain), and the low 32 bits of that. A text of fewer words than a shingle, but
of one at least, has one shingle of all its words. docs/signatures.md has the
same in ten lines of plain Python.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup import kernels
from dedup.words import Words

MULTIPLIER = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio, made odd: no two words' places weigh alike."""

Hashes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]

_PAIRS_AT_A_TIME = 4096
_CHARACTERS_A_WORD = 6
_CHARACTERS_A_PAIR = 100
"""A pair's worth in characters of tokenizing, for the choice of path: some 40 µs in numpy."""


def shingle_columns(words: Words, size: int) -> tuple[Hashes, Offsets]:
    """Distinct shingle hashes of each text of a batch.

    Returns:
        `hashes` (uint32), ascending and without repeats within a text, and
        `offsets` (int64, one longer than the batch): text `i` has those from
        `offsets[i]` to `offsets[i + 1]`.
    """
    if kernels.worth(len(words.hashes) * _CHARACTERS_A_WORD):
        return kernels.shingle(words.hashes, words.offsets, size, MULTIPLIER)
    return shingle_columns_plainly(words, size)


def shingle_columns_plainly(words: Words, size: int) -> tuple[Hashes, Offsets]:
    """`shingle_columns` in numpy."""
    counts = np.diff(words.offsets)
    shingles = np.where(counts >= size, counts - size + 1, np.minimum(counts, 1))
    text = np.repeat(np.arange(len(counts)), shingles)
    within = np.arange(len(text)) - np.repeat(np.cumsum(shingles) - shingles, shingles)
    first = words.offsets[text] + within
    length = np.minimum(counts, size)[text]
    value = np.zeros(len(text), dtype=np.uint64)
    for place in range(size):
        there = place < length
        value[there] = value[there] * np.uint64(MULTIPLIER) + words.hashes[first[there] + place]
    keys = np.unique((text.astype(np.uint64) << np.uint64(32)) | _mixed(value))
    ends = np.searchsorted(keys, np.arange(1, len(counts) + 1, dtype=np.uint64) << np.uint64(32))
    return keys.astype(np.uint32), np.concatenate(([0], ends)).astype(np.int64)


def _mixed(value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """MurmurHash3's fmix64, low 32 bits."""
    shift = np.uint64(33)
    value = (value ^ (value >> shift)) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> shift)) * np.uint64(0xC4CEB9FE1A85EC53)
    return (value ^ (value >> shift)) & np.uint64(0xFFFFFFFF)


def pair_overlaps(
    hashes: Hashes, offsets: Offsets, left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint32]:
    """How many shingles the texts of each pair share.

    Args:
        hashes: shingle hashes as `shingle_columns` gives them.
        offsets: where each text's hashes are.
        left: numbers of the pairs' left texts.
        right: numbers of the pairs' right texts, as many.
    """
    if kernels.worth(len(left) * _CHARACTERS_A_PAIR):
        return kernels.overlap(hashes, offsets, left, right)
    return pair_overlaps_plainly(hashes, offsets, left, right)


def pair_overlaps_plainly(
    hashes: Hashes, offsets: Offsets, left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint32]:
    """`pair_overlaps` in numpy, by search in the list of all texts."""
    counts = np.diff(offsets)
    texts = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
    keys = (texts << np.uint64(32)) | hashes
    shared = np.zeros(len(left), dtype=np.uint32)
    for begin in range(0, len(left), _PAIRS_AT_A_TIME):
        some = slice(begin, begin + _PAIRS_AT_A_TIME)
        smaller = np.where(counts[left[some]] <= counts[right[some]], left[some], right[some])
        larger = np.where(smaller == left[some], right[some], left[some])
        asked = counts[smaller]
        pair = np.repeat(np.arange(len(smaller)), asked)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(asked) - asked, asked)
        wanted = hashes[offsets[smaller][pair] + within].astype(np.uint64)
        wanted |= larger[pair].astype(np.uint64) << np.uint64(32)
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        found = keys[place] == wanted if len(keys) else np.zeros(0, dtype=np.bool_)
        shared[some] = np.bincount(pair[found], minlength=len(smaller))
    return shared
