"""Items of different sizes, some at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt


def portions(offsets: npt.NDArray[np.int64], size: int, most: int | None = None) -> Iterator[slice]:
    """The items in order, as slices of about the same size that hold one item at least.

    Args:
        offsets: where each item begins, in bytes, words or whatever else is counted, and the end
            of the last: one longer than there are items.
        size: what the items of a slice come to at most, unless one alone is larger.
        most: items of a slice at most.
    """
    items = len(offsets) - 1
    begin = 0
    while begin < items:
        stop = int(np.searchsorted(offsets, offsets[begin] + size, side="right")) - 1
        stop = max(stop, begin + 1)
        stop = stop if most is None else min(stop, begin + most)
        yield slice(begin, stop)
        begin = stop


def offsets_of(sizes: npt.NDArray[np.unsignedinteger]) -> npt.NDArray[np.int64]:
    """Where items of these sizes begin, and the end of the last."""
    offsets = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets
