"""What is true of planted articles: which two are what to one another, and what they share.

The label of a pair is told from the two texts and where their sentences come
from, not from the operation: a merge of which little was left is no partial.
Quotations do not count, as two reporters write down the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dedup.planting.drafts import Origin, narrated, running, words_of
from dedup.planting.pages import Page, Placed

VERBATIM, EDITED, REWORDED = "verbatim", "edited", "reworded"
ALIKE = 0.55
"""Share of running text in the shorter sentence, from which it is the same, edited word by word;"""
DOUBT = 0.15
"""labels that another value as far away would change are not sure."""
COPIED, SHARED = 0.8, 0.15
"""Shares of the shorter story that make a copy, and a partial one at least."""


class Shared(NamedTuple):
    """A sentence that two articles have, as it stands in each."""

    left: Placed
    right: Placed
    kind: str


class Verdict(NamedTuple):
    """What is true of a pair; `sure` is 3, or 1 where a careful reader may say otherwise."""

    label: str
    sure: int
    shared: list[Shared]


def compare(left: Page, right: Page) -> Verdict | None:
    """What two articles of one event are to one another.

    None where they go back to different parts of one text, and thus share nothing.
    """
    met = _met(left.story, right.story)
    short = min((left, right), key=lambda page: _length(page.story))
    total = _length(short.story)
    if not met or not total:
        return None
    side = 0 if short is left else 1
    told = {id(pair[side]) for pair, _ in met}
    overlap = sum(_count(placed) for placed in short.story if id(placed) in told) / total
    label = _label(_share(met, side, total, ALIKE))
    doubtful = {_label(_share(met, side, total, ALIKE + d)) for d in (-DOUBT, DOUBT)} != {label}
    if label == "rewrite" and overlap < 2 * SHARED:
        return None
    shared = [Shared(a, b, _kind(alike)) for (a, b), alike in met]
    return Verdict(label, 1 if doubtful else 3, shared)


_Met = tuple[tuple[Placed, Placed], float]


def _met(left: Sequence[Placed], right: Sequence[Placed]) -> list[_Met]:
    """Sentences of both that go back to one, and how much they are alike (0..1)."""
    holders: dict[Origin, list[Placed]] = defaultdict(list)
    for placed in right:
        for origin in placed.sentence.origins:
            holders[origin].append(placed)
    met: dict[tuple[int, int], _Met] = {}
    for placed in left:
        for origin in placed.sentence.origins:
            for other in holders.get(origin, ()):
                key = (placed.start, other.start)
                if key not in met:
                    met[key] = ((placed, other), _alike(placed, other))
    return [met[key] for key in sorted(met)]


def _alike(one: Placed, other: Placed) -> float:
    if one.sentence.text == other.sentence.text:
        return 1.0
    a, b = words_of(one.sentence.text), words_of(other.sentence.text)
    if a == b:
        return 1.0
    return min(0.999, running(narrated(one.sentence.text), narrated(other.sentence.text)))


def _share(met: Sequence[_Met], side: int, total: int, least: float) -> float:
    """Share of the shorter story's words in sentences that the other has as running text."""
    kept = {pair[side].start: pair[side] for pair, alike in met if alike >= min(least, 1.0)}
    return sum(map(_count, kept.values())) / total


def _label(share: float) -> str:
    if share >= COPIED:
        return "copy"
    return "partial" if share >= SHARED else "rewrite"


def _kind(alike: float) -> str:
    if alike >= 1.0:
        return VERBATIM
    return EDITED if alike >= ALIKE else REWORDED


def _count(placed: Placed) -> int:
    return len(narrated(placed.sentence.text))


def _length(story: Sequence[Placed]) -> int:
    return sum(map(_count, story))


def direction(left: int, right: int, parents: Mapping[int, Sequence[int]]) -> str:
    """Whether one of two articles goes back to the other: L->R, R->L or common."""
    if left in _ancestors(right, parents):
        return "L->R"
    return "R->L" if right in _ancestors(left, parents) else "common"


def _ancestors(article: int, parents: Mapping[int, Sequence[int]]) -> set[int]:
    found: set[int] = set()
    open_ = list(parents.get(article, ()))
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += parents.get(one, ())
    return found
