"""Pieces that a phrase of the data files gives away as a whole: prompts, notices, tails."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.page import DAY, Page
from dedup.boilerplate.pieces import Cut, Piece

LEAST_DAYS = 2


def find(page: Page) -> Iterator[Cut]:
    """Every piece with a phrase that holds in its place on the page, and sentences inside one."""
    first, last = page.opening, page.body[1]
    days = _days(page)
    for number in page.told:
        piece = page.pieces[number]
        for inner in piece.inner:
            yield Cut(*inner)
        if piece.hit is None or number in days:
            continue
        where = piece.hit.where
        if (
            where == "any"
            or (number < first and where in ("head", "edge"))
            or (number >= last and where in ("tail", "edge"))
        ):
            yield Cut(piece.start, piece.stop, piece.hit.rule)


def is_day(piece: Piece) -> bool:
    """Whether a piece is a date alone."""
    return piece.hit is not None and piece.hit.rule == DAY


def _days(page: Page) -> frozenset[int]:
    """Dates below the story that head the days of a chronicle or a programme: each its entries."""
    last = page.body[1]
    found = [number for number in page.told if number >= last and is_day(page.pieces[number])]
    below = [page.pieces[number + 1 : number + 2] for number in found]
    headed = all(some and some[0].hit is None for some in below)
    distinct = {page.pieces[number].text for number in found}
    return frozenset(found if headed and len(distinct) >= LEAST_DAYS else ())
