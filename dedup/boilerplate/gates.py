"""What a piece must have for a pattern to be worth trying on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dedup.alike import fold
from dedup.boilerplate.besides import besides, needed
from dedup.boilerplate.expressions import Expression
from dedup.boilerplate.needs import firsts, needs, opening, rarity
from dedup.boilerplate.widths import ENDLESS, width

_MOST_FIRSTS, _RARE = 20, 7


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


class Gate(NamedTuple):
    """A pattern and what it needs."""

    pattern: Expression
    phrase: Phrase
    """Without words: its rule, and how long a piece the pattern gives away, and where."""
    needs: frozenset[str]
    """Folded strings of which a match has one; none where nothing is sure."""
    near: bool
    """Whether it has that near its start."""
    also: frozenset[str]
    """And one of these, if any."""
    firsts: frozenset[str] | None
    """What it begins with, of small letters and marks of ASCII; None for anything."""
    least: int
    """Characters of what it matches."""
    most: int
    """And at most, behind a bullet."""

    def matches(self, body: str, words: int) -> bool:
        """Whether a piece matches the pattern.

        Args:
            body: the piece, or what of it follows its bullet, spelled alike.
            words: of the piece.
        """
        return (
            words <= self.phrase.longest
            and self.least <= len(body) <= self.most
            and self.pattern.match(body) is not None
        )

    def may_match(self, folded: str) -> bool:
        """Whether a piece that has some of its needs has what it must have besides."""
        return not self.also or any(one in folded for one in self.also)


def gate(pattern: str, phrase: Phrase) -> Gate:
    """The gate of a pattern."""
    told = [one for one in (needs(pattern), *needed(pattern)) if one]
    first, wanted = opening(pattern), max(told, key=rarity, default=None)
    near = bool(first) and (wanted is None or rarity(first or wanted) >= min(rarity(wanted), _RARE))
    chosen = (first if near else wanted) or frozenset()
    also = besides(pattern, chosen) if chosen else frozenset()
    some, wide = firsts(pattern), width(pattern)
    return Gate(
        Expression(pattern),
        phrase,
        _folded(chosen),
        near,
        _folded(also),
        some if some and len(some) <= _MOST_FIRSTS else None,
        wide.least,
        wide.most if wide.closed else ENDLESS,
    )


def _folded(strings: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, strings))
