"""What the texts of a batch can hold for the members to find, asked of all of them at once.

Columns, not pages: one pass per question over all blocks (regular expressions of
polars, which run as automata), so that a member looks only at the blocks and names
that pass. What passes is a superset: the members have the last word, and a test
holds the credits equal to those of single pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.credits.parts import Part, columns_of
from dedup.credits.phrases import BLANKS, found_by, phrases
from dedup.registry import Mention, Registry

SOURCE, TIP, ADDRESS, MARK, BRACKET, CRUMBS, NOTE = 1, 2, 4, 8, 16, 32, 64
"""What may stand in a part: a label of a source or a tip, an address, a mark of copyright, an
outlet in brackets of a dateline, what parts breadcrumbs, a note on who had or gave the text."""
_NOTES = ("origin", "distribution")

_HEAD, _TIP_WORDS, _CRUMB_WORDS, _BRACKETED, _FIRST_PARTS, _FIRST_CRUMBS = 120, 8, 16, 172, 8, 6
_AROUND = 160
_ADDRESS = r"^[ .()<>]*(?:https?://|www\.)"
_MARK = r"(?i)©|\(c\)|copyright"
_BRACKET = r"^[^()]{2,90}\([^()]{3,66}\)\s{0,2}[-–—]"
_CRUMBS = r"\s[/|>»›]\s|^[/|>»›·•:]{1,2}$"
_TITLE_END = r"\s[|–—-]\s[^|–—]{3,40}$"
_MOST_MENTIONS = 2000  # an article of 100,000 characters has some hundred
_HALF = _MOST_MENTIONS // 2


Integers = npt.NDArray[np.int64]


class Seen(NamedTuple):
    """What is known of one text before its members look at it."""

    parts: tuple[list[int], ...]
    """Columns of its parts, as `Part` has them after the number."""
    likely: Sequence[tuple[int, int]]
    """Numbers of the parts in which something may stand, and what."""
    mentions: list[Mention]
    """The registry's names in the text."""
    pictured: frozenset[int]
    """Starts of the names near which a word for pictures may stand."""
    idle: frozenset[str]
    """Lists of phrases that it has none of, by their names in `Phrases`."""

    def is_idle(self) -> bool:
        """Whether no member can find anything."""
        return not self.mentions and not self.likely and len(self.idle) == len(phrases().listed)

    def listed(self) -> tuple[Part, ...]:
        """Its parts."""
        return tuple(map(Part, range(len(self.parts[0])), *self.parts))


def screen(texts: pl.Series, blocks: pl.DataFrame, known: Registry) -> list[Seen]:
    """What is known of each text of a batch.

    Args:
        texts: strings without null.
        blocks: `dedup.blocks.block_table` of them.
        known: the registry.
    """
    found = list(map(fewer, known.find_all(texts)))
    pictured = _pictured(texts, found)
    idle = phrases().idle(blocks, len(texts))
    columns = columns_of(blocks)
    numbers = np.searchsorted(blocks["number"].to_numpy(), np.arange(len(texts) + 1))
    noted = [place for place, none in enumerate(idle) if not none.issuperset(_NOTES)]
    marked = texts.str.contains(_MARK).arg_true().to_list()
    likely = _likely(blocks, np.array(columns[2]), numbers, {MARK: marked, NOTE: noted})
    return [
        Seen(
            tuple(column[low:high] for column in columns),
            likely.get(place, ()),
            found[place],
            pictured.get(place, frozenset()),
            idle[place],
        )
        for place, (low, high) in enumerate(pairwise(numbers.tolist()))
    ]


def fewer(found: list[Mention]) -> list[Mention]:
    """Names of a text; of very many, those near its ends."""
    return found if len(found) <= _MOST_MENTIONS else [*found[:_HALF], *found[-_HALF:]]


def _pictured(texts: pl.Series, found: Sequence[Sequence[Mention]]) -> dict[int, frozenset[int]]:
    """For each text the starts of names with what may be a word for pictures around them."""
    places = [(place, one.start) for place, some in enumerate(found) for one in some]
    if not places:
        return {}
    around = pl.Series(
        [
            text[max(0, one.start - _AROUND) : one.start]
            + "\n"
            + text[one.stop : one.stop + _AROUND]
            for text, some in zip(texts, found, strict=True)
            for one in some
        ]
    )
    told = around.str.to_lowercase().str.contains(_patterns().pictures).arg_true().to_list()
    starts: dict[int, set[int]] = {}
    for number in told:
        place, start = places[number]
        starts.setdefault(place, set()).add(start)
    return {place: frozenset(some) for place, some in starts.items()}


def _likely(
    blocks: pl.DataFrame, words: Integers, numbers: Integers, within: Mapping[int, Sequence[int]]
) -> dict[int, list[tuple[int, int]]]:
    """For each text the numbers of its parts in which something may stand, and what.

    Args:
        blocks: all blocks of the texts.
        words: of each block.
        numbers: of the first block of each text, and that after the last.
        within: the texts that may hold some of it.
    """
    patterns = _patterns()
    text, owner = blocks["text"], blocks["number"].to_numpy()
    place = np.arange(len(owner)) - numbers[owner] if len(owner) else owner
    head = blocks["lower"].str.slice(0, _HEAD)
    marked, noted = (np.isin(owner, within[bit]) for bit in (MARK, NOTE))
    bits = np.zeros(len(owner), dtype=np.int64)
    questions = (
        (SOURCE, None, head, patterns.sources),
        (TIP, words <= _TIP_WORDS, head, patterns.tips),
        (ADDRESS, None, head, _ADDRESS),
        (MARK, marked, text, _MARK),
        (BRACKET, place < _FIRST_PARTS, text.str.slice(0, _BRACKETED), _BRACKET),
        (CRUMBS, (place < _FIRST_CRUMBS) & (words <= _CRUMB_WORDS), text, _CRUMBS),
        (CRUMBS, place == 0, text, _TITLE_END),
        (NOTE, noted, blocks["lower"], patterns.notes),
    )
    for bit, chosen, asked, pattern in questions:
        rows = np.arange(len(owner)) if chosen is None else np.flatnonzero(chosen)
        some = asked if chosen is None else asked.filter(pl.Series(chosen))
        bits[rows[some.str.contains(pattern).to_numpy()]] |= bit
    found: dict[int, list[tuple[int, int]]] = {}
    for row in np.flatnonzero(bits).tolist():
        found.setdefault(int(owner[row]), []).append((int(place[row]), int(bits[row])))
    return found


class _Patterns(NamedTuple):
    """Regular expressions for polars, of lower case."""

    sources: str
    tips: str
    pictures: str
    notes: str


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    written = phrases().written
    sources, tips = (found_by(written[name], BLANKS) for name in ("sources", "tips"))
    return _Patterns(
        rf"^(?s:.){{0,4}}(?:{sources})[ \x{{a0}}]?(?:[:：|–—-]|\shttp)",
        rf"^(?s:.){{0,4}}(?:{tips})",
        # A word of each is enough, and such lists run fastest.
        "|".join(sorted({re.escape(max(one.split(), key=len)) for one in written["pictures"]})),
        found_by([one for name in _NOTES for one in phrases().listed[name]], BLANKS),
    )
