from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dedup import shingles
from dedup.words import tokenize


def sets(texts: list[str], size: int = 3) -> list[list[int]]:
    hashes, offsets = shingles.shingle_columns(tokenize(texts), size)
    return [hashes[a:b].tolist() for a, b in pairwise(offsets.tolist())]


def test_a_text_has_one_shingle_fewer_than_words_by_size() -> None:
    found = sets(["", "one", "one two", "one two three", "one two three four five"])
    assert [len(s) for s in found] == [0, 1, 1, 1, 3]


def test_repeats_count_once_and_hashes_ascend() -> None:
    found = sets(["la la la la la la", "the cat sat on the cat sat on the mat"])
    assert len(found[0]) == 1
    assert len(found[1]) == 5
    assert found[1] == sorted(set(found[1]))


def test_order_of_words_matters() -> None:
    one, other = sets(["alpha beta gamma", "gamma beta alpha"])
    assert one != other


@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_overlaps_are_those_of_sets(size: int) -> None:
    texts = [
        "the council approved the new budget on monday night",
        "on monday night the council approved the new budget after debate",
        "",
        "word",
        "nothing of this is in the other texts at all",
    ]
    hashes, offsets = shingles.shingle_columns(tokenize(texts), size)
    pairs = [(a, b) for a in range(5) for b in range(5)]
    left = np.array([a for a, _ in pairs], dtype=np.uint32)
    right = np.array([b for _, b in pairs], dtype=np.uint32)
    by_sets = [set(s) for s in sets(texts, size)]
    expected = [len(by_sets[a] & by_sets[b]) for a, b in pairs]
    assert shingles.pair_overlaps(hashes, offsets, left, right).tolist() == expected
    assert max(expected) > 0


def test_no_texts_and_no_pairs() -> None:
    hashes, offsets = shingles.shingle_columns(tokenize([]), 3)
    none = np.zeros(0, dtype=np.uint32)
    assert offsets.tolist() == [0]
    assert shingles.pair_overlaps(hashes, offsets, none, none).tolist() == []
