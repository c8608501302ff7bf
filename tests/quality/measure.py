"""All figures of the gate in one table.

    DEDUP_CORPORA=... python tests/quality/measure.py [--runs DIR] [--mistakes]

Runs the job over every labelled corpus (minutes). `--runs DIR` keeps the
finished runs there, and takes those that are there already instead of running
again: for work on verdicts that only `evaluate` makes anew, and for reading
the reports. `--mistakes` lists the labelled pairs that the verdict is surest
and wrong about. Beside each figure stand its floor and what it was when that
was pinned.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import figures
import floors
import polars as pl
from labelled import CORPORA
from measure_planted import planted_figures
from measure_retold import retold_figures

from dedup.evaluation import mistakes


def measure(runs: Path, *, again: bool = True) -> figures.Figures:
    """Every figure by name.

    Args:
        runs: folder for the finished runs, one a corpus.
        again: run the job even where `runs` has a finished run of a corpus.
    """
    found: figures.Figures = {}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        # These take one processor for minutes; the runs leave one idle often enough.
        credits, boilerplate = beside.submit(figures.credits), beside.submit(figures.boilerplate)
        pairs = pl.concat([figures.judged(name, out) for name, out in _finished(runs, again)])
        found |= figures.verdicts(pairs) | figures.topics(runs / figures.RUMOURS)
        found |= figures.planted(_run(figures.run_planted, runs / figures.PLANTED, again))
        found |= planted_figures(runs / "planted", again=again)
        found |= retold_figures(runs / "retold")
        return found | credits.result() | boilerplate.result()


def _finished(runs: Path, again: bool) -> list[tuple[str, Path]]:
    return [
        (name, _run(lambda out, name=name: figures.run_corpus(name, out), runs / name, again))
        for name in CORPORA
    ]


def _run(job: Callable[[Path], Path], out: Path, again: bool) -> Path:
    if not again and (out / "run.json").is_file():
        return out
    begun = time.perf_counter()
    job(out)
    stages = figures.seconds(out)
    slowest = ", ".join(
        f"{stage} {seconds:.0f}" for stage, seconds in sorted(stages.items(), key=_by_time)[:3]
    )
    print(f"{out.name}: {time.perf_counter() - begun:.0f} s ({slowest})", file=sys.stderr)
    return out


def _by_time(stage: tuple[str, float]) -> float:
    return -stage[1]


def table(found: figures.Figures, pinned: floors.Floors) -> str:
    """One line a figure: what it is, its floor, and what it was when that was pinned."""
    lines = [f"{'':40}{'figure':>8}{'floor':>8}{'was':>8}"]
    for name, value in found.items():
        held = pinned.get(name)
        known = f"{held.floor:8.3f}{held.reached:8.3f}" if held else f"{'-':>8}{'-':>8}"
        fault = "  BELOW ITS FLOOR" if held and value < held.floor else ""
        lines.append(f"{name:40}{value:8.3f}{known}{fault}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure and print; 1 where a figure is below its floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=Path)
    parser.add_argument("--mistakes", action="store_true")
    asked = parser.parse_args()
    pinned = floors.parse(floors.PATH.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        runs = asked.runs or Path(temporary)
        found = measure(runs, again=asked.runs is None)
        print(table(found, pinned), end="")
        if asked.mistakes:
            pairs = pl.concat([figures.judged(name, runs / name) for name in CORPORA])
            for row in mistakes(pairs, most=40).iter_rows(named=True):
                print(
                    f"{row['corpus']} {row['left_id']} {row['right_id']}: labelled {row['label']}, "
                    f"called {row['relation']} (derived {row['derived_probability']:.2f})"
                )
    return int(any(name in found and found[name] < held.floor for name, held in pinned.items()))


if __name__ == "__main__":
    sys.exit(main())
