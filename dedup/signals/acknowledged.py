"""What the texts themselves say: a credit to the other's outlet, or to one common source."""

from __future__ import annotations

from functools import lru_cache

from dedup.signals.comparison import Comparison, Profile
from dedup.words import fold

NAMES = (
    "credits_other",
    "retells_other",
    "names_other",
    "credits_common",
    "source_common",
    "retells",
)
_WHOLE, _PART, _SOMEWHERE = 1.0, 0.5, 0.1
"""How much of a piece a credit speaks for: all of it; its lead, or several paragraphs further down;
one statement."""
_fold = lru_cache(maxsize=65536)(fold)
"""The same few names come back in nearly every pair."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """What credits say of a pair, all 0..1: the more, the more of a piece they speak for.

    `credits_other`: one carries the other outlet's text, or tells its report;
    `retells_other`: one tells the other outlet's report in its own words;
    `names_other`: one names the other outlet; `credits_common`: both carry one
    third party's text; `source_common`: both name one whose report they tell, the
    product of how strongly either does; `retells`: one tells a report that the
    other may be, where nothing says whose text that is. What an outlet says of
    itself is no credit, so that two dispatches of one agency do not credit each
    other; and an agency's text credits the agency, whatever the agency wrote else.
    """
    left, right = pair.profiles
    one, two = _fold(left.publisher), _fold(right.publisher)
    own = {one, two} - {""}
    of_left, of_right = _strengths(left), _strengths(right)
    told_left, told_right = _retold(left), _retold(right)
    carried = retold = named = 0.0
    if one != two:
        carried = float(two in _authors(left) or one in _authors(right))
        retold = max(told_left.get(two, 0.0), told_right.get(one, 0.0))
        named = max(
            of_left.get(two, 0.0) if two not in _authors(left) else 0.0,
            of_right.get(one, 0.0) if one not in _authors(right) else 0.0,
        )
    authors = _authors(left) & _authors(right)
    sources = (of_left.keys() & of_right.keys()) - own - authors
    return (
        max(carried, retold),
        retold,
        named,
        float(bool(authors - own)),
        max((of_left[name] * of_right[name] for name in sources), default=0.0),
        max(_may_retell(left, right, own), _may_retell(right, left, own)),
    )


def _strengths(profile: Profile) -> dict[str, float]:
    """For each name credited, folded, how much of the piece the credit speaks for."""
    found = dict.fromkeys(map(_fold, profile.named), _SOMEWHERE)
    found.update(dict.fromkeys(map(_fold, profile.early), _PART))
    found.update(_retold(profile))
    found.update(dict.fromkeys(_authors(profile), _WHOLE))
    return found


def _retold(profile: Profile) -> dict[str, float]:
    """The same of those whose report it tells."""
    found = dict.fromkeys(map(_fold, profile.retold), _PART)
    found.update(dict.fromkeys(map(_fold, profile.early & profile.retold), _WHOLE))
    return found


def _authors(profile: Profile) -> set[str]:
    """Whose text it says to be, folded."""
    return {_fold(name) for name in _author_names(profile)}


def _may_retell(one: Profile, other: Profile, own: set[str]) -> float:
    """How strongly one tells a report that the other may be, as nothing says whose it is."""
    if other.publisher or other.credited:
        return 0.0
    if _foreign(one.retold & one.early, own):
        return _WHOLE
    return _PART if _foreign((one.early | one.retold) - _author_names(one), own) else 0.0


def _author_names(profile: Profile) -> frozenset[str]:
    """Whose text it says to be."""
    return profile.credited - profile.retold


def _foreign(names: frozenset[str], own: set[str]) -> bool:
    """Whether any of the names is that of a third party."""
    return any(_fold(name) not in own for name in names)


def explain(values: dict[str, float]) -> str:
    """Credits in words."""
    if values["credits_other"] >= _PART:
        return "one credits the other's outlet"
    if values["credits_common"]:
        return "both credit the same author"
    if values["source_common"] >= _PART * _PART:
        return "both name one source of the news"
    return "one retells a report that the other may be" if values["retells"] else ""
