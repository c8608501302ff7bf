"""Links and teasers of other stories below a heading such as "Read also:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from dedup.boilerplate.gates import Phrase
from dedup.boilerplate.headlines import is_headline
from dedup.boilerplate.page import Page
from dedup.boilerplate.phrases import HEADING, TEASER
from dedup.boilerplate.pieces import Cut, Piece, ends_sentence

_MOST_LINKS = 15
_LEAST_WORDS, _LONGEST_LINK = 4, 25
MORE, _CALL, _MOST_CALL = "related.more", "read more", 3
"""The rule of what leads on, and words of such a call by itself."""
_QUOTES = '"”’»'
_WORD = re.compile(r"[^\W\d_]{5,}")
_LEAST_STORY = 120
"""Words of running text above a heading behind which a page may be about other stories."""
_TAKEN_UP = 0.08
"""Share of a paragraph's longer words that stand in the story above, if it goes on with it."""
_LEAST_TEASERS, _MOST_TEASERS = 3, 40


def find(page: Page) -> Iterator[Cut]:
    """The links below each heading, and a headline above "Read more"; those are furniture too."""
    pieces = page.pieces
    yield from _announced(page)
    number = page.told[0] if page.told else len(pieces)
    while number < len(pieces):
        piece = pieces[number]
        number += 1
        if piece.hit is None or piece.hit.rule != HEADING:
            continue
        for link in _links(pieces, number):
            yield Cut(link.start, link.stop, "related.link")
            number += 1
        if number < len(pieces) and _ends_the_story(pieces, number):
            for teaser in pieces[number:]:
                yield Cut(teaser.start, teaser.stop, "related.teaser_below")
            return


def leads_on(piece: Piece) -> bool:
    """Whether a piece that a phrase gives away may have to do with lines above or below it."""
    hit = piece.hit
    if hit is None:
        return False
    return hit.rule == HEADING or (piece.words <= _MOST_CALL and _calls(hit))


def _calls(hit: Phrase) -> bool:
    return hit.rule == MORE or hit.folded.startswith(_CALL)


def _announced(page: Page) -> Iterator[Cut]:
    """A headline between paragraphs with "Read more" below it leads to another story."""
    for number in page.told:
        piece = page.pieces[number]
        if number < 2 or piece.hit is None or piece.words > _MOST_CALL:
            continue
        if not _calls(piece.hit):
            continue
        above, before = page.pieces[number - 1], page.pieces[number - 2]
        if above.hit is None and before.prose and is_headline(above):
            yield Cut(above.start, above.stop, TEASER)


def _links(pieces: list[Piece], begin: int) -> list[Piece]:
    """The links below a heading: all bullets, or lines like headlines, down to the next text."""
    found: list[Piece] = []
    bullets = begin < len(pieces) and pieces[begin].bullet
    likely = pieces[begin : begin + _MOST_LINKS]
    for piece, below in zip_longest(likely, likely[1:]):
        named = piece.hit is None or (piece.hit.rule != HEADING and bool(found))
        if not named or piece.bullet != bullets or piece.words > _LONGEST_LINK:
            break
        announced = below is not None and _is_link(below) and (found or piece.text.isupper())
        among = announced and (_is_kicker(piece) or (bool(found) and _asks(piece)))
        if not bullets and not among and (piece.hit is not None or not _is_link(piece)):
            break
        if bullets and piece.hit is not None:
            break
        found.append(piece)
    return found


def _is_link(piece: Piece) -> bool:
    if piece.words < _LEAST_WORDS:
        return False
    if piece.prose:  # a headline may end in a quotation, as paragraphs do
        return piece.text[-1] in _QUOTES and piece.text[-2].isalnum() and ". " not in piece.text
    return not _closes(piece.text)


def _asks(piece: Piece) -> bool:
    """Whether a headline long enough for a paragraph is one question."""
    inner = piece.text[:-1]
    return piece.text[-1] in "?!" and not any(mark in inner for mark in (". ", "? ", "! "))


def _is_kicker(piece: Piece) -> bool:
    """A word or two above a headline: a section, or a catchphrase in capitals."""
    return not piece.prose and piece.words < _LEAST_WORDS and not _closes(piece.text)


def _closes(text: str) -> bool:
    return ends_sentence(text) and text[-1] not in "?!"


def _ends_the_story(pieces: Sequence[Piece], number: int) -> bool:
    """Whether all that follows is about other things than the story above."""
    below = pieces[number:]
    above = [piece for piece in pieces[:number] if piece.prose]
    words = sum(piece.words for piece in above)
    if words < _LEAST_STORY or len(below) > _MOST_TEASERS:
        return False
    teasers = [piece for piece in below if piece.prose]
    if len(teasers) < _LEAST_TEASERS or sum(piece.words for piece in below) > words:
        return False
    told = {word for piece in above for word in _words(piece.text)}
    return all(_is_foreign(piece.text, told) for piece in teasers)


def _is_foreign(text: str, told: set[str]) -> bool:
    words = _words(text)
    return len(words & told) < len(words) * _TAKEN_UP


def _words(text: str) -> set[str]:
    return {word[:6].lower() for word in _WORD.findall(text)}
