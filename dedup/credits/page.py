"""One article as the members of the wing see it: its parts, and the names that stand in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from dedup.blocks import sentences
from dedup.credits.chances import ANYTHING, Placed
from dedup.credits.parts import Part, after, before, parts_of
from dedup.credits.phrases import Phrases, phrases
from dedup.credits.screening import Seen, fewer
from dedup.registry import Mention, Registry

_EDGE_PARTS = 8
_LITTLE = 0.2


class Credit(NamedTuple):
    """A claim about a name: its span in code points, the name and what it is to the text."""

    start: int
    stop: int
    name: str
    role: str


@dataclass(frozen=True)
class Page:
    """An article's text with its parts and the registry's names in it."""

    text: str
    registry: Registry
    own: frozenset[str]
    """Names of who published it, by metadata."""
    retold_paragraphs: int
    seen: Seen | None = None
    """What is known of it beforehand, as one of a batch."""
    known: list[Placed] | None = None
    """The names with what they may be, where that is known beforehand."""

    @property
    def phrases(self) -> Phrases:
        """The phrases of all languages."""
        return phrases()

    @property
    def mentions(self) -> list[Mention]:
        """The registry's names in the text, in order; of very many, those near its ends."""
        return self._found if self.seen is None else self.seen.mentions

    @cached_property
    def _found(self) -> list[Mention]:
        return fewer(self.registry.find(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The blocks of the text."""
        return parts_of(self.text) if self.seen is None else self.seen.listed()

    def likely_parts(self, kind: int) -> Sequence[Part]:
        """The parts in which something of a kind (`screening`) may stand, links aside."""
        if self.seen is None:
            return [part for part in self.parts if not part.teaser]
        likely = [self.part(number) for number, bits in self.seen.likely if bits & kind]
        return [part for part in likely if not part.teaser]

    def may_hold(self, kind: int) -> bool:
        """Whether something of a kind (`screening`) may stand in any part."""
        return self.seen is None or any(bits & kind for _, bits in self.seen.likely)

    @property
    def placed(self) -> list[Placed]:
        """The names, each with the part it stands in and what it may be."""
        return self._placed if self.known is None else self.known

    @cached_property
    def _placed(self) -> list[Placed]:
        return [Placed(one, self.part_at(one.start), ANYTHING) for one in self.mentions]

    def placed_as(self, chances: int) -> list[Placed]:
        """The names that may be something of some `chances`."""
        if not self._chances & chances:
            return []
        return [one for one in self.placed if one.chances & chances]

    @cached_property
    def _chances(self) -> int:
        """What any of the names may be."""
        return reduce(or_, [one.chances for one in self.placed], 0)

    def naming_parts(self, chances: int) -> list[Part]:
        """The parts that names stand in which may be something of some `chances`, in order."""
        return list(dict.fromkeys(one.part for one in self.placed_as(chances)))

    @property
    def idle(self) -> frozenset[str]:
        """Lists of phrases that it has none of, by their names in `Phrases`."""
        return frozenset() if self.seen is None else self.seen.idle

    @property
    def many_parts(self) -> int:
        """How many parts it has."""
        return len(self._part_starts)

    @property
    def many_bodies(self) -> int:
        """How many of them are running text."""
        columns = self.seen.parts if self.seen is not None else ()
        return sum(columns[4]) if columns else sum(part.body for part in self.parts)

    def part(self, number: int) -> Part:
        """One of the parts."""
        return self.parts[number] if self.seen is None else self.seen.part(number)

    @property
    def _part_starts(self) -> list[int]:
        return self._starts_of_parts if self.seen is None else self.seen.starts

    @cached_property
    def _starts_of_parts(self) -> list[int]:
        return [part.start for part in self.parts]

    def may_show(self, part: Part) -> bool:
        """Whether a word for pictures may stand in a part that has a name."""
        return self.seen is None or part.number in self.seen.showing()

    @cached_property
    def running(self) -> list[bool]:
        """Which parts are running text and no closing note."""
        if self.seen is None:
            return [part.body and not part.teaser for part in self.parts]
        return self.seen.running()

    @cached_property
    def last_body(self) -> int:
        """Number of the last part that is running text and no closing note; -1 if none is."""
        running = self.running
        return len(running) - 1 - running[::-1].index(True) if True in running else -1

    @cached_property
    def first_body(self) -> int:
        """Number of the first part that is running text; the number of parts if none is."""
        running = self.running
        return running.index(True) if True in running else len(running)

    def part_at(self, position: int) -> Part:
        """The part that a position stands in."""
        return self.part(max(0, bisect_right(self._part_starts, position) - 1))

    def at_head(self, part: Part) -> bool:
        """Whether a part stands before the running text or near its beginning."""
        return part.number < _EDGE_PARTS or part.number <= self.first_body

    def at_tail(self, part: Part) -> bool:
        """Whether a part stands after the running text or near its end."""
        return part.number >= self.many_parts - _EDGE_PARTS or self.at_end(part)

    def at_end(self, part: Part) -> bool:
        """Whether hardly any running text follows: what a page says of itself is not the story."""
        if part.number >= self.last_body:
            return True
        return not part.body and self._follows[part.number] <= _LITTLE * self._follows[-1]

    @cached_property
    def _follows(self) -> list[int]:
        """Words of running text after each part; those of the whole text come last."""
        many = self.seen.parts[2] if self.seen is not None else [one.words for one in self.parts]
        total, found = 0, []
        for words, running in zip(reversed(many), reversed(self.running), strict=True):
            found.append(total)
            total += words if running else 0
        return [*reversed(found), total]

    def last_part(self, mention: Mention, part: Part) -> Part:
        """The part in which a name ends that begins in one."""
        return part if mention.stop <= part.stop else self.part_at(mention.stop - 1)

    def mentions_in(self, start: int, stop: int) -> list[Mention]:
        """Names that stand wholly between two offsets."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, stop)
        return [mention for mention in self.mentions[low:high] if mention.stop <= stop]

    def before(self, position: int, reach: int = 80) -> str:
        """What stands before a position in its part, up to a reach, on one line."""
        return before(self.text, self.part_at(position), position, reach)

    def after(self, position: int, reach: int = 80) -> str:
        """What stands after a position in its part, up to a reach, on one line."""
        return after(self.text, self.part_at(max(0, position - 1)), position, reach)

    def flat(self, part: Part) -> str:
        """A part's text with line ends as blanks, so that offsets stay."""
        return self.text[part.start : part.stop].replace("\n", " ")

    def sentence_spans(self, part: Part) -> list[tuple[int, int]]:
        """Spans of the sentences of a part."""
        return sentences(self.text, part.start, part.stop)
