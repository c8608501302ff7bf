"""The articles report: every article with its ids, its words and its standing."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.reports.phrases import fold_strings
from dedup.reports.slices import cut_slices
from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row an article; `new` is true for all where there is no state to have seen one."""
    del settings
    everything = tables["articles"].select("row", new=pl.lit(value=True))
    return (
        tables["articles"]
        .select("row", "path", "extra", "encoding", "text")
        .join(tables["roster"], on="row", how="left")
        .join(tables["texts"].select("row", "language", no_verdict="unfit"), on="row", how="left")
        .join(_words_cut(tables), on="row", how="left")
        .join(tables["credited"].select("row", "credited_to"), on="row", how="left")
        .with_columns(pl.col("words_cut").fill_null(0))
        .join(tables.get("fresh", everything), on="row", how="left")
    )


def _words_cut(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    cuts = cut_slices(tables)
    counted = fold_strings(cuts.get_column("text")).select("text", "words")
    return (
        cuts.join(counted, on="text", how="left")
        .group_by("row")
        .agg(words_cut=pl.col("words").sum().cast(pl.UInt32))
    )
