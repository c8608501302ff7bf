"""Figures and names: do they agree, and do the shared sentences state the same ones?"""

from __future__ import annotations

from dedup.signals.comparison import Comparison

NAMES = ("figures_shared", "figures_differ", "facts_replaced")


_SPARSE, _DENSE = 0.03, 0.1
"""Share of a text's words that are figures: up to the first it is a report, from the second on a
table or a bulletin."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """Share of the smaller set of figures found in the other; dense figures not found; replaced.

    The first two are 0 where either story states fewer than two figures. The
    second is weighted by how dense they stand: a report may leave out the
    other's few figures, a bulletin with other figures is another bulletin.
    The third is the share of facts replaced inside shared sentences.
    """
    left, right = pair.left.figures, pair.right.figures
    fewest = min(len(left), len(right))
    if fewest < 2:
        return 0.0, 0.0, _replaced(pair)
    shared = len(left & right) / fewest
    words = max(1, min(len(pair.left.hashes), len(pair.right.hashes)))
    dense = min(1.0, max(0.0, (fewest / words - _SPARSE) / (_DENSE - _SPARSE)))
    return shared, (1.0 - shared) * dense, _replaced(pair)


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
