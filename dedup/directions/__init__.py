"""TEXTS, RELATIONS, SIGNALS, CREDITS, MASTHEADS → DIRECTIONS: who took from whom.

Each member of this wing weighs one kind of evidence. Three hypotheses compete
for a pair: left to right, right to left, a common source. Log odds add up as
in a naive Bayes classifier; where none is likelier than all else together, the
direction is undetermined.

To add a kind of evidence: a module with `weigh(pair, settings) -> Evidence`,
its weights in `DirectionSettings`, and a line in `WEIGHERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, isinf, log

import polars as pl

from dedup.directions import (
    containment,
    crediting,
    mentioning,
    naming,
    pairing,
    progress,
    stemmata,
    times,
    versions,
)
from dedup.directions.sides import (
    COMMON,
    HYPOTHESES,
    NOTHING,
    UNDETERMINED,
    Evidence,
    Pair,
    common_prior,
)
from dedup.names import Names
from dedup.registry import Registry
from dedup.settings import DirectionSettings
from dedup.tables import DIRECTIONS

WEIGHERS: dict[str, Callable[[Pair, DirectionSettings], Evidence]] = {
    "crediting": crediting.weigh,
    "mentioning": mentioning.weigh,
    "naming": naming.weigh,
    "times": times.weigh,
    "versions": versions.weigh,
    "containment": containment.weigh,
    "stemmata": stemmata.weigh,
    "progress": progress.weigh,
}


def direct(
    tables: Mapping[str, pl.DataFrame],
    settings: DirectionSettings | None = None,
    registry: Registry | None = None,
) -> pl.DataFrame:
    """Direction of every derived pair, and of identical texts.

    Args:
        tables: TEXTS, RELATIONS, SIGNALS (left_covered and right_covered are
            read), CREDITS and MASTHEADS by name, and `credited` (row,
            credited_to). In RELATIONS one of a group of identical texts may
            stand for all.
        settings: the weights.
        registry: who is an agency, and by what names; the shipped one if None.

    Returns:
        DIRECTIONS in order of left, right: one row for each derived pair of
        RELATIONS, one for each article with identical text and the group's
        first, and one for each pair in which the group's earliest takes the
        place of the one that stands for it.
    """
    settings = settings or DirectionSettings()
    parts = [
        DIRECTIONS.frame((p.left.row, p.right.row, *judge(p, settings)) for p in some)
        for some in pairing.pairs(tables, Names(registry))
    ]
    return pl.concat([DIRECTIONS.empty(), *parts]).sort("left", "right")


def _either(forward: float, backward: float) -> float:
    """Log odds of one way or the other; 0 where both are ruled out."""
    most = max(forward, backward)
    return 0.0 if isinf(most) else most + log(exp(forward - most) + exp(backward - most))


def judge(pair: Pair, settings: DirectionSettings) -> tuple[str, float, bool, str]:
    """Direction, its confidence, whether the two are versions, and why."""
    evidence = [e for weigh in WEIGHERS.values() if (e := weigh(pair, settings)) is not NOTHING]
    forward = backward = common = way = 0.0
    for e in evidence:
        common += e.common
        if e.only_which_way:
            way += e.forward
        else:
            forward += e.forward
            backward += e.backward
    # What weighs one way against the other leaves both together as likely as they were.
    kept = _either(forward, backward) - _either(forward + way, backward - way) if way else 0.0
    sums = (
        forward + way + kept,
        backward - way + kept,
        common_prior(pair, settings) + common,
    )
    top = max(sums)
    odds = [exp(one - top) for one in sums]  # 0 where a hypothesis is ruled out
    best = max(odds)
    winner = HYPOTHESES[odds.index(best)]
    confidence = best / sum(odds)
    words = "; ".join(e.words for e in evidence if e.words)
    version = versions.is_version(pair, settings)
    # Experience alone tells nothing, nor does what only weighs one way against the other.
    told = [e for e in evidence if e.words and (winner != COMMON or not e.only_which_way)]
    if confidence <= settings.least_confidence or not told:
        because = f"{words}; too little to tell" if words else times.silence(pair)
        return UNDETERMINED, round(confidence, 6), version, because
    return winner, round(confidence, 6), version, words
