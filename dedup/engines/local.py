"""This machine: work over batches, in this process or in one process a core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from dedup.engines import crew
from dedup.processors import processors

T = TypeVar("T")


def cores(workers: int) -> int:
    """Processes to use: the setting, or as many as this process may run on."""
    return workers if workers > 0 else processors()


def map_batches(
    function: Callable[..., T], batches: Iterable[tuple[object, ...]], workers: int = 0
) -> Iterator[T]:
    """`function(*batch)` for each batch, results in the order of the batches.

    A single batch runs in this process. Others go to the processes that are kept,
    or to some that are started for them and take a second to come.
    """
    waiting = iter(batches)
    first = list(islice(waiting, 2))
    if len(first) < 2 or cores(workers) == 1:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415

        for batch in chain(first, waiting):
            with threadpool_limits(limits=1, user_api="blas"):
                result = function(*batch)
            yield result
        return
    everything = chain(first, waiting)
    standing = crew.present(cores(workers))
    if standing is not None:
        yield from standing.map(function, everything)
        return
    with crew.kept(cores(workers)) as hired:
        yield from hired.map(function, everything)
