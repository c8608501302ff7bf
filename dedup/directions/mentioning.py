"""Evidence of direction: one text names the other's publisher in passing.

"… told CNN" is no credit, and a mention never makes an origin. But where the
texts show that one derives from the other, or both from a third, it tells
which way. What an outlet says of itself tells nothing.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, Evidence, Pair, Side
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """Mentions of each other's publisher, or of one third in rewrites."""
    return _weigh(pair, settings) if pair.left.mentions or pair.right.mentions else NOTHING


def _weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """The same where either mentions anybody."""
    left, right = pair.left, pair.right
    strangers = left.publisher != right.publisher
    right_names_left = strangers and left.publisher in right.mentions
    left_names_right = strangers and right.publisher in left.mentions
    if right_names_left and not left_names_right:
        return _mentioned(left, settings)
    if left_names_right and not right_names_left:
        return _mentioned(right, settings).mirrored()
    both = (left.mentions | left.others) & right.mentions | left.mentions & right.others
    shared = sorted(both - {left.publisher, right.publisher})
    if pair.relation == "rewrite" and (right.reports_of(left) or left.reports_of(right)):
        return NOTHING  # one tells what the other's author reports: that is credit
    if pair.relation == "rewrite" and shared and not left_names_right:
        names = " and ".join(left.name(key) for key in shared[:3])
        return Evidence(common=settings.shared_mention, words=f"both name {names}")
    # A copy hands mentions on; but the one named has the text too.
    at_hand = {third.publisher for third in pair.thirds if third.publisher}
    holders = [key for key in shared if key in at_hand]
    if holders and not left_names_right:
        names = " and ".join(left.name(key) for key in holders[:3])
        words = f"both name {names}, which has the text as well"
        return Evidence(common=settings.shared_holder, words=words)
    return NOTHING


def _mentioned(source: Side, settings: DirectionSettings) -> Evidence:
    name = source.name(source.publisher)
    words = f"the right article mentions {name}, which published the left article"
    return Evidence(forward=settings.mentioned, words=words)
