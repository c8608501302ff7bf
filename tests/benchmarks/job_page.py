"""What `bench_job.py` measured, as a page and as a plot."""

from __future__ import annotations

import math
import os
import platform
import statistics
import sys
from pathlib import Path
from typing import NamedTuple

import bench_sketches

CORES = 2


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


def load() -> str:
    """How busy the machine is."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


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

    plt.figure(figsize=(8, 4.5))
    colours = plt.get_cmap("tab20").colors
    names = [job.name.replace(" articles", "").replace(", ", ",\n") for job in jobs]
    below = [0.0] * len(jobs)
    for number, stage in enumerate(jobs[0].stages):
        # Microseconds an article, so that a stage that grows faster than the articles shows.
        heights = [1e6 * job.stages[number].cpu_seconds / job.articles for job in jobs]
        plt.bar(names, heights, 0.6, below, label=stage.name, color=colours[number % len(colours)])
        below = [low + height for low, height in zip(below, heights, strict=True)]
    plt.ylabel("processor µs an article")
    plt.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5), reverse=True)
    plt.tight_layout()
    plt.savefig(target)


def machine(busy: str) -> str:
    """Where the figures come from."""
    cores = f"{CORES} of {os.cpu_count()} cores"
    python = f"Python {platform.python_version()}"
    return f"\n{platform.machine()}, {cores}, {python}; load of the machine at first {busy}.\n"


def _or_dash(value: float) -> str:
    return "-" if value != value else f"{value:.1f}"  # noqa: PLR0124  # not a number
