"""TEXTS → SKETCHES: MinHash signatures of the story texts.

The signature of a text is that of datasketch 2's `affine32` scheme over the
32-bit hashes of its distinct word shingles (`dedup.shingles`), bit for bit:
`MinHash(num_perm=128, seed=seed, hashfunc=identity)` updated with them. The
permutations are datasketch's own. docs/signatures.md tells how to reproduce one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.portions import offsets_of, portions
from dedup.settings import SketchSettings
from dedup.shingles import shingle_columns
from dedup.tables import SIGNATURE_LENGTH, SKETCHES
from dedup.words import characters, tokenize_in_parts

Hashes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]

SCHEME = "affine32"
"""datasketch's name of the scheme; part of the recipe that a state file holds."""

_LARGEST_BATCH = 1 << 22
"""Bytes of text at a time, however few articles: a batch is one thread's work from text to
signature."""
_CHARACTERS_A_SHINGLE = 6


def sketch(texts: pl.DataFrame, settings: SketchSettings) -> pl.DataFrame:
    """MinHash signatures of the story texts.

    Args:
        texts: TEXTS.
        settings: size of a shingle, seed, articles at a time.

    Returns:
        SKETCHES, one row for each of the texts in their order. A text without
        words has no shingles and a signature of 2^32 - 1 throughout.
    """
    size = settings.shingle_words
    if kernels.worth(characters(texts["text"])):
        kernels.prepare(lambda _: None)  # worth it for the whole, if not for each batch
        a, b = permutations(settings.seed)
    else:
        a, b = permutations_plainly(settings.seed)

    counts = np.empty(len(texts), dtype=np.uint32)
    signatures = np.empty((len(texts), SIGNATURE_LENGTH), dtype=np.uint32)

    def one(asked: tuple[int, pl.Series]) -> None:
        begin, batch = asked
        for part, words in tokenize_in_parts(batch):
            some = slice(begin + part.start, begin + part.stop)
            hashes, offsets = shingle_columns(words, size)
            counts[some], signatures[some] = np.diff(offsets), sign(hashes, offsets, a, b)

    parts = list(batches(texts["text"], settings.batch_articles))
    begins = accumulate((len(part) for part in parts), initial=0)
    kernels.in_threads(one, list(zip(begins, parts, strict=False)))
    return SKETCHES.check(
        pl.DataFrame(
            {
                "row": texts["row"],
                "shingles": counts,
                "signature": pl.Series(signatures, dtype=SKETCHES.schema["signature"]),
            }
        )
    )


def permutations(seed: int) -> tuple[Hashes, Hashes]:
    """Multipliers and increments of the permutations, as datasketch draws them."""
    from datasketch import MinHash  # noqa: PLC0415  .7 s, with scipy

    a, b = MinHash(num_perm=SIGNATURE_LENGTH, seed=seed, scheme=SCHEME).permutations
    return a, b


def permutations_plainly(seed: int) -> tuple[Hashes, Hashes]:
    """The same without datasketch, which takes long to load for a few texts."""
    drawn = np.random.RandomState(seed)
    odd = drawn.randint(0, 1 << 31, SIGNATURE_LENGTH, dtype=np.uint32) * np.uint32(2)
    b = drawn.randint(0, 1 << 32, SIGNATURE_LENGTH, dtype=np.uint32)
    return odd + np.uint32(1), b


def sign(hashes: Hashes, offsets: Offsets, a: Hashes, b: Hashes) -> Hashes:
    """Signatures (texts x permutations) of texts whose shingle hashes are given.

    Args:
        hashes: 32-bit hashes of the texts' shingles, one text after the other.
        offsets: where each text's begin, and the end of the last.
        a: multipliers of the permutations, odd.
        b: increments of the permutations.
    """
    if kernels.worth(len(hashes) * _CHARACTERS_A_SHINGLE):
        return kernels.sign(hashes, offsets, a, b)
    return sign_plainly(hashes, offsets, a, b)


def sign_plainly(hashes: Hashes, offsets: Offsets, a: Hashes, b: Hashes) -> Hashes:
    """`sign` in numpy."""
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed = mixed * np.uint32(0x85EBCA6B)
    mixed = mixed ^ (mixed >> np.uint32(13))
    mixed = mixed * np.uint32(0xC2B2AE35)
    mixed = mixed ^ (mixed >> np.uint32(16))
    signatures = np.full((len(offsets) - 1, len(a)), 0xFFFFFFFF, dtype=np.uint32)
    for text, (begin, end) in enumerate(pairwise(offsets.tolist())):
        if begin < end:
            signatures[text] = (mixed[begin:end, None] * a + b).min(axis=0)
    return signatures


def batches(texts: pl.Series, most: int) -> Iterator[pl.Series]:
    """The texts in order, some at a time: at most so many, and about so many bytes."""
    offsets = offsets_of(texts.str.len_bytes().fill_null(0).to_numpy())
    for some in portions(offsets, _LARGEST_BATCH, most):
        yield texts[some]
