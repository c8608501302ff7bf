"""Which of many patterns are worth trying on a piece, by its first letter and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.boilerplate.needs import firsts

SHORT, _MOST_WORDS, _MOST_FIRSTS = 15, 400, 20
"""Words from which a piece is no short line any more, and the most that a phrase gives away."""


class Phrase(NamedTuple):
    """One phrase: its folded form, its rule, how long a piece it gives away, and where."""

    folded: str
    rule: str
    longest: int
    where: str = "any"


Patterns = Sequence[tuple[re.Pattern[str], Phrase]]


class Gates:
    """The patterns sorted by what they begin with; those that begin with anything, by length.

    A piece is held against one expression of all patterns that its first letter allows, which
    most pieces pass without a match.
    """

    def __init__(self, patterns: Patterns) -> None:
        begun = [(pattern, one, _few_firsts(pattern.pattern)) for pattern, one in patterns]
        letters = sorted({letter for _, _, some in begun for letter in some or ()})
        self._led = {
            letter: _Gate([(p, one) for p, one, some in begun if some is None or letter in some])
            for letter in letters
        }
        self._others = _Gate([(p, one) for p, one, some in begun if some is None])
        self._all = _Gate(patterns)

    def match(self, body: str, words: int, *, brief: bool, loose: bool) -> Phrase | None:
        """The phrase of the first pattern that a piece matches.

        Args:
            body: the piece, or what of it follows its bullet, spelled alike.
            words: of the piece.
            brief: whether patterns that begin with few letters, or are for short lines, are asked.
            loose: whether the others are.
        """
        first = body[:1]
        gate = self._led.get(first.lower(), self._others) if first.isascii() else self._all
        return gate.match(body, words, brief=brief, loose=loose)


class _Gate:
    """Patterns in their order, and one expression of those of each kind."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        kinds: tuple[list[re.Pattern[str]], ...] = ([], [])
        self._longest = [0, 0]
        for pattern, one in patterns:
            kind = int(one.longest >= SHORT and is_loose(pattern.pattern))
            kinds[kind].append(pattern)
            self._longest[kind] = max(self._longest[kind], one.longest)
        self._brief, self._loose = map(_together, kinds)

    def match(self, body: str, words: int, *, brief: bool, loose: bool) -> Phrase | None:
        if not (
            (brief and words <= self._longest[0] and self._brief.match(body))
            or (loose and words <= self._longest[1] and self._loose.match(body))
        ):
            return None
        for pattern, phrase in self._patterns:
            if words <= phrase.longest and pattern.match(body):
                return phrase
        return None


def _together(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """One expression for all; one of none matches nothing."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns) or r"(?!)")


def is_loose(pattern: str) -> bool:
    """Whether a pattern may begin with almost anything."""
    return _few_firsts(pattern) is None


@lru_cache(maxsize=1024)
def _few_firsts(pattern: str) -> frozenset[str] | None:
    """What a pattern may begin with, where that tells anything."""
    some = firsts(pattern)
    return some if some and len(some) <= _MOST_FIRSTS else None
