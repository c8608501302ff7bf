"""The whole job on 20,000 real articles, five articles, and sketching: `make bench`.

    DEDUP_CORPORA=... python tests/benchmarks/bench_job.py [--runs N] [--articles N] [--out DIR]

Everything runs as a user runs it: the command in a process of its own, on two
cores at most. Figures are medians; memory is the most of all runs. Written to
`reports/bench/` as job.csv (the stages) and bench.md (all of it). Not a test:
other work on the machine shows in wall times, which is why processor times and
the load stand beside them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import bench_sketches

from dedup import kernels, sketches
from dedup.settings import SketchSettings

CORPORA = ("allsides", "reuters21578")
CORES = 2
ROOT = Path(__file__).parents[2]
FIVE_RUNS = 5


class Stage(NamedTuple):
    """One stage of the job: medians of its times, and the most memory the run had held by then."""

    name: str
    seconds: float
    cpu_seconds: float
    peak_memory_mb: float


class Job(NamedTuple):
    """Medians of several runs of one job."""

    articles: int
    pairs: int
    seconds: float
    least: float
    most: float
    stages: list[Stage]


def say(sentence: str) -> None:
    """Progress."""
    print(sentence, file=sys.stderr, flush=True)


def write_articles(corpora: Path, target: Path, number: int) -> int:
    """The first articles of the corpora in their order, as one JSON Lines file; how many."""
    written = 0
    with target.open("w", encoding="utf-8") as out:
        for name in CORPORA:
            with gzip.open(corpora / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
                for line in lines:
                    if written == number:
                        return written
                    out.write(line.rstrip("\n") + "\n")
                    written += 1
    return written


def run_once(source: Path, out: Path) -> tuple[float, float]:
    """Wall and processor seconds of one run of the command."""
    command = [sys.executable, "-m", "dedup", "run", str(source), "--out", str(out), "--quiet"]
    begun, used = time.perf_counter(), _children()
    subprocess.run(command, check=True, cwd=ROOT)
    return time.perf_counter() - begun, _children() - used


def _children() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def bench(source: Path, out: Path, runs: int) -> Job:
    """Run the job several times; medians of the whole and of each stage."""
    walls, told = [], []
    for number in range(1, runs + 1):
        walls.append(run_once(source, out)[0])
        told.append(json.loads((out / "run.json").read_text("utf-8")))
        say(f"  run {number} of {runs}: {walls[-1]:.1f} s, load {_load()}")
    stages = [
        Stage(
            same[0]["stage"],
            statistics.median(one["seconds"] for one in same),
            statistics.median(one["cpu_seconds"] for one in same),
            max(one["peak_memory_mb"] for one in same),
        )
        for same in zip(*(one["timings"]["stages"] for one in told), strict=True)
    ]
    rest = statistics.median(
        wall - one["timings"]["seconds"] for wall, one in zip(walls, told, strict=True)
    )
    stages.append(Stage("start, reports and end", rest, float("nan"), float("nan")))
    counts = told[-1]["counts"]
    return Job(
        counts["articles"],
        counts["candidate_pairs"],
        statistics.median(walls),
        min(walls),
        max(walls),
        stages,
    )


def bench_five(folder: Path, out: Path) -> list[tuple[float, float]]:
    """Wall and processor seconds of runs over the five seeds, all caches warm."""
    run_once(folder, out)
    return [run_once(folder, out) for _ in range(FIVE_RUNS)]


def bench_sketching(corpora: Path, number: int) -> tuple[float, int]:
    """Median articles a second after warm-up, and of how many articles."""
    texts = bench_sketches.read_articles(corpora).head(number)
    kernels.prepare(say)
    sketches.sketch(texts.head(100), SketchSettings())
    seconds = []
    for _ in range(bench_sketches.RUNS):
        begun = time.perf_counter()
        sketches.sketch(texts, SketchSettings())
        seconds.append(time.perf_counter() - begun)
    return len(texts) / statistics.median(seconds), len(texts)


def page(job: Job, five: list[tuple[float, float]], sketching: tuple[float, int]) -> str:
    """All figures as Markdown."""
    walls, processor = zip(*five, strict=True)
    lines = [
        (
            f"{job.articles:,} articles end to end: {job.seconds:.1f} s, "
            f"{job.articles / job.seconds:.0f} articles/s (median; {job.least:.1f} to "
            f"{job.most:.1f} s), {job.pairs:,} pairs judged"
        ),
        (
            f"sketching: {sketching[0]:,.0f} articles/s (median of {bench_sketches.RUNS}, "
            f"{sketching[1]:,} articles, after warm-up)"
        ),
        (
            f"five articles, caches warm: {statistics.median(walls):.2f} s, of a processor "
            f"{statistics.median(processor):.2f} s (medians of {len(five)})"
        ),
    ]
    table = [
        "| stage | seconds | processor seconds | articles/s | peak memory MB |",
        "|---|---:|---:|---:|---:|",
    ]
    table += [
        f"| {name} | {seconds:.2f} | {_or_dash(cpu)} | {job.articles / max(seconds, 1e-3):,.0f} "
        f"| {_or_dash(memory)} |"
        for name, seconds, cpu, memory in job.stages
    ]
    return "\n".join(["# Benchmarks", "", *(f"- {line}" for line in lines), "", *table]) + "\n"


def machine(load: str) -> str:
    """Where the figures come from."""
    cores = f"{CORES} of {os.cpu_count()} cores"
    python = f"Python {platform.python_version()}"
    return f"\n{platform.machine()}, {cores}, {python}; load of the machine at first {load}.\n"


def write(out: Path, job: Job, text: str) -> None:
    """job.csv and bench.md."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "job.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Stage._fields)
        rows.writerows(job.stages)
    (out / "bench.md").write_text(text, "utf-8")


def _or_dash(value: float) -> str:
    return "-" if value != value else f"{value:.1f}"  # noqa: PLR0124  # not a number


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main() -> int:
    """Measure, write and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "bench")
    asked = parser.parse_args()
    folder = os.environ.get("DEDUP_CORPORA")
    if not folder:
        say("DEDUP_CORPORA is not set: no articles to measure with")
        return 2
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    load = _load()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        say("five articles")
        five = bench_five(ROOT / "seeds", work / "five")
        number = write_articles(Path(folder), work / "articles.jsonl", asked.articles)
        say(f"{number:,} articles end to end")
        job = bench(work / "articles.jsonl", work / "out", asked.runs)
    say("sketching")  # last: a process begins with the memory of the one that starts it
    sketching = bench_sketching(Path(folder), asked.articles)
    text = page(job, five, sketching) + machine(load)
    write(asked.out, job, text)
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
