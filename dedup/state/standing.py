"""How many texts have each key, and what follows from it: SQL that `keys` is asked with.

Three bounds keep comparing near linear. A term of more than `keys.hottest_key` texts
brings nobody together; a term of more than `state.dateless_key` texts without
a date brings none of these together with others; a band of more than
`keys.hottest_band` texts brings those together that are near in the order of
their digests, in spans that halve as their number doubles.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from dedup.settings import Settings
from dedup.state.schema import WEIGHT_UNIT

_DAY = 86_400


class Bounds(NamedTuple):
    """The settings that a proposal depends on, as they stand in SQL."""

    hottest: int
    hottest_band: int
    dateless: int
    half_block: float
    shared_terms: int
    shared_cosine: int
    seconds: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """As the settings have them."""
        keys = settings.keys
        return cls(
            keys.hottest_key,
            keys.hottest_band,
            settings.state.dateless_key,
            keys.hot_block / 2,
            keys.shared_terms,
            round(keys.shared_cosine / WEIGHT_UNIT**2),
            keys.window_days * _DAY,
        )


def numbers(source: str) -> str:
    """SELECT band, key, texts, dateless: how many texts have each key that a table names.

    DuckDB seeks a single column by a filter of its own, in half the time that two take.
    """
    return (
        "SELECT band, key, count(*) AS texts, count(*) FILTER (NOT dated) AS dateless "  # noqa: S608
        f"FROM ({rows_under(source)}) GROUP BY band, key"
    )


def rows_under(source: str) -> str:
    """SELECT the rows of `keys` under the keys that a table names."""
    return (
        f"SELECT keys.* FROM keys SEMI JOIN (SELECT DISTINCT key FROM {source}) USING (key) "  # noqa: S608
        f"SEMI JOIN (SELECT DISTINCT band, key FROM {source}) USING (band, key)"
    )


def standing(bounds: Bounds) -> str:
    """SELECT band, key, hot, lone, level of counted keys, all but the table that has them."""
    return (
        f"SELECT band, key, NOT band AND texts > {bounds.hottest} AS hot, "
        f"NOT band AND dateless > {bounds.dateless} AS lone, "
        f"CASE WHEN band AND texts > {bounds.hottest_band} "
        f"THEN ceil(log2(texts / {bounds.half_block}))::INTEGER ELSE 0 END AS level"
    )


def digests_frame(digests: pl.Series) -> pl.DataFrame:
    """Digests as a table of their own, each once."""
    return pl.DataFrame({"digest": digests}, schema={"digest": pl.UInt64}).unique()
