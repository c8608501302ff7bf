"""What the stories tell beside the passages they share: has that anything in common?

Where one text took from another, the rest of it speaks of the same matter still:
names come again, and what the passages are about. Where only what a site puts
around every page is the same (rules for comments, the foot of a bulletin that a
program wrote), the rest of either page has nothing of the other.
"""

from __future__ import annotations

import numpy as np

from dedup.ascending import among
from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import LEAST_WEIGHT, Comparison, Side, weight

NAMES = ("rest_apart",)
_USUAL = 0.8
"""Share of its weight that the rest of one report of an event may have for itself: of two in a
hundred it is more, and of a story with a new end in other words."""
_FEWEST = 6
"""Words of the rest on either side below which it tells nothing."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """How far the rest of both stories is foreign to the other, beyond what is usual: 0..1.

    Of the words outside shared passages and quotations, by weight, the share
    that the other text has nowhere; the smaller of both sides'.
    """
    left, right = pair.sides
    foreign = [_foreign(side, beside) for side, beside in ((left, right), (right, left))]
    return (float(np.clip((min(foreign) - _USUAL) / (1.0 - _USUAL), 0.0, 1.0)),)


def _foreign(side: Side, beside: Side) -> float:
    reading = side.reading
    rest = ~side.covered & ~reading.quoted
    if np.count_nonzero(rest) < _FEWEST:
        return 0.0
    words, first = np.unique(reading.hashes[rest], return_index=True)
    weights = reading.idf[rest][first]
    met = among(words, beside.reading.vocabulary.hashes)
    return 1.0 - weight(weights[met]) / max(weight(weights), LEAST_WEIGHT)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    columns = batch.columns
    found = np.empty((2 * batch.size, 3))
    words = (columns.marks, columns.idf, columns.vocabulary.numbers)
    batch.loops.remain(*batch.pairs, *words, *batch.words_met, batch.places, batch.told, found)
    count, total, met = found.reshape(batch.size, 2, 3).transpose(2, 0, 1)
    foreign = np.where(count < _FEWEST, 0.0, 1.0 - met / np.maximum(total, LEAST_WEIGHT))
    apart = np.clip((foreign.min(axis=1) - _USUAL) / (1.0 - _USUAL), 0.0, 1.0)
    return np.asarray(apart[:, None])


def explain(values: dict[str, float]) -> str:
    """Stories that have nothing in common but the passages."""
    if values["rest_apart"] >= 0.25 and values["shared_words"]:
        return "beside these passages the two have next to nothing in common"
    return ""
