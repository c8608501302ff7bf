"""Two texts beside each other, with what they share at one height.

Passages that come in the same order in both texts are anchors: each stands in
a row of its own, and what lies between two of them in the row between. A
passage that another one crosses is only marked where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.commands.marking import Mark, marked
from dedup.commands.terminal import colourful, visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

NARROW = 60
"""Columns below which the two stand one after the other."""
_BRIEF = 12
"""Words that `brief` leaves at each end of what is not shared."""

Passage = Mapping[str, Any]


class Side(NamedTuple):
    """One of the two articles: its name, its text and the marks in it."""

    name: str
    text: str
    marks: Sequence[Mark]


class _Row(NamedTuple):
    """A stretch of both texts; `shared` where it is an anchor."""

    left: tuple[int, int]
    right: tuple[int, int]
    shared: bool


def beside(
    left: Side,
    right: Side,
    passages: Sequence[Passage],
    *,
    width: int,
    brief: bool = False,
) -> list[RenderableType]:
    """The two texts as one thing to print after another.

    Args:
        left: the article named first.
        right: the other.
        passages: what both have, with left_start, left_stop, right_start, right_stop, words.
        width: columns there are.
        brief: leave out most of what only one has.
    """
    from rich.table import Table  # noqa: PLC0415  # `dedup --help` does without it
    from rich.text import Text  # noqa: PLC0415

    rows = _rows(len(left.text), len(right.text), anchors(passages))
    cells = [
        tuple(
            _cell(side, span, brief=brief and not row.shared)
            for side, span in ((left, row.left), (right, row.right))
        )
        for row in rows
    ]
    cells = [row for row in cells if any(cell.plain.strip() for cell in row)]
    if width < NARROW:
        blocks: list[RenderableType] = []
        for number, side in enumerate((left, right)):
            blocks += [Text(visible(side.name), style="bold"), *(row[number] for row in cells), ""]
        return blocks[:-1]
    grid = Table(box=None, expand=True, padding=(0, 1), pad_edge=False)
    for side in (left, right):
        grid.add_column(Text(visible(side.name)), ratio=1, overflow="fold")
    for row in cells:
        grid.add_row(*row)
    return [grid]


def anchors(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that come in the same order in both texts, most words together."""
    ordered = sorted(passages, key=lambda p: (p["left_start"], p["right_start"]))
    best: list[tuple[int, int]] = []  # words up to here, the anchor before
    for number, passage in enumerate(ordered):
        before = max(
            (
                (best[other][0], other)
                for other in range(number)
                if ordered[other]["left_stop"] <= passage["left_start"]
                and ordered[other]["right_stop"] <= passage["right_start"]
            ),
            default=(0, -1),
        )
        best.append((before[0] + passage["words"], before[1]))
    at = max(range(len(best)), key=lambda number: best[number][0], default=-1)
    found = []
    while at >= 0:
        found.append(ordered[at])
        at = best[at][1]
    return found[::-1]


def _rows(left: int, right: int, shared: Sequence[Passage]) -> list[_Row]:
    rows = []
    a = b = 0
    for passage in shared:
        rows.append(_Row((a, passage["left_start"]), (b, passage["right_start"]), shared=False))
        a, b = passage["left_stop"], passage["right_stop"]
        rows.append(_Row((passage["left_start"], a), (passage["right_start"], b), shared=True))
    return [*rows, _Row((a, left), (b, right), shared=False)]


def _cell(side: Side, span: tuple[int, int], *, brief: bool) -> Text:
    """One stretch of a text with the marks that reach into it, blank ends cut."""
    start, stop = span
    while start < stop and side.text[start].isspace():
        start += 1
    while start < stop and side.text[stop - 1].isspace():
        stop -= 1
    kept = [(start, stop)] if not brief else _ends(side.text, start, stop)
    made = None
    for a, b in kept:
        inside = [
            mark._replace(start=max(mark.start, a) - a, stop=min(mark.stop, b) - a)
            for mark in side.marks
            if mark.start < b and mark.stop > a
        ]
        part = marked(side.text[a:b], inside, styled=colourful())
        made = part if made is None else made.append(" […] ").append_text(part)
    assert made is not None  # noqa: S101  # there is one stretch at least
    return made


def _ends(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Where the first and the last words of a long stretch stand; the whole of a short one."""
    blanks = [at for at in range(start, stop) if text[at].isspace()]
    if len(blanks) <= 3 * _BRIEF:
        return [(start, stop)]
    return [(start, blanks[_BRIEF]), (blanks[-_BRIEF] + 1, stop)]
