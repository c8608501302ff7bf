"""The events report: stories joined by pairs on one event."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.reports import stories
from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row an event, those of one story included.

    `independent_origins` counts the different origins of the articles that
    take from no other at hand (standing original or alone): an agency counts
    once however many outlets carry it, and so does an outlet with several
    articles. An article of unknown origin counts by itself.
    """
    members = tables["roster"].sort("event", "order")
    heads = pl.col("standing").is_in(["original", "alone"])
    origin = pl.coalesce("origin", "publisher", "article_id")
    found = members.group_by("event_id", maintain_order=True).agg(
        stories=pl.col("story_id").n_unique().cast(pl.UInt32),
        articles=pl.len().cast(pl.UInt32),
        independent_origins=origin.filter(heads).n_unique().cast(pl.UInt32),
        first_published_at=stories.first_date(),
        last_published_at=stories.last_date(),
    )
    largest = (
        stories.build(tables, settings)
        .sort("event_id", "articles", "story_id", descending=[False, True, False])
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", "title")
    )
    return found.join(largest, on="event_id", how="left")
