"""Pieces that a phrase of the data files gives away as a whole: prompts, notices, tails."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut


def find(page: Page) -> Iterator[Cut]:
    """Every piece with a phrase that holds in its place on the page, and sentences inside one."""
    first, last = page.body
    for number in page.told:
        piece = page.pieces[number]
        for inner in piece.inner:
            yield Cut(*inner)
        if piece.hit is None:
            continue
        where = piece.hit.where
        if (
            where == "any"
            or (number < first and where in ("head", "edge"))
            or (number >= last and where in ("tail", "edge"))
        ):
            yield Cut(piece.start, piece.stop, piece.hit.rule)
