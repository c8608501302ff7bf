"""The provenance report: whom each article's text comes from, and the way it went."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row for each article and source."""
    del settings
    names = tables["roster"].select("row", "article_id", "story_id")
    sources = names.select(source_row="row", source_article="article_id")
    return (
        tables["provenance"]
        .join(names, on="row", how="left")
        .join(sources, on="source_row", how="left")
        .with_columns(source_id=pl.coalesce("source_article", "outlet:" + pl.col("source_outlet")))
    )
