"""The events report: stories joined by pairs on one event."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.reports import stories
from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row an event, those of one story included."""
    del settings
    members = tables["roster"].sort("event", "order")
    lone, several = stories.parted(members, "event_id")
    found = pl.concat(
        [
            lone.select(
                "event_id",
                stories=pl.lit(1, pl.UInt32),
                articles=pl.lit(1, pl.UInt32),
                first_published_at="published_at",
                last_published_at="published_at",
            ),
            several.group_by("event_id", maintain_order=True).agg(
                stories=pl.col("story_id").n_unique().cast(pl.UInt32),
                articles=pl.len().cast(pl.UInt32),
                first_published_at=stories.first_date(),
                last_published_at=stories.last_date(),
            ),
        ]
    )
    largest = (
        tables["grouped"]
        .sort("event_id", "articles", "story_id", descending=[False, True, False])
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", "title")
    )
    return found.join(_origins(members, tables["owners"]), on="event_id", how="left").join(
        largest, on="event_id", how="left"
    )


def _origins(members: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """event_id, independent_origins: the different origins of its stories.

    Those of a story are the sources that are not at hand of the articles that
    take from no other at hand, and the articles that are surely nobody else's;
    where none is known, its first article alone: articles of one story derive
    from one another, though nothing may tell how.
    An agency counts once however many outlets carry it, and so do an outlet
    with several articles and the outlets of one owner.
    """
    known = pl.col("external") | pl.col("sure_root")
    heads = members.filter(known | pl.col("standing").is_in(["original", "alone"]))
    first = pl.col("order") == pl.col("order").min().over("story")
    counted = known | (first & ~known.any().over("story"))
    return (
        heads.filter(counted)
        .with_columns(outlet=pl.coalesce("origin", "publisher", "article_id"))
        .join(owners, on="outlet", how="left")
        .group_by("event_id")
        .agg(independent_origins=pl.coalesce("owner", "outlet").n_unique().cast(pl.UInt32))
    )
