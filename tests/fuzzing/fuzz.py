"""Broken files of each format, as many as one likes: `make fuzz ARGS="--cases 100000"`.

Prints for each format how many were tried, how many crashed, how many took
more than two seconds of processor time, the longest, and the peak memory of
the processes (see `watched`). `--record FILE` lets a run that was broken off go on.
With `--atheris` (extra `fuzz`) the cases are grown by coverage instead.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import random
import sys
import tempfile
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

import cases
import watched

from dedup import formats

SLOWER = 8.0
"""Times as long that four times the text may take: twice linear, for noise."""


class Counts(NamedTuple):
    """What came of the cases of one format so far."""

    tried: int = 0
    crashed: int = 0
    hung: int = 0
    longest: float = 0.0
    peak_mb: float = 0.0

    def plus(self, tried: int, found: watched.Tried) -> Counts:
        """These and some more."""
        return Counts(
            self.tried + tried,
            self.crashed + len(found.crashed),
            self.hung + len(found.hung),
            max(self.longest, found.longest),
            max(self.peak_mb, found.peak_mb),
        )


class Record:
    """Batches that were tried, a line each: a run that was broken off goes on where it was."""

    def __init__(self, file: Path | None, seed: str) -> None:
        self.file, self.seed = file, seed
        self.counts: dict[str, Counts] = {}
        self.done: set[tuple[str, int]] = set()
        for line in file.read_text("utf-8").splitlines() if file and file.exists() else ():
            told = json.loads(line)
            if told["seed"] == seed:
                found = watched.Tried(*(told[name] for name in watched.Tried._fields))
                self._count(told["format"], told["first"], told["tried"], found)

    def add(self, suffix: str, first: int, tried: int, found: watched.Tried) -> None:
        """Count a batch and write it down."""
        self._count(suffix, first, tried, found)
        if self.file:
            told = {"seed": self.seed, "format": suffix, "first": first, "tried": tried}
            with self.file.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps({**told, **found._asdict()}) + "\n")

    def _count(self, suffix: str, first: int, tried: int, found: watched.Tried) -> None:
        self.done.add((suffix, first))
        self.counts[suffix] = self.counts.get(suffix, Counts()).plus(tried, found)


def tried(suffix: str, count: int, record: Record, folder: Path) -> Counts:
    """So many cases of one format, less those that the record has already."""
    process = None
    for first in range(0, count, watched.BATCH):
        if (suffix, first) in record.done:
            continue
        process = process or watched.Watched(suffix, record.seed, folder)
        numbers = range(first, min(first + watched.BATCH, count))
        found = process.tried(numbers)
        for said in (*found.crashed, *found.hung):
            print(said, flush=True)
        record.add(suffix, first, len(numbers), found)
    if process:
        process.close()
    return record.counts.get(suffix, Counts())


def measured(folder: Path) -> int:
    """How much longer four times the text takes, unit by unit; how many more than linear."""
    cases.seconds("a", 1_000, folder)  # warm
    wrong = 0
    print(f"{'unit':<26} {'40,000 characters':>18} {'160,000':>9} {'times':>6}")
    for unit in cases.UNITS:
        one, four = (cases.seconds(unit, length, folder) for length in (40_000, 160_000))
        slow = four > SLOWER * max(one, 0.02)
        wrong += slow
        times = four / max(one, 1e-3)
        print(f"{unit!r:<26} {one:>16.2f} s {four:>7.2f} s {times:>6.1f}{' !' if slow else ''}")
    return wrong


def grown(suffix: str, count: int, seconds: int, folder: Path) -> None:
    """Cases grown by atheris until one crashes; never returns.

    Coverage is that of our own code: what numba compiles must stay as it is.
    """
    import atheris

    rng = random.Random(1)

    def one(data: bytes) -> None:
        cases.put_through(suffix, data, folder)

    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "sound").write_bytes(cases.SOUND[suffix])
    for number in range(50):
        (corpus / str(number)).write_bytes(cases.mutated(suffix, rng))
    for function in ours():
        atheris.instrument_func(function)
    limits = [f"-runs={count}", f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=4000"]
    atheris.Setup([sys.argv[0], str(corpus), *limits, "-print_final_stats=1"], one)
    atheris.Fuzz()


def ours() -> list[FunctionType]:
    """Every function of the package that the interpreter runs itself."""
    for suffix in cases.SOUND:
        importlib.import_module(formats.MEMBERS[suffix].__module__)
    found: dict[FunctionType, None] = {}
    for name, module in sorted(sys.modules.items()):
        if not name.startswith("dedup.") or name.startswith("dedup.kernels"):
            continue
        classes = [c for c in vars(module).values() if isinstance(c, type)]
        for owner in (module, *classes):
            for held in vars(owner).values():
                mine = isinstance(held, FunctionType) and held.__module__ == name
                if mine and not inspect.isgeneratorfunction(held):
                    found[held] = None
    return list(found)


def main() -> None:
    """Try them; leaves with 1 where something crashed or hung."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000, help="of each format")
    parser.add_argument("--formats", nargs="+", default=sorted(cases.SOUND))
    parser.add_argument("--seed", default="1")
    parser.add_argument("--record", type=Path, help="keeps count of what was tried, to go on with")
    parser.add_argument("--atheris", action="store_true", help="one format, grown by coverage")
    parser.add_argument("--seconds", type=int, default=0, help="with --atheris; 0 for no bound")
    parser.add_argument("--linear", action="store_true", help="only measure hostile text")
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        if asked.linear:
            sys.exit(bool(measured(Path(place))))
        if asked.atheris:
            grown(asked.formats[0], asked.cases, asked.seconds, Path(place))
        record = Record(asked.record, asked.seed)
        names = ("format", "tried", "crashed", "hung", "longest s", "peak MB")
        print("{:<10} {:>8} {:>8} {:>6} {:>10} {:>8}".format(*names), flush=True)
        for suffix in asked.formats:
            found = tried(suffix, asked.cases, record, Path(place))
            counts = f"{suffix:<10} {found.tried:>8} {found.crashed:>8} {found.hung:>6}"
            print(f"{counts} {found.longest:>10.2f} {found.peak_mb:>8.0f}", flush=True)
            wrong += found.crashed + found.hung
    print(f"A case may take {cases.SECONDS:.0f} s of processor time, ", end="")
    print(f"a process with all its cases {watched.MEMORY_MB:,} MB.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
