"""How long the stories are."""

from __future__ import annotations

from dedup.signals.comparison import Comparison

NAMES = ("shorter_words", "longer_words")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Words of the shorter and of the longer story."""
    left, right = len(pair.left.hashes), len(pair.right.hashes)
    return float(min(left, right)), float(max(left, right))


def explain(values: dict[str, float]) -> str:
    """A story much shorter than the other."""
    if values["shorter_words"] * 3 <= values["longer_words"]:
        return f"{values['shorter_words']:.0f} words beside {values['longer_words']:.0f}"
    return ""
