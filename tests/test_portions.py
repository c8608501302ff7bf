"""Items cut into slices: nothing is lost, and none is larger than need be."""

from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.portions import offsets_of, portions

SIZES = st.lists(st.integers(0, 40), max_size=60)


@given(SIZES, st.integers(1, 100), st.none() | st.integers(1, 9))
def test_slices_follow_one_another_and_keep_to_the_size(
    sizes: list[int], size: int, most: int | None
) -> None:
    found = list(portions(offsets_of(np.array(sizes, dtype=np.uint32)), size, most))
    assert list(chain.from_iterable(range(s.start, s.stop) for s in found)) == [*range(len(sizes))]
    for some in found:
        many = some.stop - some.start
        assert many == 1 or sum(sizes[some]) <= size
        assert most is None or many <= most
    for some in found[:-1]:
        full = most is not None and some.stop - some.start == most
        assert full or sum(sizes[some.start : some.stop + 1]) > size
