"""The compiled loops: tokenizing, shingling, signing and overlaps of whole batches.

Importing this costs nothing; numba is loaded, and the loops compiled or
fetched from the cache folder, at the first call (`prepare` does it ahead and
can announce it). Callers ask `worth` and take their plain path for a few
texts: the results are the same. Work is cut into pieces at text borders and
run on threads without Python's lock; how many never changes a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from dedup.folding import Kind, fold_character, folding_arrays
from dedup.kernels.compiling import compiled, is_compiled, is_loaded, prepare
from dedup.kernels.counter import Counter
from dedup.kernels.loops import Bytes, Floats32, Hashes32, Hashes64, Offsets
from dedup.kernels.passages import PLACE_BITS
from dedup.kernels.pieces import SMALLEST_PIECE, in_pieces, in_threads, streamed

T = TypeVar("T", bound=np.generic)

__all__ = [
    "PLACE_BITS",
    "SMALLEST_PIECE",
    "Counter",
    "begin",
    "compiled",
    "crowded",
    "distinct",
    "file_bands",
    "in_threads",
    "is_compiled",
    "ordered",
    "overlap",
    "prepare",
    "products",
    "propose",
    "shingle",
    "sign",
    "streamed",
    "strongest",
    "tile",
    "tokenize",
    "worth",
]

WORTH_LOADING = 1_000_000
"""Characters of text that plain Python does in about the time numba takes to load."""
WORTH_CALLING = 3_000
"""Characters from which the loops are quicker once they are loaded."""
_ROWS_AT_A_TIME = 20_000
"""Rows of a table of unknown length that are held at once."""
_STEPS_A_PRODUCT = 500
"""Terms of a pair of texts, for cutting the work into pieces."""


class _Plain:
    """How many characters this process has done by plain Python so far."""

    characters = 0


def worth(characters: int) -> bool:
    """Whether so much text is done sooner by the compiled loops than by plain Python.

    While they are not loaded, all that was asked before counts too: who does
    little at a time, but much in the end, loads them once it would have paid.
    """
    if is_loaded():
        return characters > WORTH_CALLING
    _Plain.characters += characters
    return _Plain.characters > WORTH_LOADING


def tokenize(
    buffer: Bytes, texts: Offsets, *, places: bool = True
) -> tuple[Hashes64, Hashes32, Hashes32, Offsets]:
    """Words of the texts in a UTF-8 buffer, as the columns of `dedup.words.Words`.

    Args:
        buffer: the texts one after the other, valid UTF-8 (surrogates may be
            encoded as Python's `surrogatepass` does).
        texts: where each begins, and the end of the last.
        places: whether starts and stops are wanted; else these columns are empty.
    """
    loop = compiled().tokenize
    table = (ascii_forms(), *folding_arrays())

    def piece(some: slice) -> tuple[Hashes64, Hashes32, Hashes32, Offsets]:
        offsets = texts[some.start : some.stop + 1]
        # The most words there can be: one-letter words with a space between each.
        room = int(offsets[-1] - offsets[0] + len(offsets)) // 2 + 2
        hashes = np.empty(room, dtype=np.uint64)
        starts, stops = np.empty((2, room if places else 0), dtype=np.uint32)
        counts = np.empty(len(offsets) - 1, dtype=np.int64)
        columns = (starts, stops) if places else (None, None)
        found = loop(buffer, offsets, *table, hashes, *columns, counts)
        return hashes[:found], starts[:found], stops[:found], counts

    parts = in_pieces(piece, texts)
    return (
        _joined([part[0] for part in parts], np.uint64),
        _joined([part[1] for part in parts], np.uint32),
        _joined([part[2] for part in parts], np.uint32),
        _offsets([part[3] for part in parts]),
    )


def begin(buffer: Bytes, texts: Offsets, *columns: Any) -> int:
    """Words with which names may begin: `dedup.kernels.beginning.begin`, the tables given."""
    found: int = compiled().begin(buffer, texts, ascii_forms(), *folding_arrays(), *columns)
    return found


def shingle(
    words: Hashes64, texts: Offsets, size: int, multiplier: int, *, distinct: bool = True
) -> tuple[Hashes32, Offsets]:
    """Shingle hashes of each text, and where each text's begin.

    They are ascending and without repeats; or else, where that does not matter, as the
    words come, which takes half the time.
    """
    loop = compiled().shingle

    def piece(some: slice) -> tuple[Hashes32, Offsets]:
        offsets = texts[some.start : some.stop + 1]
        shingles = np.empty(int(offsets[-1] - offsets[0]), dtype=np.uint32)
        counts = np.empty(len(offsets) - 1, dtype=np.int64)
        found = loop(words, offsets, size, np.uint64(multiplier), distinct, shingles, counts)
        return shingles[:found], counts

    parts = in_pieces(piece, texts)
    return _joined([part[0] for part in parts], np.uint32), _offsets([part[1] for part in parts])


def file_bands(signatures: Hashes32, bands: int, rows: int) -> Hashes64:
    """The key of each text in each band, bands x texts: `dedup.bands.band_keys`."""
    keys = np.empty((bands, len(signatures)), dtype=np.uint64)
    compiled().file_bands(np.ascontiguousarray(signatures), rows, keys)
    return keys


def crowded(keys: Hashes64, bits: int) -> Offsets:
    """Places of keys whose leading bits others have too: `dedup.bands.likely_shared`."""
    places = np.empty(len(keys) + 1, dtype=np.int64)
    found = compiled().crowd(keys, bits, np.zeros(1 << bits, dtype=np.uint8), places)
    return places[:found]


def sign(
    shingles: Hashes32, texts: Offsets, multipliers: Hashes32, increments: Hashes32
) -> Hashes32:
    """MinHash signatures (texts x permutations) of texts with these shingle hashes."""
    loop = compiled().sign
    signatures = np.empty((len(texts) - 1, len(multipliers)), dtype=np.uint32)

    def piece(some: slice) -> None:
        offsets = texts[some.start : some.stop + 1]
        loop(shingles, offsets, multipliers, increments, signatures[some])

    in_pieces(piece, texts)
    return signatures


def overlap(shingles: Hashes32, texts: Offsets, left: Hashes32, right: Hashes32) -> Hashes32:
    """How many shingles the texts of each pair share."""
    loop = compiled().overlap
    shared = np.empty(len(left), dtype=np.uint32)
    sizes = np.diff(texts)
    work = np.concatenate(([0], np.cumsum(sizes[left] + sizes[right]))).astype(np.int64)

    def piece(some: slice) -> None:
        loop(shingles, texts, left[some], right[some], shared[some])

    in_pieces(piece, work)
    return shared


def tile(  # noqa: PLR0913, PLR0917 - columns, two or three of a kind together
    pairs: tuple[Hashes32, Hashes32],
    words: tuple[Hashes64, Offsets, Hashes32],
    seeds: tuple[Hashes64, Offsets],
    bounds: tuple[Offsets, Offsets],
    numbers: tuple[int, int, int, int, int],
    similarity: float,
) -> tuple[Offsets, Offsets]:
    """Verbatim passages of pairs of texts, and sentences that may be edited ones.

    Arguments and columns are those of `dedup.kernels.passages.tile`; each of
    `words`, `seeds`, `bounds` is a column and where each text's part begins,
    `words` with the places of each text's in order (`ordered`).
    """
    loop = compiled().tile
    left, right = pairs
    sizes = np.diff(words[1])
    sentences = np.diff(bounds[1])
    room = int((np.minimum(sizes[left], sizes[right]) // numbers[0] + 1).max(initial=0))
    doubts = int((sentences[left] * sentences[right]).max(initial=0))
    found = np.empty((room + _ROWS_AT_A_TIME, 7), dtype=np.int64)
    doubted = np.empty((doubts + _ROWS_AT_A_TIME, 5), dtype=np.int64)
    columns = (*words, *seeds, ordered(*seeds), *bounds)
    all_found, all_doubted = [found[:0]], [doubted[:0]]
    begin = 0
    while begin < len(left):
        done, passages, doubts = loop(
            left[begin:],
            right[begin:],
            *columns,
            np.array(numbers, dtype=np.int64),
            similarity,
            found,
            doubted,
        )
        for rows, kept in ((found[:passages], all_found), (doubted[:doubts], all_doubted)):
            rows[:, 0] += begin
            kept.append(rows.copy())
        begin += done
    return np.concatenate(all_found), np.concatenate(all_doubted)


def ordered(values: Hashes64, texts: Offsets) -> Hashes32:
    """The places of each text's values in ascending order."""
    places = np.empty(len(values), dtype=np.uint32)
    compiled().order(values, texts, places)
    return places


def distinct(
    values: Hashes64, texts: Offsets, places: Hashes32 | None = None
) -> tuple[Offsets, Hashes32, Offsets]:
    """Each text's distinct values, in order: where each stands first, which of them every value is.

    The third column is how many of them each text has; `places` is what `ordered`
    gives, where it is known.
    """
    firsts, numbers = np.empty(len(values), np.int64), np.empty(len(values), np.uint32)
    counts = np.empty(len(texts) - 1, np.int64)
    places = ordered(values, texts) if places is None else places
    found = compiled().distinct(values, texts, places, numbers, firsts, counts)
    return firsts[:found], numbers, counts


def propose(filed: Sequence[Any], first: int, stop: int, least: int, weight: float) -> Offsets:
    """Pairs of articles that share keys, as `dedup.kernels.candidates.propose` finds them.

    `filed` are the six columns that it takes of articles and keys.
    """
    loop = compiled().propose
    found = np.empty((len(filed[0]) + _ROWS_AT_A_TIME, 2), dtype=np.int64)
    parts = [found[:0]]
    while first < stop:
        first, rows = loop(first, stop, *filed, least, weight, found)
        parts.append(found[:rows].copy())
    return np.concatenate(parts)


def products(vectors: Sequence[Any], left: Offsets, right: Offsets) -> Floats32:
    """Dot products of pairs of the texts' sparse vectors.

    Args:
        vectors: terms, ascending in each text; their weights; where each text's begin and end.
        left: numbers of the pairs' left texts.
        right: numbers of the pairs' right texts.
    """
    loop = compiled().product
    found = np.empty(len(left), dtype=np.float32)
    one, other = left.astype(np.uint32), right.astype(np.uint32)

    def piece(some: slice) -> None:
        loop(*vectors, one[some], other[some], found[some])

    in_pieces(piece, np.arange(len(left) + 1) * _STEPS_A_PRODUCT)
    return found


def strongest(terms: Hashes32, weights: Floats32, texts: Offsets, most: int) -> Offsets:
    """The places of the `most` terms of greatest weight of each text, in order."""
    loop = compiled().strongest

    def piece(some: slice) -> Offsets:
        offsets = texts[some.start : some.stop + 1]
        room = int(np.minimum(np.diff(offsets), most).sum())
        places, counts = np.empty(room, np.int64), np.empty(len(offsets) - 1, np.int64)
        return places[: loop(terms, weights, offsets, most, places, counts)]

    return _joined(in_pieces(piece, texts), np.int64)


@cache
def ascii_forms() -> Bytes:
    """Folded byte of each ASCII letter or digit, 0 for an ASCII separator, 1 for any other byte."""
    forms = np.ones(256, dtype=np.uint8)
    for code in range(128):
        kind, folded = fold_character(chr(code))
        forms[code] = ord(folded) if folded else int(kind == Kind.INVISIBLE)
    return forms


def _joined(parts: list[npt.NDArray[T]], dtype: type[T]) -> npt.NDArray[T]:
    """The parts in one array; what a single one has room for beyond it was never touched."""
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, dtype=dtype), *parts])


def _offsets(counts: list[Offsets]) -> Offsets:
    return np.concatenate(([0], np.cumsum(_joined(counts, np.int64))))
