"""What third texts of a story say of its pairs: which readings stand where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from dedup.directions.sides import Side, Witness
from dedup.stemma import Stemma

_MOST = 8
"""Texts heard on a pair: those that share most with both sides."""
_MOST_OF_STORY = 400
"""Texts of a story up to which witnesses are heard; above, a pair speaks for itself."""

Coverage = Mapping[tuple[int, int], tuple[str, float, float]]


def of_pairs(
    coverage: Coverage, sides: Mapping[int, Side], tables: Mapping[str, pl.DataFrame]
) -> dict[tuple[int, int], tuple[Witness, ...]]:
    """The witnesses of each pair that has any.

    Args:
        coverage: relation, left_covered and right_covered of every pair.
        sides: what is known of the articles.
        tables: TEXTS and ARTICLES.
    """
    groups = list(_groups(coverage))
    if not groups:
        return {}
    wanted = pl.Series("row", sorted({row for group in groups for row in group}), dtype=pl.UInt32)
    texts = dict(
        tables["texts"].join(wanted.to_frame(), on="row").select("row", "text").iter_rows()
    )
    ids = dict(
        tables["articles"].join(wanted.to_frame(), on="row").select("row", "article_id").iter_rows()
    )
    heard: dict[tuple[int, int], tuple[Witness, ...]] = {}
    for group in groups:
        rows = sorted(group)
        stemma = Stemma(rows, [texts[row] for row in rows])
        for left in rows:
            for right in sorted(group[left]):
                if left < right:
                    found = _heard(left, right, group, stemma, coverage, sides, ids)
                    if found:
                        heard[left, right] = found
    return heard


def _groups(coverage: Coverage) -> Iterator[dict[int, set[int]]]:
    """Articles joined by copies and partial copies, with their partners: three or more of them.

    A rewrite has hardly a reading of its source, and two identical texts have all.
    """
    partners: dict[int, set[int]] = {}
    for (left, right), (relation, left_covered, right_covered) in coverage.items():
        if relation != "rewrite" and (left_covered, right_covered) != (1.0, 1.0):
            partners.setdefault(left, set()).add(right)
            partners.setdefault(right, set()).add(left)
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
        if 3 <= len(group) <= _MOST_OF_STORY:
            yield {row: partners[row] for row in group}


def _heard(
    left: int,
    right: int,
    group: Mapping[int, set[int]],
    stemma: Stemma,
    coverage: Coverage,
    sides: Mapping[int, Side],
    ids: Mapping[int, str],
) -> tuple[Witness, ...]:
    common = group[left] & group[right]
    if not common:
        return ()
    nearest = sorted(common, key=lambda row: (-_share(coverage, row, left, right), row))[:_MOST]
    found = []
    for third in nearest:
        source = _may_be_source(sides[third], sides[left], sides[right])
        found.append(Witness(ids[third], source, *stemma.compare(left, right, third)))
    return tuple(found)


def _may_be_source(third: Side, left: Side, right: Side) -> bool:
    """Whether it is a text that others print: an agency's, or of whom a side credits."""
    if third.after(left) or third.after(right) or not third.publisher:
        return False
    if third.publisher in (left.publisher, right.publisher):
        return False
    return third.agency or third.publisher in left.others | right.others


def _share(coverage: Coverage, third: int, left: int, right: int) -> float:
    """How much of the sides stands in the third."""
    total = 0.0
    for side in (left, right):
        _, first, second = coverage[min(third, side), max(third, side)]
        total += first if side < third else second
    return total
