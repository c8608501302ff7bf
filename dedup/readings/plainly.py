"""Readings of texts one by one, in plain Python: what the columns of many are held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.blocks import blocks, sentences
from dedup.quotations import quotations
from dedup.readings.listed import first_person
from dedup.readings.reading import (
    INSIDE_FIGURES,
    MIXER,
    MOST_SENTENCES,
    MOST_SPOKEN,
    UNKNOWN_IDF,
    Bools,
    Floats,
    Hashes,
    Ints,
    Reading,
)
from dedup.words import Words

Codes = npt.NDArray[np.uint32]
_INSIDE_FIGURES = np.array([ord(mark) for mark in INSIDE_FIGURES], dtype=np.uint32)


def read(
    rows: Sequence[int], stories: Sequence[str], tokens: Words, terms: pl.DataFrame
) -> dict[int, Reading]:
    """Readings of each text by its row, with the weights that TERMS gives their words."""
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
        mixed = (int(stated[i]) ^ int(hashes[i + 1])) * MIXER
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
    first = np.isin(hashes, first_person()) & ~quoted
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


def _inside(starts: Ints, spans: list[tuple[int, int]]) -> Bools:
    if not spans:
        return np.zeros(len(starts), dtype=bool)
    edges = np.array(spans, dtype=np.int64)
    before = np.searchsorted(edges[:, 0], starts, side="right") - 1
    return np.asarray((before >= 0) & (starts < edges[before, 1]))
