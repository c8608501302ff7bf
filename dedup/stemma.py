"""Which texts of a story lie between which: what they have in common against a third.

Textual criticism's way to draw the descent of manuscripts (Lachmann's method of
shared readings; Maas, Textkritik, 1927): a copy hands on what it adds, changes
and leaves out. Where two texts have wording that a third lacks, the third is not
where the one got it from; where one has all that the other shares with the
third, and more, it lies nearer to the third. Readings are word shingles: one
changed word is `SIZE` new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.blocks import blocks
from dedup.shingles import MULTIPLIER
from dedup.words import tokenize

SIZE = 4
"""Words of a reading: shared by chance between unrelated sentences once in a thousand words."""
MOST_OF_LEAD = 60
"""Words of a lead at most: a text without paragraphs is not all lead."""

Readings = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]


class Compared(NamedTuple):
    """Two texts against a third, in readings.

    `left_only` and `right_only`: what one of them shares with the third and the
    other lacks; `apart`: what the two share and the third lacks; `inside`: as
    much of that as stands between readings that the third has, so that it is no
    end that the third left out; `all`: what all three have.
    """

    left_only: int
    right_only: int
    apart: int
    inside: int
    all: int


class Stemma:
    """The readings of the texts of a story, compared three at a time."""

    def __init__(self, rows: Sequence[int], texts: Sequence[str]) -> None:
        words = tokenize(texts)
        self._ordered: dict[int, Readings] = {}
        self._distinct: dict[int, Readings] = {}
        self._leads: dict[int, int] = {}
        for place, row in enumerate(rows):
            hashes = words.hashes[words.offsets[place] : words.offsets[place + 1]]
            self._ordered[row] = _readings(hashes)
            self._distinct[row] = np.unique(self._ordered[row])
            self._leads[row] = _lead_words(texts[place])
        self._shared: dict[tuple[int, int], Bools] = {}

    def __contains__(self, row: int) -> bool:
        return row in self._ordered

    def compare(self, left: int, right: int, third: int) -> Compared:
        """Two texts against a third."""
        in_right, in_third = self.shared(left, right), self.shared(left, third)
        right_in_left, right_in_third = self.shared(right, left), self.shared(right, third)
        apart = in_right & ~in_third
        return Compared(
            int((in_third & ~in_right).sum()),
            int((right_in_third & ~right_in_left).sum()),
            int(apart.sum()),
            int((apart & _between(in_third)).sum()),
            int((in_right & in_third).sum()),
        )

    def missed(self, copy: int, source: int, others: Iterable[int]) -> int:
        """What a text shares with any of the others and the source lacks: it is not from there."""
        found = np.zeros(len(self._ordered[copy]), dtype=np.bool_)
        for other in others:
            found |= self.shared(copy, other)
        return int((found & ~self.shared(copy, source)).sum())

    def lead_kept(self, row: int, other: int) -> float:
        """Share of the readings of a text's first paragraph that the other has, anywhere."""
        lead = self.shared(row, other)[: max(1, self._leads[row] - SIZE + 1)]
        return float(lead.mean()) if len(lead) else 0.0

    def shared(self, row: int, other: int) -> Bools:
        """Which of a text's readings, as they stand, another has."""
        if (row, other) not in self._shared:
            mine, theirs = self._ordered[row], self._distinct[other]
            if not len(theirs):
                self._shared[row, other] = np.zeros(len(mine), dtype=np.bool_)
            else:
                place = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
                self._shared[row, other] = theirs[place] == mine
        return self._shared[row, other]


def _readings(hashes: npt.NDArray[np.uint64]) -> Readings:
    """The hash of each run of `SIZE` words, in order."""
    count = max(0, len(hashes) - SIZE + 1)
    value = np.zeros(count, dtype=np.uint64)
    for place in range(SIZE):
        value = value * np.uint64(MULTIPLIER) + hashes[place : place + count]
    return value


def _between(flags: Bools) -> Bools:
    """What lies between the first and the last true flag."""
    places = np.flatnonzero(flags)
    found = np.zeros(len(flags), dtype=np.bool_)
    if len(places):
        found[places[0] : places[-1]] = True
    return found


def _lead_words(text: str) -> int:
    """Words of the first paragraph that is more than a label."""
    for block in blocks(text[:4000])[:4]:
        words = len(block.text.split())
        if words >= 2 * SIZE:
            return min(MOST_OF_LEAD, words)
    return MOST_OF_LEAD
