"""The characters of many texts at once: of what kind each is, and where sentences begin.

What is asked of a character is asked once for each that occurs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.blocks import ABBREVIATIONS, plain_blocks
from dedup.kernels import ending, quoting
from dedup.quotations import FINDERS
from dedup.readings.columns import offsets
from dedup.readings.reading import INSIDE_FIGURES, Hashes, Ints

IN_FIGURES = 1 << 11
"""The kind of marks that may stand inside a figure, beside those of `dedup.kernels.ending`."""
_KINDS: dict[int, Callable[[str], bool]] = {
    ending.SPACE: str.isspace,
    ending.LOWER: str.islower,
    ending.UPPER: str.isupper,
    ending.DIGIT: str.isdigit,
    ending.WORD: lambda letter: letter.isalnum() or letter == "_",
    ending.STOP: ".!?…".__contains__,
    ending.WIDE_STOP: "。！？".__contains__,
    ending.CLOSES: "\"'”’»)]".__contains__,
    ending.WIDE_CLOSES: "」』”’）".__contains__,
    ending.OPENS: "\"'“‘«„([—–-".__contains__,
    ending.QUOTES: "\"'“‘«".__contains__,
    ending.EDGE: lambda letter: letter.isspace() or letter in "(“\"'‘",
    IN_FIGURES: INSIDE_FIGURES.__contains__,
    quoting.MARK: quoting.MARKS.__contains__,
}
_CODES = 0x110000
BREAK = ord("\n")


class Characters(NamedTuple):
    """All texts, a line break between any two: code points, their kinds, where each text begins."""

    codes: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.uint16]
    begins: Ints


def spell(told: list[str]) -> Characters:
    """The characters of some texts."""
    joined = "\n".join([*told, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    present = np.zeros(_CODES, dtype=np.bool_)
    present[codes] = True
    kinds = np.zeros(_CODES, dtype=np.uint16)
    for code in np.flatnonzero(present).tolist():
        kinds[code] = _kind(code)
    return Characters(codes, kinds[codes], offsets([len(text) + 1 for text in told]))


@cache
def _kind(code: int) -> int:
    letter = chr(code)
    return sum(kind for kind, is_of in _KINDS.items() if is_of(letter))


def sentence_begins(stories: pl.Series, spelled: Characters, where: Ints, texts: Ints) -> Ints:
    """Of all words those, ascending, at which a sentence begins, or would if there were one more.

    The first of each text is one, and so is the end.

    Args:
        stories: the texts.
        spelled: their characters.
        where: the places of their words among these.
        texts: the word at which each text begins, and the end of the last.
    """
    blocks = plain_blocks(stories)
    first = spelled.begins[blocks["number"].to_numpy()]
    starts = first + blocks["start"].to_numpy()
    stops = first + blocks["stop"].to_numpy()
    # Room that is never touched costs nothing, and counting the marks would.
    found = np.empty(len(starts) + len(spelled.codes), dtype=np.int64)
    count = kernels.compiled().end_sentences(
        spelled.codes, spelled.kinds, starts, stops, _abbreviations(), found
    )
    return np.unique(np.concatenate((np.searchsorted(where, found[:count]), texts)))


def quotation_spans(told: list[str], spelled: Characters) -> Ints:
    """Start and stop (spans, 2) of what is quoted in some texts, in no order; they may overlap.

    Args:
        told: the texts.
        spelled: their characters, of which the spans are places.
    """
    found = np.empty((len(spelled.codes), 2), dtype=np.int64)
    left = np.zeros(len(told), dtype=np.uint8)
    count = kernels.compiled().quote(spelled.codes, spelled.kinds, spelled.begins, found, left)
    begins = spelled.begins.tolist()
    more = [
        (start + begins[number], stop + begins[number])
        for number in np.flatnonzero(left).tolist()
        for place, find in enumerate(FINDERS)
        if left[number] >> place & 1
        for start, stop in find(told[number])
    ]
    return np.concatenate((found[:count], np.array(more, dtype=np.int64).reshape(-1, 2)))


@cache
def _abbreviations() -> Hashes:
    hashed = []
    for word in ABBREVIATIONS:
        value = 0
        for letter in word:
            value = (value * ending.TIMES + ord(letter)) & 0xFFFFFFFFFFFFFFFF
        hashed.append(value)
    return np.array(sorted(hashed), dtype=np.uint64)
