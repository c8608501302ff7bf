"""The readings of a batch as columns, one text after the other: what compiled loops work on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from xxhash import xxh3_64_intdigest

from dedup import kernels
from dedup.kernels.telling import FACT, OPENS, PERSONAL, QUOTED
from dedup.readings.days import named_days
from dedup.readings.listed import PERSONAL as A_SPEAKERS
from dedup.readings.listed import Codes, listed
from dedup.readings.reading import (
    MIXER,
    Bools,
    Floats,
    Hashes,
    Ints,
    Reading,
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


@dataclass(frozen=True)
class Columns:
    """Readings in order of row.

    `hashes`, `starts`, `stops`, `idf`, `sentences`, `quoted`, `fact`, `openings`
    and `stated` have one entry a word, those of text `i` from `texts[i]` to
    `texts[i + 1]`, as `Reading` explains them; `bounds` are the word numbers,
    within its text, at which each sentence begins, with the end of the last,
    those of text `i` from `bound_texts[i]` on; `figures` are hashes.
    """

    rows: Numbers
    stories: Sequence[str]
    texts: Ints
    hashes: Hashes
    starts: Ints
    stops: Ints
    idf: Floats
    sentences: npt.NDArray[np.int32]
    quoted: Bools
    fact: Bools
    openings: Bools
    stated: Hashes
    bounds: Ints
    bound_texts: Ints
    figures: Distinct

    @classmethod
    def of(cls, readings: Mapping[int, Reading]) -> Columns:
        """The columns of some readings."""
        ordered = [readings[row] for row in sorted(readings)]
        figures = [
            np.sort(np.array([*map(_hashed, one.figures)], dtype=np.uint64)) for one in ordered
        ]
        values: Hashes = _joined(figures, np.uint64)
        ones = np.ones(len(values), dtype=np.float32)
        return cls(
            rows=np.array(sorted(readings), dtype=np.uint32),
            stories=[one.text for one in ordered],
            texts=offsets([len(one.hashes) for one in ordered]),
            hashes=_joined([one.hashes for one in ordered], np.uint64),
            starts=_joined([one.starts for one in ordered], np.int64),
            stops=_joined([one.stops for one in ordered], np.int64),
            idf=_joined([one.idf for one in ordered], np.float32),
            sentences=_joined([one.sentence for one in ordered], np.int32),
            quoted=_joined([one.quoted for one in ordered], np.bool_),
            fact=_joined([one.fact for one in ordered], np.bool_),
            openings=_joined([one.openings for one in ordered], np.bool_),
            stated=_joined([one.stated for one in ordered], np.uint64),
            bounds=_joined([one.bounds for one in ordered], np.int64),
            bound_texts=offsets([len(one.bounds) for one in ordered]),
            figures=Distinct(values, ones, offsets([len(some) for some in figures]), NO_NUMBERS),
        )

    def reading(self, number: int) -> Reading:
        """The reading of one text."""
        words = slice(self.texts[number], self.texts[number + 1])
        return Reading(
            self.stories[number],
            self.hashes[words],
            self.starts[words],
            self.stops[words],
            self.idf[words],
            self.sentences[words].astype(np.int64),
            self.quoted[words],
            self.fact[words],
            self.stated[words],
            self.bounds[self.bound_texts[number] : self.bound_texts[number + 1]],
        )

    def numbers(self, rows: pl.Series) -> Ints:
        """The number of each row's text."""
        return np.searchsorted(self.rows, rows.to_numpy())

    def words_at(self, texts: Ints, places: Ints) -> Ints:
        """Of each text of the numbers given, the first of its words that starts at a place or on.

        Args:
            texts: numbers of texts.
            places: code points of the story text.
        """
        where = np.searchsorted(self._spread_starts, (texts << _PLACE_BITS) + places)
        return where - self.texts[texts]

    @cached_property
    def _spread_starts(self) -> Ints:
        """Where each word starts, ascending over all texts."""
        spread = np.repeat(np.arange(len(self.rows)) << _PLACE_BITS, np.diff(self.texts))
        return np.asarray(spread + self.starts)

    @cached_property
    def quoted_before(self) -> Ints:
        """The quoted words before each word, and before the end."""
        return np.concatenate(([0], np.cumsum(self.quoted, dtype=np.int64)))

    @cached_property
    def listed(self) -> Codes:
        """What each word is listed as (`dedup.readings.listed`)."""
        return listed(self.hashes)

    @cached_property
    def marks(self) -> npt.NDArray[np.uint8]:
        """The marks of each word that `dedup.kernels.telling` names."""
        personal = (self.listed & A_SPEAKERS) > 0
        marks: npt.NDArray[np.uint8] = self.quoted * np.uint8(QUOTED)
        marks |= self.fact * np.uint8(FACT)
        marks |= personal * np.uint8(PERSONAL)
        return marks | self.openings * np.uint8(OPENS)

    @cached_property
    def word_places(self) -> Numbers:
        """The places of each text's words in order of their hashes."""
        return kernels.ordered(self.hashes, self.texts)

    @cached_property
    def vocabulary(self) -> Distinct:
        """The words of each text."""
        return distinct(self.hashes, self.idf, self.texts, self.word_places)

    @cached_property
    def statements(self) -> Distinct:
        """What each text states."""
        return distinct(self.stated, self.idf, self.texts)

    @cached_property
    def days(self) -> Hashes:
        """The days that each text names (texts, BLOCKS), as the bits of `dedup.readings.days`."""
        return named_days(self.listed, self.texts)

    @cached_property
    def words(self) -> Distinct:
        """The words of each text outside quotations."""
        values, weights, texts, numbers = self.vocabulary
        told = np.zeros(len(values), dtype=np.bool_)
        told[(np.repeat(texts[:-1], np.diff(self.texts)) + numbers)[~self.quoted]] = True
        before = np.concatenate(([0], np.cumsum(told, dtype=np.int64)))
        return Distinct(values[told], weights[told], before[texts], NO_NUMBERS)

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

    def _chosen(self, values: Hashes, weights: Floats, kept: Bools) -> Distinct:
        before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
        return distinct(values[kept], weights[kept], before[self.texts])


class Readings:
    """The readings of a batch by row, and all of them as columns."""

    def __init__(
        self, columns: Columns, made: Mapping[int, Reading] = MappingProxyType({})
    ) -> None:
        self.columns = columns
        self._made = dict(made)

    def __getitem__(self, row: int) -> Reading:
        """The reading of one article; made at the first call for it.

        Raises:
            KeyError: There is none of this row.
        """
        if row not in self._made:
            number = int(np.searchsorted(self.columns.rows, row))
            if number == len(self.columns.rows) or self.columns.rows[number] != row:
                raise KeyError(row)
            self._made[row] = self.columns.reading(number)
        return self._made[row]


_PLACE_BITS = 40
NO_NUMBERS: Numbers = np.zeros(0, dtype=np.uint32)


def distinct(
    values: Hashes, weights: Floats, texts: Ints, places: Numbers | None = None
) -> Distinct:
    """Each text's values, each once with the weight it has where it stands first.

    Args:
        values: one text's after the other's.
        weights: one a value.
        texts: where each text's begin.
        places: those of each text's values in order, where they are known.
    """
    firsts, numbers, counts = kernels.distinct(values, texts, places)
    return Distinct(values[firsts], weights[firsts], offsets(counts), numbers)


def offsets(sizes: npt.ArrayLike) -> Ints:
    """Where parts of these sizes begin, one after the other, and the end of the last."""
    return np.concatenate(([0], np.cumsum(np.asarray(sizes, dtype=np.int64))))


def _joined(parts: Iterable[npt.NDArray[Any]], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=dtype), *parts], dtype=dtype, casting="same_kind")


def _hashed(figure: str) -> int:
    return xxh3_64_intdigest(figure.encode())
