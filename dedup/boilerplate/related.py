"""Lists of links to other stories below a heading such as "Read also:"."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.page import Page
from dedup.boilerplate.phrases import HEADING
from dedup.boilerplate.pieces import Cut, Piece, ends_sentence

_MOST_LINKS = 15
_LEAST_WORDS, _LONGEST_LINK = 4, 25


def find(page: Page) -> Iterator[Cut]:
    """The links below each heading; the heading itself is furniture."""
    pieces = page.pieces
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        number += 1
        if piece.hit is None or piece.hit.rule != HEADING:
            continue
        for link in _links(pieces, number):
            yield Cut(link.start, link.stop, "related.link")
            number += 1


def _links(pieces: list[Piece], begin: int) -> list[Piece]:
    """The links below a heading: all bullets, or lines like headlines, down to the next text."""
    found: list[Piece] = []
    bullets = begin < len(pieces) and pieces[begin].bullet
    for piece in pieces[begin : begin + _MOST_LINKS]:
        if piece.hit is not None or piece.bullet != bullets or piece.words > _LONGEST_LINK:
            break
        if not bullets and (piece.prose or piece.words < _LEAST_WORDS or _closes(piece.text)):
            break
        found.append(piece)
    return found


def _closes(text: str) -> bool:
    return ends_sentence(text) and text[-1] not in "?!"
