"""What a boilerplate rule sees: one article as a page of pieces, and where its body lies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from dedup.blocks import Block, blocks
from dedup.boilerplate.alike import count_words
from dedup.boilerplate.phrases import Phrase, Phrases

_BULLET = re.compile(r"(?:[-*+•‣▪●·–—>»►▶→]|\d{1,2}[.)])[ \t\xa0]*(?=\S)")
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»«“)\]」』]{0,3}$|[.!?…][\"'”’»)\]]{0,3} ?\[\d{1,3}\]$")
_CLOSED = re.compile(r"[.!?…。！？؟۔।,][\"'”’»“)\]」』]{0,3}$|[\"”’»“」』]$")
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
    words: int
    """Words, or for a script without spaces half its characters."""
    bullet: bool
    prose: bool
    """Whether it looks like a paragraph of running text."""
    hit: Phrase | None
    """The phrase of the data files that gives it away."""


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


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences and introductions to lists do."""
    return _ENDS.search(text[-8:]) is not None


def is_prose(text: str, words: int) -> bool:
    """Whether a piece looks like a paragraph of running text."""
    return words >= _SURE_PROSE_WORDS or (
        words >= _PROSE_WORDS and _CLOSED.search(text[-6:]) is not None
    )


def read_page(text: str, title: str | None, byline: str | None, phrases: Phrases) -> Page:
    """The page of one text.

    The body reaches from the first to the last paragraph that no phrase gives
    away in its place.
    """
    pieces = [_piece(block, phrases) for block in blocks(text)]
    count = len(pieces)
    first = next((n for n in range(count) if _is_body(pieces[n], "head")), count)
    last = next((n for n in range(count - 1, first - 1, -1) if _is_body(pieces[n], "tail")), count)
    return Page(text, title, byline, pieces, (first, min(last + 1, count)))


def _is_body(piece: Piece, edge: str) -> bool:
    return piece.prose and (piece.hit is None or piece.hit.where not in ("any", "edge", edge))


def _piece(block: Block, phrases: Phrases) -> Piece:
    words = count_words(block.text)
    return Piece(
        block.start,
        block.stop,
        block.text,
        words,
        _BULLET.match(block.text) is not None,
        is_prose(block.text, words),
        phrases.match(block.text, words),
    )
