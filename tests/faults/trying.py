"""A night that something befalls, and the next one: what must hold after every fault.

After each: the old reports whole or the new whole; the state usable, or refused
with what to do; the next run completes; nothing lost, nothing doubled.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import nights
import polars as pl

ROOT = Path(__file__).parents[2]

Fault = Mapping[str, object]
NONE: Fault = {}


class Left(NamedTuple):
    """How a command ended, what it said, and the write points it passed."""

    code: int
    said: str
    points: int


class Server:
    """Commands in forks of one warm process."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self._out = work / "said.txt"
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def call(self, *argv: object, fault: Fault = NONE, limit: float = 3000) -> Left:
        """Run one command to its end, or to that of its fault."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._out.unlink(missing_ok=True)
        self._out.touch()
        self._out.chmod(0o666)
        order = {
            "argv": [str(a) for a in argv],
            "fault": dict(fault),
            "out": str(self._out),
            "limit": limit,
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return Left(told["code"], self._out.read_text("utf-8", "replace"), told["points"])

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Scene:
    """Two nights: the first is over, the second is what faults befall."""

    def __init__(self, work: Path) -> None:
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        work.chmod(0o777)
        self.server = Server(work)
        self.job = work / "job.toml"
        self.job.write_text(
            "[engine]\nworkers = 1\n[boilerplate]\nshortest_story = 12\n"
            # What a night reports is all that the state knows: no export is needed to see it.
            '[state]\nrotating = true\ncover = "all"\n'
        )
        pieces = nights.articles(4, 12)
        self.first, self.second = (
            pieces[:7],
            [*pieces[7:], nights.edited(random.Random(1), pieces[0])],
        )
        self.base = work / "base"
        self.place = work / "place"
        nights.write(self.place / "in", self.first, 0)
        self._base()
        self.expected = self._expected()

    def argv(self) -> list[object]:
        """The command line of one night."""
        at = self.place
        common = ["--state", at / "news.duckdb", "--pipeline", self.job]
        return ["run", at / "in", "--out", at / "out", *common]

    def _base(self) -> None:
        left = self.server.call(*self.argv())
        assert left.code == 0, left
        shutil.copytree(self.place, self.base)
        self.old_reports = _digests(self.base / "out")

    def _expected(self) -> dict[str, pl.DataFrame]:
        self.reset()
        started = time.monotonic()
        self.points = self.call_night(NONE).points
        self.seconds = time.monotonic() - started
        self.new = self.told_new()
        assert self.new
        return self.reported()

    def reset(self) -> None:
        """The first night is over, the second one's articles have come."""
        if self.place.exists():
            for folder, _, _ in os.walk(self.place):
                Path(folder).chmod(0o777)
            shutil.rmtree(self.place)
        shutil.copytree(self.base, self.place)
        nights.write(self.place / "in", self.second, 1)
        for folder, names, files in os.walk(self.place):
            for name in [*names, *files]:
                (Path(folder) / name).chmod(0o777)
        self.place.chmod(0o777)

    def call_night(self, fault: Fault) -> Left:
        """The second night."""
        return self.server.call(*self.argv(), fault=fault)

    def reported(self) -> dict[str, pl.DataFrame]:
        """All that the state knows, as the reports in place have it."""
        found = {
            file.stem: pl.read_parquet(file, glob=False)
            for file in sorted((self.place / "out").glob("*.parquet"))
        }
        return nights.plain(found)

    def told_new(self) -> set[str]:
        """Articles that the reports in place call new."""
        frame = pl.read_parquet(self.place / "out" / "articles.parquet", glob=False)
        return set(frame.filter("new")["article_id"].to_list())

    def faults_of_reports(self) -> str:
        """What is wrong with the reports in place: neither the old set whole nor the new."""
        out = self.place / "out"
        pending = out / ".dedup-pending.json"
        if pending.exists():  # published, not all of it moved: the next run moves the rest
            listed = (
                json.loads((out / ".dedup-staging" / "run.json").read_text())["files"]
                if (out / ".dedup-staging" / "run.json").exists()
                else json.loads((out / "run.json").read_text())["files"]
            )
            missing = [
                name
                for name in listed
                if not (out / ".dedup-staging" / name).exists() and not (out / name).exists()
            ]
            return f"lost {missing}" if missing else ""
        listed = json.loads((out / "run.json").read_text())["files"]
        wrong = [n for n, told in listed.items() if _digest(out / n) != told["sha256"]]
        return f"reports not whole: {wrong}" if wrong else ""

    def after(self, left: Left) -> str:  # noqa: PLR0911 - one for each promise
        """What does not hold after a night with a fault; empty where all does."""
        # A library that finds no memory may end the process, as the kernel would.
        if left.code in (99, -11, -6, -7) and "memory allocation of" not in left.said:
            return f"crashed ({left.code}): {left.said[-400:]}"
        if left.code > 0 and "Traceback" in left.said:
            return f"a traceback: {left.said[-400:]}"
        if left.code > 0 and "unexpected failure" in left.said:
            return f"an unforeseen failure: {left.said[-400:]}"
        if wrong := self.faults_of_reports():
            return wrong
        seen = self.told_new() if self._is_new() else set()
        again = self.server.call(*self.argv())
        if again.code:
            return f"the next run fails ({again.code}): {again.said[-400:]}"
        if wrong := self.faults_of_reports():
            return wrong
        seen |= self.told_new()
        if seen != self.new:
            return f"called new: {sorted(seen)}, not {sorted(self.new)}"
        differ = nights.differences(self.reported(), self.expected)
        return "; ".join(differ)[:600]

    def _is_new(self) -> bool:
        out = self.place / "out"
        return not (out / ".dedup-pending.json").exists() and _digests(out) != self.old_reports


def _digests(folder: Path) -> dict[str, str]:
    return {f.name: _digest(f) for f in sorted(folder.iterdir()) if f.is_file()}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
