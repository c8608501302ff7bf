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
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.blocks import plain_blocks
from dedup.shingles import MULTIPLIER
from dedup.words import Texts, characters, tokenize

SIZE = 4
"""Words of a reading: shared by chance between unrelated sentences once in a thousand words."""
MOST_OF_LEAD = 60
"""Words of a lead at most: a text without paragraphs is not all lead."""
_BEGINNING, _FIRST_BLOCKS = 4000, 4
"""Code points, and blocks, in which the lead is sought."""
_CHARACTERS_A_THIRD = 500
"""A comparison's worth in characters of tokenizing, for the choice of path."""

Readings = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int64]


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


class Heard(NamedTuple):
    """What the texts say of a pair: one comparison for each third, and of either lead.

    The leads are the shares of the readings of the left text's first paragraph
    that the right one has, and the reverse; None where nobody asks for them.
    """

    told: list[Compared]
    left_lead: float | None
    right_lead: float | None


class Stemma:
    """The readings of the texts of one story or of several, compared three at a time."""

    def __init__(self, rows: Sequence[int], texts: Texts) -> None:
        words = tokenize(texts, places=False)
        self._texts = texts
        self._numbers = {row: number for number, row in enumerate(rows)}
        self._readings, self._offsets = _readings(words.hashes, words.offsets)
        self._ordered: dict[int, Readings] = {}
        self._shared: dict[tuple[int, int], Bools] = {}

    def __contains__(self, row: int) -> bool:
        return row in self._numbers

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

    def compare_all(
        self,
        pairs: Sequence[tuple[int, int]],
        thirds: Sequence[Sequence[int]],
        leads: Sequence[bool],
    ) -> list[Heard]:
        """Many pairs, each against some thirds: by compiled loops where they are many.

        Args:
            pairs: rows of left and right texts.
            thirds: the rows that each pair is held against.
            leads: of which pairs the leads are asked for.
        """
        if not kernels.worth(_CHARACTERS_A_THIRD * (len(pairs) + sum(map(len, thirds)))):
            return [
                Heard(
                    [self.compare(left, right, third) for third in some],
                    self.lead_kept(left, right) if led else None,
                    self.lead_kept(right, left) if led else None,
                )
                for (left, right), some, led in zip(pairs, thirds, leads, strict=True)
            ]
        number_of = self._numbers
        left, right = (
            np.array([number_of[pair[side]] for pair in pairs], np.uint32) for side in (0, 1)
        )
        heard = np.array([number_of[row] for some in thirds for row in some], np.uint32)
        third_pairs = np.concatenate(([0], np.cumsum([len(some) for some in thirds], dtype=int)))
        asked = np.array(leads, dtype=np.bool_)
        counts, kept = np.empty((len(heard), 5), np.int64), np.empty((len(pairs), 2))
        kernels.compiled().descend(
            *(left, right, heard, third_pairs, *self._columns),
            *(self._leads_of(np.unique(np.stack((left, right))[:, asked])), counts, kept),
        )
        told = [Compared(*row) for row in counts.tolist()]
        return [
            Heard(told[begin:end], *(shares if led else (None, None)))
            for begin, end, shares, led in zip(
                third_pairs[:-1].tolist(),
                third_pairs[1:].tolist(),
                kept.tolist(),
                leads,
                strict=True,
            )
        ]

    def missed(
        self, copy: int, sources: Sequence[int], heard: int, siblings: Sequence[int]
    ) -> list[tuple[int, int]]:
        """For each possible source how much of a text's wording it lacks: that is not from there.

        Args:
            copy: the text.
            sources: where it may come from.
            heard: how many of these, from the first on, tell which wording counts.
            siblings: texts that tell it too.

        Returns:
            Of the text's readings that any source heard has, those that the source
            lacks; and of those that any sibling has.
        """
        if not self._many:
            by_sources = self._shared_with_any(copy, sources[:heard])
            by_siblings = self._shared_with_any(copy, siblings)
            lacking = [~self.shared(copy, source) for source in sources]
            return [
                (int((by_sources & here).sum()), int((by_siblings & here).sum()))
                for here in lacking
            ]
        number_of = self._numbers
        others = np.array([number_of[row] for row in (*sources, *siblings)], dtype=np.uint32)
        counts = np.zeros((len(sources), 2), dtype=np.int64)
        kernels.compiled().lack(number_of[copy], others, heard, *self._columns, counts)
        return [(a, b) for a, b in counts.tolist()]

    def _shared_with_any(self, row: int, others: Iterable[int]) -> Bools:
        """Which of a text's readings, as they stand, any of the others has."""
        found = np.zeros(len(self._read(row)), dtype=np.bool_)
        for other in others:
            found |= self.shared(row, other)
        return found

    def lead_kept(self, row: int, other: int) -> float:
        """Share of the readings of a text's first paragraph that the other has, anywhere."""
        number = self._numbers[row]
        lead = self.shared(row, other)[: self._leads_of(np.array([number]))[number]]
        return np.count_nonzero(lead) / len(lead) if len(lead) else 0.0

    def shared(self, row: int, other: int) -> Bools:
        """Which of a text's readings, as they stand, another has."""
        if (row, other) not in self._shared:
            if other not in self._ordered:
                self._ordered[other] = np.sort(self._read(other))
            self._shared[row, other] = _among(self._read(row), self._ordered[other])
        return self._shared[row, other]

    @cached_property
    def _many(self) -> bool:
        """Whether there are so many texts that compiled loops look through them sooner."""
        return kernels.worth(characters(self._texts))

    @cached_property
    def _columns(self) -> tuple[npt.NDArray[np.uint32], Offsets, Readings, Offsets]:
        """Which of its text's readings stands at each place, where each text's places begin.

        Each text's readings, ascending, and where these begin.
        """
        firsts, numbers, sizes = kernels.distinct(self._readings, self._offsets)
        begins = np.concatenate(([0], np.cumsum(sizes)))
        return numbers, self._offsets, self._readings[firsts], begins

    def _read(self, row: int) -> Readings:
        number = self._numbers[row]
        return self._readings[self._offsets[number] : self._offsets[number + 1]]

    def _leads_of(self, numbers: npt.NDArray[Any]) -> Offsets:
        """Readings of the first paragraph of each of these texts, at least one; 0 of others."""
        found = np.zeros(len(self._numbers), dtype=np.int64)
        asked = pl.Series(self._texts, dtype=pl.String).gather(numbers)
        found[numbers] = np.maximum(1, lead_words(asked) - SIZE + 1)
        return found


def _readings(words: Readings, texts: Offsets) -> tuple[Readings, Offsets]:
    """The hash of each run of `SIZE` words of each text, in order, and where each text's begin."""
    counts = np.maximum(0, np.diff(texts) - SIZE + 1)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    runs = max(0, len(words) - SIZE + 1)
    value = words[:runs].copy()
    for step in range(1, SIZE):
        value *= np.uint64(MULTIPLIER)
        value += words[step : step + runs]
    # Those that run over the end of a text are none.
    places = np.arange(offsets[-1]) + np.repeat(texts[:-1] - offsets[:-1], counts)
    return value[places], offsets


def _among(values: Readings, known: Readings) -> Bools:
    if not len(known):
        return np.zeros(len(values), dtype=np.bool_)
    found: Bools = known.take(known.searchsorted(values), mode="clip") == values
    return found


def _between(flags: Bools) -> Bools:
    """What lies between the first and the last true flag."""
    places = np.flatnonzero(flags)
    found = np.zeros(len(flags), dtype=np.bool_)
    if len(places):
        found[places[0] : places[-1]] = True
    return found


def lead_words(texts: Texts) -> Offsets:
    """Words of the first paragraph of each text that is more than a label."""
    found = np.full(len(texts), MOST_OF_LEAD, dtype=np.int64)
    beginnings = pl.Series(texts, dtype=pl.String).str.head(_BEGINNING)
    told = plain_blocks(beginnings).group_by("number", maintain_order=True).head(_FIRST_BLOCKS)
    done = -1
    for number, block in told.select("number", "text").iter_rows():
        words = 0 if number == done else len(block.split())
        if words >= 2 * SIZE:
            found[number], done = min(MOST_OF_LEAD, words), number
    return found
