"""Where in the texts of a batch a name can begin: all their words looked up at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.name_forms import Form
from dedup.words import hash_word, tokenize

Hashes = npt.NDArray[np.uint64]

_CYRILLIC = re.compile("[а-яё]{4}$")
_LOW_BITS = np.uint64(0xFFFF)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_ENDINGS = ("ом", "а", "у", "е")
_INSIDE_WORDS = (
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u061c\u064b-\u065f\u0670"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


class Starts(NamedTuple):
    """Hashes of the words that names begin with."""

    alone: Hashes
    """Those that may be a name by themselves, ascending."""
    pairs: Hashes
    """Those that another word must follow, with such a word, ascending."""
    ends: npt.NDArray[np.bool_]
    """Whether any first word's hash ends in given bits: it tells nine words in ten apart."""

    def find(self, texts: pl.Series) -> list[list[int] | None]:
        """Where names can begin in each text; None for one that must be read in full.

        A text with signs inside its words (marks, soft hyphens) is cut into words otherwise.
        """
        words = tokenize(texts)
        likely = np.flatnonzero(self.ends[words.hashes & _LOW_BITS])
        first = words.hashes[likely]
        following = np.append(words.hashes, np.uint64(0))[likely + 1]
        pairs = _paired(first, following)
        hits = likely[_among(first, self.alone) | _among(pairs, self.pairs)]
        bounds = np.searchsorted(hits, words.offsets)
        places = words.starts[hits].tolist()
        odd = texts.str.contains(_INSIDE_WORDS).fill_null(value=False).to_list()
        return [
            None if special else places[low:high]
            for special, (low, high) in zip(odd, pairwise(bounds.tolist()), strict=True)
        ]


def starts_of(forms: Mapping[str, tuple[Form, ...]]) -> Starts:
    """The hashes for names of these forms, by their first words.

    Where a second word may be inflected or spelled in several ways, its first one is alone.
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
    ends = np.zeros(int(_LOW_BITS) + 1, dtype=np.bool_)
    ends[np.concatenate((listed, leading)) & _LOW_BITS] = True
    return Starts(listed, np.unique(_paired(leading, second)), ends)


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
