"""RELATIONS → RELATIONS, SUPPORTS: what a third text says about a pair.

Where one text is a sure rewrite of a second, and a third text resembles both,
each resemblance is thin and both together are not: all three come from one
source. Of labelled pairs with such support seven in ten were rewrites, where
the pair alone had been given one chance in ten.

The first texts must be a rewrite, not copies of each other: copies would say
the same thing twice. So must the other resemblance, where it is one already. Of
many third texts the best is chosen, and counts the less the more they are. Both
resemblances must speak by themselves: of many texts on one matter some third one
always resembles both.
"""

from __future__ import annotations

import polars as pl

from dedup.settings import RelationSettings
from dedup.tables import RELATIONS, ROW, SUPPORTS

DERIVED = ("copy", "partial", "rewrite")


def pool(relations: pl.DataFrame, settings: RelationSettings) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Raise pairs that a sure rewrite of one of the two supports.

    Args:
        relations: RELATIONS, each pair judged by itself.
        settings: what is sure, what is usual, and where derived begins.

    Returns:
        RELATIONS in the same order, and SUPPORTS with a row for each pair that
        became a rewrite by it. Evidence is lent once: what was raised lends none.
    """
    lent = _lent(relations, settings)
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


def _lent(relations: pl.DataFrame, settings: RelationSettings) -> pl.DataFrame:
    """left, right, evidence (log odds), third: the best that a third text lends a pair."""
    pair = ["left", "right"]
    both = pl.concat(
        [
            relations.select(one="left", other="right", p="derived_probability", r="relation"),
            relations.select(one="right", other="left", p="derived_probability", r="relation"),
        ]
    )
    sure = both.filter((pl.col("r") == "rewrite") & (pl.col("p") >= settings.sure_rewrite))
    resembling = both.filter(
        ~pl.col("r").is_in(("copy", "partial")) & (pl.col("p") >= settings.own_probability)
    )
    # one - third is sure; what third has with other is lent to one - other.
    lent = (
        sure.select("one", third="other")
        .join(resembling, left_on="third", right_on="one")
        .filter(pl.col("other") != pl.col("one"))
        .select(
            left=pl.min_horizontal("one", "other"),
            right=pl.max_horizontal("one", "other"),
            third="third",
            evidence=_logit(pl.col("p")) - _logit(pl.lit(settings.usual_probability)),
        )
        .filter(pl.col("evidence") > 0)
    )
    # The best of many is high by chance: of texts enough, one resembles both.
    many = settings.many_thirds * pl.len().over(pair).cast(pl.Float64).log()
    lent = lent.with_columns(evidence=pl.col("evidence") - many).filter(pl.col("evidence") > 0)
    return (
        lent.join(
            relations.filter(~pl.col("relation").is_in(DERIVED)).select(pair), on=pair, how="semi"
        )
        .sort("evidence", "third", descending=[True, False])
        .unique(pair, keep="first", maintain_order=True)
        .with_columns(pl.col("third").cast(ROW))
    )


def _logit(chance: pl.Expr) -> pl.Expr:
    bounded = chance.cast(pl.Float64).clip(0.001, 0.999)
    return (bounded / (1 - bounded)).log()


def _chance(logit: pl.Expr) -> pl.Expr:
    return 1 / (1 + (-logit).exp())
