"""Who wrote it, as a line of its own above the story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.boilerplate.alike import bare, fold
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut

_NAME = r"[A-ZÀ-ÞĀ-ŽА-ЯΆ-Ώ][\w.'’-]{1,30}"
_PARTICLE = r"(?:de|da|di|do|dos|von|van|der|den|al|bin|el|la|le|y|and|und|et)"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|[A-Z]\.|{_PARTICLE})){{1,5}}"
_BY = re.compile(
    r"(?:Written by|Posted by|Story by|Reported by|By:?|BY:?|by|Von|Par|Por|Di|Door|Av|Af|Text:|"
    rf"Autor:|Автор:|Oleh)[ \xa0]{{1,3}}{_NAME}[^.!?:;]{{0,90}}$"
)
_NAME_OF = re.compile(
    rf"{_NAMES}, (?:[\w.'’&-]{{1,20}} ){{0,4}}(?:News|Press|Times|Post|Journal|Herald|Tribune"
    r"|USA TODAY|Reuters|AFP|AP|CNN|Agency|Service|Bloomberg|[Cc]orrespondent|[Rr]eporter|[Ee]ditor|[Ww]riter)"
    r"(?: on| in)?$"
)
_ONLY_NAME = re.compile(rf"{_NAME}(?: (?:{_NAME}|[A-Z]\.|{_PARTICLE})){{1,3}}$")
_MOST_WORDS = 16


def find(page: Page) -> Iterator[Cut]:
    """Bylines above the story, names below the headline, and the metadata byline anywhere."""
    known = bare(fold(page.byline)) if page.byline else ""
    head = page.body[0]
    title = page.headline
    for number, piece in enumerate(page.pieces):
        if piece.words > _MOST_WORDS or piece.hit is not None or piece.prose:
            continue
        if known and bare(piece.folded) in (known, "by " + known):
            yield Cut(piece.start, piece.stop, "bylines.metadata")
        elif number >= head:
            continue
        elif _BY.match(piece.text) or _NAME_OF.match(piece.text):
            yield Cut(piece.start, piece.stop, "bylines.line")
        elif title is not None and number > title and _ONLY_NAME.match(piece.text):
            yield Cut(piece.start, piece.stop, "bylines.name")
