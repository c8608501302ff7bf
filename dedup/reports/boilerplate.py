"""The boilerplate report: every cut, its rule, and how common it is."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.reports.phrases import fold_strings
from dedup.reports.slices import cut_slices
from dedup.settings import ReportSettings
from dedup.tables import OFFSET, ROW


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row a cut; two cuts are the same where rule and folded words are.

    Learned furniture may vary in names and figures: it counts as often as it was learned from.
    """
    del settings
    cuts = cut_slices(tables)
    folded = fold_strings(cuts.get_column("text")).select("text", "folded")
    return (
        cuts.join(folded, on="text", how="left")
        .with_columns(
            seen_in_articles=pl.col("row").n_unique().over("rule", "folded").cast(pl.UInt32)
        )
        .join(_learned(tables), on=["row", "start"], how="left")
        .with_columns(seen_in_articles=pl.max_horizontal("seen_in_articles", "learned_from"))
        .join(tables["roster"].select("row", "article_id"), on="row", how="left")
    )


def _learned(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """row, start, learned_from: articles that have the same furniture."""
    found = tables.get("furniture")
    if found is None:
        return pl.DataFrame(schema={"row": ROW, "start": OFFSET, "learned_from": pl.UInt32})
    return found.select("row", "start", learned_from="articles")
