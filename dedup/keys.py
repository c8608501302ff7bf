"""What two articles must share to be compared: LSH bands and strongest terms.

Bands (`dedup.bands`) find near-copies, terms find rewrites. A key is a number;
KEYS files rows under it, never ids.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import kernels
from dedup.bands import band_keys, choose, shared
from dedup.settings import KeySettings, SketchSettings
from dedup.tables import KEYS, ROW, SIGNATURE_LENGTH

_CHARACTERS_A_TERM = 10
"""A term's worth in characters of tokenizing, for the choice of path."""


def find_keys(  # noqa: PLR0913 - two tables that belong together, and settings of two parts
    terms: pl.DataFrame,
    vocabulary: pl.DataFrame,
    sketches: pl.DataFrame,
    settings: KeySettings,
    sketch_settings: SketchSettings,
    *,
    alone: bool = True,
) -> tuple[pl.DataFrame, dict[str, object]]:
    """File every article that has terms under its bands and its strongest terms.

    A term key of more than `hottest_key` articles tells nothing and is dropped.
    A band key of more than `hottest_band` is one text that everybody has in slightly other
    form: it is split into blocks that overlap by half, so that it still
    connects all of them in a number of pairs that grows with their number only.

    Args:
        terms: TERMS; its rows are the articles to file (identical texts once).
        vocabulary: VOCABULARY.
        sketches: SKETCHES of those rows at least.
        settings: how many terms, and how many articles make a key hot.
        sketch_settings: what the bands are chosen for.
        alone: whether keys that one article alone has are wanted, for others to come. Most are
            such.

    Returns:
        KEYS, bands first, sorted by key, row, and the facts `hot_term_keys` and
        `hot_band_keys` (how many) and `hot_term_entries` (rows under the
        former, all of them lost to those keys).
    """
    band, hot_bands = _bands(terms, sketches, settings, sketch_settings, alone=alone)
    term, hot_terms = _terms(terms, vocabulary, settings, alone=alone)
    return KEYS.check(pl.concat([band, term])), {"hot_band_keys": hot_bands, **hot_terms}


def _terms(
    terms: pl.DataFrame, vocabulary: pl.DataFrame, settings: KeySettings, *, alone: bool
) -> tuple[pl.DataFrame, dict[str, object]]:
    """KEYS of the strongest terms, and what the hot ones lose."""
    found = _strongest(terms, settings.terms)
    hashes = vocabulary["term"].to_numpy()
    # A term of two languages has two lines, one after the other, and is one key.
    first = np.ones(len(hashes), dtype=np.bool_)
    first[1:] = hashes[1:] != hashes[:-1]
    key = (np.cumsum(first, dtype=np.uint32) - np.uint32(1))[found["word"].to_numpy()]
    sizes = np.bincount(key, minlength=1)
    hot = sizes > settings.hottest_key
    kept = ~hot if alone else ~hot & (sizes > 1)
    facts: dict[str, object] = {
        "hot_term_keys": int(hot.sum()),
        "hot_term_entries": int(sizes[hot].sum()),
    }
    filed = found.select(pl.Series("key", key), "row", "weight").filter(pl.Series(kept[key]))
    del found, key
    filed = filed.sort("key", "row")
    named = pl.Series("key", hashes[first])[filed["key"]]
    return KEYS.check(filed.with_columns(named, band=pl.lit(value=False))), facts


def _strongest(terms: pl.DataFrame, most: int) -> pl.DataFrame:
    """TERMS, each article's strongest alone; of equals the smaller hash."""
    rows = terms["row"].to_numpy()
    if not kernels.worth(len(rows) * _CHARACTERS_A_TERM) or (rows[1:] < rows[:-1]).any():
        return strongest_plainly(terms, most)
    starts = np.flatnonzero(np.diff(rows, prepend=rows[:1] - np.uint32(1)))
    texts = np.append(starts, len(rows)).astype(np.int64)
    return terms[
        kernels.strongest(terms["word"].to_numpy(), terms["weight"].to_numpy(), texts, most)
    ]


def strongest_plainly(terms: pl.DataFrame, most: int) -> pl.DataFrame:
    """The same by sorting."""
    ordered = terms.filter(pl.col("weight") > 0).sort(
        "row", "weight", "word", descending=[False, True, False]
    )
    place = pl.int_range(pl.len()).over("row")
    return ordered.filter(place < most).sort("row", "word")


def _bands(
    terms: pl.DataFrame,
    sketches: pl.DataFrame,
    settings: KeySettings,
    sketch_settings: SketchSettings,
    *,
    alone: bool,
) -> tuple[pl.DataFrame, int]:
    """KEYS of the bands of each article that has terms, and how many were hot."""
    filed = _with_terms(sketches, terms)
    rows = filed["row"].to_numpy()
    signatures = filed["signature"].to_numpy().reshape(-1, SIGNATURE_LENGTH)
    count, length = choose(
        sketch_settings.threshold, SIGNATURE_LENGTH, sketch_settings.recall_weight
    )
    chosen_keys, chosen_rows = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint32)]
    hot = 0
    # One band at a time: keys of two never meet.
    for band_of_all in band_keys(signatures, count, length):
        if alone:
            order = np.argsort(band_of_all, kind="stable")
            keys = band_of_all[order]
        else:
            keys, order = shared(band_of_all)
        places = rows[order]
        keys, places, split = _split_hot(keys, places, settings)
        hot += split
        chosen_keys.append(keys)
        chosen_rows.append(places)
    found = pl.DataFrame(
        {"key": np.concatenate(chosen_keys), "row": np.concatenate(chosen_rows)},
        schema={"key": pl.UInt64, "row": ROW},
    )
    one = pl.lit(1.0, pl.Float32)
    return found.sort("key", "row").select(
        pl.lit(True).alias("band"), "key", "row", one.alias("weight")
    ), hot


def _with_terms(sketches: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """SKETCHES of the rows that have terms, in order."""
    rows = terms["row"]
    wanted = rows.rle().struct.field("value") if rows.is_sorted() else rows.unique().sort()
    if wanted.equals(sketches["row"]):
        return sketches
    return sketches.filter(pl.col("row").is_in(wanted.implode())).sort("row")


def _split_hot(
    keys: npt.NDArray[np.uint64], rows: npt.NDArray[np.uint32], settings: KeySettings
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32], int]:
    """Sorted keys with hot ones split into overlapping blocks, and how many were."""
    starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    sizes = np.diff(starts, append=len(keys))
    if (sizes <= settings.hottest_band).all():
        return keys, rows, 0
    hot = np.repeat(sizes > settings.hottest_band, sizes)
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    block = place[hot] // (settings.hot_block // 2)
    blocks = [_mixed(keys[hot], block), _mixed(keys[hot], block + 1)]
    return (
        np.concatenate([keys[~hot], *blocks]),
        np.concatenate([rows[~hot], rows[hot], rows[hot]]),
        int((sizes > settings.hottest_band).sum()),
    )


def _mixed(keys: npt.NDArray[np.uint64], numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """A key for each (key, number), as unlike as hashes are (the step of SplitMix64)."""
    mixed: npt.NDArray[np.uint64] = keys + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(
        0x9E3779B97F4A7C15
    )
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    return mixed
