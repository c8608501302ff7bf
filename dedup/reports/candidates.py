"""The candidates report: every pair that was compared, for programs that measure."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row a verified pair, those that pairs.csv leaves out included."""
    del settings
    ids = tables["roster"].select("row", "article_id")
    pair = ["left", "right"]
    return (
        tables["pairs"]
        .select(*pair, "found_by")
        .join(tables["relations"], on=pair, how="left")
        .join(ids.rename({"row": "left", "article_id": "left_id"}), on="left", how="left")
        .join(ids.rename({"row": "right", "article_id": "right_id"}), on="right", how="left")
    )
