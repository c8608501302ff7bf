"""Where in the texts of a batch a name can begin: all their words looked up at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.kernels.beginning import GATE_BITS
from dedup.name_forms import GLUED_RANGES, Form
from dedup.words import characters, hash_word, tokenize, utf8

Hashes = npt.NDArray[np.uint64]

_CYRILLIC = re.compile("[а-яё]{4}$")
_LOW_BITS = np.uint64((1 << GATE_BITS) - 1)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_ENDINGS = ("ом", "а", "у", "е")
_INSIDE_WORDS = (
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u061c\u064b-\u065f\u0670"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


class Found(NamedTuple):
    """What is known of the texts of a batch before their names are read."""

    places: list[list[int] | None]
    """Where names can begin in each; None for one that must be read in full."""
    glued: list[bool]
    """Whether a script that glues words together stands in it."""


class Starts(NamedTuple):
    """Hashes of the words that names begin with."""

    alone: Hashes
    """Those that may be a name by themselves, ascending."""
    pairs: Hashes
    """Those that another word must follow, with such a word, ascending."""
    ends: npt.NDArray[np.uint8]
    """1 where any first word's hash ends in given bits: it tells nine words in ten apart."""
    leads: npt.NDArray[np.uint8]
    """1 where a name in small letters that may stand anywhere begins with two given bytes."""

    def find(self, texts: pl.Series) -> Found:
        """Where names can begin in each text; what it gives is looked at again.

        A text with signs inside its words (marks, soft hyphens) is cut into words otherwise.
        """
        if not kernels.worth(characters(texts)):
            return self._find_in_full(texts)
        found = self._find_in_letters(texts)
        others = [number for number, some in enumerate(found.places) if some is None]
        if others:
            rest = self._find_in_full(texts.gather(others))
            for number, places, glued in zip(others, *rest, strict=True):
                found.places[number], found.glued[number] = places, glued
        return found

    def _find_in_letters(self, texts: pl.Series) -> Found:
        """The same for texts in letters of Europe, None for others: by the compiled loop."""
        buffer, offsets = utf8(texts)
        room = (len(buffer) + len(texts)) // 2 + 1
        hashes, following = np.empty((2, room), dtype=np.uint64)
        starts, counts = np.empty(room, dtype=np.uint32), np.empty(len(texts), dtype=np.int64)
        many = kernels.begin(
            *(buffer, offsets, self.ends, self.leads, hashes, following, starts, counts)
        )
        hits = self._hits(hashes[:many], following[:many])
        bounds = np.searchsorted(hits, np.cumsum([0, *np.maximum(counts, 0)]))
        places = starts[hits].tolist()
        return Found(
            [
                None if count < 0 else places[low:high]
                for count, (low, high) in zip(
                    counts.tolist(), pairwise(bounds.tolist()), strict=True
                )
            ],
            [False] * len(texts),
        )

    def _find_in_full(self, texts: pl.Series) -> Found:
        """The same for texts in any script."""
        words = tokenize(texts)
        likely = np.flatnonzero(self.ends[words.hashes & _LOW_BITS])
        following = np.append(words.hashes, np.uint64(0))[likely + 1]
        hits = likely[self._hits(words.hashes[likely], following)]
        bounds = np.searchsorted(hits, words.offsets)
        places = words.starts[hits].tolist()
        odd = texts.str.contains(_INSIDE_WORDS).fill_null(value=False).to_list()
        return Found(
            [
                None if special else places[low:high]
                for special, (low, high) in zip(odd, pairwise(bounds.tolist()), strict=True)
            ],
            texts.str.contains(f"[{GLUED_RANGES}]").to_list(),
        )

    def _hits(self, first: Hashes, following: Hashes) -> npt.NDArray[np.int64]:
        """Which of some words may begin a name, by the words behind them."""
        return np.flatnonzero(
            _among(first, self.alone) | _among(_paired(first, following), self.pairs)
        )


def starts_of(forms: Mapping[str, tuple[Form, ...]], small: Sequence[str]) -> Starts:
    """The hashes for names of these forms, by their first words.

    Where a second word may be inflected or spelled in several ways, its first one is alone.

    Args:
        forms: ways to go on by the first words of names.
        small: first words in small letters of names that may stand anywhere.
    """
    alone: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for first, ways in forms.items():
        begins = [first, *(first + ending for ending in _ENDINGS if _CYRILLIC.search(first))]
        if all(form.rest and form.rest[0].isascii() for form in ways):
            pairs |= {(one, form.rest[0]) for one in begins for form in ways}
        else:
            alone |= set(begins)
    listed = np.unique(np.array(list(map(hash_word, alone)), dtype=np.uint64))
    leading, second = (np.array([hash_word(pair[n]) for pair in pairs], np.uint64) for n in (0, 1))
    ends = np.zeros(int(_LOW_BITS) + 1, dtype=np.uint8)
    ends[np.concatenate((listed, leading)) & _LOW_BITS] = 1
    leads = np.zeros(1 << 14, dtype=np.uint8)
    for word in small:
        if word[0].isascii():
            written = f"{word} ".encode()
            # What follows a word of one letter may be anything.
            seconds = [written[1] & 0x7F] if len(word) > 1 else range(128)
            leads[[written[0] << 7 | second for second in seconds]] = 1
    return Starts(listed, np.unique(_paired(leading, second)), ends, leads)


def _among(hashes: Hashes, listed: Hashes) -> npt.NDArray[np.bool_]:
    """Which hashes are in an ascending list."""
    if not len(listed):
        return np.zeros(len(hashes), dtype=np.bool_)
    places = np.minimum(np.searchsorted(listed, hashes), len(listed) - 1)
    found: npt.NDArray[np.bool_] = listed[places] == hashes
    return found


def _paired(first: Hashes, second: Hashes) -> Hashes:
    """A hash of two hashes in their order."""
    mixed: Hashes = first * _ODD ^ second
    return mixed
