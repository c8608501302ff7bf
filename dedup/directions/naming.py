"""Evidence of direction: whether the texts name any outlet at all.

A report names others where it took something from them, and seldom itself. Of
two texts that are derived, one names an outlet and the other, whose publisher
is not known, names none: that may be the very report that is named, or one that
lost the name on the way. Where neither names anybody, no other text at hand is
like them, and no times tell, nothing speaks of a third text that both would come
from.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, Evidence, Pair
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """The one that names nobody is the source; a common one is unlikely if both name nobody."""
    left, right = pair.left.named, pair.right.named
    if not left and not right:
        alone = not pair.thirds and not pair.lead
        return Evidence(common=-settings.nobody_named) if alone else NOTHING
    if right and not left:
        return _unnamed(pair, settings)
    if left and not right:
        return _unnamed(pair.mirrored(), settings).mirrored()
    return NOTHING


def _unnamed(pair: Pair, settings: DirectionSettings) -> Evidence:
    """The right names outlets, the left none."""
    if pair.left.publisher:
        return NOTHING
    if pair.right.others:  # what a credit says is weighed already, as much for a common source
        return Evidence(forward=settings.unnamed_beside_credit)
    words = "the right article names whom it has the news from, the left article nobody"
    return Evidence(forward=settings.unnamed, words=words)
