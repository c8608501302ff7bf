"""Two articles side by side: what every signal looks at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dedup.ascending import among, shared
from dedup.readings import Bools, Doubles, Floats, Ints, Reading

LONG_QUOTATION = 20
"""Words from which a quotation in the third person is another text's narration, not speech."""
SHORTEST_SENTENCE = 5
"""Words of narration a sentence must have to be compared: shorter ones match by chance."""
LEAST_WEIGHT = 1e-6
"""What a sentence of words without weight is divided by."""


class Profile(NamedTuple):
    """What is known of an article beside its story text."""

    title: str
    publisher: str
    credited: frozenset[str]
    """Names it credits as author, distributor or retold source."""
    retold: frozenset[str]
    """Names whose report it retells as a whole."""
    named: frozenset[str]
    """Names it credits or mentions in any role but photo and publisher."""
    early: frozenset[str] = frozenset()
    """Those of them that stand in its first paragraphs."""
    attributed: tuple[tuple[str, int], ...] = ()
    """Names to which it attributes something, and in how many stretches of the text."""
    published: tuple[int, int] | None = None
    """The first and the last Unix second that its date allows."""


NOBODY = Profile("", "", frozenset(), frozenset(), frozenset())


class Span(NamedTuple):
    """A passage as word numbers, half open."""

    left_start: int
    left_stop: int
    right_start: int
    right_stop: int
    words: int


class Comparison:
    """A pair: both readings, both profiles, the shared passages, and what follows from them."""

    def __init__(
        self,
        left: Reading,
        right: Reading,
        profiles: tuple[Profile, Profile],
        spans: Sequence[Span],
    ) -> None:
        self.left = left
        self.right = right
        self.profiles = profiles
        self.spans = spans

    @cached_property
    def covered(self) -> tuple[Bools, Bools]:
        """For each word of left and of right, whether it stands in a shared passage."""
        left = np.zeros(len(self.left.hashes), dtype=bool)
        right = np.zeros(len(self.right.hashes), dtype=bool)
        for span in self.spans:
            left[span.left_start : span.left_stop] = True
            right[span.right_start : span.right_stop] = True
        return left, right

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Both sides with their sentences of narration.

        What is quoted is nobody's narration. What one side quotes and the
        other tells is either the other's narration taken over, and counts on
        both, or speech whose marks the telling side lost, and counts on none.
        """
        left, right = ~self.left.quoted, ~self.right.quoted
        for span in self.spans:
            one = slice(span.left_start, span.left_stop)
            other = slice(span.right_start, span.right_stop)
            told_left, told_right = left[one].copy(), right[other].copy()
            if told_left.all() and told_right.all():
                continue
            if self._narrates(span, told_left, told_right):
                left[one] |= told_right[_spread(len(told_left), len(told_right))]
                right[other] |= told_left[_spread(len(told_right), len(told_left))]
            else:
                left[one] &= told_right[_spread(len(told_left), len(told_right))]
                right[other] &= told_left[_spread(len(told_right), len(told_left))]
        return (
            Side(self.left, self.covered[0], left, self.right),
            Side(self.right, self.covered[1], right, self.left),
        )

    def _narrates(self, span: Span, told_left: Bools, told_right: Bools) -> bool:
        """Whether what only one side of a passage quotes is narration of the other's.

        It is where it is long, nobody speaks in it, and the quoting side names
        the other's outlet (any, where that is unknown) or gives it a paragraph to
        itself: who speaks is named beside what he says.
        """
        shares = [np.count_nonzero(told) / max(len(told), 1) for told in (told_left, told_right)]
        side = 0 if shares[0] < shares[1] else 1
        reading = (self.left, self.right)[side]
        start, quoted = (
            (span.left_start, ~told_left) if side == 0 else (span.right_start, ~told_right)
        )
        words = start + quoted.nonzero()[0]
        if len(words) < LONG_QUOTATION or reading.personal[words].any():
            return False
        named, publisher = self.profiles[side].named, self.profiles[1 - side].publisher
        credits = publisher in named if publisher else bool(named)
        return credits or _set_apart(reading, int(words[0]))

    @cached_property
    def shorter(self) -> int:
        """0 where the left has fewer words of narration, 1 where the right has."""
        left, right = self.sides
        return 0 if left.narration.sum() <= right.narration.sum() else 1

    @cached_property
    def matches(self) -> Doubles:
        """How much of each left sentence's weight each right sentence has, and back.

        Shape (2, left sentences, right sentences): the share of the idf of the
        left sentence's words found in the right one, and the reverse. In double
        precision sums of weights are exact, whatever their order.
        """
        left, right = self.sides
        # Only words that both have can be shared: far fewer columns than words.
        first, second = shared(self.left.vocabulary.hashes, self.right.vocabulary.hashes)
        one, other = left.bags(first), right.bags(second)
        common = one @ (other * self.left.vocabulary.idf[first]).T
        return np.stack((common / left.weights[:, None], common / right.weights[None, :]))


def _set_apart(reading: Reading, word: int) -> bool:
    """Whether a word begins a paragraph in which all is quoted."""
    if not reading.openings[word]:
        return False
    after = reading.openings[word + 1 :]
    stop = word + 1 + int(after.argmax()) if after.any() else len(reading.quoted)
    return bool(reading.quoted[word:stop].all())


def weight(weights: Floats) -> float:
    """Their sum in double precision, in which it is exact, whatever their order."""
    return float(weights.sum(dtype=np.float64))


def _once(codes: Ints) -> Ints:
    """The codes, each once, ascending."""
    ordered = np.sort(codes)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _spread(length: int, onto: int) -> Ints:
    """For each of `length` words of a passage, the word of `onto` that stands beside it."""
    return np.arange(length) * onto // max(length, 1)


class Side:
    """One side of a comparison: its narration, sentence by sentence."""

    def __init__(self, reading: Reading, covered: Bools, narration: Bools, other: Reading) -> None:
        self.reading = reading
        self.covered = covered
        self.narration = narration
        self.other = other

    @cached_property
    def sentences(self) -> Ints:
        """Numbers of the sentences that have enough narration to be compared."""
        return np.flatnonzero(self._told >= SHORTEST_SENTENCE)

    @cached_property
    def _told(self) -> Ints:
        """Words of narration of each sentence of the reading."""
        count = len(self.reading.bounds) - 1
        return np.bincount(self.reading.sentence[self.narration], minlength=count)

    @cached_property
    def _stated(self) -> Bools:
        """For each word, whether the other text states it too."""
        return among(self.reading.stated, self.other.statements)

    @cached_property
    def restated(self) -> Bools:
        """For each sentence of the reading, whether it states other facts than the other text.

        More of its figures and names are missing there than found: what is
        shared of it is a template's wording, not the story.
        """
        count = len(self.reading.bounds) - 1
        fact = self.reading.fact
        found = fact & self._stated
        kept = np.bincount(self.reading.sentence[found], minlength=count)
        stated = np.bincount(self.reading.sentence[fact], minlength=count)
        return np.asarray(stated - kept > kept)

    @cached_property
    def kept(self) -> Bools:
        """Words in shared passages, quoted or told, in sentences that state the same facts."""
        return self.covered & ~self.restated[self.reading.sentence]

    @cached_property
    def shared(self) -> Bools:
        """Words of narration in shared passages, in sentences that state the same facts."""
        return self.narration & self.kept

    @cached_property
    def sentence_covered(self) -> Doubles:
        """Share of each of those sentences' narration that stands in shared passages."""
        count = len(self.reading.bounds) - 1
        common = np.bincount(self.reading.sentence[self.shared], minlength=count)
        chosen = self.sentences
        return np.asarray(common[chosen] / np.maximum(self._told[chosen], 1))

    @cached_property
    def sentence_weight(self) -> Doubles:
        """Words of narration of each of those sentences."""
        return self._told[self.sentences].astype(np.float64)

    @cached_property
    def facts(self) -> tuple[float, float]:
        """Weight of the facts in sentences that touch passages: kept by the other, and missing."""
        reading = self.reading
        touched = np.zeros(len(reading.bounds), dtype=bool)
        touched[reading.sentence[self.covered & self.narration]] = True
        there = touched[reading.sentence] & reading.fact
        _, first = np.unique(reading.stated[there], return_index=True)
        weights, kept = reading.idf[there][first], self._stated[there][first]
        return weight(weights[kept]), weight(weights[~kept])

    @cached_property
    def _places(self) -> Ints:
        """For each word, the place of its sentence among those compared; -1 where it has none."""
        place = np.full(len(self.reading.bounds), -1, dtype=np.int64)
        place[self.sentences] = np.arange(len(self.sentences))
        where = place[self.reading.sentence]
        where[~self.narration] = -1
        return where

    def bags(self, words: Ints) -> Doubles:
        """Sentences as rows of 0 and 1 over words of the vocabulary, quotations aside."""
        vocabulary = self.reading.vocabulary
        bags = np.zeros((len(self.sentences), len(words)))
        column = np.full(len(vocabulary.hashes), -1, dtype=np.int64)
        column[words] = np.arange(len(words))
        columns = column[vocabulary.numbers]
        keep = (self._places >= 0) & (columns >= 0)
        bags[self._places[keep], columns[keep]] = 1.0
        return bags

    @cached_property
    def weights(self) -> Doubles:
        """The idf of all distinct words of each sentence compared."""
        vocabulary = self.reading.vocabulary
        told = self._places >= 0
        codes = self._places[told] * len(vocabulary.hashes) + vocabulary.numbers[told]
        place, word = np.divmod(_once(codes), max(len(vocabulary.hashes), 1))
        sums = np.bincount(place, weights=vocabulary.idf[word], minlength=len(self.sentences))
        return np.maximum(sums, LEAST_WEIGHT)
