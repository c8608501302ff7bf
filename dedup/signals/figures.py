"""Figures and names: do they agree, and do the shared sentences state the same ones?"""

from __future__ import annotations

from dedup.signals.comparison import Comparison

NAMES = ("figures_shared", "figures_differ", "facts_replaced")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the smaller set of figures found in the other, and share of it not found.

    Both are 0 where either story states fewer than two figures. The second is
    weighted by how many there are: one odd figure is a typing error, twenty
    are another bulletin. Third, the share of facts replaced inside shared sentences.
    """
    left, right = pair.sides[0].numbers, pair.sides[1].numbers
    fewest = min(len(left), len(right))
    if fewest < 2:
        return 0.0, 0.0, _replaced(pair)
    shared = len(left & right) / fewest
    return shared, (1.0 - shared) * min(1.0, fewest / 8), _replaced(pair)


def _replaced(pair: Comparison) -> float:
    """Share of the figures and names of shared sentences that the other text has nowhere.

    The smaller of both sides' shares: a template's two issues replace each
    other's, an added detail stands on one side only.
    """
    shares = []
    for side in pair.sides:
        kept, missing = side.facts
        shares.append(missing / (kept + missing + 1))
    return min(shares)


def explain(values: dict[str, float]) -> str:
    """Whether the figures agree."""
    if values["facts_replaced"] >= 0.2:
        return "the shared sentences state other figures and names"
    if values["figures_differ"] >= 0.6:
        return "most figures differ"
    return "the figures agree" if values["figures_shared"] >= 0.8 else ""
