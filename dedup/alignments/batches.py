"""Passages of many pairs at once: the compiled loop, and rapidfuzz where it leaves a doubt."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from dedup import kernels
from dedup.alignments.found import Found
from dedup.alignments.plainly import MOST_PLACES, MOST_STEPS, MOST_UNMATCHED, closest, seeds
from dedup.readings import Columns, Floats, Hashes, Ints
from dedup.settings import AlignmentSettings

_FIRST_LETTER = 0x10000
"""Words become letters for rapidfuzz, past the surrogates,"""
_MOST_LETTERS = 0x110000 - _FIRST_LETTER
"""of which there are only so many."""
_AT_A_TIME = 1_000_000
"""Pairs of sentences compared at once."""
_SLACK = 1e-5
"""How far below the wanted similarity the bound is set, for rounding."""


def fits(columns: Columns) -> bool:
    """Whether the loop can do these texts: none beyond two million words."""
    return len(columns.texts) < 2 or int(np.diff(columns.texts).max()) < 1 << kernels.PLACE_BITS


def passages(left: Ints, right: Ints, columns: Columns, settings: AlignmentSettings) -> Found:
    """`plainly.passages` of each pair; `left` and `right` are numbers of texts."""
    seeded, seed_texts = _seeds(columns, settings.seed_words)
    found, doubted = kernels.tile(
        (left.astype(np.uint32), right.astype(np.uint32)),
        (columns.hashes, columns.texts, columns.word_places),
        (seeded, seed_texts),
        (columns.bounds, columns.bound_texts),
        (settings.seed_words, MOST_PLACES, MOST_STEPS, settings.least_words, MOST_UNMATCHED),
        settings.edited_similarity - _SLACK,
    )
    found = found[found[:, 5] >= settings.least_words]
    edited = _edited(left, right, columns, doubted, settings)
    rows = np.concatenate((found, edited))
    return Found(*rows[np.lexsort((rows[:, 1], rows[:, 0]))].T)


def _seeds(columns: Columns, seed: int) -> tuple[Hashes, Ints]:
    """The seeds of each text, and where each text's begin; none runs over a text's end."""
    counts = np.maximum(np.diff(columns.texts) - seed + 1, 0)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts)
    return seeds(columns.hashes, seed)[np.repeat(columns.texts[:-1], counts) + within], offsets


def _edited(
    left: Ints, right: Ints, columns: Columns, doubted: Ints, settings: AlignmentSettings
) -> Ints:
    """Rows of `Found` for the sentences that are one sentence edited word by word."""
    none = np.zeros((0, len(Found._fields)), dtype=np.int64)
    if not len(doubted):
        return none
    scores = _similarities(left, right, columns, doubted, settings.edited_similarity - _SLACK)
    close = scores >= np.float32(settings.edited_similarity)
    told = zip(doubted[close].tolist(), scores[close].tolist(), strict=True)
    rows = [
        (pair, *passage)
        for pair, group in groupby(told, key=lambda one: one[0][0])
        for passage in closest([(a, b, c, d, score) for (_, a, b, c, d), score in group])
        if passage.shared >= settings.least_words
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, len(Found._fields)) if rows else none


def _similarities(left: Ints, right: Ints, columns: Columns, doubted: Ints, least: float) -> Floats:
    """`plainly.similarities` of pairs of sentences; 0 where it is below `least`."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    one, other = columns.texts[left[doubted[:, 0]]], columns.texts[right[doubted[:, 0]]]
    starts = np.concatenate((one + doubted[:, 1], other + doubted[:, 3]))
    stops = np.concatenate((one + doubted[:, 2], other + doubted[:, 4]))
    written = _written(columns.hashes, starts, stops)
    if written is None:
        half = len(doubted) // 2
        parts = (doubted[:half], doubted[half:])
        return np.concatenate([_similarities(left, right, columns, p, least) for p in parts])
    sentences, numbers = written
    scores = [np.zeros(0, dtype=np.float32)]
    for begin in range(0, len(doubted), _AT_A_TIME):
        some = slice(begin, min(begin + _AT_A_TIME, len(doubted)))
        beside = slice(some.start + len(doubted), some.stop + len(doubted))
        scores.append(
            cpdist(
                [sentences[number] for number in numbers[some].tolist()],
                [sentences[number] for number in numbers[beside].tolist()],
                scorer=Indel.normalized_similarity,
                score_cutoff=least,
                dtype=np.float32,
                workers=1,
            )
        )
    return np.concatenate(scores)


def _written(words: Hashes, starts: Ints, stops: Ints) -> tuple[list[str], Ints] | None:
    """Each sentence once, as a string of a letter a word, and which of them each one asked for is.

    Words have one letter where they are the same. None where there are more words than letters.
    """
    starts, first, again = np.unique(starts, return_index=True, return_inverse=True)
    sizes = stops[first] - starts
    ends = np.cumsum(sizes)
    places = np.arange(ends[-1]) + np.repeat(starts - (ends - sizes), sizes)
    known, letters = np.unique(words[places], return_inverse=True)
    if len(known) > _MOST_LETTERS and len(again) > 2:
        return None
    text = (letters + _FIRST_LETTER).astype("<u4").tobytes().decode("utf-32-le")
    return [text[a:b] for a, b in zip((ends - sizes).tolist(), ends.tolist(), strict=True)], again
