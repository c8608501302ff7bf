"""Which language a text is written in, as an ISO 639-1 code.

Most texts of a folder are certain at a glance by their function words; the
rest go to py3langid (Lui and Baldwin's langid.py, retrained), whose model
takes a second to load and half a millisecond a text. What neither knows is
`und`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl

from dedup import kernels
from dedup.kernels import glancing
from dedup.kernels.loops import Bytes, Hashes64, Offsets
from dedup.words import hash_word, utf8

UNDETERMINED = "und"

READ_CHARACTERS = 600
"""Characters looked at: of 8,000 articles none was judged otherwise by more of it."""
LEAST_CONFIDENCE = 0.5
"""The identifier's probability below which its answer does not count: of 658 headlines of
20 characters and more above it, 2 were wrong; 11 % of those below it."""
GLANCE_WORDS = 5
"""Function words a language needs to be certain at a glance,"""
GLANCE_SHARE = 0.1
"""their share among all words: running prose has .15 to .4,"""
GLANCE_LEAD = 4
"""and how many times all other languages' number that must be. So decided, no text of 24,000
English, French and German articles was given another language than by the identifier."""


def detect(texts: Sequence[str]) -> list[str]:
    """The language of each text: an ISO 639-1 code, or `und` where that is not certain."""
    return [_detect(text[:READ_CHARACTERS]) for text in texts]


def glance(texts: Sequence[str]) -> list[str | None]:
    """The language of each text that is certain at a glance; None of the others."""
    return [_at_a_glance(text[:READ_CHARACTERS]) for text in texts]


def glance_all(texts: pl.Series) -> list[str | None]:
    """What `glance` gives for each text of a batch (strings without null).

    English is read by a compiled loop; what has letters beside those of ASCII is looked at again.
    """
    heads = texts.str.slice(0, READ_CHARACTERS)
    if not kernels.worth(int(heads.str.len_bytes().sum())):
        return glance(heads.to_list())
    names, gate, known, languages = _hashed_words()
    told, counts = np.empty(len(heads), np.int64), np.empty(len(names), np.int64)
    least = np.array([GLANCE_WORDS, GLANCE_SHARE, GLANCE_LEAD], dtype=np.float64)
    kernels.compiled().glance(*utf8(heads), gate, known, languages, least, counts, told)
    found = [names[number] if number >= 0 else None for number in told.tolist()]
    unread = np.flatnonzero(told == glancing.UNREAD)
    some = glance(heads.gather(unread).to_list())
    for number, language in zip(unread.tolist(), some, strict=True):
        found[number] = language
    return found


@lru_cache(maxsize=1)
def _hashed_words() -> tuple[list[str], Bytes, Hashes64, Offsets]:
    """Names of languages, and hashes of their function words as `glancing` takes them."""
    words = function_words()
    names = sorted(set(words.values()))
    numbers = {hash_word(word): names.index(language) for word, language in words.items()}
    known = np.array(sorted(numbers), dtype=np.uint64)
    gate = np.zeros(1 << glancing.GATE_BITS, dtype=np.uint8)
    gate[known & np.uint64(len(gate) - 1)] = 1
    owners = np.array([numbers[value] for value in known.tolist()], dtype=np.int64)
    return names, gate, known, owners


def _detect(text: str) -> str:
    return _at_a_glance(text) or _identified(text)


def _at_a_glance(text: str) -> str | None:
    """The language whose function words are many and all but alone in the text."""
    words = text.casefold().split()
    found = list(filter(None, map(function_words().get, words)))
    if not found:
        return None
    hits = Counter(found)
    best = max(hits, key=lambda language: (hits[language], language))
    others = len(found) - hits[best]
    certain = (
        hits[best] >= GLANCE_WORDS
        and hits[best] >= GLANCE_SHARE * len(words)
        and hits[best] >= GLANCE_LEAD * others
    )
    return best if certain else None


def _identified(text: str) -> str:
    capitals = sum(character.isupper() for character in text)
    if 2 * capitals > sum(character.isalpha() for character in text):
        text = text.lower()  # the model knows lower case; headlines and old wire shout
    language, confidence = _identifier().classify(text)
    return str(language) if confidence >= LEAST_CONFIDENCE else UNDETERMINED


@lru_cache(maxsize=1)
def function_words() -> Mapping[str, str]:
    """Function words and the one language that often has each."""
    data = files("dedup").joinpath("data/function_words.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(data)
    return {word: language for language, words in lists.items() for word in words.split()}


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """py3langid's model, held to the languages that ISO 639-1 has a code for."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 1.2 s

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    return identifier
