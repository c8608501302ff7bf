"""The pairs report: what two articles are to one another, with the evidence."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.settings import ReportSettings

_PAIR = ["left", "right"]


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row for each listed pair."""
    del settings
    alike, derived = pl.col("identical"), pl.col("derived")
    return (
        tables["listed"]
        .join(tables["pairs"].select(*_PAIR, "found_by", "jaccard", "cosine"), on=_PAIR, how="left")
        .join(tables["directions"], on=_PAIR, how="left")
        .join(tables["reasons"], on=_PAIR, how="left")
        .join(_side(tables["roster"], "left"), on="left", how="left")
        .join(_side(tables["roster"], "right"), on="right", how="left")
        .with_columns(
            event_id=pl.when(pl.col("left_event_id") == pl.col("right_event_id")).then(
                "left_event_id"
            ),
            direction=pl.when(derived).then(pl.col("direction").fill_null("undetermined")),
            direction_confidence=pl.when(derived).then("direction_confidence"),
            version=pl.col("version").fill_null(value=False),
            jaccard=pl.when(alike).then(1.0).otherwise("jaccard"),
            tfidf_cosine=pl.when(alike).then(1.0).otherwise("cosine"),
            found_by=pl.when(alike)
            .then(pl.col("found_by").fill_null("identical"))
            .otherwise("found_by"),
            because=_because(),
        )
    )


def _side(roster: pl.DataFrame, side: str) -> pl.DataFrame:
    names = ("article_id", "story_id", "event_id")
    return roster.select(
        pl.col("row").alias(side),
        *(pl.col(name).alias(f"{side}_{name.replace('article_', '')}") for name in names),
    )


def _because() -> pl.Expr:
    """The reason of the verdict, then that of the direction."""
    verdict = (
        pl.when(pl.col("identical") & pl.col("because").is_null())
        .then(pl.lit("the story texts are identical"))
        .otherwise("because")
    )
    direction = pl.when("derived").then("direction_because")
    return pl.concat_str([verdict, direction], separator="; ", ignore_nulls=True)
