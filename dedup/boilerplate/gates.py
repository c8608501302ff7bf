"""Which of many patterns are worth trying on a piece, by its first letter and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.boilerplate.expressions import Expression
from dedup.boilerplate.needs import firsts

_MOST_FIRSTS = 20
_ANY = "any"
_WORTH_MAKING = 1000
"""Pieces after which one expression of all patterns has paid for itself."""


class Phrase(NamedTuple):
    """One phrase: its folded form, its rule, how long a piece it gives away, and where."""

    folded: str
    rule: str
    longest: int
    where: str = "any"

    def or_where(self, other: Phrase) -> Phrase:
        """This phrase, in the places of another too."""
        if self.where in ("any", other.where) or other.where == "any":
            return self if self.where in ("any", other.where) else other
        return self if self.where == "edge" else self._replace(where="edge")


Patterns = Sequence[tuple[Expression, Phrase]]


class Gates:
    """The patterns sorted by what they begin with; those that begin with anything, by length.

    A piece is held against one expression of all patterns that its first letter allows, which
    most pieces pass without a match. Such an expression takes longer to make than some hundred
    pieces take to be held against its patterns in turn: it is made when so many have come.
    """

    def __init__(self, patterns: Patterns) -> None:
        begun = [(pattern, one, few_firsts(pattern.pattern)) for pattern, one in patterns]
        self._letters = frozenset(letter for _, _, some in begun for letter in some or ())
        self._begun = begun
        self._made: dict[str, _Gate] = {}

    def matches(self, body: str, words: int) -> Iterator[Phrase]:
        """The phrases of the patterns that a piece matches, in their order.

        Args:
            body: the piece, or what of it follows its bullet, spelled alike.
            words: of the piece.
        """
        first = body[:1]
        return self._gate(first.lower() if first.isascii() else _ANY).matches(body, words)

    def _gate(self, letter: str) -> _Gate:
        """The patterns that a piece with this first letter may match."""
        known = letter if letter in self._letters or letter == _ANY else ""
        if known not in self._made:
            allowed = [
                (pattern, one)
                for pattern, one, some in self._begun
                if some is None or known == _ANY or known in some
            ]
            self._made[known] = _Gate(allowed)
        return self._made[known]


class _Gate:
    """Patterns in their order, and one expression of all, once it is worth its making."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._longest = max((one.longest for _, one in patterns), default=0)
        self._asked = 0
        self._any: re.Pattern[str] | None = None

    def matches(self, body: str, words: int) -> Iterator[Phrase]:
        """Those that a piece matches."""
        if words > self._longest:
            return
        self._asked += 1
        if self._asked == _WORTH_MAKING:
            self._any = _together([pattern for pattern, _ in self._patterns])
        if self._any is not None and self._any.match(body) is None:
            return
        for pattern, phrase in self._patterns:
            if words <= phrase.longest and pattern.match(body):
                yield phrase


def _together(patterns: Sequence[Expression]) -> re.Pattern[str]:
    """One expression for all; one of none matches nothing."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns) or r"(?!)")


@lru_cache(maxsize=1024)
def few_firsts(pattern: str) -> frozenset[str] | None:
    """What a pattern may begin with, where that tells anything."""
    some = firsts(pattern)
    return some if some and len(some) <= _MOST_FIRSTS else None
