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

from dedup.shingles import shingle_columns
from dedup.words import tokenize

SIZE = 4
"""Words of a reading: shared by chance between unrelated sentences once in a thousand words."""

Readings = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]


class Compared(NamedTuple):
    """Two texts against a third, in readings.

    `left_only` and `right_only`: what one of them shares with the third and the
    other lacks; `apart`: what the two share and the third lacks; `all`: what all
    three have.
    """

    left_only: int
    right_only: int
    apart: int
    all: int


class Stemma:
    """The readings of the texts of a story, compared three at a time."""

    def __init__(self, rows: Sequence[int], texts: Sequence[str]) -> None:
        hashes, offsets = shingle_columns(tokenize(texts), SIZE)
        self._readings: dict[int, Readings] = {
            row: hashes[offsets[place] : offsets[place + 1]] for place, row in enumerate(rows)
        }
        self._shared: dict[tuple[int, int], Bools] = {}

    def __contains__(self, row: int) -> bool:
        return row in self._readings

    def size(self, row: int) -> int:
        """Readings of a text."""
        return len(self._readings[row])

    def compare(self, left: int, right: int, third: int) -> Compared:
        """Two texts against a third."""
        in_right, in_third = self.shared(left, right), self.shared(left, third)
        right_in_left, right_in_third = self.shared(right, left), self.shared(right, third)
        return Compared(
            int((in_third & ~in_right).sum()),
            int((right_in_third & ~right_in_left).sum()),
            int((in_right & ~in_third).sum()),
            int((in_right & in_third).sum()),
        )

    def missed(self, copy: int, source: int, others: Iterable[int]) -> int:
        """What a text shares with any of the others and the source lacks: it is not from there."""
        found = np.zeros(self.size(copy), dtype=np.bool_)
        for other in others:
            found |= self.shared(copy, other)
        return int((found & ~self.shared(copy, source)).sum())

    def shared(self, row: int, other: int) -> Bools:
        """Which of a text's readings another has, in order of the readings' hashes."""
        if (row, other) not in self._shared:
            mine, theirs = self._readings[row], self._readings[other]
            if not len(theirs):
                self._shared[row, other] = np.zeros(len(mine), dtype=np.bool_)
            else:
                place = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
                self._shared[row, other] = theirs[place] == mine
        return self._shared[row, other]
