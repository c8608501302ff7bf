"""Weighted overlap of words and of word pairs, quotations aside."""

from __future__ import annotations

import numpy as np

from dedup.readings import Floats, Hashes, Reading
from dedup.signals.comparison import Comparison

NAMES = ("word_overlap", "word_overlap_longer", "pair_overlap", "pair_overlap_longer")
_MIXER = np.uint64(0x9E3779B97F4A7C15)


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the idf of either side's words that the other has: larger share first."""
    words = _overlap(_words(pair.left), _words(pair.right))
    couples = _overlap(_couples(pair.left), _couples(pair.right))
    return max(words), min(words), max(couples), min(couples)


def _words(reading: Reading) -> tuple[Hashes, Floats]:
    told = ~reading.quoted
    return _distinct(reading.hashes[told], reading.idf[told])


def _couples(reading: Reading) -> tuple[Hashes, Floats]:
    """Neighbouring words of narration; a couple weighs what both its words weigh."""
    told = ~(reading.quoted[:-1] | reading.quoted[1:])
    hashes = (reading.hashes[:-1] * _MIXER) ^ reading.hashes[1:]
    return _distinct(hashes[told], (reading.idf[:-1] + reading.idf[1:])[told])


def _distinct(hashes: Hashes, weights: Floats) -> tuple[Hashes, Floats]:
    unique, first = np.unique(hashes, return_index=True)
    return unique, weights[first]


def _overlap(left: tuple[Hashes, Floats], right: tuple[Hashes, Floats]) -> tuple[float, float]:
    one, other = left[0], right[0]
    _, in_left, in_right = np.intersect1d(one, other, assume_unique=True, return_indices=True)
    return (
        float(left[1][in_left].sum() / max(float(left[1].sum()), 1e-6)),
        float(right[1][in_right].sum() / max(float(right[1].sum()), 1e-6)),
    )


def explain(values: dict[str, float]) -> str:
    """Distinctive words shared, where they are many."""
    share = values["word_overlap"]
    return f"{share:.0%} of the distinctive vocabulary is shared" if share >= 0.4 else ""
