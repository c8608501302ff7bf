"""The stage itself: BLOCKS of a whole run → FURNITURE."""

from __future__ import annotations

import polars as pl

from dedup.furniture.company import read_sketches
from dedup.furniture.judging import judge, likely
from dedup.furniture.samples import KINDS, find_recurring
from dedup.settings import FurnitureSettings
from dedup.tables import FURNITURE

RULES = {"whole": "learned.repeated", "template": "learned.template", "lead": "learned.lead"}


def learn(
    articles: pl.DataFrame,
    blocks: pl.DataFrame,
    publishers: pl.DataFrame,
    languages: pl.Series,
    settings: FurnitureSettings,
) -> pl.DataFrame:
    """Find the blocks that recur across unrelated stories.

    Args:
        articles: ARTICLES.
        blocks: BLOCKS of all of them.
        publishers: row, publisher (null where unknown), one row an article.
        languages: one code an article, in the order of `articles`.
        settings: how many stories prove furniture.

    Returns:
        FURNITURE: every block that is.
    """
    if not settings.learn or articles.height < settings.least_stories:
        return FURNITURE.empty()
    recurring = find_recurring(articles, blocks, publishers, settings)
    if recurring.places.is_empty():
        return FURNITURE.empty()
    prints = likely(recurring.prints)
    rows = prints.select(row=pl.col("rows").explode()).unique().sort("row")
    sampled = articles.join(rows, on="row", how="semi").sort("row")
    spoken = dict(zip(articles["row"].to_list(), languages.to_list(), strict=True))
    own = blocks.join(rows, on="row", how="semi").sort("row", "start")
    sketches = read_sketches(
        sampled, own, {row: spoken[row] or "" for row in rows["row"].to_list()}
    )
    found = judge(prints, sketches, settings)
    rank = pl.col("kind").replace_strict(list(KINDS), range(len(KINDS)), return_dtype=pl.UInt8)
    return FURNITURE.check(
        recurring.places.join(found, on=["kind", "print"])
        .with_columns(rank=rank, rule=pl.col("kind").replace_strict(RULES))
        .sort("row", "start", "rank")
        .unique(["row", "start"], keep="first", maintain_order=True)
        .join(blocks.select("row", "start", "stop"), on=["row", "start"])
        .sort("row", "start")
    )
