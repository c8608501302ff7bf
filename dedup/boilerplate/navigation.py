"""Mastheads, section names and breadcrumbs above the headline; rows of links at both ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.headlines import is_same
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut, Piece, ends_sentence

_MOST_WORDS, _MOST_ABOVE = 3, 9
_WIDE = re.compile(r"\s{2,}")
_LEAST_PARTS, _MOST_IN_PART = 3, 4
_CRUMBS = re.compile(r"[^<>›»/|]{2,30}(?: ?[>›»/|] ?[^<>›»/|]{2,40}){2,8}$")


def find(page: Page) -> Iterator[Cut]:
    """Lines of a few words, and breadcrumbs, that stand before a headline; rows of links."""
    number = page.headline
    titled = number and page.title and is_same(page.pieces[number].text, page.title)
    for piece in page.head()[:number] if number else ():
        if piece.hit is not None or piece.prose:
            continue
        if (titled and _is_label(piece)) or _is_short(piece) or _is_trail(piece):
            yield Cut(piece.start, piece.stop, "navigation.masthead")
    rows = [one for one in (*page.head(), *page.tail()) if one.hit is None and not one.prose]
    rows = list(filter(is_row, rows))
    if rows and not any(map(_is_of_table, page.pieces)):
        yield from (Cut(one.start, one.stop, "navigation.row") for one in rows)


def is_row(piece: Piece) -> bool:
    """Whether a line is words set apart by wide blanks, none a figure: `News  Sport  Weather`."""
    parts = _WIDE.split(piece.text) if _WIDE.search(piece.text) else ()
    return len(parts) >= _LEAST_PARTS and all(
        len(part.split()) <= _MOST_IN_PART
        and part[-1] not in ".,:;?!"
        and not any(map(str.isdigit, part))
        for part in parts
    )


def _is_short(piece: Piece) -> bool:
    return piece.words <= _MOST_WORDS and not piece.bullet and piece.text[-1] not in ".:?!"


def _is_of_table(piece: Piece) -> bool:
    """Whether figures stand apart in a line: then words that do may head their columns."""
    return _WIDE.search(piece.text) is not None and any(map(str.isdigit, piece.text))


def _is_label(piece: Piece) -> bool:
    """Whether a line above a title that is printed is shorter than a deck."""
    return piece.words <= _MOST_ABOVE and not piece.bullet and not ends_sentence(piece.text)


def _is_trail(piece: Piece) -> bool:
    return len(piece.text) <= 200 and _CRUMBS.match(piece.text) is not None
