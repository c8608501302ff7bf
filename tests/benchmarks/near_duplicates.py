"""The near-duplicate path of dedup alone, from Parquet to written clusters.

    python tests/benchmarks/near_duplicates.py INPUT OUT

Read, tokenize, sign, file under bands, verify each pair on its shingles, join. Printed are
the seconds up to the end of each step. What `bench_peers.py` holds against the peers.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dedup import kernels, sketches
from dedup.bands import band_keys, shared
from dedup.pairs.filed import file
from dedup.settings import SketchSettings
from dedup.shingles import pair_overlaps, shingle_columns
from dedup.words import tokenize

BANDS, ROWS = 32, 4
_ARTICLES_AT_A_TIME = 8192


def main() -> int:
    """Find the near-duplicates of INPUT and write id, cluster to OUT."""
    begun = time.perf_counter()

    def told(step: str) -> None:
        wall = time.perf_counter() - begun
        print(
            f"{step:10s} {wall:6.2f} s, {time.process_time():6.2f} of processors", file=sys.stderr
        )

    settings = SketchSettings()
    kernels.prepare(lambda _: None)
    told("loaded")
    frame = pl.read_parquet(f"{sys.argv[1]}/*.parquet", columns=["id", "text"])
    told("read")
    a, b = sketches.permutations_plainly(settings.seed)

    def signed(batch: pl.Series) -> tuple[sketches.Hashes, sketches.Offsets, sketches.Hashes]:
        hashes, offsets = shingle_columns(tokenize(batch, places=False), settings.shingle_words)
        return hashes, np.diff(offsets), kernels.sign(hashes, offsets, a, b)

    batches = list(sketches.batches(frame["text"], settings.batch_articles))
    parts = kernels.in_threads(signed, batches)
    hashes = np.concatenate([part[0] for part in parts])
    offsets = np.concatenate(([0], np.cumsum(np.concatenate([part[1] for part in parts]))))
    told("signed")
    keys = kernels.in_threads(lambda part: band_keys(part[2], BANDS, ROWS), parts)
    articles = len(frame)
    values, places = shared(np.concatenate(keys))
    filed = file(values, places, np.ones(len(values), dtype=np.float32), articles)
    told("filed")
    starts = range(0, articles, _ARTICLES_AT_A_TIME)
    pairs = np.concatenate(
        kernels.in_threads(
            lambda start: kernels.propose(
                filed, start, min(start + _ARTICLES_AT_A_TIME, articles), 1, 0.0
            ),
            list(starts),
        )
    )
    left, right = pairs[:, 0].astype(np.uint32), pairs[:, 1].astype(np.uint32)
    common = pair_overlaps(hashes, offsets, left, right)
    sizes = np.diff(offsets)
    alike = common >= settings.threshold * (sizes[left] + sizes[right] - common)
    told("verified")
    edges = (np.ones(int(alike.sum())), (left[alike], right[alike]))
    _, group = connected_components(coo_array(edges, shape=(articles, articles)), directed=False)
    _, first = np.unique(group, return_index=True)
    told("joined")
    frame.select("id", cluster=frame["id"].gather(first[group])).write_csv(sys.argv[2])
    told("written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
