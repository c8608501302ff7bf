"""How far the headlines share their words."""

from __future__ import annotations

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison
from dedup.words import fold

NAMES = ("headline_overlap",)
_FEWEST = 2
"""Words of a headline below which it tells nothing."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the shorter headline's words of four letters and more that the other has."""
    left, right = pair.profiles
    return (_overlap(_telling(left.title), _telling(right.title)),)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    words = [_telling(one.title) for one in batch.profiles]
    enough = np.array([len(some) >= _FEWEST for some in words], dtype=np.bool_)
    both = np.flatnonzero(enough[batch.left] & enough[batch.right])
    found = np.zeros((batch.size, len(NAMES)))
    found[both, 0] = [
        _overlap(words[left], words[right])
        for left, right in zip(batch.left[both].tolist(), batch.right[both].tolist(), strict=True)
    ]
    return found


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= _FEWEST else 0.0


def _telling(title: str) -> frozenset[str]:
    """Words of four letters and more."""
    return frozenset(word for word in fold(title).split() if len(word) > 3)


def explain(values: dict[str, float]) -> str:
    """Headlines that say the same."""
    return "the headlines agree" if values["headline_overlap"] >= 0.75 else ""
