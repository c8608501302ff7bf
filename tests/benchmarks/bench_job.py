"""The whole job on planted articles of several sizes, five articles, and sketching: `make bench`.

    DEDUP_CORPORA=... python tests/benchmarks/bench_job.py [--articles 20000,100000]
        [--runs N] [--adversarial] [--files N] [--out DIR]

Workloads are built by `workloads.py` the same way every time. Everything runs as a user
runs it: the command in a process of its own, on two cores at most. Figures are medians;
memory is the most of all runs. What was planted is looked for in the reports
(`planted_truth.py`). `--adversarial` adds, for the size nearest to 100,000, the same number
of articles of which every other one is a bulletin with a changed number. Written to
`reports/bench/` as job.csv (the stages), bench.md (all of it) and growth.png. Not a test:
other work on the machine shows in wall times, which is why processor times and the load
stand beside them.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bench_reading
import bench_sketches
import workloads
from job_page import CORES, Job, Stage, load, machine, page, plot, say

from dedup import kernels, sketches
from dedup.settings import SketchSettings

ROOT = Path(__file__).parents[2]
FIVE_RUNS = 5
USUAL = 100_000
"""Articles on which most figures are told."""


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


def bench(name: str, source: Path, truth: Path, out: Path, runs: int) -> Job:
    """Run the job several times; medians of the whole and of each stage."""
    times, told = [], []
    for number in range(1, runs + 1):
        times.append(run_once(source, out))
        told.append(json.loads((out / "run.json").read_text("utf-8")))
        wall, used = times[-1]
        say(f"  run {number} of {runs}: {wall:.1f} s, {used:.1f} of processors, load {load()}")
    stages = [
        Stage(
            same[0]["stage"],
            statistics.median(one["seconds"] for one in same),
            statistics.median(one["cpu_seconds"] for one in same),
            max(one["peak_memory_mb"] for one in same),
        )
        for same in zip(*(one["timings"]["stages"] for one in told), strict=True)
    ]
    walls, used = zip(*times, strict=True)
    seconds, cpu_seconds = statistics.median(walls), statistics.median(used)
    rest = statistics.median(
        wall - one["timings"]["seconds"] for wall, one in zip(walls, told, strict=True)
    )
    rest_used = cpu_seconds - sum(stage.cpu_seconds for stage in stages)
    stages.append(Stage("start, reports and end", rest, rest_used, float("nan")))
    counts = told[-1]["counts"]
    asked = [sys.executable, str(Path(__file__).with_name("planted_truth.py")), out, truth]
    shares = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return Job(
        name,
        counts["articles"],
        counts["candidate_pairs"],
        seconds,
        cpu_seconds,
        min(walls),
        max(walls),
        stages,
        json.loads(shares),
    )


def bench_workload(work: Path, articles: int, runs: int, *, hostile: bool) -> Job:
    """Build a workload, run the job on it, and forget it."""
    name = f"{articles:,} articles" + (", every other one a bulletin" if hostile else "")
    say(name)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        source, truth = workloads.build_apart(Path(folder), articles, adversarial=hostile)
        return bench(name, source, truth, Path(folder) / "out", runs)


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


def write(out: Path, jobs: list[Job], text: str) -> None:
    """job.csv, bench.md and growth.png."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "job.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("job", *Stage._fields))
        rows.writerows((job.name, *stage) for job in jobs for stage in job.stages)
    (out / "bench.md").write_text(text, "utf-8")
    plot(jobs, out / "growth.png")


def main() -> int:
    """Measure, write and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--articles", default="20000")
    parser.add_argument("--adversarial", action="store_true")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "bench")
    asked = parser.parse_args()
    folder = os.environ.get("DEDUP_CORPORA")
    if not folder:
        say("DEDUP_CORPORA is not set: no articles to measure with")
        return 2
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    busy = load()
    corpora, sizes = Path(folder), [int(size) for size in asked.articles.split(",")]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        say("five articles")
        five = bench_five(ROOT / "seeds", work / "five")
        jobs = [bench_workload(work, size, asked.runs, hostile=False) for size in sizes]
        if asked.adversarial:
            nearest = min(sizes, key=lambda size: abs(size - USUAL))
            jobs.append(bench_workload(work, nearest, asked.runs, hostile=True))
        say("reading")
        (work / "reading").mkdir()
        source, _ = workloads.build_apart(work / "made", sizes[0], adversarial=False)
        rates = bench_reading.measure(source, work / "reading", asked.files)
    say("sketching")  # last: a process begins with the memory of the one that starts it
    sketching = bench_sketching(corpora, sizes[0])
    text = page(jobs, five, sketching) + bench_reading.table(rates) + machine(busy)
    write(asked.out, jobs, text)
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
