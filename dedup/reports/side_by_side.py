"""Two articles beside one another for report.html, what they share marked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

_CUT = -1
_WHOLE = 1
_LEAD = 200
"""Characters shown before the first shared passage of a text that is not shown from its start."""


class Passage(NamedTuple):
    """One shared passage on one side, code points of the text."""

    start: int
    stop: int
    kind: str


class Segment(NamedTuple):
    """A stretch of text with one look: kind `plain`, `cut`, `verbatim` or `edited`.

    `number` is that of the passage where the stretch is its first, else 0.
    """

    text: str
    kind: str
    number: int


class Side(NamedTuple):
    """One article's text as shown: its segments and the characters left out before and after."""

    segments: list[Segment]
    before: int
    after: int


def side(
    text: str,
    passages: Iterable[Passage],
    cuts: Iterable[tuple[int, int]],
    limit: int,
    *,
    identical: bool = False,
) -> Side:
    """Mark the passages and cuts of a text, in a window of at most `limit` characters.

    Args:
        text: the text as read.
        passages: in the order in which the reader counts them.
        cuts: boilerplate.
        limit: characters shown; the window starts near the first passage where it would miss it.
        identical: the whole story is shared, with no passages to tell.
    """
    found = list(passages)
    first = min((p.start for p in found), default=0)
    begin = max(0, first - _LEAD) if first > limit // 2 and len(text) > limit else 0
    shown = text[begin : begin + limit]
    looks = [_WHOLE if identical else 0] * len(shown)
    for number, passage in enumerate(found, start=1):
        _fill(looks, passage.start - begin, passage.stop - begin, number)
    for start, stop in cuts:
        _fill(looks, start - begin, stop - begin, _CUT)
    return Side(
        _segments(shown, looks, found), before=begin, after=max(0, len(text) - begin - len(shown))
    )


def _fill(looks: list[int], start: int, stop: int, value: int) -> None:
    low, high = max(0, start), min(len(looks), stop)
    if low < high:
        looks[low:high] = [value] * (high - low)


def _segments(shown: str, looks: list[int], passages: list[Passage]) -> list[Segment]:
    segments = []
    told: set[int] = set()
    position = 0
    for look, run in groupby(looks):
        length = len(list(run))
        text = shown[position : position + length]
        position += length
        if look <= 0 or not passages:
            kind = {_CUT: "cut", 0: "plain"}.get(look, "verbatim")
            segments.append(Segment(text, kind, 0))
        else:
            number = 0 if look in told else look
            told.add(look)
            segments.append(Segment(text, passages[look - 1].kind, number))
    return segments
