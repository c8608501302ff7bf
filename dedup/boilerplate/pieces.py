"""A piece of a page, as rules judge it, and what its shape says."""

from __future__ import annotations

import re
from typing import NamedTuple

from dedup.boilerplate.gates import Phrase

_BULLET = re.compile(r"(?:[-*+•‣▪●·–—>»►▶→]|\d{1,2}[.)])[ \t\xa0]*(?=\S)")
_ENDS = re.compile(r"[.!?…。！？؟۔।:;][\"'”’»«“)\]」』]{0,3}$|[.!?…][\"'”’»)\]]{0,3} ?\[\d{1,3}\]$")
_CLOSED = re.compile(r"[.!?…。！？؟۔।,][\"'”’»“)\]」』]{0,3}$|[\"”’»“」』]$")
_PROSE_WORDS, _SURE_PROSE_WORDS = 11, 40


LINED, CONTAINING, PATTERNED, SIGNED, DATED, ENDED, TIMED, ARROWED, OPENED, SHOUTED, ADDRESSED = (
    1 << bit for bit in range(11)
)
"""By what a phrase may be found in a piece, and whether it may be a caption (signed, or with a
year near its end), a stamp, the time of a comment, a link behind an arrow, one in capitals, a
paragraph with a dateline, or an address."""
PHRASED = LINED | CONTAINING | PATTERNED
ANYTHING = (1 << 11) - 1


class Cut(NamedTuple):
    """One cut: a span of the page's text and the rule that made it."""

    start: int
    stop: int
    rule: str


class Piece(NamedTuple):
    """A block of the text with its shape."""

    start: int
    stop: int
    text: str
    """Unwrapped, without surrounding blanks."""
    words: int
    """Words, or for a script without spaces half its characters."""
    bullet: bool
    prose: bool
    """Whether it looks like a paragraph of running text."""
    hit: Phrase | None = None
    """The phrase of the data files that gives it away."""
    likely: int = ANYTHING
    """What may give it away; what `screening` has ruled out is not asked."""
    asked: tuple[int, ...] | None = None
    """The patterns that it may match, by their numbers; None for any."""
    inner: tuple[tuple[int, int, str], ...] = ()
    """Sentences inside it that are furniture (`glued`): spans and rules."""


def has_bullet(text: str) -> bool:
    """Whether a piece begins with the mark of a list item."""
    return _BULLET.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a text ends as sentences and introductions to lists do."""
    return _ENDS.search(text[-8:]) is not None


def is_prose(text: str, words: int) -> bool:
    """Whether a piece looks like a paragraph of running text."""
    return words >= _SURE_PROSE_WORDS or (
        words >= _PROSE_WORDS and _CLOSED.search(text[-6:]) is not None
    )
