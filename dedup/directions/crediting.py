"""Evidence of direction: whom the two texts credit.

A text that credits the other's publisher took from it, or from an earlier
version of it. Two texts that credit the same third have a common source; so,
less surely, have one that credits a third and one that credits nobody. A text
of which nobody knows who published it is by whom it says wrote it: one that tells
what that one reports took it from there.
"""

from __future__ import annotations

from dedup.directions.sides import NOTHING, Evidence, Pair, Side, common_prior
from dedup.settings import DirectionSettings


def weigh(pair: Pair, settings: DirectionSettings) -> Evidence:
    """What the credits of both sides say together."""
    left, right = pair.left, pair.right
    by_author = _tells_of_author(pair, settings)
    if by_author is not None:
        return by_author
    right_names_left = bool(left.publisher) and left.publisher in right.others
    left_names_right = bool(right.publisher) and right.publisher in left.others
    if right_names_left and left_names_right:
        return NOTHING
    if right_names_left:
        return _credits_publisher(left, settings)
    if left_names_right:
        return _credits_publisher(right, settings).mirrored()
    if left.others or right.others:
        return _credits_third(pair, settings)
    return _own_or_contributed(pair, settings)


def _credits_publisher(source: Side, settings: DirectionSettings) -> Evidence:
    name = source.name(source.publisher)
    words = f"the right article credits {name}, which published the left article"
    return Evidence(settings.credits_publisher, 0.0, settings.earlier_version, words)


def _tells_of_author(pair: Pair, settings: DirectionSettings) -> Evidence | None:
    """One of a rewrite tells what the author of the other reports."""
    for one, other in ((pair.left, pair.right), (pair.right, pair.left)):
        told = other.reports_of(one)
        if told and pair.relation == "rewrite":
            words = f"the left article is by {one.name(told[0])}, which the right article names"
            evidence = Evidence(forward=settings.mentioned, words=words)
            return evidence if one is pair.left else evidence.mirrored()
    return None


def _credits_third(pair: Pair, settings: DirectionSettings) -> Evidence:
    """Neither credits the other's publisher, at least one credits somebody."""
    left, right = pair.left, pair.right
    if pair.relation != "rewrite":
        # Whom a text retells it names in its sentences: they go where those go.
        left, right = left.without_retold(), right.without_retold()
        if not left.others and not right.others:
            return _own_or_contributed(pair, settings)
        pair = pair._replace(left=left, right=right)
    shared = left.others & right.others
    if shared:
        names = " and ".join(sorted(left.name(key) for key in shared))
        return Evidence(0.0, 0.0, settings.shared_credit, f"both credit {names}")
    if not left.others:
        return _lone_credit(pair, settings)
    if not right.others:
        return _lone_credit(pair.mirrored(), settings).mirrored()
    return NOTHING


def _lone_credit(pair: Pair, settings: DirectionSettings) -> Evidence:
    """Left credits nobody, right a third source.

    A copy loses a credit and hardly gains one. Where nobody knows who published
    left, it may as well be that source's own text: both hypotheses are left
    equal. An agency's own text comes from no other: right was made of several.
    """
    if pair.relation != "rewrite" and _for_others(pair.left):
        return _own_text(pair.left, settings, "whomever the right article credits besides")
    names = " and ".join(sorted(pair.right.name(key) for key in pair.right.others))
    words = f"the right article credits {names}, the left article nobody"
    weight = settings.lone_credit
    may_be_own = 0.0 if pair.left.publisher else weight + common_prior(pair, settings)
    lost = settings.lost_credit if pair.relation != "rewrite" else 0.0
    return Evidence(may_be_own, lost, weight, words)


def _own_or_contributed(pair: Pair, settings: DirectionSettings) -> Evidence:
    left, right = pair.left, pair.right
    copied = pair.relation != "rewrite"
    left_own, right_own = copied and _for_others(left), copied and _for_others(right)
    if left_own and not right_own:
        return _own_text(left, settings)
    if right_own and not left_own:
        return _own_text(right, settings).mirrored()
    if left.publisher and left.publisher in right.contributors:
        return _contributed(left, settings)
    if right.publisher and right.publisher in left.contributors:
        return _contributed(right, settings).mirrored()
    return NOTHING


def _for_others(side: Side) -> bool:
    """Whether it is an agency's own text: its publisher is one, or signs it in agency fashion."""
    return bool(side.publisher) and (side.agency or side.publisher in side.authors)


def _own_text(
    source: Side, settings: DirectionSettings, besides: str = "the right article credits nobody"
) -> Evidence:
    name = source.name(source.publisher)
    words = f"the left article is {name}'s own text, {besides}"
    return Evidence(settings.own_text, 0.0, settings.earlier_version, words)


def _contributed(source: Side, settings: DirectionSettings) -> Evidence:
    name = source.name(source.publisher)
    words = f"the right article names {name}, which published the left article, as contributor"
    return Evidence(settings.contributor, 0.0, 0.0, words)
