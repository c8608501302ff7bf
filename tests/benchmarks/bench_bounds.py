"""What bounds each step of the near-duplicate path on this machine, and how far it is from that.

    DEDUP_CORPORA=... python tests/benchmarks/bench_bounds.py [--articles N]

The bounds are measured too, one processor at work: copying memory, a chain of
multiplications (from which follow the processor's cycles), opening and reading small
files. A bound is what the step could not be quicker than by its present method:

    read       the bytes once through memory
    copied     the bytes once through memory, into one buffer
    tokenized  five cycles a byte: the hash of a word goes letter by letter through an
               exclusive or, a multiplication and a choice, each waiting for the last
    shingled   four multiplications of 64 bits a shingle, eight at a time
    signed     three vector instructions (multiply-add is two) for eight of the 128 permutations
    banded     eight multiplications of 64 bits a band, one a cycle
    opened     what opening, reading and closing a file costs the system

Printed is processor time against the bound; written is nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
import polars as pl
import workloads

from dedup import formats, kernels, sketches
from dedup.bands import band_keys
from dedup.settings import Settings
from dedup.shingles import MULTIPLIER
from dedup.words import utf8

ROUNDS = 5
PERMUTATIONS, BANDS, ROWS = 128, 32, 4
VECTOR = 8
"""Values of 32 bits that the compiler works on at a time here (256 bits)."""
SMALL_FILES = 5_000


def spent(work: Callable[[], object]) -> float:
    """Least processor seconds of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


@numba.njit
def chain(steps):  # type: ignore[no-untyped-def]
    """An exclusive or and a multiplication, each waiting for the last: four cycles a step."""
    value = np.uint64(3)
    for step in range(steps):
        value = (value ^ np.uint64(step)) * np.uint64(0x9E3779B97F4A7C15)
    return value


def cycle() -> float:
    """Seconds of a cycle: a multiplication of 64 bits takes three of them, and the other one."""
    steps = 100_000_000
    chain(1)
    return spent(lambda: chain(steps)) / steps / 4


def memory() -> float:
    """Seconds a byte that is copied."""
    source = np.ones(1 << 27, dtype=np.uint8)
    target = np.empty_like(source)
    return spent(lambda: np.copyto(target, source)) / source.nbytes


def small_files(folder: Path, texts: pl.Series) -> tuple[int, float, float]:
    """How many files, seconds for the system's part of reading them, and for ours."""
    for number, text in enumerate(texts.to_list()):
        (folder / f"{number:06d}.txt").write_text(text, "utf-8")
    names = [entry.path for entry in os.scandir(folder)]

    def opened() -> None:
        for name in names:
            handle = os.open(name, os.O_RDONLY)
            os.read(handle, 1 << 18)
            os.close(handle)

    settings = Settings().input
    return len(names), spent(opened), spent(lambda: formats.read([folder], settings, 1))


def steps(source: Path, byte: float, tick: float) -> list[tuple[str, float, float]]:
    """Name, bound and processor seconds of each step."""
    texts = pl.read_parquet(source / "*.parquet", columns=["text"])["text"]
    size = int(texts.str.len_bytes().sum())
    parts = list(sketches.batches(texts, Settings().sketches.batch_articles))
    buffers = [utf8(part) for part in parts]
    words = [kernels.tokenize(*buffer, places=False) for buffer in buffers]
    shingled = [kernels.shingle(w[0], w[3], 3, MULTIPLIER, distinct=False) for w in words]
    count = sum(len(part[0]) for part in shingled)
    a, b = sketches.permutations_plainly(1)
    signed = np.concatenate([kernels.sign(*part, a, b) for part in shingled])
    return [
        ("read", size * byte, spent(lambda: pl.read_parquet(source / "*.parquet"))),
        ("copied", size * byte, spent(lambda: [utf8(part) for part in parts])),
        (
            "tokenized",
            size * 5 * tick,
            spent(lambda: [kernels.tokenize(*buffer, places=False) for buffer in buffers]),
        ),
        (
            "shingled",
            # Eight products of 64 bits are three instructions of 512 bits, or twelve of 256.
            count * 4 * 3 / VECTOR * tick,
            spent(
                lambda: [kernels.shingle(w[0], w[3], 3, MULTIPLIER, distinct=False) for w in words]
            ),
        ),
        (
            "signed",
            count * PERMUTATIONS * 3 / VECTOR / 2 * tick,
            spent(lambda: [kernels.sign(*part, a, b) for part in shingled]),
        ),
        (
            "banded",
            len(signed) * BANDS * ROWS * 2 * tick,
            spent(lambda: band_keys(signed, BANDS, ROWS)),
        ),
    ]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=20_000)
    asked = parser.parse_args()
    if not os.environ.get("DEDUP_CORPORA"):
        print("DEDUP_CORPORA is not set: no articles to measure with", file=sys.stderr)
        return 2
    kernels.prepare(lambda sentence: print(sentence, file=sys.stderr))
    with tempfile.TemporaryDirectory() as temporary:
        source, _ = workloads.build_apart(Path(temporary), asked.articles, adversarial=False)
        tick, byte = cycle(), memory()
        print(f"a cycle {tick * 1e9:.2f} ns, memory {1e-9 / byte:.1f} GB/s copied")
        print(f"\n| step | bound, s | spent, s | times the bound |  ({asked.articles:,} articles)")
        print("|---|---:|---:|---:|")
        for name, bound, used in steps(source, byte, tick):
            print(f"| {name} | {bound:.3f} | {used:.3f} | {used / bound:.1f} |")
        folder = Path(temporary) / "files"
        folder.mkdir()
        texts = pl.read_parquet(source / "*.parquet", columns=["text"])["text"]
        files, bound, used = small_files(folder, texts.head(SMALL_FILES))
        print(f"| opened, {files:,} files | {bound:.3f} | {used:.3f} | {used / bound:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
