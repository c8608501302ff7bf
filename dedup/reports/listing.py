"""Which verified pairs get a row in pairs.csv, and the figures of their passages."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.quotations import quotations
from dedup.reports.edges import DERIVED, identical_pairs
from dedup.settings import ReportSettings

_PAIR = ["left", "right"]
_STRENGTH = ["derived", "derived_probability", "probability", "shared_words"]


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """The verified pairs less those beyond the cap, sorted by left, right.

    A row is left out where it is among the strongest `most_pairs_per_article`
    of neither of its two articles: so no article loses its strongest rows to a
    busy partner, and the rows are at most that many times the articles.
    """
    pairs = verified(tables, settings)
    ends = pl.concat([pairs.select(*_PAIR, *_STRENGTH, row=end) for end in _PAIR])
    order = [False, *[True] * len(_STRENGTH), False, False]
    within = (
        ends.sort(["row", *_STRENGTH, *_PAIR], descending=order)
        .filter(pl.int_range(pl.len()).over("row") < settings.most_pairs_per_article)
        .select(_PAIR)
        .unique()
    )
    return pairs.join(within, on=_PAIR, how="semi").sort(_PAIR)


def verified(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """Every pair that has a right to a row.

    Columns: left, right, relation, probability, derived_probability, identical,
    shared_words, longest_run_words, left_covered, right_covered, quoted_share,
    derived. Identical articles have one row each, to the first of them; every
    derived pair has one; a same_event pair has one from `least_listed` up.
    """
    judged = tables["relations"].select(*_PAIR, "relation", "probability", "derived_probability")
    identical = identical_pairs(tables["stories"]).with_columns(
        relation=pl.lit("copy"),
        probability=pl.lit(1.0, dtype=pl.Float32),
        derived_probability=pl.lit(1.0, dtype=pl.Float32),
        identical=pl.lit(value=True),
    )
    firsts = tables["stories"].select("row", first=pl.coalesce("identical_to", "row"))
    likely = pl.col("probability") >= settings.least_listed
    others = (
        judged.filter(
            pl.col("relation").is_in(DERIVED) | ((pl.col("relation") == "same_event") & likely)
        )
        .join(firsts.rename({"row": "left", "first": "left_first"}), on="left", how="left")
        .join(firsts.rename({"row": "right", "first": "right_first"}), on="right", how="left")
        .filter(
            ~pl.col("left_first").eq_missing(pl.col("right_first")) | pl.col("left_first").is_null()
        )
        .drop("left_first", "right_first")
        .with_columns(identical=pl.lit(value=False))
    )
    pairs = pl.concat([identical.select(others.columns), others])
    return _with_figures(pairs, tables)


def _with_figures(pairs: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Add what the pair's passages come to; identical texts are shared as a whole."""
    counts = pl.col("words").cast(pl.Float64)
    shared = (
        tables["alignments"]
        .group_by(_PAIR)
        .agg(
            shared_words=pl.col("words").sum().cast(pl.UInt32),
            longest_run_words=pl.col("run").max(),
            quoted_share=(counts * pl.col("quoted")).sum() / counts.sum(),
        )
    )
    words = tables["texts"].select("row", "words")
    joined = (
        pairs.join(shared, on=_PAIR, how="left")
        .with_columns(pl.col("shared_words", "longest_run_words").fill_null(0))
        .join(_covered(tables["signals"]), on=_PAIR, how="left")
        .join(words.rename({"row": "left", "words": "left_words"}), on="left", how="left")
        .join(words.rename({"row": "right", "words": "right_words"}), on="right", how="left")
        .join(_quoted_shares(pairs, tables["texts"]), on="left", how="left")
    )
    alike = pl.col("identical")
    return joined.select(
        *pairs.columns,
        shared_words=pl.when(alike).then("left_words").otherwise("shared_words"),
        longest_run_words=pl.when(alike).then("left_words").otherwise("longest_run_words"),
        left_covered=_share("left"),
        right_covered=_share("right"),
        quoted_share=pl.when(alike).then("whole_quoted").otherwise("quoted_share").fill_nan(None),
        derived=pl.col("relation").is_in(DERIVED),
    )


def _covered(signals: pl.DataFrame) -> pl.DataFrame:
    """The coverages as measured word by word, null where no signal tells them."""
    names = ("left_covered", "right_covered")
    known = [
        pl.col(name) if name in signals.columns else pl.lit(None, pl.Float32).alias(name)
        for name in names
    ]
    return signals.select(*_PAIR, *known)


def _share(side: str) -> pl.Expr:
    """A side's coverage: measured, or else its share of words that the passages share."""
    counted = pl.col("shared_words") / pl.col(f"{side}_words")
    return (
        pl.when("identical")
        .then(1.0)
        .otherwise(pl.coalesce(f"{side}_covered", counted.fill_nan(0.0)).clip(0.0, 1.0))
        .cast(pl.Float64)
    )


def _quoted_shares(pairs: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """left, whole_quoted: the share of a story text that stands in quotations.

    For the first of each group of identical texts only; by blank-separated
    words, which is near enough for a share of the whole.
    """
    firsts = pairs.filter("identical").select(row="left").unique()
    rows, shares = [], []
    for row, text in texts.join(firsts, on="row", how="semi").select("row", "text").iter_rows():
        words = len(text.split())
        quoted = sum(len(text[start:stop].split()) for start, stop in quotations(text))
        rows.append(row)
        shares.append(min(1.0, quoted / words) if words else 0.0)
    schema = {"left": pl.UInt32, "whole_quoted": pl.Float64}
    return pl.DataFrame({"left": rows, "whole_quoted": shares}, schema=schema)
