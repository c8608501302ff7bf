"""Work over batches on this machine: one result, in any number of processes."""

import os
import re
import signal
import time
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from threadpoolctl import threadpool_info

from dedup.engines import at_work, in_use, kept, map_batches, memory_in_use
from dedup.errors import NotBuiltError
from dedup.processors import processors
from dedup.settings import EngineSettings


def squared(number):
    return number * number


def threads_of_algebra(_):
    np.ones((2, 2)) @ np.ones((2, 2))
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_batches(workers):
    batches = ((number,) for number in range(20))
    settings = EngineSettings(workers=workers)
    assert list(map_batches(squared, batches, settings)) == [n * n for n in range(20)]


@pytest.mark.parametrize("workers", [1, 2])
def test_linear_algebra_has_one_thread_while_a_batch_is_at_work(workers):
    found = list(map_batches(threads_of_algebra, [(0,), (1,)], EngineSettings(workers=workers)))
    assert all(set(pools) <= {1} for pools in found)


def threads_of_polars(_):
    return pl.thread_pool_size()


def test_workers_share_the_processors(monkeypatch):
    monkeypatch.delenv("POLARS_MAX_THREADS", raising=False)
    found = map_batches(threads_of_polars, [(n,) for n in range(4)], EngineSettings(workers=2))
    assert set(found) == {max(1, processors() // 2)}


def test_an_engine_that_is_not_built_is_refused():
    with pytest.raises(NotBuiltError, match="spark"):
        list(map_batches(squared, [(1,)], EngineSettings(name="spark")))


def process(_):
    return os.getpid()


def ignored(_):
    """Which signals this process ignores once polars has worked in it, as a mask of bits."""
    pl.DataFrame({"a": [2, 1]}).lazy().sort("a").collect()
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(r"SigIgn:\s*(\w+)", status)[1], 16)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system does not tell")
def test_ctrl_c_is_left_to_the_run():
    masks = map_batches(ignored, [(n,) for n in range(4)], EngineSettings(workers=2))
    assert all(mask >> (signal.SIGINT - 1) & 1 for mask in masks)


def test_processes_that_are_kept_do_all_work_and_end_with_the_block():
    settings = EngineSettings(workers=2)
    with kept(settings) as crew:
        assert not at_work(settings)
        crew.begin(squared, 1)
        assert at_work(settings)
        first = set(map_batches(process, [(n,) for n in range(8)], settings))
        again = set(map_batches(process, [(n,) for n in range(8)], settings))
        assert len(first | again) <= 2
        assert os.getpid() not in first
        assert sum(used.cpu_seconds for used in in_use()) > 0
    assert not at_work(settings)
    assert not in_use()
    assert not [child.pid for child in active_children() if child.pid in first]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system does not tell")
def test_memory_of_processes_is_their_own_whatever_started_them():
    held = np.ones(150_000_000)  # 1.2 GB, which a process that is started now would count as its
    with kept(EngineSettings(workers=2)) as crew:
        list(map_batches(process, [(n,) for n in range(8)], EngineSettings(workers=2)))
        most = memory_in_use()
        crew.rest()
        assert memory_in_use() == most  # of processes that have ended it is remembered
    assert 0 < most < held.nbytes // 1_000
    assert memory_in_use() == 0


def test_kept_processes_that_rested_start_anew():
    settings = EngineSettings(workers=2)
    with kept(settings) as crew:
        first = set(map_batches(process, [(n,) for n in range(4)], settings))
        crew.rest()
        assert not first & set(map_batches(process, [(n,) for n in range(4)], settings))


def test_kept_processes_end_where_work_fails():
    settings = EngineSettings(workers=2)
    with pytest.raises(ZeroDivisionError), kept(settings):
        list(map_batches(inverse, [(n,) for n in range(4)], settings))
    # The thread that buries a process may be about to note that it is dead.
    for _ in range(200):
        if not active_children():
            break
        time.sleep(0.05)
    assert not active_children()


def inverse(number):
    return 1 / number
