"""The passages report: the running text that two listed articles share."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.reports.slices import sliced
from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row for each passage of each listed pair, with its words as the left text has them."""
    del settings
    names = tables["roster"].select("row", "article_id")
    listed = tables["alignments"].join(
        tables["listed"].select("left", "right"), on=["left", "right"], how="semi"
    )
    return (
        sliced(listed, tables["articles"], "left", "left_start", "left_stop")
        .join(names.rename({"row": "left", "article_id": "left_id"}), on="left", how="left")
        .join(names.rename({"row": "right", "article_id": "right_id"}), on="right", how="left")
    )
