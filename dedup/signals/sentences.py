"""Which of the story's sentences stand in the other text, how closely, and in what order.

Counted over sentences of narration: what is quoted says nothing of derivation.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from operator import itemgetter

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import LEAST_WEIGHT, SHORTEST_SENTENCE, Comparison

NAMES = (
    "sentences_shared",
    "sentences_shared_longer",
    "sentences_kept",
    "best_match",
    "close_matches",
    "retold_in_order",
    "order",
)
_SHARED = 0.6
"""Share of a sentence's narration in passages from which the sentence counts as standing there."""
_CLOSE = 0.5
"""Share of a sentence's weight in its best match from which it counts as the same statement."""
_LIKE = 0.25
"""Mutual match from which a sentence may be a link of a chain told in the same order."""
_BETTER = 0.2
"""Mutual match from which the order of two sentences may tell something."""
_FEW = 2
"""Sentences that a chain is short of by chance: that one of three returns tells less than five of
fifteen."""
_TOLD = 0.12
"""Weight of a chain from which it is worth telling."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """Shares 0..1 over the shorter side's sentences, save `sentences_shared_longer`.

    `retold_in_order` is the weight of the heaviest chain of like sentences in one order, by
    the number of sentences that it could have had and a few more.
    """
    short, long = pair.sides[pair.shorter], pair.sides[1 - pair.shorter]
    if not len(short.sentences) or not len(long.sentences):
        return (0.0,) * len(NAMES)
    shares = pair.matches[0] if pair.shorter == 0 else pair.matches[1].T
    best = shares.max(axis=1)
    # Matched both ways: a long sentence holds the words of any short one by chance.
    back = pair.matches[1] if pair.shorter == 0 else pair.matches[0].T
    alike = np.sqrt(shares * back)
    mutual = alike.max(axis=1)
    agreeing = ~short.restated[short.sentences]
    agree = agreeing[:, None] & ~long.restated[long.sentences][None, :]
    weight = short.sentence_weight
    close = (best >= _CLOSE) & agreeing
    return (
        _share(short.sentence_covered >= _SHARED, weight),
        _share(long.sentence_covered >= _SHARED, long.sentence_weight),
        float((short.sentence_covered >= _SHARED).sum()),
        float(np.cumsum(mutual * agreeing * weight)[-1] / weight.sum()),
        _share(close, weight),
        _chain(np.where(agree, alike, 0.0)) / (min(alike.shape) + _FEW),
        _order(shares, mutual),
    )


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    columns, vocabulary = batch.columns, batch.columns.vocabulary
    found = np.empty((batch.size, len(NAMES)))
    words = (vocabulary.numbers, vocabulary.weights, vocabulary.texts)
    batch.loops.liken(
        *batch.pairs,
        *words,
        columns.sentences,
        columns.bound_texts,
        *batch.words_met,
        batch.places,
        batch.told,
        SHORTEST_SENTENCE,
        np.array([_SHARED, _CLOSE, _LIKE, _BETTER, LEAST_WEIGHT, _FEW]),
        found,
    )
    return found


def _share(chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], weight: Doubles) -> float:
    return float(weight[chosen].sum() / weight.sum())


def _chain(alike: Doubles) -> float:
    """Weight of the heaviest chain of sentence pairs that come in the same order on both sides."""
    best: list[tuple[int, float]] = []  # ascending in place and in weight: the best chain up to it
    rows, places = (alike >= _LIKE).nonzero()
    found = zip(rows.tolist(), places.tolist(), alike[rows, places].tolist(), strict=True)
    for _, row in groupby(found, itemgetter(0)):
        links = []
        for _, place, weight in row:
            before = bisect_left(best, (place, 0.0))
            links.append((place, weight + (best[before - 1][1] if before else 0.0)))
        for link in links:
            at = bisect_left(best, (link[0], 0.0))
            if at and best[at - 1][1] >= link[1]:
                continue
            stop = at
            while stop < len(best) and best[stop][1] <= link[1]:
                stop += 1
            best[at:stop] = [link]
    return best[-1][1] if best else 0.0


def _order(shares: Doubles, mutual: Doubles) -> float:
    """How far the best matches come in the same order: -1 reversed, 0 by chance, 1 the same.

    Kendall's tau over the better half of the shorter side's sentences.
    """
    places = shares.argmax(axis=1)
    chosen = np.flatnonzero(mutual >= max(_BETTER, _median(mutual)))
    if len(chosen) < 3:
        return 0.0
    where = places[chosen].astype(np.int64)
    ahead = np.sign(where[None, :] - where[:, None])
    upper = np.triu_indices(len(where), 1)
    return float(ahead[upper].mean())


def _median(values: Doubles) -> float:
    """The median; numpy's own takes longer than all else here, for few values."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return float((ordered[middle - 1] + ordered[middle]) / 2)


def explain(values: dict[str, float]) -> str:
    """How many sentences are shared, and whether in order."""
    kept = round(values["sentences_kept"])
    if kept:
        noun = "sentence stands" if kept == 1 else "sentences stand"
        said = f"{kept} {noun} in both ({values['sentences_shared']:.0%} of the shorter story)"
    elif values["close_matches"] >= 0.3:
        said = f"{values['close_matches']:.0%} of the shorter story's statements return reworded"
    elif values["retold_in_order"] >= _TOLD and values["order"] > 0.5:
        return "statements return reworded, in the same order"
    else:
        return ""
    return said + (", in the same order" if values["order"] > 0.5 else "")
