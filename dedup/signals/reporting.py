"""Whose reports a text says it has the news from, and whether it has news of its own.

That a text names an outlet tells little: the outlet may be what the story is
about. What counts is how much of it is attributed to that outlet (`X reported`,
`told X`), and in how many places. An outlet that names itself was told something
itself; two known outlets of which neither owes the other anything, nor both a
third, seldom derive from one another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dedup.readings import Doubles
from dedup.signals import acknowledged
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison, Profile
from dedup.words import fold

NAMES = ("attributes_other", "attributes_common", "own_reporting", "uncredited")
_MANY = 4
"""Stretches from which all of a text counts as attributed."""
_RETOLD = 3
"""What a retold report counts at least."""
_fold = lru_cache(maxsize=65536)(fold)
_LEADS = 0.2
"""How strongly both must name one source, in their leads, for something to be owed to it."""
_LEAD = 0.5
"""How strongly one must name the other's outlet for the same; or attribute two stretches to it: one
alone is a detail."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """How much either attributes to the other's outlet or both to one third, and what is its own.

    The first two are 0..1, 1 from four stretches of text on; of both texts the
    geometric mean. What an outlet that was told something itself attributes to the other is a
    part of its own report. `own_reporting` is 1 where either names its own outlet,
    `uncredited` where both outlets are known and nothing of one is credited to the
    other, nor of both to one third.
    """
    left, right = map(_voice, pair.profiles)
    other, told_over, common = _attributed(left, right)
    told = dict(zip(acknowledged.NAMES, acknowledged.measure(pair), strict=True))
    owed = (
        other > 1
        or common
        or told["credits_other"]
        or told["names_other"] >= _LEAD
        or told["credits_common"]
        or told["source_common"] >= _LEADS
    )
    return (
        min(told_over, _MANY) / _MANY,
        float(np.sqrt(common)) / _MANY,
        float(_names_itself(left) or _names_itself(right)),
        float(bool(left.outlet) and bool(right.outlet) and not owed),
    )


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    voices = [_voice(profile) for profile in batch.profiles]
    left, right = batch.left, batch.right
    speaks, known, itself = (
        np.array([bool(told(voice)) for voice in voices], dtype=np.bool_)
        for told in (lambda one: one.stretches, lambda one: one.outlet, _names_itself)
    )
    attributed = np.zeros((batch.size, 3), dtype=np.int64)
    some = np.flatnonzero(speaks[left] | speaks[right])
    for pair, one, two in zip(
        *(column.tolist() for column in (some, left[some], right[some])), strict=True
    ):
        attributed[pair] = _attributed(voices[one], voices[two])
    other, told_over, common = attributed.T
    credits = batch.said(acknowledged.measure_all).T
    told = dict(zip(acknowledged.NAMES, credits, strict=True))
    owed = (other > 1) | (common > 0) | (told["credits_other"] > 0) | (told["credits_common"] > 0)
    owed |= (told["names_other"] >= _LEAD) | (told["source_common"] >= _LEADS)
    return np.stack(
        (
            np.minimum(told_over, _MANY) / _MANY,
            np.sqrt(common) / _MANY,
            itself[left] | itself[right],
            known[left] & known[right] & ~owed,
        ),
        axis=1,
    ).astype(np.float64)


class _Voice(NamedTuple):
    """What one text says, names folded."""

    outlet: str
    stretches: dict[str, int]
    named: frozenset[str]


def _voice(profile: Profile) -> _Voice:
    stretches: dict[str, int] = {}
    for name, count in (*profile.attributed, *((name, _RETOLD) for name in profile.retold)):
        key = _fold(name)
        stretches[key] = max(count, stretches.get(key, 0))
    return _Voice(_fold(profile.publisher), stretches, frozenset(map(_fold, profile.named)))


def _attributed(left: _Voice, right: _Voice) -> tuple[int, int, int]:
    """What is attributed to the other's outlet, or by both to one third.

    Returned are the stretches of either text, the more of both; the same where what an outlet
    that was told something itself attributes does not count; the product of those that both
    attribute to a third.
    """
    outlets = {left.outlet, right.outlet}
    other = told_over = 0
    if left.outlet != right.outlet:
        there = left.stretches.get(right.outlet, 0) if right.outlet else 0
        back = right.stretches.get(left.outlet, 0) if left.outlet else 0
        other = max(there, back)
        told_over = max(0 if _names_itself(left) else there, 0 if _names_itself(right) else back)
    common = max(
        (
            min(left.stretches[name], _MANY) * min(right.stretches[name], _MANY)
            for name in left.stretches.keys() & right.stretches.keys()
            if name not in outlets
        ),
        default=0,
    )
    return other, told_over, common


def _names_itself(voice: _Voice) -> bool:
    """Whether the outlet was told something itself."""
    return bool(voice.outlet) and voice.outlet in voice.named


def explain(values: dict[str, float]) -> str:
    """What is attributed, and what nobody credits."""
    if values["attributes_other"] >= 0.5:
        return "much of one is attributed to the other's outlet"
    if values["attributes_common"] >= 0.5:
        return "much of both is attributed to one source"
    return ""
