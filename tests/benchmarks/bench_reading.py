"""How fast articles are read, format by format, beside what the system and the parser need.

    DEDUP_CORPORA=... python tests/benchmarks/bench_reading.py [--articles N] [--files N]

The same articles as Parquet, as JSON lines, as these packed, and as a folder of small
text files. Printed are processor seconds and articles a second of `dedup.formats.read`,
which gives the tables ARTICLES and EVIDENCE, and the processor seconds of the least that
any reader needs: decoding the table, parsing each line, unpacking and parsing, opening and
reading each file. `bench_job.py` prints the same table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
import workloads

from dedup import formats
from dedup.settings import Settings

FILES_A_FOLDER = 1_000


class Rate(NamedTuple):
    """One format: articles and bytes, seconds, processor seconds and the least of the latter."""

    name: str
    articles: int
    size: int
    seconds: float
    cpu_seconds: float
    least: float


def decoded(files: list[Path]) -> None:
    """The table in memory."""
    pl.read_parquet(files)


def parsed(files: list[Path]) -> None:
    """Each line as an object."""
    with files[0].open("rb") as lines:
        for line in lines:
            json.loads(line)


def unpacked(files: list[Path]) -> None:
    """Each line unpacked, as an object."""
    with gzip.open(files[0], "rb") as lines:
        for line in lines:
            json.loads(line)


def opened(files: list[Path]) -> None:
    """Each file's bytes."""
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        os.read(handle, 1 << 18)
        os.close(handle)


def written(folder: Path, articles: pl.DataFrame, files: int) -> dict[str, Callable[..., None]]:
    """The articles in every format, a folder each, and what the least work on each is."""
    for name in ("parquet", "jsonl", "jsonl.gz", "txt"):
        (folder / name).mkdir()
    articles.write_parquet(folder / "parquet" / "a.parquet")
    articles.write_ndjson(folder / "jsonl" / "a.jsonl")
    lines = (folder / "jsonl" / "a.jsonl").read_bytes()
    (folder / "jsonl.gz" / "a.jsonl.gz").write_bytes(gzip.compress(lines, 6))
    for number, text in enumerate(articles["text"].head(files)):
        place = folder / "txt" / f"{number // FILES_A_FOLDER:04d}"
        place.mkdir(exist_ok=True)
        (place / f"{number:06d}.txt").write_text(text, "utf-8")
    return {"parquet": decoded, "jsonl": parsed, "jsonl.gz": unpacked, "txt": opened}


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds, processes that it starts included."""
    begun, before = time.perf_counter(), os.times()
    work()
    after = os.times()
    used = sum(after[:4]) - sum(before[:4])
    return time.perf_counter() - begun, used


def measure(source: Path, work: Path, files: int) -> list[Rate]:
    """The rate of each format, read once after a look at all files has warmed the disk's cache.

    Args:
        source: a folder of Parquet, as `workloads` writes it.
        work: an empty folder to write the other formats to.
        files: most small files.
    """
    least = written(work, pl.read_parquet(source / "*.parquet"), files)
    settings = Settings().input
    rates = []
    for name, work_at_least in least.items():
        found = sorted(file for file in (work / name).rglob("*") if file.is_file())
        opened(found)
        _, needed = spent(lambda: work_at_least(found))  # noqa: B023  # called at once
        read: list[formats.Batch] = []
        wall, used = spent(lambda: read.append(formats.read([work / name], settings)))  # noqa: B023
        size = sum(file.stat().st_size for file in found)
        rates.append(Rate(name, read[0].articles.height, size, wall, used, needed))
    return rates


def table(rates: list[Rate]) -> str:
    """The rates as Markdown."""
    lines = [
        "",
        "## reading",
        "",
        "| format | articles | MB | seconds | CPU s | articles/s of a CPU | least | times that |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {one.name} | {one.articles:,} | {one.size / 1e6:,.0f} | {one.seconds:.2f} "
        f"| {one.cpu_seconds:.2f} | {one.articles / max(one.cpu_seconds, 1e-3):,.0f} "
        f"| {one.least:.2f} | {one.cpu_seconds / max(one.least, 1e-3):.1f} |"
        for one in rates
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--source", type=Path, help="a folder of Parquet that is there already")
    asked = parser.parse_args()
    if not asked.source and not os.environ.get("DEDUP_CORPORA"):
        print("DEDUP_CORPORA is not set: no articles to measure with", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = asked.source
        if source is None:
            source, _ = workloads.build_apart(folder / "made", asked.articles, adversarial=False)
        (folder / "work").mkdir()
        print(table(measure(source, folder / "work", asked.files)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
