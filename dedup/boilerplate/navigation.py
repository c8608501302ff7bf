"""Mastheads, section names and breadcrumbs above the headline."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page
from dedup.boilerplate.phrases import Phrases
from dedup.boilerplate.titles import is_headline

_MOST_WORDS = 3


def find(page: Page, _: Phrases) -> Iterator[Cut]:
    """Lines of a few words that stand before a headline."""
    head = page.head()
    if len(head) == len(page.pieces):
        return
    headlines = [n for n, piece in enumerate(head) if piece.hit is None and is_headline(piece)]
    for piece in head[: headlines[0]] if headlines else ():
        if piece.words <= _MOST_WORDS and not piece.bullet and piece.text[-1] not in ".:?!":
            yield Cut(piece.start, piece.stop, "navigation.masthead")
