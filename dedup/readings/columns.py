"""The readings of a batch as columns, one text after the other: what compiled loops work on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from xxhash import xxh3_64_intdigest

from dedup import kernels
from dedup.kernels.telling import FACT, OPENS, PERSONAL, QUOTED
from dedup.readings.reading import (
    MIXER,
    Bools,
    Floats,
    Hashes,
    Ints,
    Reading,
    first_person,
)

Numbers = npt.NDArray[np.uint32]


class Distinct(NamedTuple):
    """The values of each text, each once, ascending; those of text `i` from `texts[i]` on.

    `weights` has one a value; `numbers`, one an entry of what they were made
    of, tells which of its text's values it is.
    """

    values: Hashes
    weights: Floats
    texts: Ints
    numbers: Numbers


class Columns:
    """Readings in order of row.

    `hashes`, `starts`, `stops`, `idf`, `sentences` have one entry a word, those
    of text `i` from `texts[i]` to `texts[i + 1]`, as `Reading` explains them;
    `bounds` are the word numbers, within its text, at which each sentence
    begins, with the end of the last, those of text `i` from `bound_texts[i]` on.
    """

    def __init__(self, readings: Sequence[tuple[int, Reading]]) -> None:
        ordered = [reading for _, reading in readings]
        self.rows = np.array([row for row, _ in readings], dtype=np.uint32)
        self.texts = offsets([len(one.hashes) for one in ordered])
        self.hashes: Hashes = _joined([one.hashes for one in ordered], np.uint64)
        self.starts: Ints = _joined([one.starts for one in ordered], np.int64)
        self.stops: Ints = _joined([one.stops for one in ordered], np.int64)
        self.idf: Floats = _joined([one.idf for one in ordered], np.float32)
        self.sentences: npt.NDArray[np.int32] = _joined([one.sentence for one in ordered], np.int32)
        self.quoted: Bools = _joined([one.quoted for one in ordered], np.bool_)
        self.fact: Bools = _joined([one.fact for one in ordered], np.bool_)
        self.openings: Bools = _joined([one.openings for one in ordered], np.bool_)
        self.stated: Hashes = _joined([one.stated for one in ordered], np.uint64)
        self.bounds: Ints = _joined([one.bounds for one in ordered], np.int64)
        self.bound_texts = offsets([len(one.bounds) for one in ordered])
        self._figures = [one.figures for one in ordered]

    def numbers(self, rows: pl.Series) -> Ints:
        """The number of each row's text."""
        return np.searchsorted(self.rows, rows.to_numpy())

    def words_at(self, texts: Ints, places: Ints) -> Ints:
        """Of each text of the numbers given, the first of its words that starts at a place or on.

        Args:
            texts: numbers of texts.
            places: code points of the story text.
        """
        spread = np.repeat(np.arange(len(self.rows)), np.diff(self.texts)) << _PLACE_BITS
        where = np.searchsorted(spread + self.starts, (texts << _PLACE_BITS) + places)
        return where - self.texts[texts]

    @cached_property
    def quoted_before(self) -> Ints:
        """The quoted words before each word, and before the end."""
        return np.concatenate(([0], np.cumsum(self.quoted, dtype=np.int64)))

    @cached_property
    def marks(self) -> npt.NDArray[np.uint8]:
        """The marks of each word that `dedup.kernels.telling` names."""
        personal = np.isin(self.hashes, first_person())
        marks: npt.NDArray[np.uint8] = self.quoted * np.uint8(QUOTED)
        marks |= self.fact * np.uint8(FACT)
        marks |= personal * np.uint8(PERSONAL)
        return marks | self.openings * np.uint8(OPENS)

    @cached_property
    def vocabulary(self) -> Distinct:
        """The words of each text."""
        return distinct(self.hashes, self.idf, self.texts)

    @cached_property
    def statements(self) -> Distinct:
        """What each text states."""
        return distinct(self.stated, self.idf, self.texts)

    @cached_property
    def words(self) -> Distinct:
        """The words of each text outside quotations."""
        return self._chosen(self.hashes, self.idf, ~self.quoted)

    @cached_property
    def couples(self) -> Distinct:
        """Neighbouring words of each text outside quotations; they weigh what both do."""
        if not len(self.hashes):
            return self.words
        hashes, idf = self.hashes.copy(), self.idf.copy()
        hashes[:-1] = (self.hashes[:-1] * np.uint64(MIXER)) ^ self.hashes[1:]
        idf[:-1] += self.idf[1:]
        told = ~self.quoted
        told[:-1] &= told[1:]
        told[self.texts[1:][np.diff(self.texts) > 0] - 1] = False
        return self._chosen(hashes, idf, told)

    @cached_property
    def facts(self) -> Distinct:
        """The figures and names of each text, as `stated` has them."""
        return self._chosen(self.stated, self.idf, self.fact)

    @cached_property
    def figures(self) -> Distinct:
        """Hashes of the figures of each text as written; each weighs 1."""
        hashed = [
            np.sort(np.array([xxh3_64_intdigest(one.encode()) for one in some], dtype=np.uint64))
            for some in self._figures
        ]
        values: Hashes = _joined(hashed, np.uint64)
        ones = np.ones(len(values), dtype=np.float32)
        return Distinct(values, ones, offsets([len(some) for some in hashed]), _NO_NUMBERS)

    def _chosen(self, values: Hashes, weights: Floats, kept: Bools) -> Distinct:
        before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
        return distinct(values[kept], weights[kept], before[self.texts])


class Readings(dict[int, Reading]):
    """The readings of a batch by row."""

    def __init__(self, readings: Iterable[tuple[int, Reading]] = ()) -> None:
        super().__init__(readings)

    @cached_property
    def columns(self) -> Columns:
        """All of them as columns, made once."""
        return Columns(sorted(self.items()))


_PLACE_BITS = 40
_NO_NUMBERS = np.zeros(0, dtype=np.uint32)


def distinct(values: Hashes, weights: Floats, texts: Ints) -> Distinct:
    """Each text's values, each once with the weight it has where it stands first."""
    firsts, numbers, counts = kernels.distinct(values, texts)
    return Distinct(values[firsts], weights[firsts], offsets(counts), numbers)


def offsets(sizes: npt.ArrayLike) -> Ints:
    """Where parts of these sizes begin, one after the other, and the end of the last."""
    return np.concatenate(([0], np.cumsum(np.asarray(sizes, dtype=np.int64))))


def _joined(parts: Iterable[npt.NDArray[Any]], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=dtype), *parts], dtype=dtype, casting="same_kind")
