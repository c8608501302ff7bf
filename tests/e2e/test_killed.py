"""A run that is stopped leaves the old reports whole, and no processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., "subprocess.Popen[str]"]

# Each lets the run get so far, says so, and waits there.
WAIT = """
import sys, time
def wait(*_, **__):
    print("READY", file=sys.stderr, flush=True)
    time.sleep(600)
"""
READING = f"{WAIT}\nfrom dedup import formats\nformats.read_found = wait"
STAGED = f"{WAIT}\nfrom dedup.reports import publish\npublish._write_journal = wait"
PLACING = f"""{WAIT}
from dedup.reports import publish
placed, place = [], publish._place
def slowly(source, target):
    if len(placed) == 5:
        wait()
    placed.append(target)
    place(source, target)
publish._place = slowly
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """What a run says that is stopped once it waits."""
    assert process.stderr is not None
    assert process.stderr.readline() == "READY\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert out == ""
    return err


@pytest.fixture(scope="module")
def earlier(dedup: Command, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of an earlier run, on two of the seeds."""
    out = tmp_path_factory.mktemp("earlier") / "reports"
    done = dedup("run", *sorted(seeds.iterdir())[:2], "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def reports(earlier: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(earlier, tmp_path / "reports"))


@pytest.mark.parametrize(
    ("moment", "number", "code", "said"),
    [
        (READING, signal.SIGTERM, 143, "terminated"),
        (STAGED, signal.SIGTERM, 143, "terminated"),
        (STAGED, signal.SIGINT, 130, "interrupted"),
    ],
    ids=["reading", "staged", "staged, interrupted"],
)
def test_a_stopped_run_leaves_the_old_reports(
    start: Start,
    seeds: Path,
    reports: Path,
    moment: str,
    number: signal.Signals,
    code: int,
    said: str,
) -> None:
    before = contents(reports)
    process = start("run", seeds, "--out", reports, code=moment)
    assert stopped(process, number) == f"dedup: {said}\n"
    assert process.returncode == code
    assert contents(reports) == before
    assert [path.name for path in reports.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize(
    ("moment", "published"), [(STAGED, False), (PLACING, True)], ids=["staged", "placing"]
)
def test_the_next_run_ends_what_a_killed_one_left(
    start: Start, dedup: Command, seeds: Path, reports: Path, moment: str, published: bool
) -> None:
    before = contents(reports)
    process = start("run", seeds, "--out", reports, code=moment)
    stopped(process, signal.SIGKILL)
    if not published:
        assert contents(reports) == before
    # The next run is stopped before it has anything of its own to publish.
    again = start("run", seeds, "--out", reports, code=READING)
    stopped(again, signal.SIGTERM)
    assert again.returncode == 143
    found = contents(reports)
    assert [path.name for path in reports.iterdir() if path.is_dir()] == []
    if published:
        assert found["articles.csv"].count(b"\n") == 6
        assert found.keys() == before.keys()
    else:
        assert found == before


MANY = """
import sys, time
from dedup import batches
batches.ARTICLES_A_BATCH = 5
from concurrent.futures import ProcessPoolExecutor
submit = ProcessPoolExecutor.submit
def told(self, *arguments):
    future = submit(self, *arguments)
    if len(self._processes) > 1:
        print("READY", *self._processes, file=sys.stderr, flush=True)
        time.sleep(100)  # a small run would be over before the signal comes
    return future
ProcessPoolExecutor.submit = told
"""


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")],
)
def test_worker_processes_end_with_the_run(
    start: Start, newsroom: Path, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    pipeline = tmp_path / "job.toml"
    pipeline.write_text("[engine]\nworkers = 2\n", encoding="utf-8")
    process = start("run", newsroom, "--out", tmp_path / "out", "--pipeline", pipeline, code=MANY)
    assert process.stderr is not None
    ready, *workers = process.stderr.readline().split()
    assert ready == "READY"
    if number == signal.SIGINT:  # as a terminal sends it: to every process of the run
        for worker in workers:
            until(lambda worker=worker: ignores(worker, number))
            os.kill(int(worker), number)
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    assert process.returncode == code
    assert out == ""
    lines = [line for line in err.splitlines() if not line.startswith("READY")]
    assert lines == [f"dedup: {said}"]
    assert len(workers) == 2
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no list of processes to look at")
def test_worker_processes_do_not_outlive_a_killed_run(
    start: Start, newsroom: Path, tmp_path: Path
) -> None:
    pipeline = tmp_path / "job.toml"
    pipeline.write_text("[engine]\nworkers = 2\n", encoding="utf-8")
    process = start("run", newsroom, "--out", tmp_path / "out", "--pipeline", pipeline, code=MANY)
    assert process.stderr is not None
    workers = process.stderr.readline().split()[1:]
    assert len(workers) == 2
    process.kill()
    process.wait(timeout=60)
    until(lambda: not any(runs(worker) for worker in workers))
    process.communicate(timeout=60)


def runs(process: str) -> bool:
    """Whether a process is there, and not only to be buried."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False


def ignores(process: str, number: signal.Signals) -> bool:
    """Whether a process ignores a signal, as the system tells; true where it does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return True
    mask = next(line for line in status.splitlines() if line.startswith("SigIgn:")).split()[1]
    return bool(int(mask, 16) >> (number - 1) & 1)


def until(holds: Callable[[], bool]) -> None:
    for _ in range(2400):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("two minutes were not enough")
