"""How long the stories are."""

from __future__ import annotations

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison

NAMES = ("shorter_words", "longer_words")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Words of the shorter and of the longer story."""
    left, right = len(pair.left.hashes), len(pair.right.hashes)
    return float(min(left, right)), float(max(left, right))


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    sizes = np.diff(batch.columns.texts)
    both = np.stack((sizes[batch.left], sizes[batch.right]), axis=1)
    return np.sort(both, axis=1).astype(np.float64)


def explain(values: dict[str, float]) -> str:
    """A story much shorter than the other."""
    if values["shorter_words"] * 3 <= values["longer_words"]:
        return f"{values['shorter_words']:.0f} words beside {values['longer_words']:.0f}"
    return ""
