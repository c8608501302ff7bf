"""Mastheads, section names and breadcrumbs above the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut, Piece

_MOST_WORDS = 3
_CRUMBS = re.compile(r"[^>›»/|]{2,30}(?: ?[>›»/|] ?[^>›»/|]{2,40}){2,8}$")


def find(page: Page) -> Iterator[Cut]:
    """Lines of a few words, and breadcrumbs, that stand before a headline."""
    number = page.headline
    for piece in page.head()[:number] if number else ():
        if piece.hit is None and (_is_short(piece) or _is_trail(piece)):
            yield Cut(piece.start, piece.stop, "navigation.masthead")


def _is_short(piece: Piece) -> bool:
    return piece.words <= _MOST_WORDS and not piece.bullet and piece.text[-1] not in ".:?!"


def _is_trail(piece: Piece) -> bool:
    return len(piece.text) <= 200 and _CRUMBS.match(piece.text) is not None
