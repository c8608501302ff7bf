"""How far the headlines share their words."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison
from dedup.words import fold

NAMES = ("headline_overlap",)


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the shorter headline's words of four letters and more that the other has."""
    left, right = pair.profiles
    return (_overlap(left.title, right.title),)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    found = [_overlap(left.title, right.title) for left, right in batch.profiles]
    return np.array(found, dtype=np.float64).reshape(-1, len(NAMES))


def _overlap(left: str, right: str) -> float:
    one, other = _telling(left), _telling(right)
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= 2 else 0.0


@lru_cache(maxsize=4096)
def _telling(title: str) -> frozenset[str]:
    """Words of four letters and more; the pairs of one article come one after another."""
    return frozenset(word for word in fold(title).split() if len(word) > 3)


def explain(values: dict[str, float]) -> str:
    """Headlines that say the same."""
    return "the headlines agree" if values["headline_overlap"] >= 0.75 else ""
