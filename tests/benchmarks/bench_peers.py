"""The near-duplicate path beside other programs on the same articles: `make bench-peers`.

    DEDUP_CORPORA=... python tests/benchmarks/bench_peers.py [--runs N] [--large N] [--small N]
        [--programs dedup,daft]

Every program is a script that reads the same Parquet files and writes which article
belongs to which cluster: shingles of three words, 128 permutations, 32 bands of 4, Jaccard
.5. Each runs in an environment of its own (`.peers/NAME`, made by `make peers`), all of
them in turn, several rounds; figures are medians. Quick ones do the large number of
articles, the others the small one. Recall is the share of planted near-duplicates that are
in the cluster of their source, precision the share of members that belong to the cluster's
first article. Written to `reports/bench/peers.csv`, `peers.md`, and `peers.png` where
matplotlib is there. A program that is not installed is left out, and named.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import polars as pl
import workloads

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ENVIRONMENTS = ROOT / ".peers"
CORES = 2
LARGE = ("dedup", "daft", "gaoya", "rensa", "rensa_flat", "polars")
SMALL = ("dedup", "datasketch", "text_dedup", "datatrove", "topn", "polars")
ENVIRONMENT = {"rensa_flat": "rensa"}
OWN = ("polars", "datasketch")
"""These are packages of dedup itself and run in its environment."""
FLAGS_ONLY = ("rensa_flat", "datatrove")
"""These tell which articles have a near-duplicate, not of what: no recall of clusters."""


class Figures(NamedTuple):
    """Medians of one program on one number of articles."""

    program: str
    articles: int
    seconds: float
    cpu_seconds: float
    peak_memory_mb: float
    recall: float | None
    precision: float | None


def say(sentence: str) -> None:
    """Progress."""
    print(sentence, file=sys.stderr, flush=True)


def command(program: str) -> list[str] | None:
    """How a program is run; None where it is not installed."""
    if program == "dedup":
        return [sys.executable, str(HERE / "near_duplicates.py")]
    name = ENVIRONMENT.get(program, program)
    python = Path(sys.executable) if program in OWN else ENVIRONMENTS / name / "bin" / "python"
    if program not in OWN and not (ENVIRONMENTS / name / ".made").exists():
        return None  # a folder without the stamp is one whose packages could not be installed
    return [str(python), str(HERE / "peers" / f"peer_{program}.py")]


def run(asked: list[str], source: Path, out: Path) -> tuple[float, float, float]:
    """Wall and processor seconds and the peak memory of one run."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*asked, str(source), str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wrong = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(wrong.decode("utf-8", "replace")[-500:])
    seconds = time.perf_counter() - begun
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def quality(out: Path, truth: pl.DataFrame) -> tuple[float, float]:
    """Recall of planted near-duplicates, and precision of the clusters' members."""
    given = truth.join(pl.read_csv(out).rename({"cluster": "got"}), on="id")
    sources = given.select(source="id", of_source="got")
    near = given.filter(pl.col("kind") == "near_duplicate").join(sources, on="source")
    recall = near.select((pl.col("got") == pl.col("of_source")).mean()).item()
    firsts = given.select(got="id", belongs="cluster")
    members = given.join(firsts, on="got").filter(pl.col("id") != pl.col("got"))
    precision = members.select((pl.col("cluster") == pl.col("belongs")).mean()).item()
    return float(recall or 0), float(precision or 0)


def bench(programs: tuple[str, ...], folder: Path, articles: int, runs: int) -> list[Figures]:
    """All programs in turn, several rounds, on one workload."""
    say(f"{articles:,} articles")
    source, planted = workloads.build_apart(folder, articles, adversarial=False)
    truth = pl.read_parquet(planted)
    times: dict[str, list[tuple[float, float, float]]] = {}
    told: dict[str, tuple[float, float]] = {}
    left_out: set[str] = set()
    for turn in range(runs):
        for program in programs:
            asked = command(program)
            out = folder / f"{program}.csv"
            if asked is None or program in left_out:
                if turn == 0:
                    say(f"  {program} is not installed: make peers")
                continue
            try:
                times.setdefault(program, []).append(run(asked, source, out))
            except RuntimeError as error:
                say(f"  {program} failed: {error}")
                left_out.add(program)
                continue
            told[program] = quality(out, truth)
            wall, used, _ = times[program][-1]
            say(f"  round {turn + 1}: {program} {wall:.1f} s, {used:.1f} of processors")
    return [
        Figures(
            program,
            articles,
            *(statistics.median(one[n] for one in found) for n in range(2)),
            max(one[2] for one in found),
            *((None, None) if program in FLAGS_ONLY else told[program]),
        )
        for program, found in times.items()
        if program not in left_out
    ]


def page(figures: list[Figures], runs: int, absent: list[str]) -> str:
    """All figures as Markdown, and who is absent from them."""
    lines = [
        "# Near-duplicates beside other programs",
        "",
        f"Medians of {runs}, in turn; load of the machine at the end {os.getloadavg()[0]:.1f}.",
        "Where that is above 2, processor seconds tell more than wall seconds.",
        "",
        "| articles | program | seconds | CPU s | times ours | peak MB | recall | precision |",
        "|---:|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in sorted(figures, key=lambda f: (f.articles, f.cpu_seconds)):
        ours = next(f for f in figures if f.program == "dedup" and f.articles == one.articles)
        shown = ["-" if f is None else f"{f:.4f}" for f in (one.recall, one.precision)]
        lines.append(
            f"| {one.articles:,} | {one.program} | {one.seconds:.1f} | {one.cpu_seconds:.1f}"
            f" | {one.seconds / ours.seconds:.1f} / {one.cpu_seconds / ours.cpu_seconds:.1f}"
            f" | {one.peak_memory_mb:,.0f} | {shown[0]} | {shown[1]} |"
        )
    if absent:
        lines += ["", f"Left out, as they cannot be installed here or failed: {', '.join(absent)}."]
    return "\n".join(lines) + "\n"


def plot(figures: list[Figures], target: Path) -> None:
    """Processor seconds as bars, where matplotlib is there."""
    try:
        import matplotlib as mpl
    except ImportError:
        say("no plot: matplotlib is not installed (the extra `bench`)")
        return
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    sizes = sorted({one.articles for one in figures})
    _, axes = plt.subplots(1, len(sizes), figsize=(5 * len(sizes), 3.5), squeeze=False)
    for place, size in zip(axes[0], sizes, strict=True):
        chosen = sorted((f for f in figures if f.articles == size), key=lambda f: -f.cpu_seconds)
        place.barh([f.program for f in chosen], [f.cpu_seconds for f in chosen])
        place.set_title(f"{size:,} articles")
        place.set_xlabel("processor seconds")
    plt.tight_layout()
    plt.savefig(target)


def main() -> int:
    """Measure, write and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--programs", default="", help="these alone, dedup among them")
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "bench")
    asked = parser.parse_args()
    if not os.environ.get("DEDUP_CORPORA"):
        say("DEDUP_CORPORA is not set: no articles to measure with")
        return 2
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as temporary:
        figures: list[Figures] = []
        absent: dict[str, None] = {}
        for listed, articles in ((SMALL, asked.small), (LARGE, asked.large)):
            wanted = asked.programs.split(",") if asked.programs else listed
            programs = tuple(one for one in listed if one in wanted)
            if articles:
                found = bench(programs, Path(temporary) / str(articles), articles, asked.runs)
                figures += found
                measured = {one.program for one in found}
                absent |= dict.fromkeys(one for one in programs if one not in measured)
    asked.out.mkdir(parents=True, exist_ok=True)
    with (asked.out / "peers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Figures._fields)
        rows.writerows(figures)
    text = page(figures, asked.runs, list(absent))
    (asked.out / "peers.md").write_text(text, "utf-8")
    plot(figures, asked.out / "peers.png")
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
