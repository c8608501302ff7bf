"""Days that contradict each other: both stories name some, and none in common.

A report names the day on which what it tells of happened. Two that name days of
the week, or dates, and have none in common seldom derive from one another, and
often tell of different events.
"""

from __future__ import annotations

import numpy as np

from dedup.readings import Bools, Doubles, Hashes
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison

NAMES = ("weekdays_apart", "dates_apart")


def measure(pair: Comparison) -> tuple[float, ...]:
    """1 where both name days of the week (dates) and have none in common, else 0."""
    left, right = pair.left.days[None, :], pair.right.days[None, :]
    weekdays, dates = _apart(left, right)
    return float(weekdays[0]), float(dates[0])


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    days = batch.columns.days
    return np.stack(_apart(days[batch.left], days[batch.right]), axis=1).astype(np.float64)


def _apart(left: Hashes, right: Hashes) -> tuple[Bools, Bools]:
    weekdays, dates = slice(0, 1), slice(1, None)
    return (
        _none_in_common(left[:, weekdays], right[:, weekdays]),
        _none_in_common(left[:, dates], right[:, dates]),
    )


def _none_in_common(left: Hashes, right: Hashes) -> Bools:
    both = (left != 0).any(axis=1) & (right != 0).any(axis=1)
    return np.asarray(both & ~((left & right) != 0).any(axis=1))


def explain(values: dict[str, float]) -> str:
    """That the days they name differ."""
    if values["weekdays_apart"]:
        return "they name different days of the week"
    return "they name different dates" if values["dates_apart"] else ""
