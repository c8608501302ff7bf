"""What evidence of direction is weighed on: a derived pair and its two sides."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf, log1p
from typing import NamedTuple

from dedup.settings import DirectionSettings

FORWARD, BACKWARD, COMMON = "left_to_right", "right_to_left", "common_source"
HYPOTHESES = (FORWARD, BACKWARD, COMMON)
UNDETERMINED = "undetermined"


class State(NamedTuple):
    """How far the matter had got when a text was written.

    `edition` is 0 where the text calls itself a first word on it, 1 as a rule, 2
    and more where it calls itself an update; `over` whether what was going on has
    ended (None where it says nothing); `tolls` the figures beside each kind of
    loss (`killed`, `injured`).
    """

    edition: int = 1
    over: bool | None = None
    tolls: tuple[tuple[str, frozenset[int]], ...] = ()


NO_STATE = State()


@dataclass(frozen=True)
class Side:
    """One article of a pair: who published it, when, and whom it credits.

    `publisher` and the names credited are keys of `dedup.names`; `shown` gives
    the name of a key as written; `agency` is true where the publisher writes for
    others as a matter of course. Times are Unix seconds, None where unknown;
    `local` is the interval on the publisher's own clock where its zone is unknown.
    """

    row: int
    publisher: str = ""
    agency: bool = False
    earliest: int | None = None
    latest: int | None = None
    local: tuple[int, int] | None = None
    authors: frozenset[str] = frozenset()
    retold: frozenset[str] = frozenset()
    distributors: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    state: State = NO_STATE
    shown: dict[str, str] = field(default_factory=dict)

    @cached_property
    def credited(self) -> frozenset[str]:
        """Everyone credited with the text as a whole."""
        return self.authors | self.retold | self.distributors

    @cached_property
    def others(self) -> frozenset[str]:
        """Everyone credited with the text as a whole but the publisher."""
        return self.credited - {self.publisher}

    @cached_property
    def named(self) -> frozenset[str]:
        """All outlets and agencies that it names but its own."""
        return (self.others | self.contributors | self.mentions) - {self.publisher}

    def reports_of(self, other: Side) -> list[str]:
        """Whom it names that the other says to be by, of which nobody knows who published it."""
        if other.publisher:
            return []
        return sorted(other.authors & (self.retold | self.mentions) - self.authors)

    def without_retold(self) -> Side:
        """The same article as if it retold nobody."""
        return replace(self, retold=frozenset()) if self.retold else self

    def after(self, other: Side) -> bool:
        """Whether it was published after the other for certain."""
        if self.earliest is None or other.latest is None:
            return False
        return self.earliest > other.latest

    def name(self, key: str) -> str:
        """The name of a key as this article writes it."""
        return self.shown.get(key, key)


class Witness(NamedTuple):
    """What a third text that comes from neither says of a pair, in readings (see `dedup.stemma`).

    `left_only` and `right_only`: what one side shares with the third and the
    other lacks; `apart`: what both have against it, `inside` what of that is no
    end that it left out; `all`: what all three have.
    `source` says that it is the text of an agency, or of one that a side credits,
    and not later than either.
    """

    article_id: str
    source: bool
    left_only: int = 0
    right_only: int = 0
    apart: int = 0
    inside: int = 0
    all: int = 0

    def mirrored(self) -> Witness:
        """The same with left and right exchanged."""
        return self._replace(left_only=self.right_only, right_only=self.left_only)


class Pair(NamedTuple):
    """A derived pair; coverages in 0..1.

    `thirds` are the texts that both sides match, `witnesses` what those say of it
    that come from neither; `left_lead` and `right_lead` the shares of a side's first
    paragraph that the other has, None where that was not looked at.
    """

    left: Side
    right: Side
    relation: str
    left_covered: float
    right_covered: float
    thirds: tuple[Side, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    left_lead: float | None = None
    right_lead: float | None = None

    def mirrored(self) -> Pair:
        """The same pair with left and right exchanged."""
        return Pair(
            self.right,
            self.left,
            self.relation,
            self.right_covered,
            self.left_covered,
            self.thirds,
            tuple(witness.mirrored() for witness in self.witnesses),
            self.right_lead,
            self.left_lead,
        )

    @property
    def lead(self) -> int:
        """Seconds by which left is reliably earlier (above 0) or later (below 0); else 0."""
        return lead(self.left, self.right)


def lead(left: Side, right: Side) -> int:
    """Seconds by which left is reliably earlier (above 0) or later (below 0); else 0.

    Two dates without a zone are compared on one clock where one outlet wrote both.
    """
    if left.publisher and left.publisher == right.publisher and left.local and right.local:
        return _lead(*left.local, *right.local)
    return _lead(left.earliest, left.latest, right.earliest, right.latest)


def _lead(
    left_earliest: int | None,
    left_latest: int | None,
    right_earliest: int | None,
    right_latest: int | None,
) -> int:
    if left_latest is not None and right_earliest is not None and left_latest < right_earliest:
        return right_earliest - left_latest
    if right_latest is not None and left_earliest is not None and right_latest < left_earliest:
        return right_latest - left_earliest
    return 0


def common_prior(pair: Pair, settings: DirectionSettings) -> float:
    """Log odds of a common source against either direction before any evidence.

    Of many texts of one story few took from one another.
    """
    prior = settings.rewrite_prior if pair.relation == "rewrite" else settings.common_prior
    return prior + settings.crowd * log1p(len(pair.thirds))


class Evidence(NamedTuple):
    """Log odds for the three hypotheses, and the evidence in words.

    Words speak of "the left article" and "the right article"; `-inf` rules a
    hypothesis out.
    """

    forward: float = 0.0
    backward: float = 0.0
    common: float = 0.0
    words: str = ""

    @property
    def only_which_way(self) -> bool:
        """Whether it weighs one way against the other, and neither against a common source."""
        return self.common == 0.0 and self.forward == -self.backward

    def plus(self, other: Evidence) -> Evidence:
        """Both together."""
        if self is NOTHING or other is NOTHING:
            return self if other is NOTHING else other
        words = "; ".join(part for part in (self.words, other.words) if part)
        return Evidence(
            self.forward + other.forward,
            self.backward + other.backward,
            self.common + other.common,
            words,
        )

    def mirrored(self) -> Evidence:
        """The same evidence with left and right exchanged."""
        if self is NOTHING:
            return self
        swapped = self.words.replace("the left article", "\0")
        swapped = swapped.replace("the right article", "the left article")
        words = swapped.replace("\0", "the right article")
        return Evidence(self.backward, self.forward, self.common, words)


NOTHING = Evidence()
RULED_OUT = -inf
