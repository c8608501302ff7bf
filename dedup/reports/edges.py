"""The derived pairs as edges, identical texts among them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

DERIVED = ("copy", "partial", "rewrite")
"""The derived relations, strongest first."""


def identical_pairs(stories: pl.DataFrame) -> pl.DataFrame:
    """left, right: one row from each article to the first one with the same story text."""
    return (
        stories.filter(
            pl.col("identical_to").is_not_null() & (pl.col("identical_to") < pl.col("row"))
        )
        .select(left="identical_to", right="row")
        .sort("left", "right")
    )


def derived_edges(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """left, right, relation, direction: every verified derived pair, once.

    Identical articles are copies whatever the relations table says; where no
    direction is given it is undetermined.
    """
    pair = ["left", "right"]
    identical = identical_pairs(tables["stories"]).with_columns(relation=pl.lit("copy"))
    verified = (
        tables["relations"]
        .filter(pl.col("relation").is_in(DERIVED))
        .select(*pair, "relation")
        .join(identical, on=pair, how="anti")
    )
    return (
        pl.concat([identical, verified])
        .join(tables["directions"].select(*pair, "direction"), on=pair, how="left")
        .with_columns(pl.col("direction").fill_null("undetermined"))
        .sort(pair)
    )
