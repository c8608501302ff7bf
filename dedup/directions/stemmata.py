"""Evidence of direction: what third texts of the story have, and what they lack.

A copy hands on what it adds, changes and leaves out. If all that the right
article shares with a third text that comes from neither stands in the left one
too, and the left has more of it, the left lies between the two. If each has
something of it that the other lacks, neither is the other's source. If both
have wording that the likeliest source at hand lacks, they do not both come
straight from that. A third text that may itself come from one of the two tells
who is near to whom, but not which way it went, and is not heard.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, Evidence, Pair, Witness
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """The most telling of the witnesses, for each thing that they can tell."""
    told = [w for w in pair.witnesses if w.all >= settings.least_readings]
    if not told:
        return NOTHING
    if _neither(told, settings):
        return _placed(told, settings)
    return _placed(told, settings).plus(_apart(told, settings))


def _neither(told: list[Witness], settings: DirectionSettings) -> bool:
    """Whether each side has what the other lacks: what they share besides, both may have made."""
    least = max(min(w.left_only, w.right_only) for w in told)
    return least > settings.chance_readings


def _apart(told: list[Witness], settings: DirectionSettings) -> Evidence:
    """What both have and no likely source at hand has: one of them got it from the other."""
    sources = [w for w in told if w.source]
    if not sources:
        return NOTHING
    nearest = min(sources, key=lambda w: w.apart)
    if nearest.apart <= settings.chance_readings:
        return NOTHING
    strength = _strength(nearest.apart, settings)
    words = f"both have wording that {nearest.article_id} lacks"
    return Evidence(0.0, 0.0, -strength, words)


def _placed(told: list[Witness], settings: DirectionSettings) -> Evidence:
    """Which of the two lies nearer to a third, or that neither does."""
    slack = settings.chance_readings
    both = max(told, key=lambda w: min(w.left_only, w.right_only))
    if min(both.left_only, both.right_only) > slack:
        strength = _strength(min(both.left_only, both.right_only), settings)
        words = f"each has wording of {both.article_id} that the other lacks"
        return Evidence(-strength, -strength, 0.0, words)
    left = max(told, key=lambda w: w.left_only)
    right = max(told, key=lambda w: w.right_only)
    if left.left_only > slack >= right.right_only:
        return _between(left, settings)
    if right.right_only > slack >= left.left_only:
        return _between(right.mirrored(), settings).mirrored()
    return NOTHING


def _between(witness: Witness, settings: DirectionSettings) -> Evidence:
    """The left has all of a third that the right has, and more: right is no source of left."""
    strength = _strength(witness.left_only, settings)
    words = f"the left article has all that the right article shares with {witness.article_id}"
    return Evidence(0.0, -strength, 0.0, f"{words}, and more")


def _strength(readings: int, settings: DirectionSettings) -> float:
    return min(settings.most_by_readings, readings / settings.readings_a_unit)
