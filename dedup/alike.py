"""Spellings made alike before a text is held against phrases; never seen in a report."""

from __future__ import annotations

import re
import unicodedata

SWAPPED = (
    ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\xa0", " "),
    ("„", '"'), ("«", '"'), ("»", '"'), ("ʼ", "'"), ("‑", "-"), ("‐", "-"), ("：", ":"),
    ("，", ","), ("｜", "|"), ("（", "("), ("）", ")"), ("\u202f", " "), ("\u3000", " "),
    ("İ", "I"),
)  # fmt: skip
DROPPED = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u00ad\ufeffـ"))
_DROPPED = "".join(map(chr, DROPPED))
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_UNTIDY = ("  ", "\n", "\t", "\r", "\x0b", "\x0c")


def alike(text: str) -> str:
    """Quotes straight, dashes short, blanks single, letters composed; case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _without_dropped(_swapped(text)))
    return _tidy(text)


def fold(text: str) -> str:
    """`alike` in lower case."""
    return alike(text).lower()


def bare(folded: str) -> str:
    """Folded text without what is no letter at its start and its end."""
    start, stop = 0, len(folded)
    while start < stop and not folded[start].isalpha():
        start += 1
    while stop > start and not _holds(folded[stop - 1]):
        stop -= 1
    return folded[start:stop]


def count_words(text: str) -> int:
    """Words of a piece; for a script without spaces half its characters."""
    words = text.count(" ") + 1
    if not text.isascii() and words * 8 < len(text) and _SPACELESS.search(text):
        return max(words, len(text) // 2)
    return words


def _tidy(text: str) -> str:
    for blank in _UNTIDY:
        if blank in text:
            return " ".join(text.split())
    return text


def _without_dropped(text: str) -> str:
    for one in _DROPPED:
        if one in text:
            return text.translate(DROPPED)
    return text


def _swapped(text: str) -> str:
    for odd, plain in SWAPPED:
        text = text.replace(odd, plain)
    return text


def _holds(character: str) -> bool:
    """A letter, or a vowel sign that belongs to one (Indic scripts, Thai)."""
    return character.isalpha() or unicodedata.category(character)[0] == "M"
