"""One story text, word by word, and what is made of it alone."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.readings.days import named_days
from dedup.readings.listed import PERSONAL, Codes, listed

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Weighed = tuple[Hashes, Floats]

MIXER = 0x9E3779B97F4A7C15
INSIDE_FIGURES = ".,:/"
UNKNOWN_IDF = 8.0
"""Weight of a word that no term table knows: about that of one in 3,000 articles."""

MOST_SENTENCES = 2_000
"""Sentences a reading has at most. Every sentence of one text is weighed against every one of
the other, so a text of more (the longest articles have 500) is read in groups of sentences."""

MOST_SPOKEN = 0.6
"""Share of sentences in the first person from which the piece itself is: a column, a letter."""

MOST_OPENING = 6
"""Marks between a line's start and its first word, at most, that leave it the first."""

FIGURE = r"\d(?:[\d.,:]{0,20}\d)?"
_NUMBER = re.compile(FIGURE)
_MARKS = re.compile(rf"[^\w\n]{{0,{MOST_OPENING}}}")


class Vocabulary(NamedTuple):
    """`hashes` of a text's distinct words, ascending, their `idf`, and each word's number there."""

    hashes: Hashes
    idf: Floats
    numbers: Ints


class _Columns(NamedTuple):
    text: str
    hashes: Hashes
    starts: Ints
    stops: Ints
    idf: Floats
    sentence: Ints
    quoted: Bools
    fact: Bools
    stated: Hashes
    bounds: Ints


class Reading(_Columns):
    """One story text, word by word; all arrays have one entry a word.

    `hashes` folded words (uint64); `starts`, `stops` their code points in the
    story text; `idf` their inverse document frequency; `sentence` the number
    of the sentence they stand in, counted from 0; `quoted` whether they stand
    in a quotation or in a sentence in the first person, which in a report is
    somebody's speech whose marks are lost; `fact` whether they are a figure or
    a name (a capital inside a sentence); `stated` is `hashes` with the parts
    of one figure (`2.4`, `14:30`) given one hash of their own. `bounds` holds
    the word number at which each sentence starts, with the number of words at
    its end. What is made of these alone is made once, however many texts it is
    compared with.
    """

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words, each once, and which one each word is."""
        distinct, first, numbers = np.unique(self.hashes, return_index=True, return_inverse=True)
        return Vocabulary(distinct, self.idf[first], numbers)

    @cached_property
    def statements(self) -> Hashes:
        """What `stated` holds, each once, ascending."""
        return np.unique(self.stated)

    @cached_property
    def listed(self) -> Codes:
        """What each word is listed as (`dedup.readings.listed`)."""
        return listed(self.hashes)

    @cached_property
    def personal(self) -> Bools:
        """For each word whether only a speaker uses it of himself."""
        return (self.listed & PERSONAL) > 0

    @cached_property
    def openings(self) -> Bools:
        """For each word whether nothing but a few marks stands between it and its line's start."""
        found = np.zeros(len(self.starts), dtype=np.bool_)
        lines = [0, *(place + 1 for place, letter in enumerate(self.text) if letter == "\n")]
        for line, word in zip(lines, self.starts.searchsorted(lines).tolist(), strict=True):
            if word < len(found) and _MARKS.fullmatch(self.text, line, int(self.starts[word])):
                found[word] = True
        return found

    @cached_property
    def words(self) -> Weighed:
        """The words outside quotations, each once, ascending, with their weights."""
        told = ~self.quoted
        return _distinct(self.hashes[told], self.idf[told])

    @cached_property
    def couples(self) -> Weighed:
        """Neighbouring words outside quotations; a couple weighs what both its words weigh."""
        told = ~(self.quoted[:-1] | self.quoted[1:])
        hashes = (self.hashes[:-1] * np.uint64(MIXER)) ^ self.hashes[1:]
        return _distinct(hashes[told], (self.idf[:-1] + self.idf[1:])[told])

    @cached_property
    def facts_weighed(self) -> Weighed:
        """The figures and names, as `stated` has them, each once, ascending, with their weights."""
        return _distinct(self.stated[self.fact], self.idf[self.fact])

    @cached_property
    def days(self) -> Hashes:
        """The days it names, as the bits of `dedup.readings.days`."""
        found: Hashes = named_days(self.listed, np.array((0, len(self.hashes))))[0]
        return found

    @cached_property
    def figures(self) -> frozenset[str]:
        """Figures the story states, as written less trailing punctuation."""
        return frozenset(_NUMBER.findall(self.text))


def _distinct(hashes: Hashes, weights: Floats) -> Weighed:
    unique, first = np.unique(hashes, return_index=True)
    return unique, weights[first]
