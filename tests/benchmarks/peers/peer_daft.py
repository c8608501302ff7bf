"""daft: its minhash expression; bands grouped by daft too."""

import sys

import daft
from daft import col
from shared import BANDS, PERMUTATIONS, ROWS, WORDS, joined, write

frame = daft.read_parquet(f"{sys.argv[1]}/*.parquet").select("id", "text")
signed = frame.select(
    col("id"),
    col("text")
    .lower()
    .minhash(num_hashes=PERMUTATIONS, ngram_size=WORDS, seed=1, hash_function="xxhash")
    .alias("signature"),
).collect()
table = signed.to_arrow()
ids = table["id"].to_pylist()
flat = table["signature"].combine_chunks().flatten().to_numpy().reshape(len(ids), PERMUTATIONS)
groups = []
for band in range(BANDS):
    part = flat[:, band * ROWS : (band + 1) * ROWS].copy()
    keys = part.view([("", part.dtype)] * ROWS).ravel()
    bands = daft.from_pydict({"key": [one.tobytes() for one in keys], "row": list(range(len(ids)))})
    found = bands.groupby("key").agg(col("row").list_agg()).where(col("row").list_count() > 1)
    groups += found.to_pydict()["row"]
write(sys.argv[2], ids, joined(len(ids), groups))
