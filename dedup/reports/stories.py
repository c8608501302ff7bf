"""The stories report: articles joined by derived pairs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.settings import ReportSettings

_TITLE_WORDS = 12
_TITLE_CHARACTERS = 100
_OPENING = rf"^\s*(\S+(?:\s+\S+){{0,{_TITLE_WORDS}}})"
"""The words of a title and one more, which tells whether there are more."""


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """One row a story, those of one article included."""
    del settings
    return tables["grouped"]


def group(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What is told of each story, by TEXTS and the roster."""
    lone, several = parted(tables["roster"].sort("story", "order"), "story_id")
    found = pl.concat([_of_one(lone), _of_several(several)], how="diagonal_relaxed")
    return found.join(_first_words(tables["texts"], found), on="row", how="left").with_columns(
        pl.coalesce("title", "first_words").alias("title")
    )


def parted(members: pl.DataFrame, by: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The articles that are alone in their group, most of all news, and all others."""
    alone = members.select(pl.len().over(by) == 1).to_series()
    return members.filter(alone), members.filter(~alone)


def _of_one(members: pl.DataFrame) -> pl.DataFrame:
    """The stories of one article, with no group to look through."""
    return members.select(
        *("story_id", "event_id", "row", "title", "origin"),
        articles=pl.lit(1, pl.UInt32),
        copies=(pl.col("standing") == "copy").cast(pl.UInt32),
        publishers="publisher",
        first_article_id="article_id",
        first_published_at="published_at",
        last_published_at="published_at",
        weakest_link=pl.lit(None, members.schema["weakest_link"]),
    )


def _of_several(members: pl.DataFrame) -> pl.DataFrame:
    """The stories of several articles, which stand in their order."""
    found = members.group_by("story_id", maintain_order=True).agg(
        pl.col("event_id").first(),
        pl.col("row").first(),
        pl.col("title").drop_nulls().first(),
        articles=pl.len().cast(pl.UInt32),
        copies=(pl.col("standing") == "copy").sum().cast(pl.UInt32),
        publishers=pl.col("publisher").drop_nulls().unique().sort().str.join("; "),
        first_article_id=pl.col("article_id").first(),
        first_published_at=first_date(),
        last_published_at=last_date(),
        weakest_link=pl.col("weakest_link").min(),
    )
    return found.join(_origins(members), on="story_id", how="left")


def first_date() -> pl.Expr:
    """The date, as told, of the article that may be the earliest."""
    dated = pl.col("published_at").is_not_null()
    return (
        pl.col("published_at")
        .filter(dated)
        .sort_by(
            pl.col("earliest").filter(dated), pl.col("published_at").filter(dated), nulls_last=True
        )
        .first()
    )


def last_date() -> pl.Expr:
    """The date, as told, of the article that may be the latest."""
    dated = pl.col("published_at").is_not_null()
    return (
        pl.col("published_at")
        .filter(dated)
        .sort_by(
            pl.col("latest").filter(dated), pl.col("published_at").filter(dated), nulls_last=False
        )
        .last()
    )


def _origins(members: pl.DataFrame) -> pl.DataFrame:
    """story_id, origin: the origin of most of its articles, of the first where as many."""
    return (
        members.filter(pl.col("origin").is_not_null())
        .group_by("story_id", "origin")
        .agg(count=pl.len(), order=pl.col("order").min())
        .sort("story_id", "count", "order", descending=[False, True, False])
        .unique("story_id", keep="first", maintain_order=True)
        .select("story_id", "origin")
    )


def _first_words(texts: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """row, first_words: the opening of the first article of each story without a title."""
    wanted = found.filter(pl.col("title").is_null()).select("row")
    opening = pl.col("text").str.slice(0, 1000).str.extract(_OPENING).fill_null("")
    words = pl.col("opening").str.replace_all(r"\s+", " ").str.split(" ")
    short = words.list.head(_TITLE_WORDS).list.join(" ").str.slice(0, _TITLE_CHARACTERS)
    return (
        texts.join(wanted, on="row", how="semi")
        .with_columns(opening=opening)
        .with_columns(opening=words.list.join(" "), short=short)
        .select(
            "row",
            first_words=pl.when(pl.col("short") == "")
            .then(None)
            .when(pl.col("short") == pl.col("opening"))
            .then("short")
            .otherwise(pl.col("short") + " …"),
        )
    )
