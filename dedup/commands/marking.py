"""Passages of a text marked where they stand: by style on a terminal, else by signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from dedup.commands.terminal import visible

if TYPE_CHECKING:
    from rich.text import Text


class Mark(NamedTuple):
    """A span of a text (code points, half open) and how it is marked."""

    start: int
    stop: int
    style: str
    """Rich style of the span on a terminal."""
    opening: str
    """Signs before and after it elsewhere."""
    closing: str
    note: str = ""
    """What follows the span on a terminal."""


def cut(start: int, stop: int, rule: str) -> Mark:
    """The mark of a span that a boilerplate rule cuts."""
    return Mark(start, stop, "dim strike", "[-", f"-]{{{rule}}}", f" {rule}")


def marked(text: str, marks: Iterable[Mark], *, styled: bool) -> Text:
    """The text, made safe for a terminal, with its marks; where two overlap the first wins."""
    from rich.text import Text  # noqa: PLC0415  # `dedup --help` does without it

    result = Text()
    position = 0
    for mark in sorted(marks):
        start = max(mark.start, position)
        if start >= mark.stop:
            continue
        result.append(visible(text[position:start]))
        span = visible(text[start : mark.stop])
        bare = span.rstrip()
        if styled:
            result.append(bare, style=mark.style)
            result.append(mark.note, style="cyan")
        else:
            result.append(f"{mark.opening}{bare}{mark.closing}")
        result.append(span[len(bare) :])
        position = mark.stop
    result.append(visible(text[position:]).rstrip("\n"))
    return result
