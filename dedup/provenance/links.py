"""What sources are sought in, and what a possible source looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf
from typing import NamedTuple

from dedup.names import Names
from dedup.stemma import Stemma

_SIDE = re.compile(r"\bthe (left|right) article\b")
BASES = ("ruled", "credited", "textual", "inferred", "metadata")
"""Kinds of evidence for a source, most telling first: they decide between equals."""

IS = {
    "copy": "is a copy of",
    "partial": "shares passages with",
    "rewrite": "is a rewrite of",
}
"""A relation as the verb of a sentence."""


@dataclass(frozen=True)
class Credit:
    """One name that an article credits, once for each role; `words` are the text's own."""

    key: str
    name: str
    role: str
    words: str


@dataclass(frozen=True)
class Article:
    """What provenance needs to know of one article.

    `publisher` is a key of `dedup.names`, "" where unknown; `shown` is what
    stands for the article in a chain; `evidence` holds (field, value) of its
    metadata; times are Unix seconds; `agency` is true where the publisher writes
    for others as a matter of course.
    """

    row: int
    story: int
    article_id: str
    publisher: str
    shown: str
    earliest: int | None
    latest: int | None
    agency: bool = False
    credits: tuple[Credit, ...] = ()
    mentions: frozenset[str] = frozenset()
    """Keys of those that it names in passing."""
    evidence: tuple[tuple[str, str], ...] = ()
    ruled: int | str | None = None
    """The source that a person named: a row, or an outlet whose text is not at hand."""
    ruled_own: bool = False
    """A person has said that it is nobody else's text."""

    def reliably_after(self, other: Article) -> bool:
        """Whether it was published after the other for certain."""
        if self.earliest is None or other.latest is None:
            return False
        return self.earliest > other.latest

    def credited(self, *roles: str) -> list[Credit]:
        """Others than its publisher in these roles, by role and then as they stand."""
        found: dict[str, Credit] = {}
        for role in roles:
            for credit in self.credits:
                if credit.role == role and credit.key != self.publisher:
                    found.setdefault(credit.key, credit)
        return list(found.values())

    def names(self, key: str) -> bool:
        """Whether it names an outlet, be it in passing."""
        return bool(key) and (key in self.mentions or any(c.key == key for c in self.credits))

    @property
    def signs_itself(self) -> bool:
        """Whether it names its own publisher as author."""
        return any(c.role == "author" and c.key == self.publisher for c in self.credits)


class Tie(NamedTuple):
    """A derived pair as one of its articles sees it.

    `direction` is `from` (it took from the other), `to`, `common_source` or
    `undetermined`; `covered` and `other_covered` are shares of the own and the
    other's words in shared passages.
    """

    other: int
    relation: str
    probability: float
    direction: str
    direction_confidence: float
    covered: float
    other_covered: float
    words: str
    """Why the direction, of "the left article" and "the right article"."""
    left_id: str
    right_id: str

    @property
    def because(self) -> str:
        """Why the direction, by the articles' ids."""
        ids = {"left": self.left_id, "right": self.right_id}
        return _SIDE.sub(lambda side: ids[side.group(1)], self.words)

    @property
    def closeness(self) -> float:
        """How much of each other they hold, 0..1; a copy's own words count most."""
        return 0.75 * self.covered + 0.25 * self.other_covered


@dataclass(frozen=True)
class Story:
    """One story: its articles by row, and their ties by row and the other's row.

    `known` holds the articles of all stories: a merged piece may have a second
    source in another.
    """

    articles: Mapping[int, Article]
    ties: Mapping[int, Mapping[int, Tie]]
    known: Mapping[int, Article]
    names: Names
    stemma: Callable[[], Stemma] | None = None
    """Gives the readings of its articles' texts, where there are three or more of them."""

    def tie(self, row: int, other: int) -> Tie | None:
        """The tie between two articles, if they are a derived pair."""
        return self.ties.get(row, {}).get(other)

    def carried(self, article: Article) -> frozenset[str]:
        """Keys of those whom it retells only because the text that it carries does.

        Another article shares the text, retells the same ones, and says besides
        who wrote it: what it retells is no news of this article's own.
        """
        retold = {c.key for c in article.credits if c.role == "retold"}
        if not retold or article.credited("author", "distributor"):
            return frozenset()
        found: set[str] = set()
        for tie in self.ties.get(article.row, {}).values():
            other = self.articles.get(tie.other)
            if other is None or tie.relation == "rewrite":
                continue
            if other.agency or other.signs_itself or other.credited("author"):
                found |= retold & {c.key for c in other.credits if c.role == "retold"}
        return frozenset(found)

    def may_come_from(self, row: int, source: int) -> bool:
        """Whether neither a reliable time nor the direction of the pair speaks against it."""
        tie = self.tie(row, source)
        backward = tie is not None and tie.direction == "to"
        later = self.known[source].reliably_after(self.known[row])
        return row != source and not backward and not later

    def has_version(self, article: Article) -> bool:
        """Whether it was made from an earlier text of its own publisher."""
        return any(
            tie.direction == "from" and self.known[tie.other].publisher == article.publisher
            for tie in self.ties.get(article.row, {}).values()
            if tie.relation != "rewrite"
        )

    def prints(self, key: str) -> bool:
        """Whether the outlet of that key has an article in the story."""
        return key in self._published

    @cached_property
    def _published(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, article in self.articles.items():
            if article.publisher:
                found.setdefault(article.publisher, []).append(row)
        return found

    def held_by(self, article: Article, key: str) -> Article | None:
        """The article of the story, published under that key, that this one can come from.

        The nearest text where several are at hand.
        """
        if article.publisher == key:
            return None
        rows = [r for r in self._published.get(key, ()) if self.may_come_from(article.row, r)]
        ties = ((self.tie(article.row, row), row) for row in rows)
        ranked = [(-1.0 - tie.closeness if tie else 0.0, row) for tie, row in ties]
        return self.articles[min(ranked)[1]] if ranked else None


class Link(NamedTuple):
    """A possible source of an article.

    `path` leads from the far end to the source itself, which is last: the
    author and then the distributor. Its first step may be a row (an article of
    the run, whose own chain goes on from there); names stand for texts that
    are not at hand. `leads` and `follows` say whether it may be a primary and
    a secondary source. `weight` ranks links, `confidence` is what is reported;
    of equals the one `published` first (Unix seconds) is the source.
    """

    copy: int
    path: tuple[int | str, ...]
    basis: str
    relation: str
    confidence: float
    because: str
    leads: bool = True
    follows: bool = True
    nearness: float = 1.0
    published: float = inf
    doubt: float = 0.0
    """Log odds against it, by what other sources at hand have and this one lacks."""

    @property
    def weight(self) -> float:
        """Confidence, less where the texts are not near each other; a ruling is above all."""
        if self.basis == "ruled":
            return 2.0
        return self.confidence * (0.7 + 0.3 * self.nearness) * exp(-self.doubt)

    @property
    def rank(self) -> tuple[float, int, float, tuple[tuple[int, str], ...]]:
        """Sort key, best first; a total order over the links of one article."""
        steps = tuple((s, "") if isinstance(s, int) else (-1, s) for s in self.path)
        return (-round(self.weight, 9), BASES.index(self.basis), self.published, steps)
