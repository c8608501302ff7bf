"""The headline where the text repeats it, or has it as its own first line."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.alike import alike, bare, fold
from dedup.blocks import sentences
from dedup.boilerplate.headlines import (
    LEAST_WORDS,
    LONGER_TITLE,
    MOST_WORDS,
    title_forms,
    title_parts,
)
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut, ends_sentence

METADATA = "titles.metadata"
_FURTHEST = 600
"""Characters before the end of a title that stands behind menus."""


def find(page: Page) -> Iterator[Cut]:
    """The metadata title wherever it is a piece or begins the text; else the first headline."""
    titles = title_forms(page.title)
    sizes = [len(form) for form in titles]
    shortest, longest = min(sizes, default=0), max(sizes, default=0) + LONGER_TITLE
    begins = {form[0] for form in titles}
    for piece in page.fresh if titles else ():
        if not shortest <= len(piece.text) <= longest:
            continue
        first = piece.text[0]
        if first.isascii() and first.isalpha() and first.lower() not in begins:
            continue
        if bare(fold(piece.text)) in titles:
            yield Cut(piece.start, piece.stop, METADATA)
    yield from _inline(page)
    yield from _running(page)
    number = page.headline
    if number is not None:
        piece = page.pieces[number]
        rule = METADATA if page.title else "titles.first_line"
        yield Cut(piece.start, piece.stop, rule)


def _running(page: Page) -> Iterator[Cut]:
    """The title where a page that is all one line has it behind its menus, and these."""
    if len(page.pieces) != 1:
        return
    first = page.pieces[0]
    for title in title_parts(page.title):
        found = page.text.find(title, first.start, first.start + _FURTHEST)
        stop = found + len(title)
        if found > first.start and len(title.split()) >= LEAST_WORDS and stop < first.stop:
            if len(sentences(page.text, first.start, found)) <= 1:
                yield Cut(first.start, found, "navigation.masthead")
                yield Cut(found, stop, "titles.inline")
            return


def _inline(page: Page) -> Iterator[Cut]:
    """The title at the very start of a first piece that goes on with the story."""
    if not page.title or not page.pieces:
        return
    first = page.pieces[0]
    if page.title[0].isalnum() and first.text[0].isalnum() and page.title[0] != first.text[0]:
        return
    title = alike(page.title)
    if not LEAST_WORDS <= len(title.split()) <= MOST_WORDS:
        return
    if ends_sentence(title) or not alike(first.text[: len(title) + 20]).startswith(title):
        return
    found = page.text.find(title.split()[-1], first.start + len(title) - len(title.split()[-1]) - 6)
    stop = found + len(title.split()[-1])
    after = page.text[stop : stop + 2]
    if found >= 0 and stop < first.stop and after[:1].isspace() and after[1:].isupper():
        yield Cut(first.start, stop, "titles.inline")
