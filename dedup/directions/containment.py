"""Evidence of direction: one text stands nearly whole in a much longer one.

Outlets cut more than they add, so the contained one is usually the trimmed
copy. Weak evidence, and none among versions of one's own text, which grow and
are cut down alike.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, Evidence, Pair
from dedup.directions.versions import is_version
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """The longer one is the source."""
    left, right = pair.left_covered, pair.right_covered
    if max(left, right) < settings.contained_share:
        return NOTHING
    margin = abs(left - right)
    if margin < settings.contained_least or is_version(pair, settings):
        return NOTHING
    words = "nearly all of the right article stands in the left article, which is longer"
    weight = settings.contained * min(1.0, margin / settings.contained_margin)
    evidence = Evidence(forward=weight, backward=-weight, words=words)
    return evidence if right > left else evidence.mirrored()
