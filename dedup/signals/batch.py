"""A batch of pairs as columns: what the compiled form of a signal looks at.

What several signals need is made once, at the first call for it. Columns of
pairs are those of `dedup.kernels.meeting`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.kernels.telling import TALLIES
from dedup.readings import Distinct, Doubles, Ints, Readings, offsets
from dedup.signals.comparison import LONG_QUOTATION, NOBODY, Profile

Met = tuple[npt.NDArray[np.int32], Ints]


class Batch:
    """PAIRS with their ALIGNMENTS, readings and profiles.

    `left` and `right` are the numbers of the pairs' texts among the columns;
    `profiles` has one a text, in their order;
    `spans` the passages, those of pair `i` from `span_pairs[i]` on, as word
    numbers: left start and stop, right start and stop; `span_words` how many
    words both sides of each share.
    """

    def __init__(
        self,
        pairs: pl.DataFrame,
        alignments: pl.DataFrame,
        readings: Readings,
        profiles: Mapping[int, Profile],
    ) -> None:
        self.columns = readings.columns
        self.loops: Any = kernels.compiled()
        self.left, self.right = (
            self.columns.numbers(pairs[side]).astype(np.uint32) for side in ("left", "right")
        )
        self.size = pairs.height
        self.profiles = [profiles.get(row, NOBODY) for row in self.columns.rows.tolist()]
        self._said: dict[Callable[[Batch], Doubles], Doubles] = {}
        self.spans, self.span_words, self.span_pairs = self._passages(pairs, alignments)

    def said(self, measure_all: Callable[[Batch], Doubles]) -> Doubles:
        """What a member says of the pairs: measured once, however many others look at it."""
        if measure_all not in self._said:
            self._said[measure_all] = measure_all(self)
        return self._said[measure_all]

    def _passages(self, pairs: pl.DataFrame, alignments: pl.DataFrame) -> tuple[Ints, Ints, Ints]:
        numbered = pairs.select("left", "right").with_row_index("pair")
        found = alignments.join(numbered, on=["left", "right"], maintain_order="left")
        found = found.sort("pair", maintain_order=True)
        number = found["pair"].to_numpy().astype(np.int64)
        edges = []
        for side, texts in (("left", self.left), ("right", self.right)):
            text = texts[number].astype(np.int64)
            for edge in ("start", "stop"):
                places = found[f"{side}_{edge}"].to_numpy().astype(np.int64)
                edges.append(self.columns.words_at(text, places))
        counts = np.bincount(number, minlength=self.size)
        words = found["words"].to_numpy().astype(np.int64)
        return np.ascontiguousarray(np.stack(edges, axis=1)), words, offsets(counts)

    @property
    def pairs(self) -> tuple[Any, Any, Ints]:
        """Numbers of the left and of the right texts, and where each text's words begin."""
        return self.left, self.right, self.columns.texts

    @cached_property
    def places(self) -> Ints:
        """Where the words of each pair's left and right text begin in columns of pairs."""
        return self._places(self.columns.texts)

    @cached_property
    def words_met(self) -> Met:
        """For each word of either vocabulary its number in the other, -1 where it lacks it."""
        return self._meet(self.columns.vocabulary)

    @cached_property
    def statements_met(self) -> Met:
        """The same of what the texts state."""
        return self._meet(self.columns.statements)

    @cached_property
    def told(self) -> npt.NDArray[np.uint8]:
        """The marks of each pair's words that `dedup.kernels.telling` names."""
        columns = self.columns
        told = np.zeros(int(self.places[-1]), dtype=np.uint8)
        passages = (self.spans, self.span_pairs)
        self.loops.narrate(
            *self.pairs, columns.marks, *passages, self._credits, LONG_QUOTATION, self.places, told
        )
        stated = (columns.marks, columns.statements.numbers, columns.sentences)
        self.loops.agree(*self.pairs, *stated, *self.statements_met, self.places, told)
        return told

    @cached_property
    def tallies(self) -> Ints:
        """Words of either side of each pair by kind (pairs, 2, kinds), as `tally` counts them."""
        counts = np.zeros((2 * self.size, TALLIES), dtype=np.int64)
        self.loops.tally(*self.pairs, self.places, self.told, counts)
        return counts.reshape(self.size, 2, TALLIES)

    def weigh(self, kept: Distinct) -> Doubles:
        """What the left has in all, what is shared; the same of the right (pairs, 4), as idf."""
        sums = np.zeros((self.size, 4))
        self.loops.weigh(self.left, self.right, kept.values, kept.weights, kept.texts, sums)
        return sums

    @cached_property
    def _credits(self) -> npt.NDArray[np.uint8]:
        """For either side of each pair whether it names the other's outlet, or any if unknown."""
        named = [one.named for one in self.profiles]
        outlets = [one.publisher for one in self.profiles]
        found = np.zeros((self.size, 2), dtype=np.uint8)
        names = np.array([bool(one) for one in named])
        for side, (ones, others) in enumerate(((self.left, self.right), (self.right, self.left))):
            some = np.flatnonzero(names[ones])
            found[some, side] = [
                outlets[other] in named[one] if outlets[other] else True
                for one, other in zip(ones[some].tolist(), others[some].tolist(), strict=True)
            ]
        return found.ravel()

    def _meet(self, kept: Distinct) -> Met:
        places = self._places(kept.texts)
        beside = np.empty(int(places[-1]), dtype=np.int32)
        self.loops.meet(self.left, self.right, kept.values, kept.texts, places, beside)
        return beside, places

    def _places(self, texts: Ints) -> Ints:
        sizes = np.diff(texts)
        return offsets(np.stack((sizes[self.left], sizes[self.right]), axis=1).ravel())
