"""What the texts themselves say: a credit to the other's outlet, or to one common source."""

from __future__ import annotations

from dedup.signals.comparison import Comparison
from dedup.words import fold

NAMES = ("credits_other", "credits_common")


def measure(pair: Comparison) -> tuple[float, ...]:
    """1 where one credits the other's publisher; 1 where both credit one source."""
    left, right = pair.profiles
    other = _credits(left.credited, right.publisher) or _credits(right.credited, left.publisher)
    return float(other), float(bool(left.agencies & right.agencies))


def _credits(names: frozenset[str], publisher: str) -> bool:
    return bool(publisher) and fold(publisher) in {fold(name) for name in names}


def explain(values: dict[str, float]) -> str:
    """Credits in words."""
    if values["credits_other"]:
        return "one credits the other's outlet"
    return "both credit the same source" if values["credits_common"] else ""
