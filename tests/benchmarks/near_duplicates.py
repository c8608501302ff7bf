# ruff: noqa: E402
"""The near-duplicate path of dedup alone, from Parquet to written clusters.

    python tests/benchmarks/near_duplicates.py INPUT OUT

Read, tokenize, sign, file under bands, verify each pair on its shingles, join. Printed are
the seconds up to the end of each step. What `bench_peers.py` holds against the peers.
"""

from __future__ import annotations

import sys
import time

from dedup.processors import calculate_on_one

calculate_on_one()  # as the command does, before anything loads numpy

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dedup import kernels, sketches
from dedup.bands import band_keys, shared
from dedup.pairs.filed import Filed, file
from dedup.settings import SketchSettings
from dedup.shingles import MULTIPLIER, pair_overlaps, shingle_columns
from dedup.words import tokenize_in_parts

BANDS, ROWS = 32, 4
_ARTICLES_AT_A_TIME = 8192


def _signed(texts: pl.Series, settings: SketchSettings) -> NDArray[np.uint32]:
    """Signatures of all texts, a batch a thread at a time."""
    a, b = sketches.permutations_plainly(settings.seed)
    size = settings.shingle_words

    def one(batch: pl.Series) -> list[NDArray[np.uint32]]:
        signed = []
        for _, words in tokenize_in_parts(batch):
            # A minimum does not mind repeats: only what is verified later must be distinct.
            found = kernels.shingle(words.hashes, words.offsets, size, MULTIPLIER, distinct=False)
            signed.append(kernels.sign(*found, a, b))
        return signed

    batches = sketches.batches(texts, settings.batch_articles)
    return np.concatenate([part for done in kernels.streamed(one, batches) for part in done])


def _filed(signatures: NDArray[np.uint32]) -> Filed:
    """Which text is filed under which band, where several are."""
    found = kernels.in_threads(shared, list(band_keys(signatures, BANDS, ROWS)))
    keys = np.concatenate([part[0] for part in found])
    texts = np.concatenate([part[1] for part in found])
    return file(keys, texts, np.ones(len(keys), dtype=np.float32), len(signatures))


def _alike(
    texts: pl.Series, pairs: NDArray[np.int64], settings: SketchSettings
) -> NDArray[np.bool_]:
    """Whether the texts of each pair are of the threshold's Jaccard at least, exactly."""
    asked, place = np.unique(pairs, return_inverse=True)
    left, right = place.reshape(-1, 2).astype(np.uint32).T

    def one(batch: pl.Series) -> list[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
        size = settings.shingle_words
        return [shingle_columns(words, size) for _, words in tokenize_in_parts(batch)]

    batches = list(sketches.batches(texts[asked], settings.batch_articles))
    parts = [part for done in kernels.in_threads(one, batches) for part in done]
    hashes = np.concatenate([part[0] for part in parts])
    sizes = np.concatenate([np.diff(part[1]) for part in parts])
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    common = pair_overlaps(hashes, offsets, left.copy(), right.copy())
    return common >= settings.threshold * (sizes[left] + sizes[right] - common)


def _joined(pairs: NDArray[np.int64], texts: int) -> NDArray[np.int64]:
    """The smallest number that each text is joined to: labels go along pairs until all is still."""
    label = np.arange(texts)
    left, right = pairs.T
    while True:
        low = np.minimum(label[left], label[right])
        if np.array_equal(label[left], low) and np.array_equal(label[right], low):
            return label
        np.minimum.at(label, label[left], low)
        np.minimum.at(label, label[right], low)
        label = label[label]


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
    texts = frame["text"]
    told("read")
    signatures = _signed(texts, settings)
    told("signed")
    filed = _filed(signatures)
    told("filed")
    starts = range(0, len(texts), _ARTICLES_AT_A_TIME)
    pairs = np.concatenate(
        kernels.in_threads(
            lambda start: kernels.propose(
                filed, start, min(start + _ARTICLES_AT_A_TIME, len(texts)), 1, 0.0
            ),
            list(starts),
        )
    )
    alike = _alike(texts, pairs, settings)
    told("verified")
    first = _joined(pairs[alike], len(texts))
    told("joined")
    frame.select("id", cluster=frame["id"].gather(first)).write_csv(sys.argv[2])
    told("written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
