"""polars expressions alone: shingles by list operations, minima of 128 affine hashes by group."""

import sys

import numpy as np
import polars as pl
from shared import BANDS, PERMUTATIONS, ROWS, joined, write

frame = pl.read_parquet(f"{sys.argv[1]}/*.parquet", columns=["id", "text"])
ids = frame["id"].to_list()
drawn = np.random.RandomState(1)
odd = drawn.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
more = drawn.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)
parts = []
for start in range(0, len(ids), 5_000):
    words = (
        frame[start : start + 5_000]
        .with_row_index("row", start)
        .select("row", word=pl.col("text").str.to_lowercase().str.extract_all(r"\w+"))
        .explode("word")
        .with_columns(pl.col("word").hash(1))
    )
    shingled = words.with_columns(
        one=pl.col("word").shift(-1), two=pl.col("word").shift(-2), last=pl.col("row").shift(-2)
    ).filter(pl.col("row") == pl.col("last"))
    hashed = shingled.select(
        "row", value=(pl.struct("word", "one", "two").hash(1) & 0xFFFFFFFF).cast(pl.UInt32)
    )
    parts.append(
        hashed.lazy()
        .group_by("row")
        .agg(
            (pl.col("value") * pl.lit(a, pl.UInt32) + pl.lit(b, pl.UInt32)).min().alias(f"h{n}")
            for n, (a, b) in enumerate(zip(odd.tolist(), more.tolist(), strict=True))
        )
        .collect()
    )
signed = pl.concat(parts)
groups = []
for band in range(BANDS):
    names = [f"h{n}" for n in range(band * ROWS, (band + 1) * ROWS)]
    found = signed.group_by(names).agg("row").filter(pl.col("row").list.len() > 1)
    groups += found["row"].to_list()
write(sys.argv[2], ids, joined(len(ids), groups))
