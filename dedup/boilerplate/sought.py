"""What blocks must have for any phrase to give them away: what `screening` looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dedup.boilerplate.gates import Gate, Phrase
from dedup.boilerplate.pieces import LINED
from dedup.spotting import ANYWHERE, END, HEAD, MOST_WORDS, NEAR, START, Sought


class Told(NamedTuple):
    """All that phrases look for, by where they look for it, folded."""

    wholes: list[str]
    bars: list[str]
    sought: list[Sought]
    """What a piece begins or ends with that a phrase gives away; what it contains, or must have to
    match a pattern, with the number of that phrase or pattern."""
    also: list[Sought]
    """What it must have besides to match a pattern, with the number of that."""
    sure: list[Sought]
    """`Phrases.sure`, which long pieces are asked for, with the numbers that follow these."""
    always: tuple[tuple[int, int], ...]
    """Numbers of patterns that need nothing, and words up to which a piece may match them."""


def at_edges(
    starts: Iterable[Phrase], heads: Iterable[Phrase], ends: Iterable[Phrase]
) -> Iterator[Sought]:
    """What a piece begins or ends with."""
    for shelf, where in ((starts, START), (heads, HEAD), (ends, END)):
        for one in shelf:
            yield Sought(one.folded, LINED, where, one.longest)


def numbered(patterns: Sequence[Gate], contained: Sequence[Phrase]) -> Iterator[Sought]:
    """What patterns need, and what pieces contain, which are numbered behind the patterns."""
    for number, one in enumerate(patterns):
        where = NEAR if one.near else ANYWHERE
        for need in one.needs:
            yield Sought(need, 0, where, one.phrase.longest, 0, number)
    for number, phrase in enumerate(contained, len(patterns)):
        yield Sought(phrase.folded, 0, ANYWHERE, phrase.longest, 0, number)


def besides(patterns: Sequence[Gate]) -> Iterator[Sought]:
    """What a piece must have besides to match a pattern."""
    for number, one in enumerate(patterns):
        for need in one.also:
            yield Sought(need, 0, ANYWHERE, one.phrase.longest, 0, number)


def in_long_lines(sure: Sequence[str], least: int, first: int) -> Iterator[Sought]:
    """What pieces of so many words and more are asked for, numbered from `first` on."""
    for number, phrase in enumerate(sure, first):
        yield Sought(phrase, 0, ANYWHERE, MOST_WORDS, least, number)
