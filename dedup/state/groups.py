"""Identical story texts: one group each, which all comparing is done for once."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from dedup.state.database import Database
from dedup.state.schema import GROUPS


class Regrouped(NamedTuple):
    """Digests whose groups are not what they were.

    Attributes:
        sought: to be compared anew: the group is new, or its dates or language changed.
        weighed: of these, those whose keys must be made: new, or of another language.
        gone: no article has the text any more.
        led: another article stands for the group.
    """

    sought: pl.Series
    weighed: pl.Series
    gone: pl.Series
    led: pl.Series


def regroup(database: Database, digests: pl.Series) -> Regrouped:
    """Bring the groups of these digests up to date with NAMES and FINDINGS."""
    schema = {"digest": pl.UInt64}
    database.given("moved", pl.DataFrame({"digest": digests}, schema=schema).unique())
    before = database.frame("SELECT groups.* FROM groups SEMI JOIN moved USING (digest)")
    now = database.frame(
        "SELECT digest, arg_min(article, article_id) AS article, "
        "arg_min(language, article_id) AS language, "
        "CASE WHEN count(masthead.earliest) = count(*) THEN min(masthead.earliest) END AS earliest,"
        " CASE WHEN count(masthead.latest) = count(*) THEN max(masthead.latest) END AS latest, "
        "count(*)::UINTEGER AS articles FROM findings SEMI JOIN moved USING (digest) "
        "JOIN names USING (article) JOIN alone USING (article) "
        "WHERE article_id IS NOT NULL AND unfit IS NULL GROUP BY digest"
    ).cast(GROUPS)
    database.run("DELETE FROM groups WHERE digest IN (SELECT digest FROM moved)")
    database.add("groups", now)
    both = now.join(before, on="digest", how="full", suffix="_before", coalesce=True)
    new, gone = pl.col("article_before").is_null(), pl.col("article").is_null()
    spoken = ~pl.col("language").eq_missing(pl.col("language_before"))
    dates = ("earliest", "latest")
    dated = pl.any_horizontal(*(~pl.col(n).eq_missing(pl.col(f"{n}_before")) for n in dates))

    def of(which: pl.Expr) -> pl.Series:
        return both.filter(which)["digest"].sort()

    return Regrouped(
        of(~gone & (new | spoken | dated)),
        of(~gone & (new | spoken)),
        of(gone),
        of(~gone & ~new & (pl.col("article") != pl.col("article_before"))),
    )
