"""The one tokenizer: how text becomes words, for every stage alike.

A word is a run of letters and digits after folding: compatibility forms,
case, Latin, Greek, Cyrillic, Arabic and Hebrew marks and invisible characters
are normalised away, everything else separates. Scripts that write no spaces
(Chinese, Japanese, Thai, Lao, Khmer, Burmese) give overlapping pairs of
characters, as Lucene's CJKAnalyzer does, so that three words in a row span
four characters.

This module is the plain twin: `dedup.kernels` does the same for whole batches
and is held equal to it by tests.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

NORMALISER = "fold-1"
"""Version of folding and tokenizing; part of the recipe that a state file holds."""

FNV_OFFSET = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3
_MASK = 0xFFFFFFFFFFFFFFFF

_STRIPPED_MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
_SPACELESS = (
    (0x0E01, 0x0E3A),
    (0x0E40, 0x0E4E),
    (0x0E81, 0x0EDF),
    (0x1000, 0x109F),
    (0x1780, 0x17D3),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3031, 0x3035),
    (0x3041, 0x30FA),
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3134F),
)


class Kind:
    """What a character is to the tokenizer."""

    SEPARATOR = 0
    LETTER = 1
    SPACELESS = 2
    INVISIBLE = 3


class Word(NamedTuple):
    """One word: its folded form and where it stands, in code points."""

    folded: str
    start: int
    stop: int


class Words(NamedTuple):
    """The words of a batch of texts, as columns.

    `hashes` (uint64), `starts` and `stops` (uint32, code points of the word's
    own text) have one entry a word; the words of text `i` are those from
    `offsets[i]` to `offsets[i + 1]` (int64).
    """

    hashes: npt.NDArray[np.uint64]
    starts: npt.NDArray[np.uint32]
    stops: npt.NDArray[np.uint32]
    offsets: npt.NDArray[np.int64]


def _within(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(low <= code <= high for low, high in ranges)


@lru_cache(maxsize=65536)
def fold_character(character: str) -> tuple[int, str]:
    """Kind and folded form of one character (the form is "" unless it is part of a word)."""
    code = ord(character)
    category = unicodedata.category(character)
    if category in ("Cf", "Cc") and character not in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85":
        return Kind.INVISIBLE, ""
    if _within(code, _STRIPPED_MARKS):
        return Kind.INVISIBLE, ""
    if not (category[0] in "LN" or category in ("Mn", "Mc")):
        return Kind.SEPARATOR, ""
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    kept = (c for c in unicodedata.normalize("NFKD", decomposed) if _is_word_part(c))
    folded = unicodedata.normalize("NFC", "".join(kept))
    if not folded:
        return Kind.SEPARATOR, ""
    return (Kind.SPACELESS if _within(ord(folded[0]), _SPACELESS) else Kind.LETTER), folded


def _is_word_part(character: str) -> bool:
    category = unicodedata.category(character)
    return (category[0] in "LN" or category in ("Mn", "Mc")) and not _within(
        ord(character), _STRIPPED_MARKS
    )


def words(text: str) -> Iterator[Word]:
    """The words of one text in order."""
    letters: list[str] = []
    start = stop = 0
    run: list[Word] = []
    for position, character in enumerate(text):
        kind, folded = fold_character(character)
        if kind == Kind.INVISIBLE:
            continue
        if letters and kind != Kind.LETTER:
            yield Word("".join(letters), start, stop)
            letters = []
        if run and kind != Kind.SPACELESS:
            yield from _pairs(run)
            run = []
        if kind == Kind.LETTER:
            if not letters:
                start = position
            letters.append(folded)
            stop = position + 1
        elif kind == Kind.SPACELESS:
            run.append(Word(folded, position, position + 1))
    if letters:
        yield Word("".join(letters), start, stop)
    yield from _pairs(run)


def _pairs(run: list[Word]) -> Iterator[Word]:
    if len(run) == 1:
        yield run[0]
    for first, second in pairwise(run):
        yield Word(first.folded + second.folded, first.start, second.stop)


def fold(text: str) -> str:
    """The folded words of a text joined by single spaces: equal for equal word sequences."""
    return " ".join(word.folded for word in words(text))


def hash_word(folded: str) -> int:
    """64-bit FNV-1a of a folded word's UTF-8 bytes (Fowler, Noll, Vo)."""
    value = FNV_OFFSET
    for byte in folded.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * FNV_PRIME) & _MASK
    return value


def tokenize(texts: Sequence[str]) -> Words:
    """Words of a batch, one text after the other; the plain path for a few texts."""
    hashes: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    offsets = [0]
    known: dict[str, int] = {}
    for text in texts:
        for folded, start, stop in words(text):
            value = known.get(folded)
            if value is None:
                value = known[folded] = hash_word(folded)
            hashes.append(value)
            starts.append(start)
            stops.append(stop)
        offsets.append(len(hashes))
    return Words(
        np.array(hashes, dtype=np.uint64),
        np.array(starts, dtype=np.uint32),
        np.array(stops, dtype=np.uint32),
        np.array(offsets, dtype=np.int64),
    )
