"""The texts report: every story text, for programs that compare further."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row an article."""
    del settings
    return (
        tables["texts"]
        .select("row", "text")
        .join(tables["roster"].select("row", "article_id"), on="row", how="left")
    )
