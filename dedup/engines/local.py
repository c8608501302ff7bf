"""This machine: work over batches, in this process or in one process a core.

Processes are started fresh (spawn): threads of polars do not survive a fork.
Linear algebra has one thread in each: its products are small here, and threads
that wait for one another took thirty times as long on a busy machine.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from threading import Thread
from typing import TypeVar

from dedup import garbage

T = TypeVar("T")


def cores(workers: int) -> int:
    """Processes to use: the setting, or as many as this process may run on."""
    if workers > 0:
        return workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_batches(
    function: Callable[..., T], batches: Iterable[tuple[object, ...]], workers: int = 0
) -> Iterator[T]:
    """`function(*batch)` for each batch, results in the order of the batches.

    A single batch runs in this process, since a pool takes a second to start.
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
    yield from _pooled(function, first, waiting, cores(workers))


def _pooled(
    function: Callable[..., T],
    first: list[tuple[object, ...]],
    waiting: Iterator[tuple[object, ...]],
    workers: int,
) -> Iterator[T]:
    from collections import deque  # noqa: PLC0415
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import active_children, get_context  # noqa: PLC0415

    others = set(active_children())
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin_worker
    ) as pool:
        try:
            running: deque[Future[T]] = deque(pool.submit(function, *batch) for batch in first)
            # A few batches ahead of the workers, never all of them: memory stays bounded.
            for batch in waiting:
                running.append(pool.submit(function, *batch))
                if len(running) > workers * 3:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BaseException:
            # Nobody wants the results any more: a run that is stopped does not wait for them.
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(active_children()) - others:
                process.terminate()
            raise


def _begin_worker() -> None:
    """Leave Ctrl-C to the run, which ends its workers; have algebra take one thread.

    That goes for the libraries that are loaded, and for those that will be.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    garbage.look_seldom()
    Thread(target=_end_with_the_run, daemon=True).start()
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    threadpool_limits(limits=1, user_api="blas")


def _end_with_the_run() -> None:
    """A run that was killed cannot end its workers: they would wait for work for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415

    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)
