"""How many processors there are for this process, and how many of them algebra takes."""

from __future__ import annotations

import os


def processors() -> int:
    """Those that it may run on, which a container or `taskset` may have made fewer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def calculate_on_one() -> None:
    """Have libraries of linear algebra, not loaded yet, take one thread, here and in what follows.

    Products are small here: threads for them only cost their start, and waited for one another
    thirty times as long as they calculated on a busy machine.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
