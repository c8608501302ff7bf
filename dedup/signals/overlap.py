"""Weighted overlap of words and of word pairs, quotations aside."""

from __future__ import annotations

from dedup.readings import Weighed, shared
from dedup.signals.comparison import Comparison

NAMES = ("word_overlap", "word_overlap_longer", "pair_overlap", "pair_overlap_longer")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the idf of either side's words that the other has: larger share first."""
    words = _overlap(pair.left.words, pair.right.words)
    couples = _overlap(pair.left.couples, pair.right.couples)
    return max(words), min(words), max(couples), min(couples)


def _overlap(left: Weighed, right: Weighed) -> tuple[float, float]:
    in_left, in_right = shared(left[0], right[0])
    return (
        float(left[1][in_left].sum() / max(float(left[1].sum()), 1e-6)),
        float(right[1][in_right].sum() / max(float(right[1].sum()), 1e-6)),
    )


def explain(values: dict[str, float]) -> str:
    """Distinctive words shared, where they are many."""
    share = values["word_overlap"]
    return f"{share:.0%} of the distinctive vocabulary is shared" if share >= 0.4 else ""
