"""Weighted overlap of words and of word pairs, quotations aside."""

from __future__ import annotations

import numpy as np

from dedup.ascending import shared
from dedup.readings import Doubles, Weighed
from dedup.signals.batch import Batch
from dedup.signals.comparison import LEAST_WEIGHT, Comparison, weight

NAMES = ("word_overlap", "word_overlap_longer", "pair_overlap", "pair_overlap_longer")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the idf of either side's words that the other has: larger share first."""
    words = _overlap(pair.left.words, pair.right.words)
    couples = _overlap(pair.left.couples, pair.right.couples)
    return max(words), min(words), max(couples), min(couples)


def _overlap(left: Weighed, right: Weighed) -> tuple[float, float]:
    in_left, in_right = shared(left[0], right[0])
    return (
        weight(left[1][in_left]) / max(weight(left[1]), LEAST_WEIGHT),
        weight(right[1][in_right]) / max(weight(right[1]), LEAST_WEIGHT),
    )


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    found = []
    for kept in (batch.columns.words, batch.columns.couples):
        total, shared_, total_right, shared_right = batch.weigh(kept).T
        left = shared_ / np.maximum(total, LEAST_WEIGHT)
        right = shared_right / np.maximum(total_right, LEAST_WEIGHT)
        found += [np.maximum(left, right), np.minimum(left, right)]
    return np.stack(found, axis=1)


def explain(values: dict[str, float]) -> str:
    """Distinctive words shared, where they are many."""
    share = values["word_overlap"]
    return f"{share:.0%} of the distinctive vocabulary is shared" if share >= 0.4 else ""
