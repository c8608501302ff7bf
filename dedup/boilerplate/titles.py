"""The headline where the text repeats it, or has it as its own first line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.alike import alike, bare, fold
from dedup.boilerplate.page import Cut, Page, Piece, ends_sentence

_LEAST_WORDS, _MOST_WORDS, _MOST_CHARACTERS = 4, 24, 180
_MOST_HEADLINES = 2
"""A headline and a deck; more lines like headlines above the story are something else."""
_LEAST_RETOLD = 0.5
"""Share of a headline's longer words that the story below it takes up again."""
_MUCH_ALIKE = 0.7
_RETELLING = 4000
_WORD = re.compile(r"[^\W\d_]{3,}")
_SITE = re.compile(r"\s[-|–—•:»·]{1,2}\s[^-|–—•:»·]{1,50}$")


def find(page: Page) -> Iterator[Cut]:
    """The metadata title wherever it is a piece or begins the text; else the first headline."""
    titles = title_forms(page.title)
    for piece in page.pieces if titles else ():
        if bare(fold(piece.text[: _MOST_CHARACTERS * 2])) in titles:
            yield Cut(piece.start, piece.stop, "titles.metadata")
    yield from _inline(page)
    number = headline(page)
    if number is not None:
        piece = page.pieces[number]
        rule = "titles.metadata" if page.title else "titles.first_line"
        yield Cut(piece.start, piece.stop, rule)


def title_forms(title: str | None) -> set[str]:
    """The folded title as it may stand in the text: with the site's name and without."""
    if not title or len(title) > _MOST_CHARACTERS * 2:
        return set()
    forms = {title, _SITE.sub("", title), _SITE.sub("", _SITE.sub("", title))}
    return {folded for folded in (bare(fold(form)) for form in forms) if len(folded) >= 8}


def headline(page: Page) -> int | None:
    """Index of the piece above the story that is its headline, or None.

    A line like a headline is one if it is like the metadata title; where the
    metadata have none, if the story below takes up its words again.
    """
    head = page.head()
    if not head or len(head) == len(page.pieces):
        return None
    likely = [n for n, piece in enumerate(head) if piece.hit is None and is_headline(piece)]
    if not likely:
        return None
    if page.title:
        return next((n for n in likely if _resembles(head[n].text, page.title)), None)
    first = likely[0]
    stopped = any(piece.bullet or _closed(piece) for piece in head[:first])
    if stopped or len(likely) > _MOST_HEADLINES or not _is_retold(page, head[first]):
        return None
    return first


def is_headline(piece: Piece) -> bool:
    """Whether a piece reads like a headline: some words, and no end of a sentence."""
    return (
        _LEAST_WORDS <= piece.words <= _MOST_WORDS
        and len(piece.text) <= _MOST_CHARACTERS
        and not piece.bullet
        and not piece.prose
        and piece.text[-1] not in ",(-–—&"
        and not piece.text[:3].islower()
        and (not ends_sentence(piece.text) or piece.text[-1] in "?!")
    )


def _closed(piece: Piece) -> bool:
    return piece.hit is None and piece.text[-1] in ".:;,"


def _words(text: str) -> set[str]:
    """The beginnings of a text's words, so that inflected forms are one."""
    return {word[:5] for word in _WORD.findall(fold(text))}


def _resembles(line: str, title: str) -> bool:
    left, right = _words(line), _words(title)
    return len(left & right) >= _MUCH_ALIKE * max(len(left | right), 1)


def _is_retold(page: Page, piece: Piece) -> bool:
    wanted = _words(piece.text)
    story = _words(page.text[piece.stop : piece.stop + _RETELLING])
    return len(wanted) >= 2 and len(wanted & story) >= _LEAST_RETOLD * len(wanted)


def _inline(page: Page) -> Iterator[Cut]:
    """The title at the very start of a first piece that goes on with the story."""
    title = alike(page.title or "")
    if not page.pieces or not _LEAST_WORDS <= len(title.split()) <= _MOST_WORDS:
        return
    first = page.pieces[0]
    if ends_sentence(title) or not alike(first.text[: len(title) + 20]).startswith(title):
        return
    found = page.text.find(title.split()[-1], first.start + len(title) - len(title.split()[-1]) - 6)
    stop = found + len(title.split()[-1])
    after = page.text[stop : stop + 2]
    if found >= 0 and stop < first.stop and after[:1].isspace() and after[1:].isupper():
        yield Cut(first.start, stop, "titles.inline")
