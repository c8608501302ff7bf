"""How long each stage took and how much memory the run had needed by its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from dedup.engines import in_use, memory_in_use

T = TypeVar("T")


class Timings:
    """A stopwatch for the stages of one run; `stages` goes into run.json."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        self._progress = progress
        self._started = time.perf_counter()
        self.stages: list[dict[str, object]] = []
        self._readers = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times the block; wall and CPU seconds (children included), peak memory in MB."""
        self._progress(name)
        wall, cpu = time.perf_counter(), _cpu_seconds()
        yield
        if not self.stages:  # reading, before there is much to hold
            self._readers = _of_readers()
        self.stages.append(
            {
                "stage": name,
                "seconds": round(time.perf_counter() - wall, 3),
                "cpu_seconds": round(_cpu_seconds() - cpu, 3),
                "peak_memory_mb": peak_memory_mb(self._readers),
            }
        )

    def follow(self, parts: Iterable[T], total: int, size: Callable[[T], int]) -> Iterator[T]:
        """The parts as they are, while progress is told how much of the total they come to."""
        advance = getattr(self._progress, "advance", None)
        done = 0
        for part in parts:
            done += size(part)
            if advance is not None:
                advance(done, total)
            yield part

    def tell(self, name: str) -> None:
        """Say that a part of a stage begins."""
        self._progress(name)

    def total(self) -> float:
        """Seconds since the run began."""
        return round(time.perf_counter() - self._started, 3)


def _cpu_seconds() -> float:
    clock = time.process_time()
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return clock
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = sum(used.cpu_seconds for used in in_use())
    return clock + children.ru_utime + children.ru_stime + kept


def peak_memory_mb(readers: float = 0.0) -> float:
    """Most memory this process and those that worked beside it have held, in MB; 0 where unknown.

    Each is counted at its own worst time, so that together they held that much at most.

    Args:
        readers: what is known of those that read pages or try files, in MB.
    """
    own = _most_held("RUSAGE_SELF")
    return round(own, 1) + round(max(readers, memory_in_use() / 1_000), 1) if own else 0.0


def _of_readers() -> float:
    """Memory of the largest process that has ended, in MB, asked while this one is still small.

    The system counts for a process what the one that started it held at that moment.
    """
    return _most_held("RUSAGE_CHILDREN")


def _most_held(whose: str) -> float:
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return 0.0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(getattr(resource, whose)).ru_maxrss / unit
