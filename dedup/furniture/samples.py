"""Which fingerprints recur, in how many articles and where, with a few articles of each."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl
import xxhash

from dedup.settings import FurnitureSettings

KINDS = ("whole", "template", "lead")
_UNKNOWN = ""


class Recurring(NamedTuple):
    """What recurs.

    `prints` has kind and print; articles, stood (times that a block has it), wholes
    (different blocks); edge, beside, prose and closed (shares of its blocks); words
    (median); publishers, top (articles of its most frequent one), portion (`top` of all
    articles of that one) and share (the same, null where that one is unknown); covered
    (its articles of all articles of its publishers); rows (the sampled articles).
    `places` has row, start, kind, print.
    """

    prints: pl.DataFrame
    places: pl.DataFrame


class Among(NamedTuple):
    """What is known of all articles where only some of them are at hand.

    Attributes:
        recurring: kind, print of what recurs among all.
        sizes: publisher, outlet: how many of all articles each has.
    """

    recurring: pl.DataFrame
    sizes: pl.DataFrame


def find_recurring(
    articles: pl.DataFrame,
    blocks: pl.DataFrame,
    publishers: pl.DataFrame,
    settings: FurnitureSettings,
    among: Among | None = None,
) -> Recurring:
    """Count the fingerprints of all blocks and sample those that recur.

    Args:
        articles: ARTICLES; row and article_id are read.
        blocks: BLOCKS.
        publishers: row, publisher (null where unknown).
        settings: how often is often, and how many articles are looked at.
        among: where these are but some of the articles; what is found is right then of the
            fingerprints that none but these have.
    """
    told = _recurring(blocks, settings.least_stories) if among is None else _given(among.recurring)
    places = pl.concat(
        blocks.join(told[kind], on=kind, how="semi").select(
            "row", "start", "words", "prose", "closed", "whole", kind=pl.lit(kind), print=kind
        )
        for kind in KINDS
    )
    if places.is_empty():
        return Recurring(pl.DataFrame(), places)
    known = publishers.select("row", publisher=pl.col("publisher").fill_null(_UNKNOWN))
    sizes = known.group_by("publisher").agg(outlet=pl.len()) if among is None else among.sizes
    rows = places.select("row").unique().sort("row")
    keys = articles.select("row", "article_id").join(rows, on="row", how="semi")
    hashed = [xxhash.xxh3_64_intdigest(name.encode()) for name in keys["article_id"].to_list()]
    keys = keys.select("row", key=pl.Series(hashed, dtype=pl.UInt64))
    full = (
        places.join(_edges(blocks, places), on=["row", "start"], how="left")
        .join(known, on="row", how="left")
        .join(keys, on="row", how="left")
    )
    return Recurring(
        _counted(full, sizes, settings), places.select("row", "start", "kind", "print")
    )


def _recurring(blocks: pl.DataFrame, least: int) -> dict[str, pl.DataFrame]:
    """By kind the fingerprints that so many articles have."""
    return {
        kind: blocks.lazy()
        .filter(pl.col(kind).is_not_null())
        .group_by(kind)
        .agg(articles=pl.col("row").n_unique())
        .filter(pl.col("articles") >= least)
        .select(kind)
        .collect()
        for kind in KINDS
    }


def _given(recurring: pl.DataFrame) -> dict[str, pl.DataFrame]:
    by_kind = {kind: recurring.filter(pl.col("kind") == kind) for kind in KINDS}
    return {kind: some.select(pl.col("print").alias(kind)) for kind, some in by_kind.items()}


def _edges(blocks: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """row, start, edge, beside: which recurring blocks are above or below an article's own text.

    `beside` says whether a neighbour recurs as well.

    Beyond such a block there is no running text that does not recur, and most of
    what is there recurs as well: a time in a list of programmes is in no frame.
    """
    again = places.select("row", "start").unique().with_columns(again=pl.lit(value=True))
    rows = again.select("row").unique()
    placed = (
        blocks.join(rows, on="row", how="semi")
        .join(again, on=["row", "start"], how="left")
        .sort("row", "start")
        .with_columns(pl.col("again").fill_null(value=False))
    )
    own = pl.col("prose") & ~pl.col("again")
    before = (pl.int_range(pl.len()).over("row"), pl.col("again").cum_sum().over("row"))
    after = (
        pl.len().over("row") - before[0] - 1,
        pl.col("again").sum().over("row") - before[1],
    )
    above = (own.cum_sum().over("row") == 0) & (
        before[0] <= 2 * (before[1].cast(pl.Int64) - pl.col("again"))
    )
    below = (own.cum_sum(reverse=True).over("row") == 0) & (after[0] <= 2 * after[1].cast(pl.Int64))
    return (
        placed.with_columns(
            edge=above | below,
            beside=(pl.col("again").shift(1) | pl.col("again").shift(-1))
            .over("row")
            .fill_null(value=False),
        )
        .filter(pl.col("again"))
        .select("row", "start", "edge", "beside")
    )


def _counted(full: pl.DataFrame, sizes: pl.DataFrame, settings: FurnitureSettings) -> pl.DataFrame:
    """One row for each fingerprint of a kind."""
    by_print = full.group_by("kind", "print").agg(
        articles=pl.col("row").n_unique(),
        stood=pl.len(),
        wholes=pl.col("whole").n_unique(),
        edge=pl.col("edge").mean(),
        beside=pl.col("beside").mean(),
        prose=pl.col("prose").mean(),
        closed=pl.col("closed").mean(),
        words=pl.col("words").median(),
    )
    distinct = full.unique(["kind", "print", "row"]).sort("kind", "print", "key", "row")
    by_publisher = (
        distinct.group_by("kind", "print", "publisher")
        .agg(top=pl.len())
        .join(sizes, on="publisher")
        .sort("kind", "print", "top", "publisher", descending=[False, False, True, False])
        .group_by("kind", "print", maintain_order=True)
        .agg(
            pl.col("top").first(),
            pl.col("publisher").first(),
            pl.col("outlet").first(),
            publishers=pl.len(),
            covered=pl.col("top").sum() / pl.col("outlet").sum(),
        )
    )
    sampled = distinct.group_by("kind", "print", maintain_order=True).agg(
        rows=pl.col("row").head(settings.sample)
    )
    return (
        by_print.join(by_publisher, on=["kind", "print"])
        .join(sampled, on=["kind", "print"])
        .with_columns(
            portion=pl.col("top") / pl.col("outlet"),
            share=pl.when(pl.col("publisher") != _UNKNOWN).then(pl.col("top") / pl.col("outlet")),
        )
        .drop("publisher")
        .sort("kind", "print")
    )
