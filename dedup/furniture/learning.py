"""The stage itself: BLOCKS of a whole run → FURNITURE."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.furniture.company import read_sketches
from dedup.furniture.judging import judge, likely
from dedup.furniture.samples import KINDS, Among, find_recurring
from dedup.settings import FurnitureSettings
from dedup.tables import FURNITURE, ROW

NO_PRINTS = pl.DataFrame(
    schema={"kind": pl.String, "print": pl.UInt64, "articles": pl.UInt32, "stories": pl.UInt32}
)
NO_LIKELY = pl.DataFrame(
    schema={
        "kind": pl.String,
        "print": pl.UInt64,
        "articles": pl.UInt32,
        "spread": pl.Boolean,
        "paragraph": pl.Boolean,
        "frame": pl.Boolean,
        "rows": pl.List(ROW),
    }
)
_HEADING_WORDS, _LINK_WORDS, _MOST_LINKS = 8, (4, 25), 12
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
    return place(blocks, learn_prints(articles, blocks, publishers, languages, settings))


def learn_prints(
    articles: pl.DataFrame,
    blocks: pl.DataFrame,
    publishers: pl.DataFrame,
    languages: pl.Series,
    settings: FurnitureSettings,
) -> pl.DataFrame:
    """kind, print, articles, stories of the fingerprints that are furniture; as `learn`."""
    prints = find_likely(articles, blocks, publishers, settings)
    rows = prints.select(row=pl.col("rows").explode()).unique().sort("row")
    sampled = articles.join(rows, on="row", how="semi").sort("row")
    spoken = dict(zip(articles["row"].to_list(), languages.to_list(), strict=True))
    return prove(prints, sampled, blocks.join(rows, on="row", how="semi"), spoken, settings)


def find_likely(
    articles: pl.DataFrame,
    blocks: pl.DataFrame,
    publishers: pl.DataFrame,
    settings: FurnitureSettings,
    among: Among | None = None,
) -> pl.DataFrame:
    """Fingerprints that recur as furniture does; `rows` are the articles that must prove it.

    Columns: kind, print, articles, spread, paragraph, frame, rows, and what they were judged by.
    `among`: see `samples.find_recurring`.
    """
    if not settings.learn or articles.height < settings.least_stories:
        return NO_LIKELY
    recurring = find_recurring(articles, blocks, publishers, settings, among)
    return NO_LIKELY if recurring.places.is_empty() else likely(recurring.prints)


def prove(
    prints: pl.DataFrame,
    sampled: pl.DataFrame,
    blocks: pl.DataFrame,
    languages: Mapping[int, str],
    settings: FurnitureSettings,
) -> pl.DataFrame:
    """kind, print, articles, stories of those whose articles are unrelated stories.

    Args:
        prints: as `find_likely` gives them.
        sampled: ARTICLES that their `rows` name; row and text are read.
        blocks: BLOCKS of these articles.
        languages: code of each row.
        settings: how many stories prove furniture.
    """
    if prints.is_empty():
        return NO_PRINTS
    own = blocks.sort("row", "start")
    spoken = {row: languages[row] or "" for row in sampled["row"].to_list()}
    return judge(prints, read_sketches(sampled, own, spoken), settings)


def place(blocks: pl.DataFrame, prints: pl.DataFrame, *, named: bool = False) -> pl.DataFrame:
    """FURNITURE: the blocks that have one of these fingerprints, the whole before its parts.

    Args:
        blocks: BLOCKS.
        prints: kind, print, articles, stories.
        named: keep the columns kind and print too.
    """
    found = pl.concat(
        blocks.select("row", "start", "stop", print=kind, rank=pl.lit(rank, pl.UInt8))
        .join(prints.filter(pl.col("kind") == kind), on="print")
        .with_columns(rule=pl.lit(RULES[kind]))
        for rank, kind in enumerate(KINDS)
    )
    placed = found.sort("row", "start", "rank").unique(
        ["row", "start"], keep="first", maintain_order=True
    )
    both = pl.concat([placed, _links(blocks, placed).select(placed.columns)]).sort("row", "start")
    checked = FURNITURE.check(both)
    return checked.with_columns(both["kind"], both["print"]) if named else checked


def _links(blocks: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """The links below those of the placed blocks that are headings; columns as theirs.

    A learned short line that ends no sentence announces a list where lines like
    headlines follow it below the story: they lead to others, different on each page.
    """
    known = pl.col("rule").is_not_null()
    line = ~pl.col("prose") & ~pl.col("closed")
    page = (
        blocks.join(placed.select("row").unique(), on="row", how="semi")
        .join(placed.drop("stop"), on=["row", "start"], how="left")
        .sort("row", "start")
        .with_columns(
            heading=known & line & (pl.col("words") <= _HEADING_WORDS) & (pl.col("kind") != "lead"),
            link=~known & line & pl.col("words").is_between(*_LINK_WORDS),
            at=pl.int_range(pl.len()).over("row"),
            below=(pl.col("prose") & ~known).cum_sum(reverse=True).over("row") == 0,
        )
        # A run of links belongs to the block before it.
        .with_columns(run=(~pl.col("link")).cum_sum().over("row"))
    )
    told = ["kind", "print", "articles", "stories", "rank"]
    announced = page.filter("heading").select("row", "run", *told, begin="at")
    return (
        page.filter(pl.col("link") & pl.col("below"))
        .drop(told, "rule")
        .join(announced, on=["row", "run"])
        .filter(pl.col("at") - pl.col("begin") <= _MOST_LINKS)
        .with_columns(rule=pl.lit("learned.link"))
    )
