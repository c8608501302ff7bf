"""Evidence of direction: two versions of one story by one outlet or agency.

Versions are directed by time. Two outlets that print one dispatch are no
versions of it; where the dispatch was partly changed hours later, they printed
two.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, Evidence, Pair
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """An earlier version of one's own text is nearer than any common source."""
    kept = "the articles are versions of one text"
    if _one_publisher(pair):
        name = pair.left.name(pair.left.publisher)
        return Evidence(common=-settings.same_publisher, words=f"{kept} by {name}")
    if _one_agency(pair, settings) or _later_take(pair, settings):
        shared = pair.left.authors & pair.right.authors
        names = " and ".join(sorted(pair.left.name(key) for key in shared))
        weight = settings.shared_credit + settings.write_through
        return Evidence(common=-weight, words=f"{kept} by {names}")
    return NOTHING


def is_version(pair: Pair, settings: DirectionSettings) -> bool:
    """Whether the pair is two versions of one outlet's or agency's own story."""
    return _one_publisher(pair) or _one_agency(pair, settings)


def _one_publisher(pair: Pair) -> bool:
    """One outlet, large parts kept, and not both merely taken over from a third."""
    left, right = pair.left, pair.right
    if pair.relation == "rewrite" or not left.publisher:
        return False
    return left.publisher == right.publisher


def _one_agency(pair: Pair, settings: DirectionSettings) -> bool:
    """One agency wrote both, and they are its own items or an update hours later.

    An update has a new lead. What an outlet prints of a text that the agency
    itself published is a print of it.
    """
    left, right = pair.left, pair.right
    if pair.relation == "rewrite" or left.authors.isdisjoint(right.authors):
        return False
    if not left.publisher and not right.publisher:
        return True
    shared = left.authors & right.authors
    if left.publisher in shared or right.publisher in shared:
        return left.publisher == right.publisher
    far = abs(pair.lead) >= settings.write_through_hours * 3_600
    return far and pair.relation == "partial" and _new_lead(pair, settings)


def _later_take(pair: Pair, settings: DirectionSettings) -> bool:
    """One agency wrote both, hours apart, and told its own earlier story anew."""
    if pair.relation != "rewrite" or pair.left.authors.isdisjoint(pair.right.authors):
        return False
    return abs(pair.lead) >= settings.write_through_hours * 3_600


def _new_lead(pair: Pair, settings: DirectionSettings) -> bool:
    """Whether one begins with what the other has not; where that is not known it may."""
    if pair.left_lead is None or pair.right_lead is None:
        return True
    return min(pair.left_lead, pair.right_lead) <= settings.lead_new
