"""RELATIONS, SIGNALS → RELATIONS, SUPPORTS: what a third text says about a pair.

Where one text is a sure rewrite of a second, and a third text resembles both,
each resemblance is thin and both together are not: all three come from one
source.

But what resembles one of two such texts in its facts resembles the other too, by
the same sentences: that says nothing twice. So the other resemblance must be a
rewrite by itself, or one of the two must have wording in common, a dozen words of
narration. In corpora that the weights have not seen five of eight labelled pairs
with such support were rewrites, and none of five (two of them of two rumours)
with a mere resemblance. Copies would say the same thing twice as well. Of many third
texts the best is chosen, and counts the less the more they are; and the pair must
speak by itself.
"""

from __future__ import annotations

import polars as pl

from dedup.settings import RelationSettings
from dedup.tables import RELATIONS, ROW, SUPPORTS

DERIVED = ("copy", "partial", "rewrite")


def pool(
    relations: pl.DataFrame, signals: pl.DataFrame, settings: RelationSettings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Raise pairs that a sure rewrite of one of the two supports.

    Args:
        relations: RELATIONS, each pair judged by itself.
        signals: left, right and narrated_words of SIGNALS; pairs that are not there share none.
        settings: what is sure, what is usual, and where derived begins.

    Returns:
        RELATIONS in the same order, and SUPPORTS with a row for each pair that
        became a rewrite by it. Evidence is lent once: what was raised lends none.
    """
    lent = _lent(relations, signals, settings)
    raised = (
        relations.join(lent, on=["left", "right"], how="left", maintain_order="left")
        .with_columns(
            pooled=_chance(_logit(pl.col("derived_probability")) + pl.col("evidence").fill_null(0))
        )
        .with_columns(
            turned=pl.col("evidence").is_not_null()
            & (pl.col("pooled") >= settings.pooled_threshold)
            & (pl.col("derived_probability") >= settings.own_probability)
        )
    )
    pooled = pl.col("pooled").cast(pl.Float32)
    changed = raised.with_columns(
        relation=pl.when("turned").then(pl.lit("rewrite")).otherwise("relation"),
        probability=pl.when("turned").then(pooled).otherwise("probability"),
        derived_probability=pl.when("turned").then(pooled).otherwise("derived_probability"),
    )
    supports = raised.filter("turned").select("left", "right", "third")
    return RELATIONS.check(changed), SUPPORTS.check(supports)


def _lent(
    relations: pl.DataFrame, signals: pl.DataFrame, settings: RelationSettings
) -> pl.DataFrame:
    """left, right, evidence (log odds), third: the best that a third text lends a pair."""
    pair = ["left", "right"]
    worded = signals.filter(pl.col("narrated_words") >= settings.least_narrated)
    worded = worded.select(*pair, worded=pl.lit(value=True))
    told = relations.join(worded, on=pair, how="left").with_columns(
        pl.col("worded").fill_null(value=False), rewritten=pl.col("relation") == "rewrite"
    )
    kept = ("relation", "rewritten", "worded", pl.col("derived_probability").alias("p"))
    links = pl.concat(
        [
            told.select(*kept, one="left", third="right"),
            told.select(*kept, one="right", third="left"),
        ]
    )
    sure = links.filter("rewritten", pl.col("p") >= settings.sure_rewrite)
    resembling = links.filter(
        ~pl.col("relation").is_in(("copy", "partial")), pl.col("p") >= settings.own_probability
    )
    raisable = told.filter(~pl.col("relation").is_in(DERIVED)).select(*pair, spoken="worded")
    # one - third is sure; what third has with other is lent to one - other.
    lent = (
        sure.select("one", "third")
        .join(resembling.rename({"one": "other"}), on="third")
        .filter(pl.col("other") != pl.col("one"))
        .select(
            "rewritten",
            "worded",
            left=pl.min_horizontal("one", "other"),
            right=pl.max_horizontal("one", "other"),
            third="third",
            evidence=_logit(pl.col("p")) - _logit(pl.lit(settings.usual_probability)),
        )
        .join(raisable, on=pair)
        .filter(pl.col("evidence") > 0)
    )
    # The best of many is high by chance: of texts enough, one resembles both.
    many = settings.many_thirds * pl.len().over(pair).cast(pl.Float64).log()
    lent = lent.with_columns(evidence=pl.col("evidence") - many).filter(
        pl.col("evidence") > 0, pl.any_horizontal("rewritten", "worded", "spoken")
    )
    return (
        lent.select(*pair, "third", "evidence")
        .sort("evidence", "third", descending=[True, False])
        .unique(pair, keep="first", maintain_order=True)
        .with_columns(pl.col("third").cast(ROW))
    )


def _logit(chance: pl.Expr) -> pl.Expr:
    bounded = chance.cast(pl.Float64).clip(0.001, 0.999)
    return (bounded / (1 - bounded)).log()


def _chance(logit: pl.Expr) -> pl.Expr:
    return 1 / (1 + (-logit).exp())
