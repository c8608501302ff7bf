"""Passages of one pair in plain Python: what the compiled loops are held to, and few pairs' way."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.readings import Bools, Hashes, Reading
from dedup.settings import AlignmentSettings

_MIXER = np.uint64(0x9E3779B97F4A7C15)
MOST_PLACES = 12
"""Places of one seed that are followed: a line repeated more often than that tells no passage."""
MOST_UNMATCHED = 500
"""Sentences of either text without a passage that are compared with the other's, each with each."""
MOST_STEPS = 100_000_000
"""Words a pair's runs are followed for: a text of one word repeated ends here."""


class Tile(NamedTuple):
    """`words` words in a row that stand at `left` and at `right` alike."""

    left: int
    right: int
    words: int


class Passage(NamedTuple):
    """A shared passage as word numbers, half open.

    `shared` words are on both sides, `run` of them in a row; all of them where
    it is verbatim. A run shorter than a seed counts as 0.
    """

    left_start: int
    left_stop: int
    right_start: int
    right_stop: int
    shared: int
    run: int


def passages(left: Reading, right: Reading, settings: AlignmentSettings) -> list[Passage]:
    """Shared passages of two readings in order of the left one, never overlapping."""
    found = _joined(tiles(left.hashes, right.hashes, settings.seed_words))
    found += _edited_sentences(left, right, found, settings)
    kept = [p for p in found if p.shared >= settings.least_words]
    return sorted(kept)


def tiles(left: Hashes, right: Hashes, seed: int) -> list[Tile]:
    """Runs of at least `seed` words that both have, longest first, each word used once."""
    taken_left = np.zeros(len(left), dtype=bool)
    taken_right = np.zeros(len(right), dtype=bool)
    found = []
    for run in sorted(_runs(left, right, seed), key=lambda r: (-r.words, r.left, r.right)):
        one = slice(run.left, run.left + run.words)
        other = slice(run.right, run.right + run.words)
        for start, stop in _free(taken_left[one] | taken_right[other]):
            if stop - start >= seed:
                tile = Tile(run.left + start, run.right + start, stop - start)
                taken_left[tile.left : tile.left + tile.words] = True
                taken_right[tile.right : tile.right + tile.words] = True
                found.append(tile)
    return sorted(found)


def _runs(left: Hashes, right: Hashes, seed: int) -> list[Tile]:
    """Every maximal run of equal words that is at least `seed` long."""
    one, other = seeds(left, seed), seeds(right, seed)
    if not len(one) or not len(other):
        return []
    order = np.argsort(other, kind="stable")
    ordered = other[order]
    low = np.searchsorted(ordered, one, side="left")
    high = np.searchsorted(ordered, one, side="right")
    found = []
    steps = 0
    for i in np.flatnonzero(high > low).tolist():
        for j in order[low[i] : min(int(high[i]), int(low[i]) + MOST_PLACES)].tolist():
            if steps > MOST_STEPS or (i and j and left[i - 1] == right[j - 1]):
                continue
            words = _alike(left[i:], right[j:])
            steps += words
            if words >= seed:
                found.append(Tile(i, j, words))
    return found


def _alike(left: Hashes, right: Hashes) -> int:
    """How many words from the first on are the same."""
    length = min(len(left), len(right))
    start, stop = 0, 64  # most runs are short, and comparing all that follows is not free
    while start < length:
        here = slice(start, min(stop, length))
        different = np.flatnonzero(left[here] != right[here])
        if len(different):
            return start + int(different[0])
        start, stop = stop, stop * 2
    return length


def seeds(hashes: Hashes, seed: int) -> Hashes:
    """A hash of every `seed` words in a row."""
    count = len(hashes) - seed + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(count, dtype=np.uint64)
    for step in range(seed):
        mixed = (mixed ^ hashes[step : step + count]) * _MIXER
    return mixed


def _free(taken: Bools) -> list[tuple[int, int]]:
    """Stretches where nothing is taken."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], taken, [True])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _joined(found: list[Tile]) -> list[Passage]:
    """Tiles that follow one another on both sides, joined to edited passages."""
    joined: list[Passage] = []
    for tile in found:
        stop, other = tile.left + tile.words, tile.right + tile.words
        if joined and _follows(joined[-1], tile):
            last = joined[-1]
            words, run = last.shared + tile.words, max(last.run, tile.words)
            joined[-1] = Passage(last.left_start, stop, last.right_start, other, words, run)
        else:
            joined.append(Passage(tile.left, stop, tile.right, other, tile.words, tile.words))
    return joined


def _follows(last: Passage, tile: Tile) -> bool:
    """Whether a tile goes on with a passage: gaps are short, and shorter than what is shared."""
    gap = max(tile.left - last.left_stop, tile.right - last.right_stop)
    behind = min(tile.left - last.left_stop, tile.right - last.right_stop)
    return behind >= 0 and gap <= 8 and gap <= last.shared + tile.words - 2


def _edited_sentences(
    left: Reading, right: Reading, found: list[Passage], settings: AlignmentSettings
) -> list[Passage]:
    """Sentences without a passage yet that are one sentence edited word by word."""
    free_left = _unmatched(left, [(p.left_start, p.left_stop) for p in found], settings)
    free_right = _unmatched(right, [(p.right_start, p.right_stop) for p in found], settings)
    if not free_left or not free_right:
        return []
    scores = similarities(left, right, free_left, free_right)
    close = np.argwhere(scores >= np.float32(settings.edited_similarity)).tolist()
    return closest([(*free_left[i], *free_right[j], float(scores[i, j])) for i, j in close])


def closest(sentences: list[tuple[int, int, int, int, float]]) -> list[Passage]:
    """Pairs of sentences, the most similar first, each sentence once.

    Args:
        sentences: left start and stop, right start and stop, similarity.
    """
    used_left: set[int] = set()
    used_right: set[int] = set()
    matched = []
    for a, b, c, d, score in sorted(sentences, key=lambda s: (-s[4], s[0], s[2])):
        if a in used_left or c in used_right:
            continue
        used_left.add(a)
        used_right.add(c)
        matched.append(Passage(a, b, c, d, round(score * ((b - a) + (d - c)) / 2), 0))
    return matched


def _unmatched(
    reading: Reading, spans: list[tuple[int, int]], settings: AlignmentSettings
) -> list[tuple[int, int]]:
    """Word spans of sentences long enough to tell something and free of passages."""
    covered = np.zeros(len(reading.hashes) + 1, dtype=np.int64)
    for start, stop in spans:
        covered[start + 1 : stop + 1] = 1
    total = np.cumsum(covered)
    edges = reading.bounds.tolist()
    return [
        (start, stop)
        for start, stop in pairwise(edges)
        if stop - start >= settings.least_words and total[start] == total[stop]
    ][:MOST_UNMATCHED]


def similarities(
    left: Reading,
    right: Reading,
    left_spans: list[tuple[int, int]],
    right_spans: list[tuple[int, int]],
) -> npt.NDArray[np.float32]:
    """Share of words two spans have in the same order, each with each (Indel similarity, 0..1)."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415
    from rapidfuzz.process import cdist  # noqa: PLC0415

    _, numbers = np.unique(np.concatenate((left.hashes, right.hashes)), return_inverse=True)
    letters = "".join(map(chr, (numbers + 0x10000).tolist()))
    one = [letters[a:b] for a, b in left_spans]
    shift = len(left.hashes)
    other = [letters[shift + a : shift + b] for a, b in right_spans]
    return np.asarray(
        cdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float32, workers=1)
    )
