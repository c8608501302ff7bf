"""How long after one another the two were published."""

from __future__ import annotations

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison, Profile

NAMES = ("days_between",)
_DAY = 86_400
_MOST = 365.0
"""Days from which it makes no difference how many: it is another matter, or an old text anew."""
_TOLD = 7.0
"""Days from which it is worth telling."""


def measure(pair: Comparison) -> tuple[float, ...]:
    """Days that lie between the two by the dates given, at least; 0 where either has none."""
    return (_between(*pair.profiles),)


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    dated = np.array([one.published is not None for one in batch.profiles], dtype=np.bool_)
    told = [one.published or (0, 0) for one in batch.profiles]
    first, last = np.array(told, dtype=np.int64).reshape(-1, 2).T
    left, right = batch.left, batch.right
    seconds = np.maximum(first[left] - last[right], first[right] - last[left])
    days = np.minimum(np.maximum(seconds, 0) / _DAY, _MOST)
    return np.where(dated[left] & dated[right], days, 0.0)[:, None]


def _between(left: Profile, right: Profile) -> float:
    if left.published is None or right.published is None:
        return 0.0
    seconds = max(left.published[0] - right.published[1], right.published[0] - left.published[1])
    return min(max(seconds, 0) / _DAY, _MOST)


def explain(values: dict[str, float]) -> str:
    """How many days lie between them, where it is a week or more."""
    days = values["days_between"]
    if days < _TOLD:
        return ""
    if days >= _MOST:
        return "published a year or more apart"
    return f"published at least {int(days)} days apart"
