"""Lists of links to other stories, after a heading such as "Read also:"."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page, Piece, ends_sentence
from dedup.boilerplate.phrases import Phrases

_MOST_LINKS = 15
_LONGEST_LINK = 25


def find(page: Page, phrases: Phrases) -> Iterator[Cut]:
    """Headings with the links below them."""
    pieces = page.pieces
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        number += 1
        if piece.hit is None or not phrases.heads_list(piece):
            continue
        yield Cut(piece.start, piece.stop, "related.heading")
        for link in _links(pieces, number):
            yield Cut(link.start, link.stop, "related.link")
            number += 1


def _links(pieces: list[Piece], begin: int) -> list[Piece]:
    """The links below a heading: all bullets, or lines like headlines, down to the next text."""
    found: list[Piece] = []
    bullets = begin < len(pieces) and pieces[begin].bullet
    for piece in pieces[begin : begin + _MOST_LINKS]:
        if piece.bullet != bullets or piece.words > _LONGEST_LINK or piece.prose and not bullets:
            break
        if not bullets and ends_sentence(piece.text) and not piece.text.endswith("?"):
            break
        found.append(piece)
    return found
