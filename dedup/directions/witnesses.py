"""What is read in the texts of a story for the direction of its pairs.

Which readings stand where (`dedup.stemma`), and how far each text had got with
the matter it tells of (`dedup.directions.progress`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.directions import thirds
from dedup.directions.sides import Side, Witness, lead
from dedup.stemma import Compared, Stemma

_MOST_OF_STORY = 400
"""Texts of a story up to which they are compared; above, a pair speaks for itself."""

T = TypeVar("T")
Coverage = Mapping[tuple[int, int], tuple[str, float, float]]
Shares = Mapping[int, Mapping[int, float]]


class Heard(NamedTuple):
    """What the texts say of one pair; see `dedup.directions.sides.Pair`."""

    thirds: tuple[Side, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    leads: tuple[float | None, float | None] = (None, None)


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
    rows = sorted(row for group in _groups(coverage, shares) for row in group)
    number_of = {row: number for number, row in enumerate(rows)}
    pairs = [
        (left, right)
        for left in rows
        for right in sorted(shares[left])
        if left < right and _is_read(coverage[left, right])
    ]
    left, right = (
        np.array([number_of[pair[side]] for pair in pairs], dtype=np.uint32) for side in (0, 1)
    )
    partners = thirds.Partners.of(
        [{number_of[other]: share for other, share in shares[row].items()} for row in rows]
    )
    known = [sides[row] for row in rows]
    called = thirds.nearest(left, right, partners)
    first, source = thirds.come_first(called, left, right, known)
    pair_of = np.repeat(np.arange(len(pairs)), called.counts)
    counts = np.bincount(pair_of[first], minlength=len(pairs))
    firsts = _dealt([rows[number] for number in called.numbers[first].tolist()], counts)
    sources = _dealt(source[first].tolist(), counts)
    leads = [_asks_for_leads(sides[a], sides[b], coverage[a, b][0]) for a, b in pairs]
    found = _stemma(rows, tables["texts"]).compare_all(pairs, firsts, leads)
    named = _dealt([known[number] for number in called.numbers.tolist()], called.counts)
    ids = dict(tables["articles"].select("row", "article_id").iter_rows())
    return {
        pair: Heard(
            named[n],
            _witnesses(ids, firsts[n], sources[n], found[n].told),
            (found[n].left_lead, found[n].right_lead),
        )
        for n, pair in enumerate(pairs)
    }


def _witnesses(
    ids: Mapping[int, str], rows: Sequence[int], sources: Sequence[bool], told: Sequence[Compared]
) -> tuple[Witness, ...]:
    return tuple(
        Witness(ids[row], source, *compared)
        for row, source, compared in zip(rows, sources, told, strict=True)
    )


def _dealt(some: list[T], counts: npt.NDArray[np.int64]) -> list[tuple[T, ...]]:
    """What stands one after the other as so many each."""
    waiting = iter(some)
    return [tuple(islice(waiting, count)) for count in counts.tolist()]


def _stemma(rows: list[int], texts: pl.DataFrame) -> Stemma:
    """The readings of these articles."""
    wanted = pl.DataFrame({"row": rows}, schema={"row": pl.UInt32})
    found = wanted.join(texts, on="row", how="left", maintain_order="left")
    return Stemma(rows, found["text"].fill_null(""))


def _asks_for_leads(left: Side, right: Side, relation: str) -> bool:
    """Whether anybody looks at the leads: of a pair without times, or of takes by one agency."""
    takes = relation == "partial" and not left.authors.isdisjoint(right.authors)
    return takes or not lead(left, right)


def _shares(coverage: Coverage) -> Shares:
    """For each article how much of it stands in every other that it is in a pair with."""
    shares: dict[int, dict[int, float]] = {}
    for (left, right), (_, left_covered, right_covered) in coverage.items():
        if (left_covered, right_covered) != (1.0, 1.0):
            shares.setdefault(left, {})[right] = left_covered
            shares.setdefault(right, {})[left] = right_covered
    return shares


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
