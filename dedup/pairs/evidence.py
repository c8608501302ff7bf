"""What two story texts share, exactly: Jaccard, containments, TF-IDF cosine."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.pairs import plainly
from dedup.pairs.vectors import Vectors
from dedup.shingles import pair_overlaps, shingle_columns
from dedup.words import tokenize

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_TEXTS_AT_A_TIME = 4096
_CHARACTERS_A_PAIR = 100
"""A pair's worth in characters of tokenizing, for the choice of path."""


class Measures(NamedTuple):
    """One float32 a pair; the names are those of PAIRS."""

    jaccard: Floats
    left_contained: Floats
    right_contained: Floats
    cosine: Floats

    def strength(self) -> Floats:
        """The strongest evidence that one text is in the other, 0..1."""
        contained = np.maximum(self.left_contained, self.right_contained)
        return np.maximum(contained, self.cosine)


class Evidence:
    """The shingles and term weights of some texts, for measuring pairs of them.

    Args:
        texts: the story texts, a polars String column; pairs are places in it.
        vectors: the term weights of these texts.
        shingle_words: words of a shingle.
    """

    def __init__(self, texts: pl.Series, vectors: Vectors, shingle_words: int) -> None:
        self._hashes, self._offsets = _shingles(texts, shingle_words)
        self._sizes = np.diff(self._offsets)
        self._vectors = vectors

    def of(self, left: Numbers, right: Numbers) -> Measures:
        """Measure the pairs; two texts without a shingle share nothing."""
        shared = pair_overlaps(
            self._hashes, self._offsets, left.astype(np.uint32), right.astype(np.uint32)
        ).astype(np.float64)
        sizes_left, sizes_right = self._sizes[left], self._sizes[right]
        return Measures(
            _share(shared, sizes_left + sizes_right - shared),
            _share(shared, sizes_left),
            _share(shared, sizes_right),
            self._cosines(left, right),
        )

    def _cosines(self, left: Numbers, right: Numbers) -> Floats:
        """Dot products of the texts' term weights, whose norm is 1."""
        compiled = kernels.worth(len(left) * _CHARACTERS_A_PAIR)
        products = kernels.products if compiled else plainly.products
        found: Floats = products(self._vectors, left, right)
        return np.minimum(found, np.float32(1.0))


def _shingles(texts: pl.Series, size: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """`shingle_columns` of any number of texts, of which a batch at a time is tokenized."""
    hashes = [np.zeros(0, dtype=np.uint32)]
    counts = [np.zeros(1, dtype=np.int64)]
    for start in range(0, len(texts), _TEXTS_AT_A_TIME):
        found, offsets = shingle_columns(
            tokenize(texts[start : start + _TEXTS_AT_A_TIME], places=False), size
        )
        hashes.append(found)
        counts.append(np.diff(offsets))
    return np.concatenate(hashes), np.cumsum(np.concatenate(counts))


def _share(part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> Floats:
    return (part / np.maximum(whole, 1)).astype(np.float32)
