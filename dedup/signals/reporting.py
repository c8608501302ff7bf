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
    return _weigh(*pair.profiles, acknowledged.measure(pair))


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    said = acknowledged.measure_all(batch)
    found = [
        _weigh(left, right, tuple(credits))
        for (left, right), credits in zip(batch.profiles, said.tolist(), strict=True)
    ]
    return np.array(found, dtype=np.float64).reshape(-1, len(NAMES))


class _Voice(NamedTuple):
    """What one text says, names folded."""

    outlet: str
    stretches: dict[str, int]
    named: frozenset[str]


@lru_cache(maxsize=8192)
def _voice(profile: Profile) -> _Voice:
    stretches: dict[str, int] = {}
    for name, count in (*profile.attributed, *((name, _RETOLD) for name in profile.retold)):
        key = _fold(name)
        stretches[key] = max(count, stretches.get(key, 0))
    return _Voice(_fold(profile.publisher), stretches, frozenset(map(_fold, profile.named)))


def _weigh(one: Profile, two: Profile, credits: tuple[float, ...]) -> tuple[float, ...]:
    left, right = _voice(one), _voice(two)
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
    known = bool(left.outlet) and bool(right.outlet)
    told = dict(zip(acknowledged.NAMES, credits, strict=True))
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
        float(known and not owed),
    )


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
