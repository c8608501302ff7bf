"""What readers wrote below the story: everything from the first comment on.

A thread shows by its rhythm: a name, a time, a remark, and again. Two such
pairs of a short line and a stamp must follow the story, so that a live blog,
whose stamps stand above its entries and from the start, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import TIMED, Cut, Piece

_STAMP = re.compile(
    r"(?i:(?:\W{0,3}(?:posted |on |at )?(?:an?|about an?|\d{1,3}) ?"
    r"(?:min(?:ute)?|hour|hr|day|week|month|year)s? ago"
    r"|[A-Z][a-zéûä]{2,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4},?(?: at)? \d{1,2}[:.]\d\d"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?(?: at)? \d{1,2}[:.]\d\d)).{0,25}$"
)
_SAYS = re.compile(r"[^.!?\n]{1,40}(?:[.!?] [^.!?\n]{1,20}){0,3}\.? says:$")
LEAST_STAMPS, LONGEST_STAMP = 2, 60
_LEAST_STORY = 80
"""Words of running text above a thread."""
_SURE_THREAD = 5
"""Comments that are a thread whatever stands above them."""
_LONGEST_NAME, _FURTHEST = 6, 14


def find(page: Page) -> Iterator[Cut]:
    """Every piece from the first comment to the end, where there is a thread."""
    begin = _begin(page.pieces) if page.may & TIMED else None
    for piece in page.pieces[begin:] if begin is not None else ():
        yield Cut(piece.start, piece.stop, "comments.thread")


def _begin(pieces: Sequence[Piece]) -> int | None:
    """Index of the first comment."""
    likely = [number for number, piece in enumerate(pieces) if piece.likely & TIMED]
    if len(likely) < LEAST_STAMPS:
        return None
    short = [number for number in likely if len(pieces[number].text) <= LONGEST_STAMP]
    stamps = [number for number in short if _STAMP.match(pieces[number].text)]
    if len(stamps) < LEAST_STAMPS:
        return None
    signed = [number for number, piece in enumerate(pieces) if _says(piece)]
    named = [number - 1 for number in stamps if number and _is_name(pieces[number - 1])]
    told = sorted({*signed, *named})
    if len(told) < LEAST_STAMPS or len(told) * 3 < len(stamps):
        return None
    if max(after - one for one, after in pairwise(told)) > _FURTHEST:
        return None
    begin = min(told[0], stamps[0])
    above = sum(piece.words for piece in pieces[:begin] if piece.prose)
    return begin if above >= _LEAST_STORY or len(told) >= _SURE_THREAD else None


def _says(piece: Piece) -> bool:
    return piece.text.endswith(" says:") and _SAYS.match(piece.text) is not None


def _is_name(piece: Piece) -> bool:
    """What may be a user's name: a short line that is no sentence."""
    short = piece.words <= _LONGEST_NAME and not piece.prose
    return short and piece.text[-1] not in ".!?:;" and not _STAMP.match(piece.text)
