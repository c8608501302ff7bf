"""Which words some texts have: each word of each language numbered, and counted text by text.

A word is numbered once for all texts, so that an entry of a text is a number
of 32 bits and a count, not a hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.portions import offsets_of, portions
from dedup.words import Words, characters, tokenize

_LARGEST_BATCH = 1_000_000
"""Bytes of text at a time, or one text."""
_TEXTS_AT_A_TIME = 4096

Numbers = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


class Counted(NamedTuple):
    """Words, ascending by term and then language, and which of them each text has.

    `terms` (uint64), `languages` and `containing` (uint32: in how many texts)
    have a line a word. Text `i` has the words whose lines are `numbers`
    (uint32), ascending, from `offsets[i]` to `offsets[i + 1]`, each as often
    as `counts` (uint32) says.
    """

    terms: npt.NDArray[np.uint64]
    languages: Numbers
    containing: Numbers
    numbers: Numbers
    counts: Numbers
    offsets: Offsets


def count(texts: pl.Series, languages: Numbers) -> Counted:
    """Count the words of each text.

    Args:
        texts: strings; null is a text without words.
        languages: the number of each text's language.
    """
    if kernels.worth(characters(texts)):
        return _count(texts, languages)
    return count_plainly(texts, languages)


def _count(texts: pl.Series, languages: Numbers) -> Counted:
    """`count` by the compiled loops; tokenizing goes on in other threads meanwhile."""
    kernels.prepare(lambda _: None)
    counter = kernels.Counter()
    batches = kernels.streamed(lambda some: tokenize(texts[some], places=False), _batches(texts))
    begin = 0
    for words in batches:
        stop = begin + len(words.offsets) - 1
        counter.add(words.hashes, words.offsets, languages[begin:stop])
        begin = stop
    terms, spoken, containing = counter.words()
    order = (
        pl.DataFrame({"term": terms, "language": spoken})
        .select(pl.arg_sort_by("term", "language"))
        .to_series()
        .to_numpy()
    )
    ranks = np.empty(len(order), dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    numbers, counts, offsets = counter.entries(ranks)
    return Counted(terms[order], spoken[order], containing[order], numbers, counts, offsets)


def _batches(texts: pl.Series) -> Iterator[slice]:
    """The texts in order, a bounded number and about so many bytes at a time."""
    offsets = offsets_of(texts.str.len_bytes().fill_null(0).to_numpy())
    return portions(offsets, _LARGEST_BATCH, _TEXTS_AT_A_TIME)


def count_plainly(texts: pl.Series, languages: Numbers) -> Counted:
    """`count` in numpy, with all words of all texts sorted."""
    terms = [np.zeros(0, dtype=np.uint64)]
    counts = [np.zeros(0, dtype=np.int64)]
    sizes = [np.zeros(1, dtype=np.int64)]
    for some in _batches(texts):
        distinct, times, many = _distinct(tokenize(texts[some], places=False))
        terms.append(distinct)
        counts.append(times)
        sizes.append(many)
    offsets = np.cumsum(np.concatenate(sizes))
    spoken = np.repeat(languages[: len(offsets) - 1], np.diff(offsets)).astype(np.uint32)
    entries = pl.DataFrame({"term": np.concatenate(terms), "language": spoken})
    grouped = entries.group_by("term", "language").len("containing").sort("term", "language")
    numbered = grouped.select("term", "language", number=pl.int_range(pl.len(), dtype=pl.UInt32))
    placed = entries.join(numbered, on=["term", "language"], how="left", maintain_order="left")
    return Counted(
        grouped["term"].to_numpy(),
        grouped["language"].to_numpy(),
        grouped["containing"].to_numpy(),
        placed["number"].to_numpy(),
        np.concatenate(counts).astype(np.uint32),
        offsets,
    )


def _distinct(words: Words) -> tuple[npt.NDArray[np.uint64], Offsets, Offsets]:
    """Each text's distinct words, ascending, their counts, and how many each text has."""
    hashes = words.hashes.copy()
    for begin, end in pairwise(words.offsets.tolist()):
        hashes[begin:end].sort()
    first = np.ones(len(hashes), dtype=np.bool_)
    first[1:] = hashes[1:] != hashes[:-1]
    first[words.offsets[:-1][np.diff(words.offsets) > 0]] = True
    places = np.flatnonzero(first)
    sizes = np.diff(np.searchsorted(places, words.offsets))
    return hashes[places], np.diff(places, append=len(hashes)), sizes
