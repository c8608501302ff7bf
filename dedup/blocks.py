"""Blocks and sentences of a text, in any layout, with their offsets.

A block is what a reader sees as one paragraph, heading, list item or line of
furniture. Texts come with one line a paragraph, with blank lines between
paragraphs, or hard-wrapped at a column; hard-wrapped lines are joined again
for judging, the offsets stay those of the text.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import polars as pl

from dedup.wrapping import (
    FEWEST_LINES,
    LONGEST_COLUMN,
    SHORTEST_COLUMN,
    Line,
    column_of,
    goes_on,
    joined,
)

_BLANK = " \t\r\x0b\x0c\xa0\u2000\u2001\u2002\u2003\u2009\u200a\u200b\u202f\u3000\ufeff"
_STOP = re.compile(  # the first mark is said once for all, which the search is quick to look for
    r"[.!?…。！？](?:(?<=[.!?…])(?<![.!?…]{2})[.!?…]*[\"'”’»)\]]*(?=\s|[\"'“‘«]?[^\W\d_]{2})"
    r"|(?<=[。！？])[。！？]*[」』”’）]*)"
)
_OPENS = re.compile(r"[\s\"'“‘«„(\[—–-]*(\S)")
_QUOTES = "\"'“‘«"
_LISTED = files("dedup").joinpath("data", "abbreviations.txt").read_text("utf-8").splitlines()
ABBREVIATIONS = tuple(word for line in _LISTED for word in line.partition("#")[0].split())
"""What a full stop may follow inside a sentence; so it may a capital, or letters with dots."""
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"'‘])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|"
    + "|".join(map(re.escape, ABBREVIATIONS))
    + r")\.$"
)


class Block(NamedTuple):
    """One block: its span without surrounding blanks, and its text unwrapped."""

    start: int
    stop: int
    text: str


def lines(text: str) -> list[Line]:
    """Every line of the text, empty ones included, trimmed of blanks of all kinds."""
    found = []
    position = 0
    parts = text.split("\n")
    if not parts[-1]:
        parts.pop()
    for raw in parts:
        body = raw.strip(_BLANK)
        start = position
        if body and len(body) < len(raw):
            start += len(raw) - len(raw.lstrip(_BLANK))
        found.append(Line(start, start + len(body)))
        position += len(raw) + 1
    return found


def wrap_column(text: str) -> int | None:
    """The column a text is hard-wrapped at, or None where it is not.

    A text is hard-wrapped where its long lines crowd under one column of 40
    to 100 characters and most of them break off inside a sentence.
    """
    if max((len(line.strip(_BLANK)) for line in text.split("\n")), default=0) > LONGEST_COLUMN:
        return None
    return column_of(text, lines(text))


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order; they cover every character that is not blank."""
    found = lines(text)
    column = column_of(text, found)
    if column is None:
        return [Block(start, stop, text[start:stop]) for start, stop in found if start < stop]
    groups: list[list[Line]] = []
    previous: Line | None = None
    for line in found:
        if line.start == line.stop:
            previous = None
            continue
        if previous is not None and goes_on(text, previous, line, column):
            groups[-1].append(line)
        else:
            groups.append([line])
        previous = line
    return [Block(g[0].start, g[-1].stop, " ".join(text[a:b] for a, b in g)) for g in groups]


def block_table(texts: pl.Series) -> pl.DataFrame:
    """The blocks of a whole batch, as `blocks` gives them for each text.

    Args:
        texts: strings; null is an empty text.

    Returns:
        number (UInt32, of the text in the batch), start, stop (UInt32, code
        points), text (String, unwrapped) and spaces (UInt32, plain ones in it),
        in order of the texts.
    """
    return measured(plain_blocks(texts))


def plain_blocks(texts: pl.Series) -> pl.DataFrame:
    """The first four columns of `block_table`."""
    found = _line_table(texts)
    likely = _likely_wrapped(found)
    if likely.any():
        wrapped = found["number"].filter(likely).unique(maintain_order=True)
        some = joined(_line_table(texts.gather(wrapped), whole=True))
        some = some.with_columns(number=wrapped.gather(some["number"]))
        found = pl.concat([found.filter(~likely), some]).sort("number", "start")
    return found


def measured(table: pl.DataFrame, spaces: pl.Series | None = None) -> pl.DataFrame:
    """The blocks with the last column of `block_table`.

    Args:
        table: `plain_blocks`.
        spaces: plain spaces in each, where they are counted already.
    """
    counted = table["text"].str.count_matches(" ", literal=True) if spaces is None else spaces
    return table.with_columns(spaces=counted.cast(pl.UInt32))


def _line_table(texts: pl.Series, *, whole: bool = False) -> pl.DataFrame:
    """Lines that are not empty, trimmed, with the place of each in its text.

    Args:
        texts: strings; null is an empty text.
        whole: whether to tell all that `wrapping.joined` asks for.
    """
    raw = (
        pl.DataFrame({"number": np.arange(len(texts), dtype=np.uint32), "raw": texts.fill_null("")})
        .with_columns(pl.col("raw").str.split("\n"))
        .explode("raw")
        .with_columns(
            length=pl.col("raw").str.len_chars().cast(pl.Int64),
            text=pl.col("raw").str.strip_chars(_BLANK),
        )
    )
    ends = np.cumsum(raw["length"].to_numpy() + 1)
    begins = ends - raw["length"].to_numpy() - 1
    numbers = raw["number"].to_numpy()
    first = np.searchsorted(numbers, np.arange(len(texts)))
    begins -= begins[first][numbers] if len(texts) else 0
    more = ("raw", (pl.col("start") - pl.col("begin")).alias("lead"), "line") if whole else ()
    return (
        (raw.with_row_index("line") if whole else raw)
        .with_columns(begin=pl.Series(begins, dtype=pl.Int64))
        .filter(pl.col("text") != "")
        .with_columns(size=pl.col("text").str.len_chars().cast(pl.Int64))
        .with_columns(
            start=pl.col("begin")
            + pl.when(pl.col("size") == pl.col("length"))
            .then(0)
            .otherwise(
                pl.col("length")
                - pl.col("raw").str.strip_chars_start(_BLANK).str.len_chars().cast(pl.Int64)
            )
        )
        .select(
            "number",
            pl.col("start").cast(pl.UInt32),
            (pl.col("start") + pl.col("size")).cast(pl.UInt32).alias("stop"),
            "text",
            *more,
        )
    )


def _likely_wrapped(lines_found: pl.DataFrame) -> pl.Series:
    """Which lines are of texts that may be hard-wrapped: with some, the longest a column wide."""
    number = lines_found["number"].to_numpy()
    begins = np.flatnonzero(np.diff(number, prepend=-1)) if len(number) else number
    sizes = np.diff(np.append(begins, len(number)))
    width = (lines_found["stop"] - lines_found["start"]).to_numpy()
    longest = np.maximum.reduceat(width, begins) if len(width) else width
    fits = (longest >= SHORTEST_COLUMN) & (longest <= LONGEST_COLUMN) & (sizes >= FEWEST_LINES)
    return pl.Series(np.repeat(fits, sizes))


def sentences(text: str, start: int = 0, stop: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences between two offsets, without surrounding blanks.

    A sentence ends at . ! ? … before a blank and a capital, digit or opening
    quote, unless an abbreviation or an initial stands before it; at 。！？
    anywhere; and where a site has lost the blank, between two small letters and
    a capital with a small one: `across the ocean.The rings`.
    """
    stop = len(text) if stop is None else stop
    found = []
    begin = start
    for match in _STOP.finditer(text, start, stop):
        if match.group()[0] in "。！？" or _ends_here(
            text, begin, match.start(), match.end(), stop
        ):
            found.append((begin, match.end()))
            begin = match.end()
    found.append((begin, stop))
    return [span for span in (_trimmed(text, a, b) for a, b in found) if span[0] < span[1]]


def _ends_here(text: str, begin: int, mark: int, after: int, stop: int) -> bool:
    if not (text[after].isspace() or _lost_blank(text, begin, mark, after, stop)):
        return False
    opening = _OPENS.match(text, after, stop)
    if opening is None:
        return True
    if opening.group(1).islower():
        return False
    if text[mark] != "." or after - mark > 1:
        return True
    return _ABBREVIATED.search(text[max(begin, mark - 12) : mark + 1]) is None


def _lost_blank(text: str, begin: int, mark: int, after: int, stop: int) -> bool:
    """Whether a sentence begins behind the mark at once: `ocean.The`, not `node.js` or `A.The`."""
    first = after + (text[after] in _QUOTES)
    return (
        mark - begin >= 2
        and text[mark - 2].islower()
        and text[mark - 1].islower()
        and first + 1 < stop
        and text[first].isupper()
        and text[first + 1].islower()
    )


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
