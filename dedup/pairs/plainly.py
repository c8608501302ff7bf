"""What the compiled loops do for this wing, in plain Python and numpy: for few texts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedup.pairs.filed import Filed
from dedup.pairs.vectors import Vectors

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def proposed(filed: Filed, least: int, least_weight: float) -> Numbers:
    """Pairs (left, right) in order that share `least` keys which come to `least_weight`."""
    found = []
    for left, (begin, end) in enumerate(pairwise(filed.articles.tolist())):
        shared: dict[int, tuple[int, np.float32]] = {}
        for key, weight in zip(filed.keys[begin:end], filed.key_weights[begin:end], strict=True):
            posted = slice(filed.postings[key], filed.postings[key + 1])
            products = weight * filed.posted_weights[posted]
            for right, one in zip(filed.posted[posted].tolist(), products, strict=True):
                if right > left:
                    count, total = shared.get(right, (0, np.float32(0)))
                    shared[right] = (count + 1, total + one)
        for right, (count, total) in sorted(shared.items()):
            if count >= least and total >= np.float32(least_weight):
                found.append((left, right))
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def products(vectors: Vectors, left: Numbers, right: Numbers) -> Floats:
    """Dot products of pairs of texts."""
    found = np.zeros(len(left), dtype=np.float32)
    for pair, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        here, there = vectors.span(one), vectors.span(other)
        _, first, second = np.intersect1d(
            vectors.words[here], vectors.words[there], assume_unique=True, return_indices=True
        )
        # One after the other as the loop does; numpy's own sum adds pairwise.
        both = vectors.weights[here][first].astype(np.float64) * vectors.weights[there][second]
        found[pair] = np.cumsum(both)[-1] if len(both) else 0.0
    return found
