"""Names of stories and events that stay, whatever is joined to them or parts from them."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl
from xxhash import xxh64_hexdigest

from dedup.state.database import Database
from dedup.state.schema import CHANGES

_DIGITS = 12


class Named(NamedTuple):
    """article, id of every member; BORN of new ids; CHANGES without their run."""

    ids: pl.DataFrame
    born: pl.DataFrame
    changes: pl.DataFrame


def name(database: Database, members: pl.DataFrame, letter: str, run: int) -> Named:
    """Give each group an id: the oldest of those that most of their old members brought along.

    Args:
        database: the state, for the age of ids.
        members: article, article_id, group (any number), old (id so far, or null).
        letter: what ids begin with.
        run: number of this run.

    Returns:
        Ids; an id whose group went into another's has a change `merged`, a
        group that has members of an id which went elsewhere a change `split`.
    """
    held = (
        members.drop_nulls("old")
        .group_by("old", "group")
        .agg(count=pl.len(), first=pl.col("article").min())
    )
    heirs = held.sort("old", "count", "first", descending=[False, True, False]).unique(
        "old", keep="first", maintain_order=True
    )
    database.given("olds", held.select(id="old").unique())
    ages = database.frame("SELECT id, run, place FROM born SEMI JOIN olds USING (id)")
    aged = heirs.join(ages, left_on="old", right_on="id", how="left").sort(
        "group", "run", "place", "old"
    )
    kept = aged.unique("group", keep="first", maintain_order=True).select("group", id="old")
    groups = (
        members.sort("article_id")
        .unique("group", keep="first", maintain_order=True)
        .join(kept, on="group", how="left", maintain_order="left")
    )
    made, fresh = _made(database, groups.filter(pl.col("id").is_null()), letter, run)
    of_group = pl.concat([kept, made])
    merged = (
        aged.join(kept, on="group")
        .filter(pl.col("old") != pl.col("id"))
        .select(kind=pl.lit("merged"), id="old", other_id="id")
    )
    split = (
        held.join(heirs, on=["old", "group"], how="anti")
        .join(of_group, on="group")
        .filter(pl.col("old") != pl.col("id"))
        .select(kind=pl.lit("split"), id="old", other_id="id")
    )
    changes = pl.concat([merged, split]).unique().sort("kind", "id", "other_id")
    ids = members.select("article", "group").join(of_group, on="group", how="left")
    return Named(
        ids.select("article", "id"),
        fresh,
        changes.with_columns(run=pl.lit(run, pl.Int32)).select(CHANGES.names()),
    )


def _made(
    database: Database, groups: pl.DataFrame, letter: str, run: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """group, id of groups that bring none along, by their first article; BORN of these."""
    plain = [_id(letter, article_id) for article_id in groups["article_id"]]
    database.given("plain", pl.DataFrame({"id": plain}, schema={"id": pl.String}))
    taken = set(database.frame("SELECT id FROM born SEMI JOIN plain USING (id)")["id"].to_list())
    ids = []
    for article_id, wanted in zip(groups["article_id"], plain, strict=True):
        found, number = wanted, run
        while found in taken:
            found, number = _id(letter, f"{article_id}\n{number}"), number + 1
        taken.add(found)
        ids.append(found)
    made = groups.select("group").with_columns(id=pl.Series(ids, dtype=pl.String))
    born = pl.DataFrame(
        {"id": ids, "run": [run] * len(ids), "place": range(len(ids))},
        schema={"id": pl.String, "run": pl.Int32, "place": pl.Int64},
    )
    return made, born


def _id(letter: str, name: str) -> str:
    return letter + xxh64_hexdigest(name.encode("utf-8"))[:_DIGITS]
