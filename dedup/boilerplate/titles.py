"""The headline where the text repeats it, or has it as its own first line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page, Piece, bare, ends_sentence, fold
from dedup.boilerplate.phrases import Phrases

_LEAST_WORDS, _MOST_WORDS, _MOST_CHARACTERS = 4, 30, 220
_SITE = re.compile(r"\s[-|–—•:»·]{1,2}\s[^-|–—•»·]{1,50}$")


def find(page: Page, _: Phrases) -> Iterator[Cut]:
    """The metadata title wherever it is a piece or begins the text; else the first headline."""
    titles = _titles(page.title)
    repeated = [piece for piece in page.pieces if bare(piece.folded) in titles]
    for piece in repeated:
        yield Cut(piece.start, piece.stop, "titles.metadata")
    if not repeated:
        yield from _first_line(page)


def _titles(title: str | None) -> set[str]:
    """The title as it may stand in the text: with the site's name and without."""
    if not title or len(title) > _MOST_CHARACTERS * 2:
        return set()
    forms = {title, _SITE.sub("", title), _SITE.sub("", _SITE.sub("", title))}
    return {folded for folded in (bare(fold(form)) for form in forms) if len(folded) >= 8}


def _first_line(page: Page) -> Iterator[Cut]:
    head = page.head()
    if len(head) == len(page.pieces):
        return
    for piece in head:
        if piece.hit is None and is_headline(piece):
            yield Cut(piece.start, piece.stop, "titles.first_line")
            return
        if piece.bullet or (piece.hit is None and piece.text[-1:] in ".:;,"):
            return


def is_headline(piece: Piece) -> bool:
    """Whether a piece reads like a headline: some words, and no end of a sentence."""
    return (
        _LEAST_WORDS <= piece.words <= _MOST_WORDS
        and len(piece.text) <= _MOST_CHARACTERS
        and not piece.bullet
        and not piece.prose
        and (not ends_sentence(piece.text) or piece.text[-1] in "?!")
    )
