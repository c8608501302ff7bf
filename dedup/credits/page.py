"""One article as the members of the wing see it: its parts, and the names that stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dedup.blocks import blocks, sentences
from dedup.credits.phrases import Phrases, phrases
from dedup.registry import Mention, Registry

_STOPS = ".!?…。！？"
_CLOSERS = "\"'”’»)]」"
_BULLET = re.compile(r"[-*+•‣▪●·–—>»]\s")
_BODY_WORDS = 12
_LONG_BODY_WORDS = 25
_EDGE_PARTS = 8
_LITTLE = 0.2
_MOST_MENTIONS = 2000  # an article of 100,000 characters has some hundred
_HALF = _MOST_MENTIONS // 2
_TEASER_WORDS = 25


class Credit(NamedTuple):
    """A claim about a name: its span in code points, the name and what it is to the text."""

    start: int
    stop: int
    name: str
    role: str


class Part(NamedTuple):
    """One block of the text: its span, its place and what it looks like."""

    number: int
    start: int
    stop: int
    words: int
    teaser: bool
    body: bool
    """Running text: long enough, and a sentence ends it."""


@dataclass(frozen=True)
class Page:
    """An article's text with its parts and the registry's names in it."""

    text: str
    registry: Registry
    own: frozenset[str]
    """Names of who published it, by metadata."""
    retold_paragraphs: int
    starts: Sequence[int] | None = None
    """Where names can begin, if that is known of the whole batch."""
    idle: frozenset[str] = frozenset()
    """Lists of phrases that it has none of, by their names in `Phrases`."""

    @property
    def phrases(self) -> Phrases:
        """The phrases of all languages."""
        return phrases()

    @cached_property
    def mentions(self) -> list[Mention]:
        """The registry's names in the text, in order; of very many, those near its ends."""
        found = self.registry.find(self.text, self.starts)
        return found if len(found) <= _MOST_MENTIONS else [*found[:_HALF], *found[-_HALF:]]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The blocks of the text."""
        found: list[Part] = []
        listing = False
        for number, block in enumerate(blocks(self.text)):
            words = block.text.count(" ") + block.text.count("\xa0") + 1
            if len(block.text) > 20 * words and not block.text.isascii():  # no spaces between words
                words = len(block.text) // 2
            short = words <= _TEASER_WORDS
            listing = short and (self._opens_list(block.text) or (listing and _listed(block.text)))
            ends = _ends_sentence(block.text)
            body = (words >= _BODY_WORDS and ends) or words >= _LONG_BODY_WORDS
            found.append(Part(number, block.start, block.stop, words, listing, body))
        return tuple(found)

    def _opens_list(self, text: str) -> bool:
        label = self.phrases.teaser.match(text)
        if label is None:
            return False
        rest = text[label.end() :].strip(" :：-–—")
        return not (len(rest) > 60 and _ends_sentence(rest))

    @cached_property
    def _part_starts(self) -> list[int]:
        return [part.start for part in self.parts]

    @cached_property
    def last_body(self) -> int:
        """Number of the last part that is running text and no closing note; -1 if none is."""
        numbers = [part.number for part in self.parts if part.body and not part.teaser]
        return numbers[-1] if numbers else -1

    @cached_property
    def first_body(self) -> int:
        """Number of the first part that is running text; the number of parts if none is."""
        numbers = (part.number for part in self.parts if part.body and not part.teaser)
        return next(numbers, len(self.parts))

    def part_at(self, position: int) -> Part:
        """The part that a position stands in."""
        return self.parts[max(0, bisect_right(self._part_starts, position) - 1)]

    def at_head(self, part: Part) -> bool:
        """Whether a part stands before the running text or near its beginning."""
        return part.number < _EDGE_PARTS or part.number <= self.first_body

    def at_tail(self, part: Part) -> bool:
        """Whether a part stands after the running text or near its end."""
        return self._tails[part.number]

    @cached_property
    def _tails(self) -> list[bool]:
        last, count = self.last_body, len(self.parts)
        return [
            part.number >= count - _EDGE_PARTS or part.number > last or self.at_end(part)
            for part in self.parts
        ]

    def at_end(self, part: Part) -> bool:
        """Whether hardly any running text follows: what a page says of itself is not the story."""
        if part.number >= self.last_body:
            return True
        return not part.body and self._follows[part.number] <= _LITTLE * self._follows[-1]

    @cached_property
    def _follows(self) -> list[int]:
        """Words of running text after each part; those of the whole text come last."""
        total, found = 0, []
        for part in reversed(self.parts):
            found.append(total)
            total += part.words if part.body and not part.teaser else 0
        return [*reversed(found), total]

    def mentions_in(self, start: int, stop: int) -> list[Mention]:
        """Names that stand wholly between two offsets."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, stop)
        return [mention for mention in self.mentions[low:high] if mention.stop <= stop]

    def before(self, position: int, reach: int = 80) -> str:
        """What stands before a position in its part, up to a reach, on one line."""
        low = max(self.part_at(position).start, position - reach)
        return self.text[low:position].replace("\n", " ")

    def after(self, position: int, reach: int = 80) -> str:
        """What stands after a position in its part, up to a reach, on one line."""
        part = self.part_at(max(0, position - 1))
        return self.text[position : min(part.stop, position + reach)].replace("\n", " ")

    def flat(self, part: Part) -> str:
        """A part's text with line ends as blanks, so that offsets stay."""
        return self.text[part.start : part.stop].replace("\n", " ")

    def sentence_spans(self, part: Part) -> list[tuple[int, int]]:
        """Spans of the sentences of a part."""
        return sentences(self.text, part.start, part.stop)


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
