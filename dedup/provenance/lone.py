"""Articles that nothing ties to another and that credit nobody: their outlets' own.

Of a day's news these are most. They need no look at one another, so that their
rows are made as columns, where all others are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.names import Names
from dedup.provenance import metadata, own
from dedup.provenance.reading import ROLES
from dedup.registry import Registry
from dedup.settings import ProvenanceSettings
from dedup.tables import PROVENANCE


def settle(
    tables: Mapping[str, pl.DataFrame],
    settings: ProvenanceSettings | None = None,
    registry: Registry | None = None,
) -> pl.DataFrame:
    """PROVENANCE of the articles that `trace` would find alone, in order of row.

    Args:
        tables: as for `dedup.provenance.trace`, but for DIRECTIONS, which may be missing:
            the pairs of RELATIONS are those that may get one.
        settings: how sure it is that such an article is its outlet's own.
        registry: who writes for others; the shipped one if None.
    """
    settings = settings or ProvenanceSettings()
    found = tables["stories"].filter(pl.len().over("story") == 1).select("row")
    for tied in _tied(tables):
        found = found.join(tied, on="row", how="anti")
    articles = tables["articles"].select("row", "article_id")
    publishers = tables["mastheads"].select("row", "publisher")
    named = found.join(articles, on="row").join(publishers, on="row", how="left")
    names = Names(registry)
    agencies = [
        name
        for name in named["publisher"].drop_nulls().unique().sort().to_list()
        if names.writes_for_others(name)
    ]
    kept = named.filter(~pl.col("publisher").is_in(agencies) | pl.col("publisher").is_null())
    known = pl.col("publisher").fill_null("") != ""
    shown = pl.when(known).then("publisher").otherwise("article_id")
    reason = own.alone(settings)
    none = pl.lit(None)
    return PROVENANCE.check(
        kept.sort("row").select(
            "row",
            source_rank=pl.lit("primary"),
            source_row=none.cast(pl.UInt32),
            source_outlet=none.cast(pl.String),
            basis=pl.lit(reason.basis),
            relation=none.cast(pl.String),
            origin=shown,
            hop=pl.lit(0, pl.UInt32),
            chain=shown,
            confidence=pl.lit(round(reason.confidence, 6), pl.Float32),
            because=pl.lit(reason.because),
        )
    )


def _tied(tables: Mapping[str, pl.DataFrame]) -> list[pl.DataFrame]:
    """Rows of articles of which more is known: pairs, credits, claims of metadata, rulings."""
    listed = [
        tables["relations"].select(row="left"),
        tables["relations"].select(row="right"),
        tables["credits"].filter(pl.col("role").is_in(ROLES)).select("row"),
        tables["credited"].select("row"),
        tables["evidence"].filter(pl.col("field").is_in(list(metadata.FIELDS))).select("row"),
    ]
    if "rulings" in tables:
        listed.append(tables["rulings"].select(row="left"))
    return [frame.select(pl.col("row").cast(pl.UInt32)) for frame in listed]
