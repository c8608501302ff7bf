"""What is read in the texts of a story for the direction of its pairs.

Which readings stand where (`dedup.stemma`), and how far each text had got with
the matter it tells of (`dedup.directions.progress`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import polars as pl

from dedup.directions.sides import Side, Witness
from dedup.stemma import Stemma

_MOST = 8
"""Texts heard on a pair: those that share most with both sides."""
_MOST_OF_STORY = 400
"""Texts of a story up to which they are compared; above, a pair speaks for itself."""

Coverage = Mapping[tuple[int, int], tuple[str, float, float]]
Shares = Mapping[int, Mapping[int, float]]


class Heard(NamedTuple):
    """What the texts say of one pair; see `dedup.directions.sides.Pair`."""

    witnesses: tuple[Witness, ...] = ()
    left_lead: float | None = None
    right_lead: float | None = None


def of_pairs(
    coverage: Coverage, sides: Mapping[int, Side], tables: Mapping[str, pl.DataFrame]
) -> dict[tuple[int, int], Heard]:
    """What the texts say of each copy and partial copy.

    Args:
        coverage: relation, left_covered and right_covered of every pair.
        sides: what is known of the articles.
        tables: TEXTS and ARTICLES of these, and of no more.
    """
    shares = _shares(coverage)
    rows = [row for group in _groups(coverage, shares) for row in sorted(group)]
    ids = dict(tables["articles"].select("row", "article_id").iter_rows())
    texts = pl.DataFrame({"row": rows}, schema={"row": pl.UInt32}).join(
        tables["texts"], on="row", how="left", maintain_order="left"
    )
    stemma = Stemma(rows, texts["text"].fill_null(""))
    pairs = [
        (left, right)
        for left in rows
        for right in sorted(shares[left])
        if left < right and _is_read(coverage[left, right])
    ]
    called = [_called(_nearest(shares[a], shares[b]), sides, sides[a], sides[b]) for a, b in pairs]
    firsts = [[third.side.row for third in some if third.first] for some in called]
    heard: dict[tuple[int, int], Heard] = {}
    for pair, some, found in zip(pairs, called, stemma.compare_all(pairs, firsts), strict=True):
        told = iter(found.told)
        witnesses = tuple(
            Witness(*(ids[side.row], side.publisher, first, source), *(next(told) if first else ()))
            for side, first, source in some
        )
        heard[pair] = Heard(witnesses, found.left_lead, found.right_lead)
    return heard


def _shares(coverage: Coverage) -> Shares:
    """For each article how much of it stands in every other that it is in a pair with."""
    shares: dict[int, dict[int, float]] = {}
    for (left, right), (_, left_covered, right_covered) in coverage.items():
        if (left_covered, right_covered) != (1.0, 1.0):
            shares.setdefault(left, {})[right] = left_covered
            shares.setdefault(right, {})[left] = right_covered
    return shares


def _nearest(left: Mapping[int, float], right: Mapping[int, float]) -> list[int]:
    """The articles that both are in a pair with and that share most with them."""
    common = sorted((-(left[row] + right[row]), row) for row in left.keys() & right.keys())
    return [row for _, row in common[:_MOST]]


class _Called(NamedTuple):
    """A third text, and what of a `Witness` its dates and credits tell."""

    side: Side
    first: bool
    source: bool


def _called(thirds: list[int], sides: Mapping[int, Side], left: Side, right: Side) -> list[_Called]:
    """Third texts as witnesses of a pair that have not been heard.

    A text is a source that others print where it is an agency's, or of whom a side credits, and
    was published after neither; it comes first where it was published before both for certain.
    """
    if not thirds:
        return []
    latest = min((s.latest for s in (left, right) if s.latest is not None), default=None)
    dated = left.earliest is not None and right.earliest is not None
    earliest = min(left.earliest or 0, right.earliest or 0)
    own, credited = {"", left.publisher, right.publisher}, left.others | right.others
    found = []
    for row in thirds:
        third = sides[row]
        source = (third.agency or third.publisher in credited) and third.publisher not in own
        if source and latest is not None and third.earliest is not None:
            source = third.earliest <= latest
        before = dated and third.latest is not None and third.latest < earliest
        found.append(_Called(third, source or before, source))
    return found


def _is_read(verdict: tuple[str, float, float]) -> bool:
    """Whether readings tell anything of a pair.

    A rewrite has hardly a reading of its source, and two identical texts have all.
    """
    relation, left_covered, right_covered = verdict
    return relation != "rewrite" and (left_covered, right_covered) != (1.0, 1.0)


def _groups(coverage: Coverage, shares: Shares) -> Iterator[set[int]]:
    """Articles joined by derived pairs, where any pair is to be read.

    A text that one side rewrites is a witness too: what both have it may lack.
    """
    read = {row for pair, verdict in coverage.items() if _is_read(verdict) for row in pair}
    for group in joined(shares):
        if len(group) <= _MOST_OF_STORY and read & group:
            yield group


def joined(partners: Mapping[int, Collection[int]]) -> Iterator[set[int]]:
    """The groups of those that are partners, over whatever others; by their first members."""
    seen: set[int] = set()
    for start in sorted(partners):
        if start in seen:
            continue
        group = {start}
        waiting = [start]
        while waiting:
            for row in partners[waiting.pop()]:
                if row not in group:
                    group.add(row)
                    waiting.append(row)
        seen |= group
        yield group
