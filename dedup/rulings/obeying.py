"""RELATIONS, DIRECTIONS and reasons as a person ruled them; which pairs that takes."""

from __future__ import annotations

import polars as pl

from dedup.rulings.reading import DERIVED
from dedup.tables import DIRECTIONS, RELATIONS

_PAIR = ["left", "right"]


def pairs(rulings: pl.DataFrame, known: pl.DataFrame) -> list[tuple[int, int]]:
    """The pairs that are ruled on and that PAIRS does not have: they must be judged too."""
    asked = rulings.drop_nulls("right").select(_PAIR)
    return asked.join(known.select(_PAIR), on=_PAIR, how="anti").sort(_PAIR).rows()


def rule_relations(relations: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """RELATIONS as ruled: the relation given, with certainty.

    A pair that only its way is ruled of is derived; what the verdict holds to
    be an event or less becomes a rewrite.
    """
    ruled = rulings.drop_nulls("right").select(*_PAIR, ruled="relation", way="direction")
    judged = relations.join(ruled, on=_PAIR, how="left", maintain_order="left")
    implied = (
        pl.when(pl.col("way").is_not_null())
        .then(
            pl.when(pl.col("relation").is_in(DERIVED)).then("relation").otherwise(pl.lit("rewrite"))
        )
        .otherwise(None)
    )
    told = judged.with_columns(ruled=pl.coalesce("ruled", implied))
    sure = pl.col("ruled").is_not_null()
    derived = pl.col("ruled").is_in(DERIVED).cast(pl.Float32)
    return RELATIONS.check(
        told.with_columns(
            relation=pl.coalesce("ruled", "relation"),
            probability=pl.when(sure).then(pl.lit(1.0, pl.Float32)).otherwise("probability"),
            derived_probability=pl.when(sure).then(derived).otherwise("derived_probability"),
        )
    )


def rule_directions(directions: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """DIRECTIONS as ruled, with certainty; a pair that had no row gets one."""
    ruled = rulings.drop_nulls("direction").select(*_PAIR, ruled="direction")
    joined = directions.join(ruled, on=_PAIR, how="full", coalesce=True)
    sure = pl.col("ruled").is_not_null()
    return DIRECTIONS.check(
        joined.with_columns(
            direction=pl.coalesce("ruled", "direction"),
            direction_confidence=pl.when(sure)
            .then(pl.lit(1.0, pl.Float32))
            .otherwise("direction_confidence"),
            version=pl.col("version").fill_null(value=False),
            direction_because=pl.when(sure)
            .then(pl.lit("the rulings file says so"))
            .otherwise("direction_because"),
        ).sort(_PAIR)
    )


def rule_reasons(reasons: pl.DataFrame, rulings: pl.DataFrame, alone: pl.DataFrame) -> pl.DataFrame:
    """Reasons (left, right, because) that say first what a person ruled, and what the run thought.

    Args:
        reasons: those of the verdicts.
        rulings: RULINGS.
        alone: RELATIONS as they were before.
    """
    ruled = rulings.drop_nulls("right").select(*_PAIR, ruled=pl.lit(value=True))
    before = alone.select(*_PAIR, "relation", "probability")
    joined = (
        reasons.join(ruled, on=_PAIR, how="left", maintain_order="left")
        .join(before, on=_PAIR, how="left", maintain_order="left")
        .with_columns(
            said=pl.format(
                "ruled so by a person; by itself the run says {} ({})",
                pl.col("relation").str.replace("_", " ", literal=True),
                pl.col("probability").cast(pl.Float64).round(2),
            )
        )
    )
    told = pl.concat_str(["said", "because"], separator="; ", ignore_nulls=True)
    because = pl.when("ruled").then(told).otherwise("because")
    return joined.with_columns(because=because).select(reasons.columns)
