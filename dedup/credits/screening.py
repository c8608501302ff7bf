"""What the texts of a batch can hold for the members to find, asked of all of them at once.

Columns, not pages: compiled loops (`dedup.spotting`) look for all phrases in all blocks at
once, so that a member looks only at the blocks and names that pass. What passes is a superset:
the members have the last word, and a test holds the credits equal to those of single pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.alike import fold
from dedup.credits.chances import LINE, chances_of
from dedup.credits.parts import Part, columns_of
from dedup.credits.phrases import LISTED, phrases
from dedup.registry import Mention, Registry
from dedup.spellings import Spelled, spell
from dedup.spotting import ANYWHERE, LABEL, NEAR, Pairs, Sought, Spotter, spotter

SOURCE, TIP, ADDRESS, MARK, BRACKET, CRUMBS, NOTE, CONTRIBUTED, WHOLE, TEASER = (
    1 << bit for bit in range(10)
)
"""What may stand in a part: a label of a source or a tip, an address, a mark of copyright, an
outlet in brackets of a dateline, what parts breadcrumbs, a note on who had or gave the text, on who
helped, a phrase that the whole retells, a label of links."""
_LISTS = 10
"""The bit of the first of the lists that most texts have none of."""
_NOTES = ("origin", "distribution")

_TIP_WORDS, _CRUMB_WORDS, _BRACKETED, _FIRST_PARTS, _FIRST_CRUMBS = 8, 16, 172, 8, 6
LONGEST_LINE, MOST_LINE_WORDS = 180, 24
"""Characters and words of a part that is a line."""
_SENTENCE_ENDS = tuple(map(ord, '.!?”"'))
_BRACKET = r"^[^()]{2,90}\([^()]{3,66}\)\s{0,2}[-–—]"
_CRUMBS = r"\s[/|>»›]\s|^[/|>»›·•:]{1,2}$"
_TITLE_END = r"\s[|–—-]\s[^|–—]{3,40}$"
_MOST_MENTIONS = 2000  # an article of 100,000 characters has some hundred
_HALF = _MOST_MENTIONS // 2
_OFFSETS = 32
"""Bits of an offset in its text."""


Integers = npt.NDArray[np.int64]


class Seen(NamedTuple):
    """What is known of one text before its members look at it."""

    parts: tuple[list[int], ...]
    """Columns of its parts, as `Part` has them after the number."""
    likely: Sequence[tuple[int, int]]
    """Numbers of the parts in which something may stand, and what."""
    mentions: list[Mention]
    """The registry's names in the text."""
    named: Sequence[tuple[int, int, tuple[str, ...]]]
    """For each of these the number of its part, its `chances`, and words for pictures in that."""
    idle: frozenset[str]
    """Lists of phrases that it has none of, by their names in `Phrases`."""

    def is_idle(self) -> bool:
        """Whether no member can find anything."""
        return not self.mentions and not self.likely and self.has_no_lists()

    def has_no_lists(self) -> bool:
        """Whether it has no phrase of the lists that most texts have none of."""
        return len(self.idle) == len(phrases().listed)

    @property
    def starts(self) -> list[int]:
        """Where its parts begin."""
        return self.parts[0]

    def part(self, number: int) -> Part:
        """One of its parts."""
        start, stop, words, teaser, body = self.parts
        return Part(
            *(number, start[number], stop[number], words[number]),
            teaser=bool(teaser[number]),
            body=bool(body[number]),
        )

    def showing(self) -> set[int]:
        """Numbers of the parts with names in which words for pictures may stand."""
        return {number for number, _, words in self.named if words}

    def running(self) -> list[bool]:
        """Which of them are running text and no closing note."""
        _, _, _, teaser, body = self.parts
        return [bool(text and not link) for text, link in zip(body, teaser, strict=True)]

    def listed(self) -> tuple[Part, ...]:
        """Its parts."""
        rows = zip(range(len(self.parts[0])), *self.parts, strict=True)
        return tuple(map(Part._make, rows))


_IDLE = Seen((), (), [], (), frozenset(LISTED))
"""What is known of a text in which no member can find anything."""


def screen(
    texts: pl.Series, blocks: pl.DataFrame, known: Registry, spelled: Spelled | None = None
) -> list[Seen]:
    """What is known of each text of a batch.

    Args:
        texts: strings without null.
        blocks: `dedup.blocks.block_table` of them.
        known: the registry.
        spelled: the blocks, where they are spelled already.
    """
    found = list(map(fewer, known.find_all(texts)))
    spelled = spell(blocks["text"]) if spelled is None else spelled
    told, pairs = _spotter().spot(spelled)
    bits: Integers = told.astype(np.int64)
    columns = columns_of(blocks, bits & TEASER > 0)
    words, owners = np.array(columns[2], dtype=np.int64), blocks["number"].to_numpy()
    numbers = np.searchsorted(owners, np.arange(len(texts) + 1))
    _judge(bits, blocks, words, numbers)
    idle = _idle(bits, owners, len(texts))
    likely = _likely(bits, owners, numbers)
    at = _blocks_of(found, blocks, numbers)
    lines = _lines(spelled, words, np.array(columns[4], dtype=np.bool_))
    mentions = [mention for some in found for mention in some]
    named = list(
        zip(
            (at - numbers[owners[at]]).tolist(),
            (chances_of(mentions, at, blocks, spelled, words) | lines[at] * LINE).tolist(),
            _pictured(at, pairs),
            strict=True,
        )
    )
    after = np.cumsum([len(some) for some in found]).tolist()
    whole = frozenset(LISTED)
    return [
        Seen(
            tuple(column[low:high] for column in columns),
            likely.get(place, ()),
            found[place],
            named[after[place] - len(found[place]) : after[place]],
            idle[place],
        )
        if found[place] or place in likely or idle[place] != whole
        else _IDLE
        for place, (low, high) in enumerate(pairwise(numbers.tolist()))
    ]


def _lines(spelled: Spelled, words: Integers, body: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which blocks are short and no sentences, as `lines.is_line` tells it."""
    ended = np.isin(spelled.read[spelled.bounds[1::4] - 1], _SENTENCE_ENDS) & body
    return (spelled.sizes() <= LONGEST_LINE) & (words <= MOST_LINE_WORDS) & ~ended


def fewer(found: list[Mention]) -> list[Mention]:
    """Names of a text; of very many, those near its ends."""
    return found if len(found) <= _MOST_MENTIONS else [*found[:_HALF], *found[-_HALF:]]


def _blocks_of(
    found: Sequence[Sequence[Mention]], blocks: pl.DataFrame, numbers: Integers
) -> Integers:
    """The block that each name begins in, of those of its text."""
    sizes = np.array([len(some) for some in found], dtype=np.int64)
    starts = np.array([one.start for some in found for one in some], dtype=np.int64)
    owners = np.repeat(np.arange(len(found)), sizes)
    begins = blocks["number"].to_numpy().astype(np.int64) << _OFFSETS | blocks["start"].to_numpy()
    at = np.searchsorted(begins, owners << _OFFSETS | starts, side="right") - 1
    return np.maximum(at, numbers[owners])


def _pictured(at: Integers, pairs: Pairs) -> list[tuple[str, ...]]:
    """For each name the words for pictures that may stand in its block."""
    words = phrases().picture_words
    spotted = pairs[:, 1].tolist()
    first = np.searchsorted(pairs[:, 0], at, side="left").tolist()
    after = np.searchsorted(pairs[:, 0], at, side="right").tolist()
    return [
        tuple(words[number] for number in spotted[low:high]) if low < high else ()
        for low, high in zip(first, after, strict=True)
    ]


def _idle(bits: Integers, owners: npt.NDArray[np.uint32], texts: int) -> list[frozenset[str]]:
    """Which of the lists that most texts have none of each text has none of."""
    has = np.zeros(texts, dtype=np.int64)
    np.bitwise_or.at(has, owners, bits >> _LISTS)
    known: dict[int, frozenset[str]] = {}
    for value in np.unique(has).tolist():
        none = (name for bit, name in enumerate(LISTED) if not value >> bit & 1)
        known[value] = frozenset(none)
    return [known[value] for value in has.tolist()]


def _judge(bits: Integers, blocks: pl.DataFrame, words: Integers, numbers: Integers) -> None:
    """Add what depends on the place of a block in its text, or on a regular expression.

    Args:
        bits: of each block, changed in place.
        blocks: all blocks of the texts.
        words: of each block.
        numbers: of the first block of each text, and that after the last.
    """
    text, owner = blocks["text"], blocks["number"].to_numpy()
    place = np.arange(len(owner)) - numbers[owner] if len(owner) else owner
    bits[words > _TIP_WORDS] &= ~TIP
    questions = (
        (BRACKET, place < _FIRST_PARTS, _BRACKETED, _BRACKET),
        (CRUMBS, (place < _FIRST_CRUMBS) & (words <= _CRUMB_WORDS), None, _CRUMBS),
        (CRUMBS, place == 0, None, _TITLE_END),
    )
    for bit, chosen, reach, pattern in questions:
        rows = np.flatnonzero(chosen)
        asked = text.gather(rows).str.slice(0, reach)
        if bit == BRACKET:  # which few have: to look for that is quick
            opened = asked.str.contains("(", literal=True)
            rows, asked = rows[opened.to_numpy()], asked.filter(opened)
        bits[rows[asked.str.contains(pattern).to_numpy()]] |= bit


def _likely(
    bits: Integers, owners: npt.NDArray[np.uint32], numbers: Integers
) -> dict[int, list[tuple[int, int]]]:
    """For each text the numbers of its parts in which something may stand, and what."""
    told = bits & ~TEASER & ((1 << _LISTS) - 1)
    rows = np.flatnonzero(told)
    found: dict[int, list[tuple[int, int]]] = {}
    for owner, place, bit in zip(
        owners[rows].tolist(),
        (rows - numbers[owners[rows]]).tolist(),
        told[rows].tolist(),
        strict=True,
    ):
        found.setdefault(owner, []).append((place, bit))
    return found


@lru_cache(maxsize=1)
def _spotter() -> Spotter:
    """All that is looked for in blocks."""
    known = phrases()
    written, listed = known.written, known.listed
    asked = (
        (SOURCE, LABEL, written["sources"]),
        (TIP, NEAR, written["tips"]),
        (TEASER, NEAR, written["teasers"]),
        (ADDRESS, NEAR, ("http://", "https://", "www.")),
        (MARK, ANYWHERE, ("©", "(c)", "copyright")),
        (NOTE, ANYWHERE, [one for name in _NOTES for one in listed[name]]),
        (CONTRIBUTED, ANYWHERE, listed["contribution"]),
        (WHOLE, ANYWHERE, listed["whole"]),
        *((1 << _LISTS + bit, ANYWHERE, listed[name]) for bit, name in enumerate(LISTED)),
    )
    marked = (Sought(fold(one), bit, where) for bit, where, some in asked for one in some)
    pictured = (
        Sought(fold(one), 0, number=number) for number, one in enumerate(known.picture_words)
    )
    return spotter([*marked, *pictured])
