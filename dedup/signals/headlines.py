"""How far the headlines share their words."""

from __future__ import annotations

from functools import lru_cache

from dedup.signals.comparison import Comparison
from dedup.words import fold

NAMES = ("headline_overlap",)


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the shorter headline's words of four letters and more that the other has."""
    left, right = (_telling(profile.title) for profile in pair.profiles)
    fewest = min(len(left), len(right))
    return (len(left & right) / fewest if fewest >= 2 else 0.0,)


@lru_cache(maxsize=4096)
def _telling(title: str) -> frozenset[str]:
    """Words of four letters and more; the pairs of one article come one after another."""
    return frozenset(word for word in fold(title).split() if len(word) > 3)


def explain(values: dict[str, float]) -> str:
    """Headlines that say the same."""
    return "the headlines agree" if values["headline_overlap"] >= 0.75 else ""
