"""Words that each story uses once, and whether they meet in the same sentences.

Two reporters of one event share its names and its common words, but the words
that either uses only once fall together by chance; where one text was made
from the other, they come in clusters, several of them in one sentence of each,
and in the same order. Words used once (hapax legomena) are the classic
evidence of reuse in news (Clough, Gaizauskas and Piao, METER, 2002).
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from dedup.ascending import shared
from dedup.readings import Doubles, Ints
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison, Side, weight

NAMES = ("anchors_clustered", "anchors_focus", "anchors_order")
_LEAST_IDF = 3.0
"""Words that stand in more than one of seven articles tell nothing."""
_FEWEST = 4
"""Anchors below which their order is chance."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """Clustered anchors' share of the weight of words used once, and of all anchors; their order.

    A cluster is two anchors or more in one sentence of the left and one of the
    right. Order is the longest rising sequence over the anchors less what
    chance gives, -1 where there are too few.
    """
    left, right = pair.sides
    one, other = _once(left), _once(right)
    fewest = min(weight(left.reading.idf[one]), weight(right.reading.idf[other]))
    first, second = shared(left.reading.hashes[one], right.reading.hashes[other])
    anchors, beside = one[first], other[second]
    weights = left.reading.idf[anchors]
    if not len(anchors) or fewest <= 0:
        return 0.0, 0.0, -1.0
    places = left.reading.sentence[anchors] * (len(right.reading.bounds) + 1)
    places = places + right.reading.sentence[beside]
    _, group, sizes = np.unique(places, return_inverse=True, return_counts=True)
    clustered = weight(weights[sizes[group] >= 2])
    return clustered / fewest, clustered / weight(weights), _rising(anchors, beside)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    columns = batch.columns
    found = np.empty((batch.size, len(NAMES)))
    words = (columns.idf, columns.vocabulary.numbers, columns.sentences, columns.bound_texts)
    told = (*batch.words_met, batch.places, batch.told)
    batch.loops.anchor(*batch.pairs, *words, *told, _LEAST_IDF, _FEWEST, found)
    return found


def _once(side: Side) -> Ints:
    """Places of the narration's words that it uses once, where facts agree; in order of hash."""
    reading = side.reading
    telling = side.narration & (reading.idf >= _LEAST_IDF)
    told = np.flatnonzero(telling & ~side.restated[reading.sentence])
    numbers = reading.vocabulary.numbers[told]
    counts = np.bincount(numbers, minlength=len(reading.vocabulary.hashes))
    places = np.zeros(len(counts), dtype=np.int64)
    places[numbers] = told
    once: Ints = places[counts == 1]
    return once


def _rising(anchors: Ints, beside: Ints) -> float:
    """Length of the longest rising sequence, less the 2√n that chance gives, per anchor."""
    count = len(anchors)
    if count < _FEWEST:
        return -1.0
    tails: list[int] = []
    for place in beside[np.argsort(anchors)].tolist():
        where = bisect_left(tails, place)
        if where == len(tails):
            tails.append(place)
        else:
            tails[where] = place
    return float(len(tails) - 2 * np.sqrt(count)) / count


def explain(values: dict[str, float]) -> str:
    """Distinctive words that meet again."""
    if values["anchors_clustered"] >= 0.2:
        share = values["anchors_clustered"]
        return f"{share:.0%} of the words that each uses only once meet in the same sentences"
    return ""
