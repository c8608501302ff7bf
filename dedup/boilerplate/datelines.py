"""Dateline prefixes that name the outlet or agency: `LONDON (Reuters) -`, `(CNN) —`.

Only the prefix goes; the rest of its line stays. A dateline without a name in
brackets says where the story happened and is story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page
from dedup.boilerplate.phrases import Phrases

_PLACE = r"[^\W\d_][^()\n.!?:;“”\"]{0,60}"
_PREFIX = re.compile(
    rf"(?:{_PLACE}(?:\b(?:[A-Z][a-z]{{2,3}}|[A-Z])\.[^()\n.!?:;“”\"]{{0,30}}){{0,2}})?"
    r"\(([^()\n]{2,60})\)[ \t\xa0]{0,3}(?:[-–—―]{1,2}|:)(?=[\s\xa0“\"„«A-Z])"
)
_PARAGRAPHS = 3


def find(page: Page, _: Phrases) -> Iterator[Cut]:
    """The prefix of one of the first paragraphs."""
    seen = 0
    for piece in page.pieces:
        if not piece.prose:
            continue
        match = _PREFIX.match(page.text, piece.start, min(piece.stop, piece.start + 200))
        if match and is_source(match):
            yield Cut(piece.start, match.end(), "datelines.source")
            return
        seen += 1
        if seen == _PARAGRAPHS:
            return


def is_source(match: re.Match[str]) -> bool:
    """Whether the brackets hold a name and what stands before them a place."""
    inside = match.group(1).strip()
    before = match.string[match.start() : match.start(1) - 1].split()
    if not inside[:1].isupper() and not inside.isalpha():
        return False
    if inside[0].isdigit() or len(inside.split()) > 6:
        return False
    return len(before) <= 9 and (not before or before[0][:1].isupper() or not before[0].isascii())
