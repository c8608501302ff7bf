"""Figures and names: do they agree, and do the shared sentences state the same ones?"""

from __future__ import annotations

from dedup.readings import Reading, shared
from dedup.signals.comparison import Comparison

NAMES = ("figures_shared", "figures_differ", "facts_replaced", "facts_swapped", "facts_kept")


_SPARSE, _DENSE = 0.03, 0.1
"""Share of a text's words that are figures: up to the first it is a report, from the second on a
table or a bulletin."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """How far figures and names agree, all shares 0..1.

    `figures_shared`: of the smaller set of figures, those found in the other;
    `figures_differ`: those not found, weighted by how dense they stand: a report
    may leave out the other's few figures, a bulletin with other figures is another
    bulletin (both 0 where either story states fewer than two). `facts_replaced`:
    facts of shared sentences that the other text has nowhere. `facts_swapped`:
    facts that stand in one side's part of a shared passage where the other's has
    others. `facts_kept`: weight of the figures and names that the other has too,
    for the side that has more of its own in the other.
    """
    left, right = pair.left.figures, pair.right.figures
    fewest = min(len(left), len(right))
    agree = dense = 0.0
    if fewest >= 2:
        agree = len(left & right) / fewest
        words = max(1, min(len(pair.left.hashes), len(pair.right.hashes)))
        dense = min(1.0, max(0.0, (fewest / words - _SPARSE) / (_DENSE - _SPARSE)))
    return agree, (1.0 - agree) * dense, _replaced(pair), _swapped(pair), _kept(pair)


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


def _swapped(pair: Comparison) -> float:
    """Share of facts exchanged, passage by passage, of those stated and exchanged."""
    kept = swapped = 0
    for span in pair.spans:
        left = _stated(pair.left, span.left_start, span.left_stop)
        right = _stated(pair.right, span.right_start, span.right_stop)
        same = len(left & right)
        kept += same
        swapped += min(len(left), len(right)) - same
    return swapped / (kept + swapped + 1)


def _stated(reading: Reading, start: int, stop: int) -> set[int]:
    """Hashes of the facts in the sentences that a passage touches."""
    first = reading.bounds[reading.sentence[start]]
    last = reading.bounds[reading.sentence[stop - 1] + 1]
    found: set[int] = set(reading.stated[first:last][reading.fact[first:last]].tolist())
    return found


def _kept(pair: Comparison) -> float:
    """Share of the weight of either side's facts that the other states: the larger."""
    (left, left_idf), (right, right_idf) = pair.left.facts_weighed, pair.right.facts_weighed
    here, there = shared(left, right)
    return max(
        float(left_idf[here].sum()) / max(float(left_idf.sum()), 1e-6),
        float(right_idf[there].sum()) / max(float(right_idf.sum()), 1e-6),
    )


def explain(values: dict[str, float]) -> str:
    """Whether the figures agree."""
    if values["facts_replaced"] >= 0.2:
        return "the shared sentences state other figures and names"
    if values["figures_differ"] >= 0.6:
        return "most figures differ"
    return "the figures agree" if values["figures_shared"] >= 0.8 else ""
