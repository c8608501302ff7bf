"""One text against a state, without storing anything of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup import formats, pairs, pipeline, pooling, signals, singly
from dedup.errors import UsageError
from dedup.incremental import comparing, furnishing
from dedup.settings import Settings
from dedup.state import findings, links, lookups
from dedup.state.database import Database
from dedup.tables import PAIRS, ROW
from dedup.timings import Timings

_SIGNALS = tuple(name for name in signals.SCHEMA if name not in ("left", "right"))
_SHOWN = ("copy", "partial", "rewrite", "same_event")
ROWS = pl.Schema(
    {
        "article_id": pl.String,
        "relation": pl.String,
        "probability": pl.Float64,
        "derived_probability": pl.Float64,
        "jaccard": pl.Float64,
        "tfidf_cosine": pl.Float64,
        "publisher": pl.String,
        "published_at": pl.String,
        "title": pl.String,
        "story_id": pl.String,
        "because": pl.String,
    }
)


class Found(NamedTuple):
    """The related articles, nearest first; `unfit` says why the text gets no verdict."""

    rows: pl.DataFrame
    unfit: str | None


def find(database: Database, file: Path, settings: Settings) -> Found:
    """What the state knows that is related to the one article of a file.

    Raises:
        UsageError: the file holds no article, or several.
    """
    read = formats.read([file], settings.input, settings.engine.workers)
    if read.articles.height != 1:
        why = "; ".join(read.rejects["reason"].to_list()) or f"{read.articles.height} articles"
        raise UsageError(f"{file} must hold one article: {why}")
    tables = {"articles": read.articles, "evidence": read.evidence}
    singly.read(tables, settings, Timings(lambda _: None))
    pipeline.credit(tables, settings, furnishing.known_outlets(database))
    prints = furnishing.known_prints(database)
    packed = furnishing.cleaned(tables, tables["blocks"], prints, settings)
    unfit = tables["texts"]["unfit"][0]
    if unfit:
        return Found(pl.DataFrame(schema=ROWS), unfit)
    digest = packed["digest"][0]
    twins = _twins(database, digest)
    near = _near(database, tables, digest, settings)
    others = pl.concat([twins, near["article"]]).unique()
    return Found(_judged(database, tables, others, twins, settings), None)


def _twins(database: Database, digest: int) -> pl.Series:
    """The article that stands for those with the very same words."""
    found = database.frame("SELECT article FROM groups WHERE digest = ?", [digest])
    return found["article"].cast(pl.Int64)


def _near(
    database: Database, tables: dict[str, pl.DataFrame], digest: int, settings: Settings
) -> pl.DataFrame:
    """article: what stands for each text that shares keys enough."""
    made = comparing.keys_of(database, tables["texts"], settings)["keys"]
    dates = tables["mastheads"].select("earliest", "latest").row(0)
    proposed = lookups.propose_one(database, made, digest, dates, settings)
    database.given("near", proposed)
    return database.frame("SELECT article FROM groups SEMI JOIN near USING (digest)").cast(pl.Int64)


def _judged(
    database: Database,
    tables: dict[str, pl.DataFrame],
    others: pl.Series,
    twins: pl.Series,
    settings: Settings,
) -> pl.DataFrame:
    """ROWS of the related ones among these articles, of which some have the very same words."""
    known = findings.unpack(database, others)
    more = known["articles"].height
    if not more:
        return pl.DataFrame(schema=ROWS)
    both = {}
    for name in ("articles", "texts", "cuts", "credits", "mastheads"):
        mine = tables[name].with_columns(row=pl.lit(more, ROW))
        both[name] = pl.concat([known[name], mine.select(known[name].columns)])
    # Of identical texts one alone is weighed; here each must be.
    each = both["texts"].with_columns(digest=pl.col("row").cast(pl.UInt64))
    both |= comparing.weighed(database, each)
    asked = [(row, more) for row in range(more)]

    both["pairs"] = PAIRS.check(pairs.measure(asked, both, settings))
    pipeline.judge(both, settings)
    # As in a run, a third text may say that two are nearer than they look by themselves.
    told = pl.concat([links.verdicts(database, known["numbers"]), both["relations"]])
    narrated = pl.concat(
        [
            links.narrated(database, known["numbers"], _SIGNALS),
            both["signals"].select("left", "right", "narrated_words"),
        ]
    )
    # One with the very same words is no third text: a run compares the two as one.
    same = known["numbers"].filter(pl.col("article").is_in(twins.implode()))["row"].implode()
    twin = pl.col("left").is_in(same) | pl.col("right").is_in(same)
    pooled, supports = pooling.pool(
        told.filter(~twin).sort("left", "right"), narrated, settings.relations
    )
    pooled = pl.concat([pooled, told.filter(twin)])
    related = pooled.filter((pl.col("right") == more) & pl.col("relation").is_in(_SHOWN))
    thirds = (
        both["articles"]
        .select("article_id", third="row")
        .with_columns(
            third_id=pl.when(pl.col("third") == more)
            .then(pl.lit("this text"))
            .otherwise("article_id")
        )
    )
    pair = ["left", "right"]
    reasons = signals.reasons(
        both["signals"].join(related, on=pair, how="semi"), supports.join(thirds, on="third")
    )
    rows = (
        related.join(reasons, on=pair, how="left")
        .join(both["pairs"], on=pair, how="left")
        .join(known["articles"].select("article_id", left="row"), on="left")
        .join(known["mastheads"].drop("byline").rename({"row": "left"}), on="left")
        .join(known["numbers"].select("story_id", left="row"), on="left")
        .rename({"cosine": "tfidf_cosine"})
        .with_columns(rank=pl.col("relation").replace_strict(_SHOWN, range(len(_SHOWN))))
        .sort("rank", "probability", "article_id", descending=[False, True, False])
    )
    return rows.select(ROWS.names()).cast(ROWS)
