"""What is read in the texts of a story for the direction of its pairs.

Which readings stand where (`dedup.stemma`), and how far each text had got with
the matter it tells of (`dedup.directions.progress`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from dedup.directions.sides import Side, Witness
from dedup.stemma import Stemma

_MOST = 8
"""Texts heard on a pair: those that share most with both sides."""
_MOST_OF_STORY = 400
"""Texts of a story up to which they are compared; above, a pair speaks for itself."""

Coverage = Mapping[tuple[int, int], tuple[str, float, float]]
Partners = Mapping[int, set[int]]


class Heard(NamedTuple):
    """What the texts say of one pair; see `dedup.directions.sides.Pair`."""

    witnesses: tuple[Witness, ...] = ()
    left_lead: float | None = None
    right_lead: float | None = None


@dataclass(frozen=True)
class _Hearing:
    """One story: its texts, and what is known of its articles and pairs."""

    stemma: Stemma
    partners: Partners
    coverage: Coverage
    sides: Mapping[int, Side]
    ids: Mapping[int, str]

    def of(self, left: int, right: int) -> Heard:
        """What its texts say of a pair."""
        common = self.partners[left] & self.partners[right]
        nearest = sorted(common, key=lambda row: (-self._share(row, left, right), row))
        return Heard(
            tuple(self._witness(third, left, right) for third in nearest[:_MOST]),
            self.stemma.lead_kept(left, right),
            self.stemma.lead_kept(right, left),
        )

    def _witness(self, third: int, left: int, right: int) -> Witness:
        sides = self.sides[third], self.sides[left], self.sides[right]
        source = _may_be_source(*sides)
        first = source or _before(*sides)
        told = self.stemma.compare(left, right, third)
        return Witness(self.ids[third], self.sides[third].publisher, first, source, *told)

    def _share(self, third: int, left: int, right: int) -> float:
        """How much of the sides stands in the third."""
        total = 0.0
        for side in (left, right):
            _, first, second = self.coverage[min(third, side), max(third, side)]
            total += first if side < third else second
        return total


def of_pairs(
    coverage: Coverage, sides: Mapping[int, Side], tables: Mapping[str, pl.DataFrame]
) -> dict[tuple[int, int], Heard]:
    """What the texts say of each copy and partial copy.

    Args:
        coverage: relation, left_covered and right_covered of every pair.
        sides: what is known of the articles.
        tables: TEXTS and ARTICLES.
    """
    groups = list(_groups(coverage))
    wanted = pl.Series("row", sorted({row for group in groups for row in group}), dtype=pl.UInt32)
    texts = _column(tables["texts"], "text", wanted)
    ids = _column(tables["articles"], "article_id", wanted)
    heard: dict[tuple[int, int], Heard] = {}
    for group in groups:
        rows = sorted(group)
        stemma = Stemma(rows, [texts.get(row) or "" for row in rows])
        hearing = _Hearing(stemma, group, coverage, sides, ids)
        for left in rows:
            for right in sorted(group[left]):
                if left < right and _is_read(coverage[left, right]):
                    heard[left, right] = hearing.of(left, right)
    return heard


def _is_read(verdict: tuple[str, float, float]) -> bool:
    """Whether readings tell anything of a pair.

    A rewrite has hardly a reading of its source, and two identical texts have all.
    """
    relation, left_covered, right_covered = verdict
    return relation != "rewrite" and (left_covered, right_covered) != (1.0, 1.0)


def _column(frame: pl.DataFrame, name: str, wanted: pl.Series) -> dict[int, str]:
    chosen = frame.join(wanted.to_frame(), on="row", how="semi")
    return dict(chosen.select("row", name).iter_rows())


def _groups(coverage: Coverage) -> Iterator[dict[int, set[int]]]:
    """Articles joined by derived pairs, with their partners, where any pair is to be read.

    A text that one side rewrites is a witness too: what both have it may lack.
    """
    partners: dict[int, set[int]] = {}
    read: set[int] = set()
    for (left, right), verdict in coverage.items():
        if (verdict[1], verdict[2]) != (1.0, 1.0):
            partners.setdefault(left, set()).add(right)
            partners.setdefault(right, set()).add(left)
        if _is_read(verdict):
            read |= {left, right}
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
        if len(group) <= _MOST_OF_STORY and read & group:
            yield {row: partners[row] for row in group}


def _before(third: Side, left: Side, right: Side) -> bool:
    """Whether it was published before both for certain."""
    return left.after(third) and right.after(third)


def _may_be_source(third: Side, left: Side, right: Side) -> bool:
    """Whether it is a text that others print: an agency's, or of whom a side credits."""
    if third.after(left) or third.after(right) or not third.publisher:
        return False
    if third.publisher in (left.publisher, right.publisher):
        return False
    return third.agency or third.publisher in left.others | right.others
