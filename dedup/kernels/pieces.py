"""Work cut into pieces at text borders, one for each thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dedup.processors import processors

T = TypeVar("T")
Item = TypeVar("Item")

SMALLEST_PIECE = 500_000
"""Bytes, words or shingles that a thread is worth starting for: a millisecond or more."""


def pieces(offsets: npt.NDArray[np.int64]) -> list[slice]:
    """Texts cut into a piece for each thread, about equal in what the offsets count."""
    total = int(offsets[-1] - offsets[0])
    wanted = max(1, min(processors(), total // SMALLEST_PIECE))
    borders = offsets[0] + np.arange(1, wanted) * (total // wanted)
    ends = [*np.searchsorted(offsets, borders).tolist(), len(offsets) - 1]
    begins = [0, *ends[:-1]]
    return [slice(a, z) for a, z in zip(begins, ends, strict=True) if a < z]


def in_pieces(work: Callable[[slice], T], offsets: npt.NDArray[np.int64]) -> list[T]:
    """Results of the work on each piece of the texts, in order of the texts."""
    return in_threads(work, pieces(offsets))


def in_threads(work: Callable[[Item], T], items: Sequence[Item]) -> list[T]:
    """Results of the work on each item, in their order."""
    workers = min(len(items), processors())
    if workers < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, items))


def streamed(work: Callable[[Item], T], items: Iterable[Item]) -> Iterator[T]:
    """Results of the work on each item, in their order, of which a few at most are made ahead.

    Whoever takes them works at the same time, and nothing is held for long.
    """
    workers = processors()
    if workers < 2:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(workers) as pool:
        running: deque[Future[T]] = deque()
        for item in items:
            running.append(pool.submit(work, item))
            if len(running) > 2 * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
