"""The parts of a text as credits see them: its blocks, what they look like, links among them."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.blocks import blocks
from dedup.credits.phrases import phrases

_STOPS = ".!?…。！？"
_CLOSERS = "\"'”’»)]」"
_BULLET = re.compile(r"[-*+•‣▪●·–—>»]\s")
_BODY_WORDS = 12
_LONG_BODY_WORDS = 25
_TEASER_WORDS = 25
_LETTERS_A_WORD = 20
"""Letters from which a script is taken to write no spaces."""
_ENDS = r"""[.!?…。！？]["'”’»)\]」]{0,3}$"""


class Part(NamedTuple):
    """One block of the text: its span, its place and what it looks like."""

    number: int
    start: int
    stop: int
    words: int
    teaser: bool
    body: bool
    """Running text: long enough, and a sentence ends it."""


def before(text: str, part: Part, position: int, reach: int = 80) -> str:
    """What stands before a position in its part, up to a reach, on one line."""
    return text[max(part.start, position - reach) : position].replace("\n", " ")


def after(text: str, part: Part, position: int, reach: int = 80) -> str:
    """What stands after a position in its part, up to a reach, on one line."""
    return text[position : min(part.stop, position + reach)].replace("\n", " ")


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of one text."""
    found: list[Part] = []
    listing = False
    for number, block in enumerate(blocks(text)):
        words = block.text.count(" ") + block.text.count("\xa0") + 1
        if len(block.text) > _LETTERS_A_WORD * words and not block.text.isascii():
            words = len(block.text) // 2
        short = words <= _TEASER_WORDS
        listing = short and (_opens_list(block.text) or (listing and _listed(block.text)))
        ends = _ends_sentence(block.text)
        body = (words >= _BODY_WORDS and ends) or words >= _LONG_BODY_WORDS
        found.append(Part(number, block.start, block.stop, words, listing, body))
    return tuple(found)


def columns_of(
    table: pl.DataFrame, likely: npt.NDArray[np.bool_] | None = None
) -> tuple[list[int], ...]:
    """start, stop, words, teaser, body of the blocks of many texts: `parts_of`, column by column.

    Args:
        table: `dedup.blocks.block_table` of the texts.
        likely: which blocks may be labels of links; all if not known.
    """
    text = table["text"]
    size, words = text.str.len_chars(), _blanks(table) + 1
    crowded = (size > _LETTERS_A_WORD * words) & (text.str.len_bytes() != size)
    words = pl.select(pl.when(crowded).then(size // 2).otherwise(words)).to_series()
    ends = text.str.tail(4).str.contains(_ENDS)
    body = ((words >= _BODY_WORDS) & ends) | (words >= _LONG_BODY_WORDS)
    short = words <= _TEASER_WORDS
    asked = short.to_numpy() if likely is None else likely & short.to_numpy()
    teaser = _teasers(table, short, ends, np.flatnonzero(asked).tolist())
    columns = (table["start"], table["stop"], words)
    return (*(column.to_list() for column in columns), teaser.tolist(), body.to_list())


def _blanks(table: pl.DataFrame) -> pl.Series:
    """Spaces in each block, the no-break ones too."""
    text, plain = table["text"], table["spaces"]
    odd = text.str.contains("\xa0", literal=True).arg_true()
    if not len(odd):
        return plain
    return plain.scatter(odd, plain[odd] + text[odd].str.count_matches("\xa0", literal=True))


def _teasers(
    table: pl.DataFrame, short: pl.Series, ends: pl.Series, likely: list[int]
) -> npt.NDArray[np.bool_]:
    """Which blocks are links below a heading or label of such, or one of the likely ones."""
    text, owner = table["text"], table["number"].to_numpy()
    found = np.zeros(len(owner), dtype=bool)
    opens = {row for row in likely if _opens_list(text[row])}
    for row in sorted(opens):
        below = row
        while not found[below]:
            found[below] = True
            below += 1
            if below == len(owner) or owner[below] != owner[row] or not short[below]:
                break
            if ends[below] and _BULLET.match(text[below]) is None:
                break
    return found


def _opens_list(text: str) -> bool:
    label = phrases().teaser.match(text)
    if label is None:
        return False
    rest = text[label.end() :].strip(" :：-–—")
    return not (len(rest) > 60 and _ends_sentence(rest))


def _ends_sentence(text: str) -> bool:
    """Whether a full stop ends a text, be it before closing quotes and brackets."""
    for place in range(1, 5):
        last = text[-place : len(text) - place + 1]
        if last in _STOPS:
            return bool(last)
        if last not in _CLOSERS:
            return False
    return False


def _listed(text: str) -> bool:
    """Whether a block looks like an item of a list of links."""
    return not _ends_sentence(text) or _BULLET.match(text) is not None
