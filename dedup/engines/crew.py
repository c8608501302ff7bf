"""Processes that are started once and do the work of one stage after another.

Processes are started fresh (spawn): threads of polars do not survive a fork.
Starting one, with all that it imports, takes a processor more than a second, so
that those of a run are kept (`kept`) and, where there will be work for them,
started while it still reads (`Crew.begin`).
Linear algebra has one thread in each (`processors.calculate_on_one`).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from dedup import garbage
from dedup.processors import calculate_on_one, processors

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
_AHEAD = 3
"""Batches a process that wait for it, never all of them: memory stays bounded."""
_EARLY = 2
"""Batches a process that are asked for early: what waits is held a second time."""
_SECONDS_TO_END = 5.0
_crews: list[Crew] = []
"""Those that are kept; the innermost last."""
_HIGH_WATER = "VmHWM:"
_UNIT = 1000 if sys.platform == "darwin" else 1
"""In what `getrusage` tells memory: bytes, or kB."""


class Used(NamedTuple):
    """What a process has used so far: processor seconds, and most memory in kB."""

    cpu_seconds: float
    memory: int


class Crew:
    """Some processes; none is started before there is work, or `begin` says that there will be."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[BaseProcess] = set()
        self._early: list[Future[Any]] = []
        self.used: dict[int, Used] = {}
        """By process, as it said with its last result."""
        self._before = 0

    @property
    def memory(self) -> int:
        """Most memory that all processes have held, each at its own time, in kB."""
        return max(self._before, sum(used.memory for used in self.used.values()))

    def _forget(self) -> None:
        """Know of processes that have ended only how much memory they had needed."""
        self._before, self.used = self.memory, {}

    @property
    def at_work(self) -> bool:
        """Whether its processes have been started, so that to ask them costs little."""
        return self._pool is not None

    def begin(self, ready: Callable[..., object], *given: object) -> None:
        """Start the processes and have each of them call `ready(*given)`, while this one goes on.

        Nothing is started for one process: this one does its work.
        """
        if self._pool is None and self.workers > 1:
            pool = self._started()
            for _ in range(self.workers):
                pool.submit(ready, *given)

    def busy(self) -> bool:
        """Whether processes that stand ready have enough to do for a while."""
        self._early = [one for one in self._early if not one.done()]
        return self._pool is None or len(self._early) >= self.workers * _EARLY

    def ask(self, function: Callable[..., T], *batch: object) -> Callable[[], T]:
        """Have `function(*batch)` done while this process goes on; what is returned waits for it.

        Only where processes stand ready, and `busy` says that these are not.
        """
        if self._pool is None:
            raise RuntimeError("no process stands ready")
        asked = self._pool.submit(_done, function, *batch)
        self._early.append(asked)
        return lambda: self._noted(asked)

    def _noted(self, asked: Future[tuple[T, int, Used]]) -> T:
        result, process, used = asked.result()
        self.used[process] = used
        return result

    def map(self, function: Callable[..., T], batches: Iterable[tuple[object, ...]]) -> Iterator[T]:
        """`function(*batch)` for each batch, results in the order of the batches."""
        pool = self._pool or self._started()
        waiting = iter(batches)
        running: deque[Future[tuple[T, int, Used]]] = deque()
        try:
            while True:
                some = islice(waiting, self.workers * _AHEAD - len(running))
                running.extend(pool.submit(_done, function, *batch) for batch in some)
                if not running:
                    return
                yield self._noted(running.popleft())
        except BaseException:
            # Nobody wants the results any more: a run that is stopped does not wait for them.
            self.stop()
            raise

    def rest(self) -> None:
        """End the processes, which have nothing to do; further work starts new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()
            self._forget()

    def stop(self) -> None:
        """End the processes, whatever they are at."""
        pool, self._pool = self._pool, None
        if pool is not None:
            from multiprocessing import active_children  # noqa: PLC0415

            pool.shutdown(wait=False, cancel_futures=True)
            ours = set(active_children()) - self._others
            for process in ours:
                process.terminate()
            for process in ours:
                process.join(_SECONDS_TO_END)
            self._forget()

    def _started(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from multiprocessing import active_children, get_context  # noqa: PLC0415

        self._others = set(active_children())
        self._pool = ProcessPoolExecutor(
            self.workers,
            mp_context=get_context("spawn"),
            initializer=_begin_worker,
            initargs=(self.workers,),
        )
        return self._pool


@contextmanager
def kept(workers: int) -> Iterator[Crew]:
    """A crew that does all work of so many processes while the block runs."""
    crew = Crew(workers)
    _crews.append(crew)
    try:
        yield crew
    except BaseException:
        crew.stop()
        raise
    finally:
        _crews.remove(crew)
        crew.rest()


def present(workers: int) -> Crew | None:
    """The crew of so many processes that is kept at the moment, if there is one."""
    return next((crew for crew in reversed(_crews) if crew.workers == workers), None)


def in_use() -> list[Used]:
    """What the processes that are kept have used; those that have ended count as children's."""
    return [used for crew in _crews for used in crew.used.values()]


def memory_in_use() -> int:
    """Most memory that the processes which are kept have held together, in kB."""
    return sum(crew.memory for crew in _crews)


def _most_memory() -> int:
    """Most memory that this process has held, in kB; 0 where the system does not tell.

    `getrusage` counts for a process what the one that started it held at that moment.
    """
    with suppress(OSError), Path("/proc/self/status").open(encoding="ascii") as lines:
        return int(next(line for line in lines if line.startswith(_HIGH_WATER)).split()[1])
    with suppress(ImportError):
        import resource  # noqa: PLC0415

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _UNIT
    return 0


def _done(function: Callable[..., T], *batch: object) -> tuple[T, int, Used]:
    """The result of a batch, who made it, and what that process has used so far."""
    result = function(*batch)
    return result, os.getpid(), Used(time.process_time(), _most_memory())


def _begin_worker(workers: int) -> None:
    """Leave Ctrl-C to the run, which ends its workers; have algebra take one thread.

    That goes for the libraries that are loaded, and for those that will be. polars gets its share
    of the processors: with a thread for each in every worker, they would get in each other's way.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    share = max(1, processors() // workers)
    os.environ.setdefault("POLARS_MAX_THREADS", str(share))
    calculate_on_one()
    import_module("polars")  # puts a handler of its own in that place, and would be stopped by it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    garbage.look_seldom()
    Thread(target=_end_with_the_run, daemon=True).start()
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    threadpool_limits(limits=1, user_api="blas")


def _end_with_the_run() -> None:
    """A run that was killed cannot end its workers: they would wait for work for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415

    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)
