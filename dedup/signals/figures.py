"""Figures and names: do they agree, and do the shared sentences state the same ones?"""

from __future__ import annotations

import numpy as np

from dedup.ascending import shared
from dedup.readings import Doubles, Reading
from dedup.signals.batch import Batch
from dedup.signals.comparison import LEAST_WEIGHT, Comparison, weight

NAMES = ("figures_shared", "figures_differ", "facts_replaced", "facts_swapped", "facts_kept")


_SPARSE, _DENSE = 0.03, 0.1
"""Share of a text's words that are figures: up to the first it is a report, from the second on a
table or a bulletin."""
_ONE = 3.0
"""Weight of a fact of the common kind: one that is replaced by itself tells less than all."""
_OTHERS = 0.5
"""Share of such facts replaced from which the shared sentences are a form with other entries: the
rest are the words of the form, and where all is filled in at."""


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
    """How far figures and names of shared sentences stand nowhere in the other text, 0..1.

    By weight, since of a notice little more than the name is its own. The
    smaller of both sides' shares: a template's two issues replace each other's,
    an added detail stands on one side only.
    """
    shares = []
    for side in pair.sides:
        kept, missing = side.facts
        shares.append(missing / (kept + missing + _ONE))
    return min(1.0, min(shares) / _OTHERS)


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
        weight(left_idf[here]) / max(weight(left_idf), LEAST_WEIGHT),
        weight(right_idf[there]) / max(weight(right_idf), LEAST_WEIGHT),
    )


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    columns = batch.columns
    left, same, right, _ = batch.weigh(columns.figures).T
    fewest = np.minimum(left, right)
    words = np.maximum(batch.tallies[:, :, 0].min(axis=1), 1)
    dense = np.clip((fewest / words - _SPARSE) / (_DENSE - _SPARSE), 0.0, 1.0)
    agree = np.where(fewest >= 2, same / np.maximum(fewest, 1), 0.0)
    differ = np.where(fewest >= 2, (1.0 - agree) * dense, 0.0)
    swapped = np.empty(batch.size)
    stated = (columns.marks, columns.statements.numbers, columns.sentences)
    passages = (columns.bounds, columns.bound_texts, batch.spans, batch.span_pairs)
    batch.loops.swap(*batch.pairs, *stated, *passages, *batch.statements_met, swapped)
    total, shared_, total_right, shared_right = batch.weigh(columns.facts).T
    most = np.maximum(
        shared_ / np.maximum(total, LEAST_WEIGHT),
        shared_right / np.maximum(total_right, LEAST_WEIGHT),
    )
    return np.stack((agree, differ, _replaced_all(batch), swapped, most), axis=1)


def _replaced_all(batch: Batch) -> Doubles:
    columns = batch.columns
    facts = np.empty((2 * batch.size, 2))
    stated = (columns.marks, columns.idf, columns.statements.numbers, columns.sentences)
    batch.loops.replace(*batch.pairs, *stated, batch.places, batch.told, facts)
    kept, missing = np.moveaxis(facts.reshape(batch.size, 2, 2), 2, 0)
    shares = (missing / (kept + missing + _ONE)).min(axis=1)
    return np.asarray(np.minimum(shares / _OTHERS, 1.0))


def explain(values: dict[str, float]) -> str:
    """Whether the figures agree."""
    if values["facts_replaced"] >= 0.3:
        return "the shared sentences state other figures and names"
    if values["figures_differ"] >= 0.6:
        return "most figures differ"
    return "the figures agree" if values["figures_shared"] >= 0.8 else ""
