"""The one tokenizer: how text becomes words, for every stage alike.

A word is a run of letters and digits after folding (`dedup.folding`):
compatibility forms, case, Latin, Greek, Cyrillic, Arabic and Hebrew marks,
digits of all scripts and invisible characters are normalised away, everything
else separates. Letters are taken apart as in Unicode's NFKD, so that composed
and decomposed spellings are one word. Scripts that write no spaces (Chinese,
Japanese, Thai, Lao, Khmer, Burmese) give overlapping pairs of characters, as
Lucene's CJKAnalyzer does, so that three words in a row span four characters;
a mark belongs to the character before it.

`words` is the definition, in plain Python. `tokenize` does a batch: a small
one with `words`, a large one with `dedup.kernels`, which tests hold equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.folding import Kind, fold_character
from dedup.portions import offsets_of, portions

NORMALISER = "fold-2"
"""Version of folding and tokenizing; part of the recipe that a state file holds."""

FNV_OFFSET = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3
_MASK = 0xFFFFFFFFFFFFFFFF

_MOST_MAPPED = 65536
"""Characters remembered; a text that walks through all of Unicode fills no memory."""
_BETWEEN_SPACES = re.compile(r"[^ ]+")

_PART = 1 << 18
"""Bytes of text whose words, shingles and signatures one thread makes one after the other: all of
it stays in a processor's own cache, and asking for it costs little beside the work."""

Texts = Sequence[str] | pl.Series


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


def words(text: str) -> Iterator[Word]:
    """The words of one text in order."""
    mapped = _mapped(text)
    if mapped is None:
        yield from _words_by_character(text)
        return
    for match in _BETWEEN_SPACES.finditer(mapped):
        yield Word(match.group(), match.start(), match.end())


class _Mapping(dict[int, str]):
    """What `str.translate` makes of a character: its letter, a space, or "" where neither will do.

    Holds for letters that fold to one letter and for separators only; any
    other character makes the text shorter, which shows that it has such.
    """

    def __missing__(self, code: int) -> str:
        kind, folded = fold_character(chr(code))
        plain = folded if kind == Kind.LETTER and len(folded) == 1 else ""
        mapped = " " if kind == Kind.SEPARATOR else plain
        if len(self) < _MOST_MAPPED:
            self[code] = mapped
        return mapped


_MAPPING = _Mapping()


def _mapped(text: str) -> str | None:
    """The text folded character by character, or None where that is not enough."""
    mapped = text.translate(_MAPPING)
    return mapped if len(mapped) == len(text) else None


def _words_by_character(text: str) -> Iterator[Word]:
    """The definition: every kind of character told apart."""
    letters: list[str] = []
    start = stop = 0
    run: list[Word] = []
    for position, character in enumerate(text):
        kind, folded = fold_character(character)
        if kind == Kind.INVISIBLE:
            continue
        if kind == Kind.MARK:
            if letters:
                letters.append(folded)
                stop = position + 1
            elif run:
                run[-1] = Word(run[-1].folded + folded, run[-1].start, position + 1)
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
    mapped = _mapped(text)
    if mapped is not None:
        return " ".join(mapped.split())
    return " ".join(word.folded for word in words(text))


def hash_word(folded: str) -> int:
    """64-bit FNV-1a of a folded word's UTF-8 bytes (Fowler, Noll, Vo)."""
    value = FNV_OFFSET
    for byte in folded.encode("utf-8"):
        value = ((value ^ byte) * FNV_PRIME) & _MASK
    return value


def tokenize(texts: Texts, *, places: bool = True) -> Words:
    """Words of a batch, one text after the other; which path it takes is not to be seen.

    Args:
        texts: strings, or a polars String column, which costs no Python
            object for each text; null is a text without words.
        places: whether it matters where the words stand; without `starts` and
            `stops`, which are empty then, it takes half the time.
    """
    if kernels.worth(characters(texts)):
        return Words(*kernels.tokenize(*utf8(texts), places=places))
    found = tokenize_plainly(texts)
    return found if places else found._replace(starts=found.starts[:0], stops=found.stops[:0])


def tokenize_in_parts(texts: pl.Series) -> Iterator[tuple[slice, Words]]:
    """Words of a batch without their places, a few texts at a time, and which texts these are."""
    buffer, offsets = utf8(texts)
    if not kernels.worth(int(offsets[-1])):
        yield slice(0, len(texts)), tokenize_plainly(texts)
        return
    for some in portions(offsets, _PART):
        own = offsets[some.start : some.stop + 1]
        yield some, Words(*kernels.tokenize(buffer, own, places=False))


def characters(texts: Texts) -> int:
    """How much text a batch is, in code points (bytes for a column)."""
    if isinstance(texts, pl.Series):
        return int(texts.str.len_bytes().sum())
    return sum(map(len, texts))


def utf8(texts: Texts) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """One UTF-8 buffer of all texts and where each begins, with the end of the last one."""
    if isinstance(texts, pl.Series):
        column = texts.fill_null("") if texts.null_count() else texts
        offsets = offsets_of(column.str.len_bytes().to_numpy())
        joined: bytes = column.str.join("").cast(pl.Binary).item()
    else:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        offsets = offsets_of(np.array([len(one) for one in encoded], dtype=np.uint32))
        joined = b"".join(encoded)
    return np.frombuffer(joined, dtype=np.uint8), offsets


def tokenize_plainly(texts: Texts) -> Words:
    """`tokenize` by `words` alone."""
    hashes: list[int] = []
    starts: list[int] = []
    stops: list[int] = []
    offsets = [0]
    known: dict[str, int] = {}
    for text in texts:
        for folded, start, stop in words(text or ""):
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
