"""How much of either story stands in shared passages, quotations included and aside."""

from __future__ import annotations

import numpy as np

from dedup.readings import Bools, Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison

NAMES = (
    "left_covered",
    "right_covered",
    "covered_most",
    "kept_most",
    "narration_shared",
    "narration_shared_longer",
    "narrated_words",
)


def measure(pair: Comparison) -> tuple[float, ...]:
    """Shares 0..1 of each side's words, and the larger; the larger where facts agree; of narration.

    The next two are the shares of each side's narration, the larger first, and the last the
    words of narration shared, of the side that has more of them.
    """
    told, kept = [], []
    for side in pair.sides:
        kept.append(_share(side.kept))
        total = int(side.narration.sum())
        told.append(float(side.shared.sum() / total) if total else 0.0)
    words = [_share(covered) for covered in pair.covered]
    narrated = max(float(side.shared.sum()) for side in pair.sides)
    return (*words, max(words), max(kept), max(told), min(told), narrated)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    words, covered, kept, narrated, shared = np.moveaxis(batch.tallies, 2, 0)
    sides = covered / np.maximum(words, 1)
    told = shared / np.maximum(narrated, 1)
    kept = kept / np.maximum(words, 1)
    most = (sides.max(axis=1), kept.max(axis=1), told.max(axis=1), told.min(axis=1))
    return np.stack((*sides.T, *most, shared.max(axis=1)), axis=1)


def _share(chosen: Bools) -> float:
    return np.count_nonzero(chosen) / max(len(chosen), 1)


def explain(values: dict[str, float]) -> str:
    """How much of each side is shared."""
    left, right = values["left_covered"], values["right_covered"]
    if max(left, right) < 0.01:
        return "no passage shared"
    return f"{left:.0%} of the left and {right:.0%} of the right story stand in shared passages"
