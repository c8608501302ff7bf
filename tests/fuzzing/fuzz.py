"""Broken files of each format, as many as one likes: `make fuzz ARGS="--cases 100000"`.

Prints for each format how many were tried, how many crashed, how many took
more than two seconds of processor time, the longest, and the peak memory.
With `--atheris` (extra `fuzz`) the cases are grown by coverage instead.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FunctionType

import cases

from dedup import formats

TOGETHER = 500
SLOWER = 8.0
"""Times as long that four times the text may take: twice linear, for noise."""


def tried(suffix: str, count: int, seed: int, folder: Path) -> tuple[int, int, float]:
    """Crashes, cases that hung, and the longest one in seconds of processor time."""
    crashed, hung, longest = 0, 0, 0.0
    if suffix == ".parquet":
        return tried_together(suffix, count, seed, folder)
    for number in range(count):
        data = cases.mutated(suffix, random.Random(f"{seed} {suffix} {number}"))
        started = time.process_time()
        try:
            cases.put_through(suffix, data, folder)
        except Exception:
            crashed += 1
            print(f"{suffix} case {number} (seed {seed}):\n{traceback.format_exc()[-1500:]}")
        spent = time.process_time() - started
        longest = max(longest, spent)
        if spent > cases.SECONDS:
            hung += 1
            print(f"{suffix} case {number} (seed {seed}) took {spent:.1f} s", flush=True)
    return crashed, hung, longest


def tried_together(suffix: str, count: int, seed: int, folder: Path) -> tuple[int, int, float]:
    """As `tried`, many files at a time as a run reads them."""
    crashed, hung, longest = 0, 0, 0.0
    for start in range(0, count, TOGETHER):
        some = range(start, min(start + TOGETHER, count))
        data = [cases.mutated(suffix, random.Random(f"{seed} {suffix} {n}")) for n in some]
        place = folder / f"{suffix}-{start}"
        place.mkdir()
        started = time.process_time()
        try:
            cases.put_through_together(suffix, data, place)
        except Exception:
            crashed += 1
            print(f"{suffix} cases from {start} (seed {seed}):\n{traceback.format_exc()[-1500:]}")
        longest = max(longest, (time.process_time() - started) / len(data))
        hung += longest > cases.SECONDS
        shutil.rmtree(place)
    return crashed, hung, longest


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
    parser.add_argument("--seed", type=int, default=1)
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
        names = ("format", "tried", "crashed", "hung", "longest s", "peak MB")
        print("{:<10} {:>8} {:>8} {:>6} {:>10} {:>8}".format(*names))
        for suffix in asked.formats:
            crashed, hung, longest = tried(suffix, asked.cases, asked.seed, Path(place))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            counts = f"{suffix:<10} {asked.cases:>8} {crashed:>8} {hung:>6}"
            print(f"{counts} {longest:>10.2f} {peak:>8.0f}", flush=True)
            wrong += crashed + hung
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
