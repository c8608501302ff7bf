"""Photo captions above the story: a sentence in the present tense, a place and a full date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page, Piece
from dedup.boilerplate.phrases import Phrases

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DATED = re.compile(
    rf"[,(] (?:on )?(?:\w{{6,9}}, )?(?:{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}})"
    r"\.?[)\]]?\.?(?: (?:REUTERS|Reuters|AP|AFP|EPA|Getty)\b.{0,60})?$"
)
_PRESENT = re.compile(
    r" (?:is|are|[a-z]{2,}s|[a-z]{3,}ing|(?:is |are )?(?:seen|pictured|shown|held))\b"
)
_FIRST_PIECES, _MOST_WORDS = 4, 60


def find(page: Page, _: Phrases) -> Iterator[Cut]:
    """Captions among the first pieces."""
    for piece in page.pieces[:_FIRST_PIECES]:
        if piece.hit is None and _is_caption(piece):
            yield Cut(piece.start, piece.stop, "captions.dated")


def _is_caption(piece: Piece) -> bool:
    return (
        piece.words <= _MOST_WORDS
        and _DATED.search(piece.text[-120:]) is not None
        and _PRESENT.search(piece.text) is not None
        and " said" not in piece.text
    )
