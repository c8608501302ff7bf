"""Which pairs are given a direction, and what is known of their sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

import polars as pl

from dedup.dates import local_interval
from dedup.directions import progress, witnesses
from dedup.directions.sides import Pair, Side, lead
from dedup.names import Names

DERIVED = ("copy", "partial", "rewrite")
Verdict = tuple[str, float, float]
_LOOKED_AT = ("articles", "texts", "mastheads", "credits", "credited")
_ARTICLES_AT_A_TIME = 10_000
_ROLES = ("author", "retold", "distributor", "contributor", "mention")


def pairs(tables: Mapping[str, pl.DataFrame], names: Names) -> Iterator[list[Pair]]:
    """Derived pairs and pairs of identical texts, each once, those of some whole stories at a time.

    Where a group of identical texts is in derived pairs, its earliest member
    is paired with the same articles too: the one that stands for the group
    may have been the last to print it.
    """
    texts, mastheads = tables["texts"], tables["mastheads"]
    coverage = _coverage(tables["relations"], tables["signals"])
    head_of = _heads(texts, mastheads)
    for (left, right), (relation, left_covered, right_covered) in sorted(coverage.items()):
        one, other = head_of.get(left, left), head_of.get(right, right)
        if one < other:
            coverage.setdefault((one, other), (relation, left_covered, right_covered))
        elif other < one:
            coverage.setdefault((other, one), (relation, right_covered, left_covered))
    coverage.update(_identical(texts, head_of))
    silent = witnesses.Heard()
    for some in _stories_together(coverage):
        rows = {row for both in some for row in both}
        wanted = pl.Series("row", sorted(rows), dtype=pl.UInt32).to_frame()
        mine = {name: tables[name].join(wanted, on="row", how="semi") for name in _LOOKED_AT}
        sides = _sides(wanted, mine, names)
        sides |= _with_states(some, sides, mine["texts"])
        heard = witnesses.of_pairs(some, sides, mine)
        yield [
            Pair(sides[left], sides[right], *verdict, said.thirds, said.witnesses, *said.leads)
            for (left, right), verdict in some.items()
            for said in (heard.get((left, right), silent),)
        ]


def _stories_together(coverage: witnesses.Coverage) -> Iterator[dict[tuple[int, int], Verdict]]:
    """The pairs of whole stories, as many at once as make one look into the tables worth it."""
    partners: dict[int, list[int]] = {}
    for left, right in coverage:
        partners.setdefault(left, []).append(right)
        partners.setdefault(right, []).append(left)
    batch: list[int] = []
    for group in chain(witnesses.joined(partners), (set[int](),)):
        batch += group
        if len(batch) >= _ARTICLES_AT_A_TIME or not group:
            yield {
                (left, right): coverage[left, right]
                for left in sorted(batch)
                for right in sorted(set(partners[left]))
                if left < right
            }
            batch = []


def _coverage(relations: pl.DataFrame, signals: pl.DataFrame) -> dict[tuple[int, int], Verdict]:
    """Relation, left_covered and right_covered of each derived pair."""
    return {
        (left, right): (relation, left_covered, right_covered)
        for left, right, relation, left_covered, right_covered in relations.filter(
            pl.col("relation").is_in(DERIVED)
        )
        .select("left", "right", "relation")
        .join(
            signals.select("left", "right", "left_covered", "right_covered"),
            on=["left", "right"],
            how="left",
        )
        .with_columns(pl.col("left_covered", "right_covered").fill_null(0.0).fill_nan(0.0))
        .iter_rows()
    }


def _twins(texts: pl.DataFrame) -> pl.DataFrame:
    """The articles that share their story text with another: row, first."""
    return (
        texts.filter(pl.col("unfit").is_null() & pl.col("digest").is_not_null())
        .select("row", first=pl.col("row").min().over("digest"), alike=pl.len().over("digest"))
        .filter(pl.col("alike") > 1)
    )


def _heads(texts: pl.DataFrame, mastheads: pl.DataFrame) -> dict[int, int]:
    """The earliest of its group for every article that shares its text with another."""
    earliest = (
        _twins(texts)
        .join(mastheads.select("row", "latest"), on="row", how="left")
        .sort("first", "latest", "row", nulls_last=True)
        .with_columns(head=pl.col("row").first().over("first"))
    )
    return dict(zip(earliest["row"].to_list(), earliest["head"].to_list(), strict=True))


def _identical(texts: pl.DataFrame, head_of: dict[int, int]) -> dict[tuple[int, int], Verdict]:
    """Pairs of every member with the group's first and with its earliest."""
    found = {}
    twins = _twins(texts)
    for row, first in zip(twins["row"].to_list(), twins["first"].to_list(), strict=True):
        for hub in (first, head_of[row]):
            if row != hub:
                found[min(row, hub), max(row, hub)] = ("copy", 1.0, 1.0)
    return found


def _sides(
    wanted: pl.DataFrame, tables: Mapping[str, pl.DataFrame], names: Names
) -> dict[int, Side]:
    """Publisher, times and credits of the articles that are in a pair, which alone are given."""
    credited: dict[int, dict[str, set[str]]] = {}
    shown: dict[int, dict[str, str]] = {}
    given = tables["credits"].filter(pl.col("role").is_in(_ROLES))
    for row, name, role in given.sort("row", "start", "name").select("row", "name", "role").rows():
        key = names.key(name)
        credited.setdefault(row, {}).setdefault(role, set()).add(key)
        shown.setdefault(row, {}).setdefault(key, name)
    # A byline of metadata names an author that the text itself does not.
    for row, credited_to in tables["credited"].sort("row").rows():
        roles = credited.setdefault(row, {})
        if not roles.get("author") and not roles.get("retold"):
            for name in credited_to.split("; "):
                roles.setdefault("author", set()).add(names.key(name))
                shown.setdefault(row, {}).setdefault(names.key(name), name)
    sides = {}
    columns = wanted.join(tables["mastheads"], on="row", how="left", maintain_order="left")
    for row, publisher, at, precision, earliest, latest in columns.select(
        "row", "publisher", "published_at", "published_precision", "earliest", "latest"
    ).iter_rows():
        key = names.key(publisher or "")
        roles = credited.get(row, {})
        sides[row] = Side(
            row,
            publisher=key,
            agency=names.writes_for_others(publisher or ""),
            earliest=earliest,
            latest=latest,
            local=_local(at, precision),
            authors=frozenset(roles.get("author", ())),
            retold=frozenset(roles.get("retold", ())),
            distributors=frozenset(roles.get("distributor", ())),
            contributors=frozenset(roles.get("contributor", ())),
            mentions=frozenset(roles.get("mention", ())),
            shown={**shown.get(row, {}), **({key: publisher} if key else {})},
        )
    return sides


def _with_states(
    some: witnesses.Coverage, sides: Mapping[int, Side], texts: pl.DataFrame
) -> dict[int, Side]:
    """Those that say how far the matter had got, of pairs where no time tells who was first."""
    vague = {row for pair in some for row in pair if not lead(*(sides[one] for one in pair))}
    asked = pl.DataFrame({"row": sorted(vague)}, schema={"row": pl.UInt32})
    found = progress.states(texts.join(asked, on="row", how="semi"))
    return {row: replace(sides[row], state=state) for row, state in found.items()}


def _local(published_at: str | None, precision: str | None) -> tuple[int, int] | None:
    """The interval of a date without a zone on the clock of who wrote it."""
    if not published_at or not precision:
        return None
    try:
        return local_interval(published_at, precision)
    except ValueError:
        return None
