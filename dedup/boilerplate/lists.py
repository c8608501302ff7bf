"""Links to other stories that no heading announces, told by their shape.

Four kinds are told from the lists and subheads of a story: headlines in a row
below the last paragraph, each of its own making, in title case or as a
question, or about other things than the story; a single long line in capitals
between paragraphs that are not; a line behind an arrow; and a first line like a
headline that neither the title nor the story takes up.
A story's own list is introduced by a colon or a mark, or its lines are of one
making: a date, a figure, a dash or a colon in each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from dedup.boilerplate.headlines import is_headline, takes_up
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import ARROWED, SHOUTED, Cut, Piece, has_bullet

LEAST_LINES, _MOST_LINES, _MOST_BELOW = 2, 12, 40
LEAST_PARAGRAPHS = 3
_LEAST_WORDS, LEAST_CAPITALS = 4, 8
_TAKEN_UP = 0.35
"""Share of its words that a story takes up from a headline of its own."""
_TAKEN_UP_ALONE = 0.2
"""The same where the page does not repeat its title: a first line may be the deck."""
_FOREIGN = 0.3
"""The same of a line that is about something else."""
_SUBHEAD = 0.6
"""Share of its words that the paragraph below takes up from its own heading."""
ARROWS = "»›►▶→➤➜▸⇒"
LEAST_ARROWED, MOST_ARROWED = 3, 20
_FIGURES = 0.25
_FEW_SMALL = 3
_TITLE_CASE = 0.6
_LABELLED = re.compile(r"[^\s:][^:]{1,24}: ?\S")
_STRUCTURED = re.compile(
    r"^.{1,3}: |: .{0,80}: |: (?:[^,:]{2,24}, ?){4}|[@|=•]|\s[–—-]\s|\d[-–:]\d|[)\]]$|^\(|\d{4}$"
)


def find(page: Page) -> Iterator[Cut]:
    """All kinds; those that need a story around them where there is one of some paragraphs."""
    first, last = page.body
    chosen = list(_arrows(page.pieces)) if page.may & ARROWED else []
    above = first > 0 and page.title is not None
    likely = above or last < len(page.pieces) or page.may & SHOUTED
    if likely and sum(piece.prose for piece in page.pieces[first:last]) >= LEAST_PARAGRAPHS:
        chosen += _above(page)
        chosen += _headlines(page.pieces, last) or _foreign(page, last)
        if page.may & SHOUTED:
            chosen += _capitals(page.pieces[first:last])
    for piece in chosen:
        yield Cut(piece.start, piece.stop, "related.shape")


def _above(page: Page) -> Iterator[Piece]:
    """A headline above the story that is neither its title nor taken up by it."""
    if not page.title or page.title.isupper() or page.headline == 0:
        return  # a title in capitals is a wire's slug line
    share = _TAKEN_UP if page.headline else _TAKEN_UP_ALONE
    first, last = page.body
    for piece in page.pieces[: min(first, 1)]:
        if piece.hit is None and is_headline(piece) and not is_structured(piece):
            story = (one.text for one in page.pieces[first:last])
            if not takes_up(chain((page.title,), story), piece.text, share):
                yield piece


def may_lead(piece: Piece, title: str | None) -> bool:
    """Whether a first line may be such a headline, by itself and the title of its page."""
    plain = is_headline(piece) and not is_structured(piece)
    return bool(title) and plain and not takes_up([title or ""], piece.text, _TAKEN_UP)


def _arrows(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Lines that an arrow marks as links."""
    for piece in pieces:
        if (
            piece.likely & ARROWED
            and piece.text[0] in ARROWS
            and piece.hit is None
            and not piece.prose
            and LEAST_ARROWED <= piece.words <= MOST_ARROWED
            and piece.text[-1] not in ".:;«"
            and "«" not in piece.text
        ):
            yield piece


def _headlines(pieces: Sequence[Piece], last: int) -> list[Piece]:
    """Headlines in a row right below the story, as titles are written."""
    found: list[Piece] = []
    if pieces[last - 1].text[-1] in ":：":
        return found
    for piece in pieces[last : last + _MOST_LINES]:
        if piece.hit is None and not is_headline(piece):
            break
        if piece.hit is None:
            found.append(piece)
    if len(found) < LEAST_LINES or any(map(is_structured, found)):
        return []
    titled = sum(_is_title(piece.text) or piece.text[-1] in "?!" for piece in found)
    return found if titled * 3 >= len(found) * 2 else []


def _foreign(page: Page, last: int) -> Iterator[Piece]:
    """Headlines in a row anywhere below the story, on things it does not tell."""
    told = any(number >= last for number in page.told)
    likely = page.pieces[last : last + _MOST_BELOW]
    for linked, run in groupby(likely, key=_is_link):
        lines = list(run) if linked else []
        if len(lines) > LEAST_LINES - told and _are_apart(lines) and _are_foreign(page, lines):
            yield from lines


def _are_apart(lines: Sequence[Piece]) -> bool:
    """Whether lines are no rows of one list, which begin alike or are divided alike."""
    begun = len({piece.text.split()[0] for piece in lines})
    divided = sum("," in piece.text for piece in lines)
    labelled = sum(map(is_labelled, lines))
    return begun * 3 >= len(lines) * 2 > divided * 2.5 and labelled * 3 < len(lines) * 2


def _is_link(piece: Piece) -> bool:
    return piece.hit is None and is_headline(piece) and not is_structured(piece)


def _are_foreign(page: Page, lines: Sequence[Piece]) -> bool:
    """Whether a story has next to none of the words of lines below it."""
    first, last = page.body
    story = [page.title or "", *(piece.text for piece in page.pieces[first:last])]
    known = sum(takes_up(story, piece.text, _FOREIGN) for piece in lines)
    return known * 3 <= len(lines)


def is_structured(piece: Piece) -> bool:
    """Whether a line is made like an entry of a table or a list: figures, marks, a year."""
    return has_figures(piece) or _STRUCTURED.search(piece.text) is not None


def is_labelled(piece: Piece) -> bool:
    """Whether a line is a label and what it stands for: `Where: at the old pier`."""
    return _LABELLED.match(piece.text) is not None


def has_figures(piece: Piece) -> bool:
    """Whether a good part of a line's words are figures, as in results."""
    tokens = piece.text.split()
    figures = sum(any(map(str.isdigit, token)) for token in tokens)
    return figures > len(tokens) * _FIGURES


def _is_title(text: str) -> bool:
    """Whether most longer words behind the first have a capital."""
    long = [word for word in text.split()[1:] if len(word) > 3]
    return len(long) > 1 and sum(word[0].isupper() for word in long) >= len(long) * _TITLE_CASE


def _shouts(text: str) -> bool:
    """Whether a text is in capitals, a plural or two aside: `SINGS AT AMAs`; no table does."""
    if text.isupper():
        return True
    small, large, figures = (
        sum(map(kind, text)) for kind in (str.islower, str.isupper, str.isdigit)
    )
    return small <= _FEW_SMALL and large > max(small * 15, figures * 4)


def _capitals(body: Sequence[Piece]) -> Iterator[Piece]:
    """Long lines in capitals between paragraphs in ordinary letters, none of them a subhead."""
    for number, piece in enumerate(body[1:-1], 1):
        if not piece.likely & SHOUTED or piece.words < LEAST_CAPITALS or piece.prose:
            continue
        if not _shouts(piece.text):
            continue
        above, below = body[number - 1], body[number + 1]
        if (
            piece.hit is None
            and above.prose
            and below.prose
            and not has_bullet(piece.text)
            and not _shouts(above.text)
            and piece.text[-1] not in ".:：;,"
            and not takes_up([below.text], piece.text, _SUBHEAD)
        ):
            yield piece
