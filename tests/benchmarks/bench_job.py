"""The whole job on planted articles of several sizes, five articles, and sketching: `make bench`.

    DEDUP_CORPORA=... python tests/benchmarks/bench_job.py [--articles 20000,100000]
        [--runs N] [--adversarial] [--out DIR]

Workloads are built by `workloads.py` the same way every time. Everything runs as a user
runs it: the command in a process of its own, on two cores at most. Figures are medians;
memory is the most of all runs. What was planted is looked for in the reports
(`planted_truth.py`). `--adversarial` adds, for the largest size, the same number of
articles of which every other one is a bulletin with a changed number. Written to
`reports/bench/` as job.csv (the stages), bench.md (all of it) and growth.png. Not a test:
other work on the machine shows in wall times, which is why processor times and the load
stand beside them.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
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
import workloads

from dedup import kernels, sketches
from dedup.settings import SketchSettings

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
    """Medians of several runs of one job, and the shares of what was planted that it found."""

    name: str
    articles: int
    pairs: int
    seconds: float
    cpu_seconds: float
    least: float
    most: float
    stages: list[Stage]
    planted: dict[str, float]


def say(sentence: str) -> None:
    """Progress."""
    print(sentence, file=sys.stderr, flush=True)


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
        say(f"  run {number} of {runs}: {wall:.1f} s, {used:.1f} of processors, load {_load()}")
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


def page(jobs: list[Job], five: list[tuple[float, float]], sketching: tuple[float, int]) -> str:
    """All figures as Markdown."""
    walls, processor = zip(*five, strict=True)
    lines = [
        (
            f"sketching: {sketching[0]:,.0f} articles/s (median of {bench_sketches.RUNS}, "
            f"{sketching[1]:,} articles, after warm-up)"
        ),
        (
            f"five articles, caches warm: {statistics.median(walls):.2f} s, of a processor "
            f"{statistics.median(processor):.2f} s (medians of {len(five)})"
        ),
    ]
    plain = [job for job in jobs if "bulletin" not in job.name]
    if len(plain) > 1:
        first, last = plain[0], plain[-1]
        growth = math.log(last.articles / first.articles)
        lines.append(
            f"growth from {first.articles:,} to {last.articles:,}: exponent "
            f"{math.log(last.seconds / first.seconds) / growth:.2f} of seconds, "
            f"{math.log(last.cpu_seconds / first.cpu_seconds) / growth:.2f} of processor seconds"
        )
    for job in jobs:
        if job not in plain:
            same = next(one for one in plain if one.articles == job.articles)
            lines.append(
                f"bulletins against plain articles: {job.seconds / same.seconds:.2f} times the "
                f"seconds, {job.cpu_seconds / same.cpu_seconds:.2f} times those of processors"
            )
    return "\n".join(["# Benchmarks", "", *(f"- {line}" for line in lines), *map(section, jobs)])


def section(job: Job) -> str:
    """One job as Markdown."""
    shares = ", ".join(f"{name} {share:.4f}" for name, share in job.planted.items())
    peak = max(stage.peak_memory_mb for stage in job.stages[:-1])
    lines = [
        "",
        f"## {job.name}",
        "",
        (
            f"{job.seconds:.1f} s ({job.least:.1f} to {job.most:.1f}), {job.cpu_seconds:.1f} s of "
            f"processors, {job.articles / job.seconds:,.0f} articles/s, on two processors of its "
            f"own at best {CORES * job.articles / job.cpu_seconds:,.0f}; {peak:,.0f} MB; "
            f"{job.pairs:,} pairs judged; planted: {shares}"
        ),
        "",
        "| stage | seconds | processor seconds | articles/s | peak memory MB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {seconds:.2f} | {_or_dash(cpu)} | {job.articles / max(seconds, 1e-3):,.0f} "
        f"| {_or_dash(memory)} |"
        for name, seconds, cpu, memory in job.stages
    ]
    return "\n".join(lines) + "\n"


def plot(jobs: list[Job], target: Path) -> None:
    """Processor seconds of each stage by number of articles, where matplotlib is there."""
    try:
        import matplotlib as mpl
    except ImportError:
        say("no plot: matplotlib is not installed (the extra `bench`)")
        return
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.figure(figsize=(7, 4))
    names = [job.name.replace(" articles", "").replace(", ", ",\n") for job in jobs]
    below = [0.0] * len(jobs)
    for number, stage in enumerate(jobs[0].stages):
        # Microseconds an article, so that a stage that grows faster than the articles shows.
        heights = [1e6 * job.stages[number].cpu_seconds / job.articles for job in jobs]
        plt.bar(names, heights, bottom=below, label=stage.name)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    plt.ylabel("processor µs an article")
    plt.legend(fontsize=6)
    plt.tight_layout()
    plt.savefig(target)


def machine(load: str) -> str:
    """Where the figures come from."""
    cores = f"{CORES} of {os.cpu_count()} cores"
    python = f"Python {platform.python_version()}"
    return f"\n{platform.machine()}, {cores}, {python}; load of the machine at first {load}.\n"


def write(out: Path, jobs: list[Job], text: str) -> None:
    """job.csv, bench.md and growth.png."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "job.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("job", *Stage._fields))
        rows.writerows((job.name, *stage) for job in jobs for stage in job.stages)
    (out / "bench.md").write_text(text, "utf-8")
    plot(jobs, out / "growth.png")


def _or_dash(value: float) -> str:
    return "-" if value != value else f"{value:.1f}"  # noqa: PLR0124  # not a number


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main() -> int:
    """Measure, write and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--articles", default="20000")
    parser.add_argument("--adversarial", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "bench")
    asked = parser.parse_args()
    folder = os.environ.get("DEDUP_CORPORA")
    if not folder:
        say("DEDUP_CORPORA is not set: no articles to measure with")
        return 2
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    load = _load()
    corpora, sizes = Path(folder), [int(size) for size in asked.articles.split(",")]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        say("five articles")
        five = bench_five(ROOT / "seeds", work / "five")
        jobs = [bench_workload(work, size, asked.runs, hostile=False) for size in sizes]
        if asked.adversarial:
            jobs.append(bench_workload(work, sizes[-1], asked.runs, hostile=True))
    say("sketching")  # last: a process begins with the memory of the one that starts it
    sketching = bench_sketching(corpora, sizes[0])
    text = page(jobs, five, sketching) + machine(load)
    write(asked.out, jobs, text)
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
