"""What a boilerplate rule sees: one article as a page of pieces, and where its body lies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from dedup.blocks import Block, blocks

LONGEST_PIECE = 4000
"""Characters of a piece that rules look at; longer ones are never furniture as a whole."""

_ALIKE = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "‐": "-", "…": "...", "：": ":", "，": ",", "｜": "|",
        "（": "(", "）": ")", "\u200b": "", "\u200e": "", "\u200f": "", "\u00ad": "", "\ufeff": "",
        "ـ": "",
    }
)  # fmt: skip
_BULLET = re.compile(r"(?:[-*+•‣▪●·–—>»►▶→]|\d{1,2}[.)])[ \t\xa0]*(?=\S)")
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»«“)\]」』]{0,3}$|[.!?…][\"'”’»)\]]{0,3} ?\[\d{1,3}\]$")
_CLOSED = re.compile(r"[.!?…。！？؟۔।,][\"'”’»“)\]」』]{0,3}$|[\"”’»“」』]$")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_PROSE_WORDS, _SURE_PROSE_WORDS = 11, 40


class Cut(NamedTuple):
    """One cut: a span of the page's text and the rule that made it."""

    start: int
    stop: int
    rule: str


class Piece(NamedTuple):
    """A block as rules judge it."""

    start: int
    stop: int
    text: str
    """Unwrapped, without surrounding blanks."""
    folded: str
    """Case, quotes, dashes and blanks made alike, for finding phrases."""
    words: int
    """Words, or for a script without spaces half its characters."""
    bullet: bool
    prose: bool
    """Whether it looks like a paragraph of running text."""
    hit: str | None
    """The rule of the data file that it matches as a whole."""


@dataclass(frozen=True, slots=True)
class Page:
    """One article: its text, its pieces, and what the metadata say of it."""

    text: str
    title: str | None
    byline: str | None
    pieces: list[Piece] = field(default_factory=list)
    body: tuple[int, int] = (0, 0)
    """Index of the first piece of prose, and the index after the last."""

    def head(self) -> list[Piece]:
        """The pieces before the first paragraph."""
        return self.pieces[: self.body[0]]

    def tail(self) -> list[Piece]:
        """The pieces after the last paragraph."""
        return self.pieces[self.body[1] :]


def fold(text: str) -> str:
    """Make letters' case, quotes, dashes and blanks alike; for matching phrases only."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_ALIKE))
    return " ".join(text.casefold().split())


def bare(folded: str) -> str:
    """Folded text without what is no letter at its start, and no letter or bracket at its end."""
    start, stop = 0, len(folded)
    while start < stop and not folded[start].isalpha():
        start += 1
    while stop > start and not folded[stop - 1].isalpha():
        stop -= 1
    return folded[start:stop]


def count_words(text: str) -> int:
    """Words of a piece; for a script without spaces half its characters."""
    words = text.count(" ") + 1
    if not text.isascii() and words * 8 < len(text) and _SPACELESS.search(text):
        return max(words, len(text) // 2)
    return words


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences and introductions to lists do."""
    return _ENDS.search(text[-8:]) is not None


def is_prose(text: str, words: int) -> bool:
    """Whether a piece looks like a paragraph of running text."""
    return words >= _SURE_PROSE_WORDS or (
        words >= _PROSE_WORDS and _CLOSED.search(text[-6:]) is not None
    )


Match = Callable[[str, str, int], str | None]


def read_page(text: str, title: str | None, byline: str | None, match: Match) -> Page:
    """A page of one text; `match(text, folded, words)` names the data rule of a piece."""
    pieces = [_piece(block, match) for block in blocks(text)]
    prose = [number for number, piece in enumerate(pieces) if piece.prose and piece.hit is None]
    body = (prose[0], prose[-1] + 1) if prose else (len(pieces), len(pieces))
    return Page(text, title, byline, pieces, body)


def _piece(block: Block, match: Match) -> Piece:
    words = count_words(block.text)
    folded = fold(block.text[:LONGEST_PIECE])
    return Piece(
        block.start,
        block.stop,
        block.text,
        folded,
        words,
        _BULLET.match(block.text) is not None,
        is_prose(block.text, words),
        match(block.text, folded, words),
    )
