"""What the texts themselves say: a credit to the other's outlet, or to one common source."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
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
    left, right = map(_voice, pair.profiles)
    return _weigh(left, right)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    voices = [_voice(profile) for profile in batch.profiles]
    speaks = np.array([bool(voice.strengths) for voice in voices], dtype=np.bool_)
    some = np.flatnonzero(speaks[batch.left] | speaks[batch.right])
    found = np.zeros((batch.size, len(NAMES)))
    for pair, left, right in zip(
        *(column.tolist() for column in (some, batch.left[some], batch.right[some])), strict=True
    ):
        found[pair] = _weigh(voices[left], voices[right])
    return found


_NONE: frozenset[str] = frozenset()


class _Voice(NamedTuple):
    """What one text says, all names folded."""

    outlet: str
    authors: frozenset[str]
    """Whose text it says to be."""
    strengths: dict[str, float]
    """For each name credited how much of the piece the credit speaks for."""
    retold: dict[str, float]
    """The same of those whose report it tells."""
    silent: bool
    """Whether nothing says whose text it is."""
    told_early: frozenset[str]
    """Those whose report it tells in its first paragraphs."""
    leads: frozenset[str]
    """Those of whom its lead or several paragraphs speak, but whose text it does not say to be."""


def _voice(profile: Profile) -> _Voice:
    outlet = _fold(profile.publisher)
    if not (profile.credited or profile.retold or profile.named or profile.early):
        return _Voice(outlet, _NONE, {}, {}, not profile.publisher, _NONE, _NONE)
    names = profile.credited - profile.retold
    authors = _folded(names)
    early = _folded(profile.early & profile.retold)
    retold = dict.fromkeys(_folded(profile.retold), _PART) | dict.fromkeys(early, _WHOLE)
    strengths = dict.fromkeys(_folded(profile.named), _SOMEWHERE)
    strengths |= dict.fromkeys(_folded(profile.early), _PART)
    return _Voice(
        outlet,
        authors,
        strengths | retold | dict.fromkeys(authors, _WHOLE),
        retold,
        not profile.publisher and not profile.credited,
        early,
        _folded((profile.early | profile.retold) - names),
    )


def _folded(names: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_fold, names))


def _weigh(left: _Voice, right: _Voice) -> tuple[float, ...]:
    if not left.strengths and not right.strengths:
        return (0.0,) * len(NAMES)
    one, two = left.outlet, right.outlet
    own = {one, two} - {""}
    carried = retold = named = 0.0
    if one != two:
        carried = float(two in left.authors or one in right.authors)
        retold = max(left.retold.get(two, 0.0), right.retold.get(one, 0.0))
        named = max(
            left.strengths.get(two, 0.0) if two not in left.authors else 0.0,
            right.strengths.get(one, 0.0) if one not in right.authors else 0.0,
        )
    authors = left.authors & right.authors
    sources = (left.strengths.keys() & right.strengths.keys()) - own - authors
    return (
        max(carried, retold),
        retold,
        named,
        float(bool(authors - own)),
        max((left.strengths[name] * right.strengths[name] for name in sources), default=0.0),
        max(_may_retell(left, right, own), _may_retell(right, left, own)),
    )


def _may_retell(one: _Voice, other: _Voice, own: set[str]) -> float:
    """How strongly one tells a report that the other may be, as nothing says whose it is."""
    if not other.silent:
        return 0.0
    if one.told_early - own:
        return _WHOLE
    return _PART if one.leads - own else 0.0


def explain(values: dict[str, float]) -> str:
    """Credits in words."""
    if values["credits_other"] >= _PART:
        return "one credits the other's outlet"
    if values["credits_common"]:
        return "both credit the same author"
    if values["source_common"] >= _PART * _PART:
        return "both name one source of the news"
    return "one retells a report that the other may be" if values["retells"] else ""
