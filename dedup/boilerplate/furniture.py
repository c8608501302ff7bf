"""Pieces that a phrase of the data file gives away as a whole: prompts, notices, tails."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page
from dedup.boilerplate.phrases import Phrases


def find(page: Page, phrases: Phrases) -> Iterator[Cut]:
    """Every piece with a hit whose rule allows its place on the page."""
    first, last = page.body
    for number, piece in enumerate(page.pieces):
        if piece.hit is None:
            continue
        where = phrases.where(piece.hit)
        if (
            where == "any"
            or (number < first and where in ("head", "edge"))
            or (number >= last and where in ("tail", "edge"))
        ):
            yield Cut(piece.start, piece.stop, piece.hit)
