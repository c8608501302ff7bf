"""What two articles must share to be compared: LSH bands and strongest terms.

Bands (`dedup.bands`) find near-copies, terms find rewrites. A key is a number;
KEYS files rows under it, never ids.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.bands import band_keys, choose
from dedup.settings import KeySettings, SketchSettings
from dedup.tables import KEYS, SIGNATURE_LENGTH

_CHARACTERS_A_TERM = 10
"""A term's worth in characters of tokenizing, for the choice of path."""


def find_keys(
    terms: pl.DataFrame,
    sketches: pl.DataFrame,
    settings: KeySettings,
    sketch_settings: SketchSettings,
) -> tuple[pl.DataFrame, dict[str, object]]:
    """File every article that has terms under its bands and its strongest terms.

    A term key of more than `hottest_key` articles tells nothing and is dropped.
    A band key of more than `hottest_band` is one text that everybody has in slightly other
    form: it is split into blocks that overlap by half, so that it still
    connects all of them in a number of pairs that grows with their number only.

    Args:
        terms: TERMS; its rows are the articles to file (identical texts once).
        sketches: SKETCHES of those rows at least.
        settings: how many terms, and how many articles make a key hot.
        sketch_settings: what the bands are chosen for.

    Returns:
        KEYS, sorted by kind, key, row, and the facts `hot_term_keys` and
        `hot_band_keys` (how many) and `hot_term_entries` (rows under the
        former, all of them lost to those keys).
    """
    band, hot_bands = _split_hot(_bands(terms, sketches, sketch_settings), settings)
    term = _strongest(terms, settings.terms)
    size = pl.len().over("key")
    hot = term.filter(size > settings.hottest_key)
    term = term.filter(size <= settings.hottest_key)
    keys = pl.concat(
        [
            band.sort("key", "row").select(pl.lit("band").alias("kind"), "key", "row"),
            term.sort("key", "row").select(pl.lit("term").alias("kind"), "key", "row"),
        ]
    )
    facts: dict[str, object] = {
        "hot_band_keys": hot_bands,
        "hot_term_keys": hot["key"].n_unique(),
        "hot_term_entries": hot.height,
    }
    return KEYS.check(keys), facts


def _strongest(terms: pl.DataFrame, most: int) -> pl.DataFrame:
    """key, row of each article's strongest terms; of equals the smaller hash."""
    rows = terms["row"].to_numpy()
    if not kernels.worth(len(rows) * _CHARACTERS_A_TERM) or (rows[1:] < rows[:-1]).any():
        return strongest_plainly(terms, most)
    starts = np.flatnonzero(np.diff(rows, prepend=rows[:1] - np.uint32(1)))
    texts = np.append(starts, len(rows)).astype(np.int64)
    places = kernels.strongest(terms["term"].to_numpy(), terms["weight"].to_numpy(), texts, most)
    return terms.select(pl.col("term").alias("key"), "row")[places]


def strongest_plainly(terms: pl.DataFrame, most: int) -> pl.DataFrame:
    """The same by sorting."""
    ordered = terms.filter(pl.col("weight") > 0).sort(
        "row", "weight", "term", descending=[False, True, False]
    )
    place = pl.int_range(pl.len()).over("row")
    return ordered.filter(place < most).select(pl.col("term").alias("key"), "row")


def _bands(terms: pl.DataFrame, sketches: pl.DataFrame, settings: SketchSettings) -> pl.DataFrame:
    """key, row of the bands of each article that has terms."""
    filed = sketches.join(terms.select("row").unique(), on="row", how="semi").sort("row")
    signatures = filed["signature"].to_numpy().reshape(-1, SIGNATURE_LENGTH)
    bands, rows = choose(settings.threshold, SIGNATURE_LENGTH, settings.recall_weight)
    keys = band_keys(np.ascontiguousarray(signatures, dtype=np.uint32), bands, rows)
    articles = np.repeat(filed["row"].to_numpy(), bands)
    return pl.DataFrame(
        {"key": keys.ravel(), "row": articles}, schema={"key": pl.UInt64, "row": pl.UInt32}
    )


def _split_hot(keys: pl.DataFrame, settings: KeySettings) -> tuple[pl.DataFrame, int]:
    """Band keys with hot ones split into overlapping blocks, and how many were."""
    size = pl.len().over("key")
    hot = keys.filter(size > settings.hottest_band).sort("key", "row")
    if hot.is_empty():
        return keys, 0
    half = settings.hot_block // 2
    block = hot.select("row", "key", number=pl.int_range(pl.len()).over("key") // half)
    blocks = pl.concat([block, block.with_columns(pl.col("number") + 1)])
    split = pl.DataFrame(
        {
            "key": _mixed(blocks["key"].to_numpy(), blocks["number"].to_numpy()),
            "row": blocks["row"],
        }
    )
    return pl.concat([keys.filter(size <= settings.hottest_band), split]), hot["key"].n_unique()


def _mixed(keys: npt.NDArray[np.uint64], numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """A key for each (key, number), as unlike as hashes are (the step of SplitMix64)."""
    mixed: npt.NDArray[np.uint64] = keys + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(
        0x9E3779B97F4A7C15
    )
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    return mixed
