"""Cases in a process that is watched: one that ends it, hangs or takes too much memory is found.

Many cases go through one process, and their articles through all stages together: what a
stage costs to begin is paid once for all of them. Where such a batch fails or takes long,
its cases are tried again one by one, each as a batch of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import tempfile
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import cases

BATCH = 100
HANGS = 60.0
"""Seconds of processor time after which the process of a batch is ended: a loop without end."""
SLEEPS = 3600.0
"""Seconds on the clock after which it is ended whatever it took: it waits for what never comes."""
MEMORY_MB = 1_500
"""What a process that has had any number of cases may have taken at most."""
ADDRESSES = 8 << 30
"""Address space of a process in bytes: an allocation without bound fails at once."""


class Tried(NamedTuple):
    """What came of some cases; each finding is a sentence."""

    crashed: list[str]
    hung: list[str]
    longest: float
    peak_mb: float


class Watched:
    """A process that takes batches of cases, and a new one after each that it did not survive."""

    def __init__(self, suffix: str, seed: str, folder: Path) -> None:
        self.suffix, self.seed, self.folder = suffix, seed, folder
        self._start()

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._pipe = ours
        self._process = context.Process(
            target=_serve, args=(theirs, self.suffix, self.seed, str(self.folder)), daemon=True
        )
        self._process.start()
        theirs.close()
        ours.recv()  # it is warm

    def tried(self, numbers: Sequence[int]) -> Tried:
        """Try the cases of these numbers."""
        found = self._sent(numbers)
        if found is not None and not (found.crashed or found.hung):
            return found
        alive = self._process.is_alive()
        self.close()
        code = self._process.exitcode
        self._start()
        if len(numbers) > 1:
            parts = [self.tried([number]) for number in numbers]
            return Tried(
                [said for part in parts for said in part.crashed],
                [said for part in parts for said in part.hung],
                max(part.longest for part in parts),
                max(part.peak_mb for part in parts),
            )
        if found is not None:
            return found
        name = f"{self.suffix} case {numbers[0]} (seed {self.seed})"
        if alive:
            return Tried([], [f"{name}: no end after {HANGS:.0f} s of processor time"], HANGS, 0.0)
        return Tried([f"{name}: its process died ({code})"], [], 0.0, 0.0)

    def _sent(self, numbers: Sequence[int]) -> Tried | None:
        """What the process says of them; None where it does not, or not in time."""
        try:
            self._pipe.send(list(numbers))
            before, end = self._spent(), time.monotonic() + SLEEPS
            while self._spent() - before < HANGS and time.monotonic() < end:
                if self._pipe.poll(1.0):
                    return Tried(*self._pipe.recv())
        except (EOFError, OSError):
            self._process.join(1)
        return None

    def _spent(self) -> float:
        """Processor time of the process; on a busy machine the clock says little."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it is gone, or this is no Linux
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        if self._process.is_alive():
            self._process.kill()
        self._process.join()


def _serve(pipe: Connection, suffix: str, seed: str, folder: str) -> None:
    """Take batches until there are no more."""
    place = Path(tempfile.mkdtemp(dir=folder))
    cases.put_through(suffix, cases.SOUND[suffix], place)  # what is loaded or compiled once
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    pipe.send("warm")
    while True:
        try:
            numbers = pipe.recv()
        except EOFError:
            return
        pipe.send(tuple(_batch(suffix, seed, numbers, place)))


def _batch(suffix: str, seed: str, numbers: Sequence[int], place: Path) -> Tried:
    data = [cases.mutated(suffix, random.Random(f"{seed} {suffix} {n}")) for n in numbers]
    crashed: list[str] = []
    name = f"{suffix} case {numbers[0]} (seed {seed})"
    longest, started = 0.0, time.process_time()
    try:
        if suffix == ".parquet":
            _together(data, place)
        else:
            longest = _each(suffix, data, place)
    except Exception:
        crashed.append(f"{name}:\n{traceback.format_exc()[-1500:]}")
    spent = time.process_time() - started
    longest = spent if len(numbers) == 1 else max(longest, spent / len(numbers))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    if peak > MEMORY_MB:
        crashed.append(f"{name}: {peak:.0f} MB of memory")
    # A batch that as a whole takes less than a single case may has none that takes longer.
    hung = [f"{name} took {spent:.1f} s"] if spent > cases.SECONDS else []
    return Tried(crashed, hung, longest, peak)


_WORKED_ON: set[int] = set()
"""Articles of this process: most records of a broken table are as sound as in the one before."""


def _each(suffix: str, data: Sequence[bytes], place: Path) -> float:
    """Read files one by one, and work on all their new articles; the longest reading."""
    records, longest = [], 0.0
    for some in data:
        started = time.process_time()
        for record in cases.read(suffix, some, place)[0]:
            told = hash((record.text, record.title, record.byline, str(record.claims)))
            if told not in _WORKED_ON or len(data) == 1:
                _WORKED_ON.add(told)
                records.append(record)
        longest = max(longest, time.process_time() - started)
    cases.worked_on(records)
    return longest


def _together(data: Sequence[bytes], place: Path) -> None:
    folder = place / "tables"
    folder.mkdir()
    try:
        cases.put_through_together(".parquet", data, folder)
    finally:
        shutil.rmtree(folder)
