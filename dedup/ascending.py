"""Ascending arrays, looked up by halving: for those that are sorted already, quicker than sets."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", bound=np.generic)


def among(values: npt.NDArray[Number], known: npt.NDArray[Number]) -> npt.NDArray[np.bool_]:
    """For each value whether it is among the known ones, which are ascending."""
    if not len(known):
        return np.zeros(len(values), dtype=np.bool_)
    where = known.searchsorted(values)
    found: npt.NDArray[np.bool_] = known.take(where, mode="clip") == values
    return found


def shared(
    left: npt.NDArray[Number], right: npt.NDArray[Number]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where two ascending arrays without repetition have the same values."""
    if not len(right):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    where: npt.NDArray[Any] = right.searchsorted(left)
    here = np.flatnonzero(right.take(where, mode="clip") == left)
    return here, where[here]
