"""Spellings made alike before a text is held against phrases; never seen in a report."""

from __future__ import annotations

import re
import unicodedata

_SWAPPED = (
    ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\xa0", " "),
    ("„", '"'), ("«", '"'), ("»", '"'), ("ʼ", "'"), ("‑", "-"), ("‐", "-"), ("：", ":"),
    ("，", ","), ("｜", "|"), ("（", "("), ("）", ")"), ("\u202f", " "), ("\u3000", " "),
    ("İ", "I"),
)  # fmt: skip
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u00ad\ufeffـ"))
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_UNTIDY = ("  ", "\n", "\t", "\r", "\x0b", "\x0c")


def alike(text: str) -> str:
    """Quotes straight, dashes short, blanks single, letters composed; case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _swapped(text).translate(_DROPPED))
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


class Alike:
    """One whole text made alike, from which its pieces are taken by offset."""

    __slots__ = ("_kept", "folded")

    def __init__(self, text: str) -> None:
        ascii_only = text.isascii()
        self._kept = text if ascii_only else _swapped(text)
        clean = ascii_only or (
            unicodedata.is_normalized("NFC", text)
            and not any(chr(code) in text for code in _DROPPED)
        )
        self.folded = (self._kept if clean else alike(text)).lower()
        """The whole text in lower case, for seeing at once what it does not contain."""
        if not clean:
            self._kept = ""

    def piece(self, start: int, stop: int, text: str) -> str:
        """`alike` of the piece that stands there."""
        if self._kept and stop - start == len(text):
            kept = self._kept[start:stop]
            return _tidy(kept)
        return alike(text)


def _tidy(text: str) -> str:
    for blank in _UNTIDY:
        if blank in text:
            return " ".join(text.split())
    return text


def _swapped(text: str) -> str:
    for odd, plain in _SWAPPED:
        text = text.replace(odd, plain)
    return text


def _holds(character: str) -> bool:
    """A letter, or a vowel sign that belongs to one (Indic scripts, Thai)."""
    return character.isalpha() or unicodedata.category(character)[0] == "M"
