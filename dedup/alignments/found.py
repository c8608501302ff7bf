"""Passages of many pairs as columns."""

from __future__ import annotations

from typing import NamedTuple

from dedup.readings import Ints


class Found(NamedTuple):
    """Passages, in order of pair and left text: number of the pair, and `plainly.Passage`."""

    pair: Ints
    left_start: Ints
    left_stop: Ints
    right_start: Ints
    right_stop: Ints
    shared: Ints
    run: Ints
