"""The credits report: whom the texts name, in which role, in which words."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.reports.slices import sliced
from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row for each name found in a text."""
    del settings
    return sliced(tables["credits"], tables["articles"], "row", "start", "stop").join(
        tables["roster"].select("row", "article_id"), on="row", how="left"
    )
