"""The words that stand at given offsets of the articles' texts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def sliced(
    spans: pl.DataFrame, articles: pl.DataFrame, row: str, start: str, stop: str
) -> pl.DataFrame:
    """Add `text`: code points `start` to `stop` of the text of the article in column `row`."""
    texts = articles.select(pl.col("row").alias(row), pl.col("text").alias("whole"))
    length = pl.col(stop).cast(pl.Int64) - pl.col(start)
    return (
        spans.join(texts, on=row, how="left")
        .with_columns(text=pl.col("whole").str.slice(pl.col(start), length))
        .drop("whole")
    )


def cut_slices(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The cuts with what each one cut: row, start, stop, rule, text."""
    return sliced(tables["cuts"], tables["articles"], "row", "start", "stop")
