"""The outlets report: who writes, who copies, and from whom."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.names import key
from dedup.settings import ReportSettings

UNNAMED = "unnamed source of "
"""What `dedup.provenance.unnamed` calls a source that nobody names: it is no outlet."""


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row for each known publisher, by the primary sources of its articles.

    A text from the publisher's own earlier article is its own; partial copies
    count as copied, and so does what a credited outside source wrote where the
    relation to it is not known.
    """
    del settings
    owners = tables["owners"]
    taken = _taken(tables)
    house = owners.select(publisher="outlet", owner="owner")
    taken = taken.join(house, on="publisher", how="left").join(
        owners.select(source="outlet", source_owner="owner"), on="source", how="left"
    )
    relation = pl.col("relation")
    counts = (
        taken.filter(pl.col("publisher").is_not_null())
        .group_by("publisher")
        .agg(
            articles=pl.len().cast(pl.UInt32),
            own=(~pl.col("foreign")).sum().cast(pl.UInt32),
            copied=(pl.col("foreign") & (relation != "rewrite")).sum().cast(pl.UInt32),
            rewritten=(pl.col("foreign") & (relation == "rewrite")).sum().cast(pl.UInt32),
            owner=pl.col("owner").first(),
            from_owner=(pl.col("foreign") & (pl.col("owner") == pl.col("source_owner")))
            .sum()
            .cast(pl.UInt32),
        )
    )
    moved = taken.filter("foreign")
    named = ~pl.col("source").str.starts_with(UNNAMED)
    known = moved.filter(pl.col("publisher").is_not_null() & named)
    takers = known.select(pl.col("publisher").alias("taker"), "source_key")
    by_key = counts.select("publisher", _keys(counts.get_column("publisher")).alias("source_key"))
    given = takers.join(by_key, on="source_key")
    return counts.join(
        _commonest(known, "publisher", "source", "most_taken_from"), on="publisher", how="left"
    ).join(_commonest(given, "publisher", "taker", "most_taken_by"), on="publisher", how="left")


def _taken(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row an article: publisher, relation, source (a name), source_key, foreign."""
    roster = tables["roster"]
    sources = roster.select(source_row="row", source_name=pl.coalesce("publisher", "article_id"))
    primary = (
        tables["provenance"]
        .filter((pl.col("source_rank") == "primary") & (pl.col("basis") != "own"))
        .sort("row", "confidence", "source_row", descending=[False, True, False])
        .unique("row", keep="first", maintain_order=True)
        .join(sources, on="source_row", how="left")
        .select("row", "relation", source=pl.coalesce("source_name", "source_outlet"))
    )
    joined = roster.select("row", "publisher").join(primary, on="row", how="left")
    keyed = joined.with_columns(
        _keys(joined.get_column("source")).alias("source_key"),
        _keys(joined.get_column("publisher")).alias("publisher_key"),
    )
    elsewhere = ~pl.col("source_key").eq_missing(pl.col("publisher_key"))
    return keyed.with_columns(
        pl.col("relation").fill_null("copy"),
        foreign=pl.col("source").is_not_null() & elsewhere,
    ).sort("row")


def _keys(names: pl.Series) -> pl.Series:
    """What names are compared by: spellings of one outlet have one key."""
    known = {name: key(name) or name for name in names.drop_nulls().unique()}
    return pl.Series(
        names.name, [None if name is None else known[name] for name in names], dtype=pl.String
    )


def _commonest(frame: pl.DataFrame, by: str, value: str, name: str) -> pl.DataFrame:
    """The most frequent value for each `by`, first by code point where as many."""
    return (
        frame.group_by(by, value)
        .agg(count=pl.len())
        .sort(by, "count", value, descending=[False, True, False])
        .unique(by, keep="first", maintain_order=True)
        .select(by, pl.col(value).alias(name))
    )
