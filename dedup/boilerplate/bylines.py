"""Who wrote it, as a line of its own above the story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.page import Cut, Page, bare, fold
from dedup.boilerplate.phrases import Phrases

_NAME = r"[A-ZÀ-ÞĀ-ŽА-Я][\w.'’-]{0,30}"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|de|da|di|von|van|der|al|bin|el|la|le)){{1,4}}"
_BY = re.compile(
    rf"(?:Written by|Posted by|Story by|By|BY|Von|Par|Por|Di|De|Door|Av|Af|Autor:|Автор:)"
    rf"[ \xa0]{_NAME}[^.!?:;]{{0,90}}$"
)
_NAME_OF = re.compile(
    rf"{_NAMES}, (?:[\w.'’&-]{{1,20}} ){{0,4}}(?:News|Press|Times|Post|Journal|Herald|Tribune"
    r"|Reuters|AFP|AP|CNN|Agency|Service|Bloomberg|Correspondent|Reporter|Editor|Writer)"
    r"(?: on| in)?$"
)
_MOST_WORDS = 16


def find(page: Page, _: Phrases) -> Iterator[Cut]:
    """Byline-like lines of the head, and the metadata byline wherever it is a piece."""
    known = bare(fold(page.byline)) if page.byline else ""
    head = page.body[0]
    for number, piece in enumerate(page.pieces):
        if piece.words > _MOST_WORDS or piece.hit is not None:
            continue
        if known and bare(piece.folded) in (known, "by " + known):
            yield Cut(piece.start, piece.stop, "bylines.metadata")
        elif number < head and (_BY.match(piece.text) or _NAME_OF.match(piece.text)):
            yield Cut(piece.start, piece.stop, "bylines.line")
