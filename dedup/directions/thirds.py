"""Which texts are heard on a pair, and which of them come first by dates and credits.

In a large story any two texts share words with most others, so that there are many more of
these than of pairs: they are looked at as columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup import kernels
from dedup.directions.sides import Side

MOST = 8
"""Texts heard on a pair: those that share most with both sides."""
_CHARACTERS_A_PAIR = 500
"""A pair's worth in characters of tokenizing, for the choice of path."""
_UNKNOWN_EARLIEST, _UNKNOWN_LATEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint32]


class Partners(NamedTuple):
    """What each text is in a pair with; those of text `i` from `texts[i]` on, in order.

    `shares` tells how much of the text stands in the other.
    """

    numbers: Numbers
    shares: npt.NDArray[np.float64]
    texts: Ints

    @classmethod
    def of(cls, shares: Sequence[Mapping[int, float]]) -> Partners:
        """The columns of what is given for each text: numbers of others, and shares."""
        listed = [sorted(mine.items()) for mine in shares]
        flat = [one for mine in listed for one in mine]
        return cls(
            np.array([number for number, _ in flat], dtype=np.uint32),
            np.array([share for _, share in flat], dtype=np.float64),
            np.concatenate(([0], np.cumsum([len(mine) for mine in listed], dtype=np.int64))),
        )


class Thirds(NamedTuple):
    """Texts heard on pairs, one pair's after the other's, and how many each has."""

    numbers: Ints
    counts: Ints


def nearest(left: Numbers, right: Numbers, partners: Partners) -> Thirds:
    """The texts that both of a pair are in a pair with and that share most with them, most first.

    Args:
        left: numbers of the pairs' left texts.
        right: numbers of their right texts.
        partners: what each text is in a pair with.
    """
    if not kernels.worth(_CHARACTERS_A_PAIR * len(left)):
        return _nearest_plainly(left, right, partners)
    thirds = np.empty((len(left), MOST), dtype=np.uint32)
    counts = np.empty(len(left), dtype=np.int64)
    kernels.compiled().neighbour(left, right, *partners, thirds, counts)
    return Thirds(thirds[np.arange(MOST) < counts[:, None]].astype(np.int64), counts)


def _nearest_plainly(left: Numbers, right: Numbers, partners: Partners) -> Thirds:
    numbers, shares = partners.numbers.tolist(), partners.shares.tolist()
    edges = partners.texts.tolist()
    of = [
        dict(zip(numbers[begin:end], shares[begin:end], strict=True))
        for begin, end in pairwise(edges)
    ]
    found = []
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        mine, theirs = of[one], of[other]
        common = sorted((-(mine[n] + theirs[n]), n) for n in mine.keys() & theirs.keys())
        found.append([number for _, number in common[:MOST]])
    return Thirds(
        np.array([number for some in found for number in some], dtype=np.int64),
        np.array([len(some) for some in found], dtype=np.int64),
    )


def come_first(
    thirds: Thirds, left: Numbers, right: Numbers, sides: Sequence[Side]
) -> tuple[Bools, Bools]:
    """Which thirds come from neither of their pair, and which of these are its source.

    A text is a source that others print where it is an agency's, or of whom a side credits, and
    was published after neither; it comes first where it was published before both for certain.

    Args:
        thirds: the texts heard on each pair.
        left: numbers of the pairs' left texts.
        right: numbers of their right texts.
        sides: what is known of each text.
    """
    third = thirds.numbers
    one, other = (np.repeat(numbers.astype(np.int64), thirds.counts) for numbers in (left, right))
    keys = {"": 0}
    publisher = np.array([keys.setdefault(s.publisher, len(keys)) for s in sides], dtype=np.int64)
    agency = np.array([s.agency for s in sides], dtype=np.bool_)
    earliest = _times([s.earliest for s in sides], _UNKNOWN_EARLIEST)
    latest = _times([s.latest for s in sides], _UNKNOWN_LATEST)
    credited = np.array(
        [n * len(keys) + keys[key] for n, s in enumerate(sides) for key in s.others if key in keys],
        dtype=np.int64,
    )
    theirs = publisher[third]
    source = agency[third]
    for side in (one, other):
        source |= np.isin(side * len(keys) + theirs, credited)
    for side in (one, other):
        source &= (theirs != publisher[side]) & (earliest[third] <= latest[side])
    source &= theirs != keys[""]
    before = latest[third] < np.minimum(earliest[one], earliest[other])
    return source | before, source


def _times(given: Sequence[int | None], unknown: int) -> Ints:
    return np.array([unknown if one is None else one for one in given], dtype=np.int64)
