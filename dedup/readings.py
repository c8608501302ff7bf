"""An article as a careful reader has it at hand: words, sentences, quotations, weights.

Alignment and signals both need these, for a batch of articles at a time. A
reading is made of story text alone; its offsets are those of the story text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.blocks import blocks, sentences
from dedup.quotations import quotations
from dedup.words import Words, hash_word, tokenize

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint32]
Weighed = tuple[Hashes, Floats]

_MIXER = 0x9E3779B97F4A7C15
_INSIDE_FIGURES = np.array([ord(mark) for mark in ".,:/"], dtype=np.uint32)
_NUMBER = re.compile(r"\d(?:[\d.,:]{0,20}\d)?")
_LINE_START = re.compile(r"\n[^\w\n]{0,6}$")
UNKNOWN_IDF = 8.0
"""Weight of a word that no term table knows: about that of one in 3,000 articles."""

MOST_SENTENCES = 2_000
"""Sentences a reading has at most. Every sentence of one text is weighed against every one of
the other, so a text of more (the longest articles have 500) is read in groups of sentences."""

MOST_SPOKEN = 0.6
"""Share of sentences in the first person from which the piece itself is: a column, a letter."""


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
    def personal(self) -> Bools:
        """For each word whether only a speaker uses it of himself."""
        return np.isin(self.hashes, _first_person())

    def opens_paragraph(self, word: int) -> bool:
        """Whether nothing but marks stands between a word and the start of its line."""
        start = int(self.starts[word])
        return _LINE_START.search(self.text, max(0, start - 8), start) is not None or start < 2

    @cached_property
    def words(self) -> Weighed:
        """The words outside quotations, each once, ascending, with their weights."""
        told = ~self.quoted
        return _distinct(self.hashes[told], self.idf[told])

    @cached_property
    def couples(self) -> Weighed:
        """Neighbouring words outside quotations; a couple weighs what both its words weigh."""
        told = ~(self.quoted[:-1] | self.quoted[1:])
        hashes = (self.hashes[:-1] * np.uint64(_MIXER)) ^ self.hashes[1:]
        return _distinct(hashes[told], (self.idf[:-1] + self.idf[1:])[told])

    @cached_property
    def facts_weighed(self) -> Weighed:
        """The figures and names, as `stated` has them, each once, ascending, with their weights."""
        return _distinct(self.stated[self.fact], self.idf[self.fact])

    @cached_property
    def figures(self) -> frozenset[str]:
        """Figures the story states, as written less trailing punctuation."""
        return frozenset(_NUMBER.findall(self.text))


def _distinct(hashes: Hashes, weights: Floats) -> Weighed:
    unique, first = np.unique(hashes, return_index=True)
    return unique, weights[first]


def among(values: Hashes, known: Hashes) -> Bools:
    """For each value whether it is among the known ones, which are ascending."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    where = known.searchsorted(values)
    found: Bools = known.take(where, mode="clip") == values
    return found


def shared(left: Hashes, right: Hashes) -> tuple[Ints, Ints]:
    """Where two ascending arrays without repetition have the same values."""
    if not len(right):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    where = right.searchsorted(left)
    here = np.flatnonzero(right.take(where, mode="clip") == left)
    return here, where[here]


def read(texts: pl.DataFrame, terms: pl.DataFrame) -> dict[int, Reading]:
    """Readings of every row of TEXTS, with the weights that TERMS gives their words."""
    rows = texts["row"].to_list()
    stories = texts["text"].to_list()
    tokens = tokenize(stories)
    weights = _Weights(terms)
    return {
        row: _reading(story, tokens, number, weights.of(row))
        for number, (row, story) in enumerate(zip(rows, stories, strict=True))
    }


class _Weights:
    """The idf of each article's terms, found by row."""

    def __init__(self, terms: pl.DataFrame) -> None:
        rows = terms["row"].to_numpy()
        self._terms = terms["term"].to_numpy()
        self._idf = terms["idf"].to_numpy()
        numbers, starts = np.unique(rows, return_index=True)
        stops = np.append(starts[1:], len(rows))[: len(starts)]
        self._spans = dict(
            zip(numbers.tolist(), zip(starts.tolist(), stops.tolist(), strict=True), strict=True)
        )

    def of(self, row: int) -> tuple[Hashes, Floats]:
        start, stop = self._spans.get(row, (0, 0))
        return self._terms[start:stop], self._idf[start:stop]


def _reading(story: str, tokens: Words, number: int, weights: tuple[Hashes, Floats]) -> Reading:
    first, last = int(tokens.offsets[number]), int(tokens.offsets[number + 1])
    hashes = tokens.hashes[first:last]
    starts = tokens.starts[first:last].astype(np.int64)
    stops = tokens.stops[first:last].astype(np.int64)
    spans = [span for block in blocks(story) for span in sentences(story, block.start, block.stop)]
    bounds = np.searchsorted(starts, np.array([a for a, _ in spans], dtype=np.int64))
    bounds = np.unique(np.append(bounds, [0, len(hashes)]))
    codes = np.frombuffer(story.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    facts = _facts(codes, starts, bounds)
    bounds = np.unique(np.append(bounds[:: 1 + len(bounds) // MOST_SENTENCES], len(hashes)))
    sentence = np.searchsorted(bounds, np.arange(len(hashes)), side="right") - 1
    quoted = _inside(starts, quotations(story))
    return Reading(
        story,
        hashes,
        starts,
        stops,
        _idf(hashes, *weights),
        sentence,
        quoted | _spoken(hashes, sentence, quoted),
        facts,
        _stated(codes, hashes, starts, stops),
        bounds,
    )


def _idf(hashes: Hashes, terms: Hashes, idf: Floats) -> Floats:
    if len(terms) == 0:
        return np.full(len(hashes), UNKNOWN_IDF, dtype=np.float32)
    where = np.minimum(np.searchsorted(terms, hashes), len(terms) - 1)
    known = terms[where] == hashes
    return np.where(known, idf[where], UNKNOWN_IDF).astype(np.float32)


def _facts(codes: Codes, starts: Ints, bounds: Ints) -> Bools:
    """Words that begin with a digit, or with a capital where no sentence begins."""
    initials = codes[starts]
    capital = _are(initials, str.isupper)
    capital[bounds[:-1]] = False
    return _are(initials, str.isdigit) | capital


def _stated(codes: Codes, hashes: Hashes, starts: Ints, stops: Ints) -> Hashes:
    """Hashes in which the parts of one figure are one: the 5 of 5.5 is not that of 99.5."""
    apart = np.flatnonzero(starts[1:] - stops[:-1] == 1)
    apart = apart[np.isin(codes[stops[apart]], _INSIDE_FIGURES)]
    digits = _are(codes[starts[apart]], str.isdigit) & _are(codes[stops[apart] + 1], str.isdigit)
    joined = apart[digits].tolist()
    if not joined:
        return hashes
    stated = hashes.copy()
    for i in joined:
        mixed = (int(stated[i]) ^ int(hashes[i + 1])) * _MIXER
        stated[i + 1] = mixed & 0xFFFFFFFFFFFFFFFF
    for i in reversed(joined):
        stated[i] = stated[i + 1]
    return stated


def _are(codes: Codes, kind: Callable[[str], bool]) -> Bools:
    """For each character whether it is of a kind; each one that occurs is asked once."""
    distinct, places = np.unique(codes, return_inverse=True)
    return np.array([kind(chr(code)) for code in distinct.tolist()], dtype=bool)[places]


def _spoken(hashes: Hashes, sentence: Ints, quoted: Bools) -> Bools:
    """Words of sentences told in the first person, unless the piece as a whole is."""
    first = np.isin(hashes, _first_person()) & ~quoted
    if not first.any():
        return first
    told = np.unique(sentence[~quoted])
    spoken = np.unique(sentence[first])
    # A statement goes on between two sentences in the first person.
    between = np.diff(spoken) == 2
    spoken = np.union1d(spoken, spoken[:-1][between] + 1)
    if len(spoken) > MOST_SPOKEN * len(told):
        return np.zeros(len(hashes), dtype=bool)
    return np.isin(sentence, spoken)


@lru_cache(maxsize=1)
def _first_person() -> Hashes:
    listed = files("dedup").joinpath("data", "first_person.txt").read_text("utf-8")
    lines = (line.split("#")[0] for line in listed.splitlines())
    return np.array(sorted({hash_word(w) for line in lines for w in line.split()}), np.uint64)


def _inside(starts: Ints, spans: list[tuple[int, int]]) -> Bools:
    if not spans:
        return np.zeros(len(starts), dtype=bool)
    edges = np.array(spans, dtype=np.int64)
    before = np.searchsorted(edges[:, 0], starts, side="right") - 1
    return np.asarray((before >= 0) & (starts < edges[before, 1]))
