"""Work over batches on this machine: one result, in any number of processes."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from dedup.engines import map_batches
from dedup.errors import NotBuiltError
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


def test_an_engine_that_is_not_built_is_refused():
    with pytest.raises(NotBuiltError, match="spark"):
        list(map_batches(squared, [(1,)], EngineSettings(name="spark")))
