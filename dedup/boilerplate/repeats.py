"""Lists of other stories, by date or with their beginnings, on pages that show several.

Where one day stands between paragraphs three times and more, each with a line such as a name
beside it, the page lists stories, and the paragraphs are their first sentences. So they are
where three lines and more in a row have a paragraph each that breaks off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dedup.boilerplate.dated import is_dated, is_stamp
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import DATED, Cut, Piece
from dedup.boilerplate.stamps import OFTEN

_LEAST_TEASERS, _FURTHEST = 3, 4
MOST_TEASER_WORDS = 80
LEAST_EXCERPTS, LEAST_EXCERPT, _LEAST_HEADLINE = 3, 12, 3
_MOST_HEADLINE = 20
_DOTS = ("...", "…")


def find(page: Page) -> Iterator[Cut]:
    """The days, lines and paragraphs of such lists."""
    for piece in _listed(page.pieces) if page.may & DATED else ():
        yield Cut(piece.start, piece.stop, "related.index")
    dotted = max(page.text.count(dots) for dots in _DOTS) >= LEAST_EXCERPTS
    for piece in _excerpts(page.pieces) if dotted else ():
        yield Cut(piece.start, piece.stop, "related.excerpt")


def _listed(pieces: Sequence[Piece]) -> list[Piece]:
    """Everything from the first to the last of the stories that a page lists by date."""
    dated = Counter(piece.text for piece in pieces if piece.likely & DATED)
    if max(dated.values(), default=0) < OFTEN:
        return []
    days = [
        number
        for number, piece in enumerate(pieces)
        if piece.likely & DATED and is_dated(piece.text) and is_stamp(piece, inside=False)
    ]
    times = Counter(pieces[number].text for number in days)
    if max(times.values(), default=0) < OFTEN:
        return []
    found: list[Piece] = []
    for day, following in pairwise([*days, len(pieces)]):
        unit = pieces[day:following]
        if not _is_teaser(unit, last=following == len(pieces)):
            break
        found += unit[:2] if following == len(pieces) else unit
    return found if len(found) >= _LEAST_TEASERS * 2 else []


def _is_teaser(unit: Sequence[Piece], *, last: bool) -> bool:
    """Whether a day is followed by one paragraph, and that by a line or two about the next."""
    if len(unit) < 2 or not unit[1].prose or unit[1].words > MOST_TEASER_WORDS:
        return False
    return last or (len(unit) <= _FURTHEST and not any(piece.prose for piece in unit[2:]))


def _excerpts(pieces: Sequence[Piece]) -> list[Piece]:
    """Headlines in a row, each with the beginning of its story, which is cut off."""
    found: list[Piece] = []
    run: list[Piece] = []
    for line, text in pairwise(pieces):
        if run and run[-1] is line:
            continue
        if _is_line(line) and _breaks_off(text):
            run += [line, text]
            continue
        found += run if len(run) >= LEAST_EXCERPTS * 2 else []
        run = []
    return found + (run if len(run) >= LEAST_EXCERPTS * 2 else [])


def _is_line(piece: Piece) -> bool:
    """Whether a piece may be a headline, be it cut off itself."""
    few = _LEAST_HEADLINE <= piece.words <= _MOST_HEADLINE
    return few and (not piece.prose or piece.text.endswith(_DOTS))


def _breaks_off(piece: Piece) -> bool:
    """Whether a paragraph ends inside a sentence, with dots that say so."""
    text = piece.text.rstrip("] ")
    return (
        LEAST_EXCERPT <= piece.words <= MOST_TEASER_WORDS
        and text.endswith(_DOTS)
        and text.rstrip(".…[ ")[-1:].isalnum()
    )
