"""What evidence of direction is weighed on: a derived pair and its two sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

FORWARD, BACKWARD, COMMON = "left_to_right", "right_to_left", "common_source"
UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Side:
    """One article of a pair: who published it, when, and whom it credits.

    `publisher` and the names credited are keys of `dedup.names`; `shown` gives
    the name of a key as written; `agency` is true where the publisher writes for
    others as a matter of course. Times are Unix seconds, None where unknown.
    """

    row: int
    publisher: str = ""
    agency: bool = False
    earliest: int | None = None
    latest: int | None = None
    authors: frozenset[str] = frozenset()
    retold: frozenset[str] = frozenset()
    distributors: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def credited(self) -> frozenset[str]:
        """Everyone credited with the text as a whole."""
        return self.authors | self.retold | self.distributors

    @property
    def others(self) -> frozenset[str]:
        """Everyone credited with the text as a whole but the publisher."""
        return self.credited - {self.publisher}

    def name(self, key: str) -> str:
        """The name of a key as this article writes it."""
        return self.shown.get(key, key)


@dataclass(frozen=True)
class Pair:
    """A derived pair; coverages in 0..1."""

    left: Side
    right: Side
    relation: str
    left_covered: float
    right_covered: float

    @property
    def lead(self) -> int:
        """Seconds by which left is reliably earlier (above 0) or later (below 0); else 0."""
        left, right = self.left, self.right
        if left.latest is not None and right.earliest is not None and left.latest < right.earliest:
            return right.earliest - left.latest
        if right.latest is not None and left.earliest is not None and right.latest < left.earliest:
            return right.latest - left.earliest
        return 0


@dataclass(frozen=True)
class Evidence:
    """Log odds for the three hypotheses, and the evidence in words.

    Words speak of "the left article" and "the right article"; `-inf` rules a
    hypothesis out.
    """

    forward: float = 0.0
    backward: float = 0.0
    common: float = 0.0
    words: str = ""

    def mirrored(self) -> Evidence:
        """The same evidence with left and right exchanged."""
        swapped = self.words.replace("the left article", "\0")
        swapped = swapped.replace("the right article", "the left article")
        words = swapped.replace("\0", "the right article")
        return Evidence(self.backward, self.forward, self.common, words)


NOTHING = Evidence()
RULED_OUT = -inf
