"""Texts that are hard-wrapped at a column: whether one is, and which of its lines go on.

`joined` does for the lines of many texts at once what `column_of` and `goes_on` say of one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

SHORTEST_COLUMN, LONGEST_COLUMN = 40, 100
FEWEST_LINES = 4
_RAGGED = 20
"""Characters that a full line may fall short of the column."""
_BULLET = r"(?:[-*+•‣▪●·–—>»]|\d{1,2}[.)])[ \t\xa0]+"
_IS_BULLET = re.compile(rf"{_BULLET}\S")
_ENDS = r"[.!?…:;。！？][\"'”’»)\]]*$"
_ENDS_SENTENCE = re.compile(_ENDS)
_INDENT = "  "
# What is a blank to Python, and no blank to the regular expressions of polars.
_ODD = r"\x1c-\x1f"
_FIRST_WORD = rf"^[\s{_ODD}]*([^\s{_ODD}]+)"

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


class Line(NamedTuple):
    """One line without surrounding blanks; `start == stop` where it is empty."""

    start: int
    stop: int


def column_of(text: str, found: list[Line]) -> int | None:
    """The column that the lines of a text are wrapped at, or None where they are not."""
    spans = [line for line in found if line[1] > line[0]]
    if len(spans) < FEWEST_LINES:
        return None
    column = max(stop - start for start, stop in spans)
    if not SHORTEST_COLUMN <= column <= LONGEST_COLUMN:
        return None
    full = [(a, b) for a, b in pairwise(spans) if a.stop - a.start > column - _RAGGED]
    if len(full) * 3 < len(spans):
        return None
    broken = sum(1 for a, _ in full if not _ENDS_SENTENCE.search(text[a.start : a.stop]))
    return column if broken * 2 >= len(full) else None


def goes_on(text: str, above: Line, below: Line, column: int) -> bool:
    """Whether the line below goes on with the block of the line above."""
    upper, lower = text[above.start : above.stop], text[below.start : below.stop]
    if _IS_BULLET.match(lower):
        return False
    indented = text[max(0, below.start - 2) : below.start] in (_INDENT, "\t") and (
        text[max(0, above.start - 2) : above.start] not in (_INDENT, "\t")
    )
    if indented:
        return False
    if lower[:1].islower():
        return True
    first_word = lower.split(None, 1)[:1]
    fitted = len(upper) + 1 + sum(map(len, first_word)) <= column
    if _ENDS_SENTENCE.search(upper):
        return not fitted
    return not fitted or len(upper) * 2 > column


def joined(lines: pl.DataFrame) -> pl.DataFrame:
    """The blocks of texts that are wrapped or not.

    Args:
        lines: those that are not empty, in order: number (of the text), start, stop, text, raw
            (with its blanks), lead (how many of them stand before it), line (its number among
            all lines, empty ones counted).

    Returns:
        number, start, stop and text of each block, in order.
    """
    _, firsts, owners, sizes = np.unique(
        lines["number"].to_numpy(), return_index=True, return_inverse=True, return_counts=True
    )
    width = (lines["stop"] - lines["start"]).to_numpy().astype(np.int64)
    ends = lines["text"].str.contains(_ENDS).to_numpy()
    column = np.maximum.reduceat(width, firsts)
    full = width > column[owners] - _RAGGED
    full[firsts + sizes - 1] = False
    many = np.add.reduceat(full, firsts, dtype=np.int64)
    broken = np.add.reduceat(full & ~ends, firsts, dtype=np.int64)
    wrapped = (column >= SHORTEST_COLUMN) & (column <= LONGEST_COLUMN) & (sizes >= FEWEST_LINES)
    wrapped &= (many * 3 >= sizes) & (broken * 2 >= many)
    on = _go_on(lines, width, ends, column[owners])
    on[firsts] = False
    on &= wrapped[owners]
    begins = np.flatnonzero(~on)
    stops = np.append(begins[1:], len(on)) - 1
    found = lines.select("number", "start", "stop", "text")[begins]
    several = np.flatnonzero(stops > begins)
    whole = (
        lines.select("text", block=np.cumsum(~on) - 1)
        .filter(pl.Series((stops > begins)[np.cumsum(~on) - 1]))
        .group_by("block", maintain_order=True)
        .agg("text")["text"]
        .list.join(" ")
    )
    return found.with_columns(
        stop=lines["stop"].gather(stops), text=found["text"].scatter(several, whole)
    )


def _go_on(lines: pl.DataFrame, width: Integers, ends: Flags, column: Integers) -> Flags:
    """Which lines go on with that above them; of the first of a text it is not asked."""
    text, number = lines["text"], lines["line"].to_numpy().astype(np.int64)
    bullet = text.str.contains(rf"^{_BULLET}[^\s{_ODD}]").to_numpy()
    word = text.str.extract(_FIRST_WORD, 1).str.len_chars().fill_null(0).to_numpy()
    indented = _indented(lines)
    above = np.maximum(np.arange(len(width)) - 1, 0)
    fitted = width[above] + 1 + word <= column
    on = (number - number[above] == 1) & ~bullet & ~(indented & ~indented[above])
    half = ~ends[above] & (width[above] * 2 > column)
    return np.asarray(on & (_small(text) | ~fitted | half))


def _indented(lines: pl.DataFrame) -> Flags:
    """Before which lines two spaces stand, or a tab that the text begins with."""
    lead = lines["lead"].to_numpy()
    found = np.zeros(len(lead), dtype=np.bool_)
    rows = np.flatnonzero(lead >= len(_INDENT))
    led = pl.col("raw").str.slice(pl.col("lead") - len(_INDENT), len(_INDENT))
    found[rows] = lines.select("raw", "lead")[rows].select(led == _INDENT).to_series()
    tabbed = np.flatnonzero((lead == 1) & (lines["start"].to_numpy() == 1))
    found[tabbed] = lines["raw"].gather(tabbed).str.starts_with("\t")
    return found


def _small(text: pl.Series) -> Flags:
    """Which lines begin with a small letter."""
    first = text.str.slice(0, 1)
    small = [letter for letter in first.unique().to_list() if letter.islower()]
    return first.is_in(small).to_numpy()
