"""The command as cron runs it: a bare environment, other folders, no terminal, no HOME."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nights
import pytest

ROOT = Path(__file__).parents[2]


def called(
    cwd: Path, *arguments: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command under `env -i`, with nothing on stdin."""
    return subprocess.run(
        [sys.executable, "-m", "dedup", *map(str, arguments)],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=3000,
        check=False,
    )


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """Folders as the pipelines name them, and a pipeline file of each kind."""
    (tmp_path / "incoming").mkdir()
    (tmp_path / "state").mkdir()
    shutil.copytree(ROOT / "pipelines", tmp_path / "pipelines")
    nights.write(tmp_path / "incoming", nights.articles(1, 6), 0)
    return tmp_path


@pytest.mark.parametrize("job", ["nightly", "hourly"])
def test_a_job_runs_as_cron_runs_it(
    newsroom: Path, tmp_path_factory: pytest.TempPathFactory, job: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    pipeline = newsroom / "pipelines" / f"{job}.toml"
    log = newsroom / "dedup.log"
    first = called(elsewhere, "run", "--pipeline", pipeline, "--log-file", log)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("6 new articles")
    assert first.stdout.count("\n") == 1
    nights.write(newsroom / "incoming", nights.articles(2, 9)[6:], 1)
    log.rename(newsroom / "dedup.log.1")  # as logrotate does
    second = called(elsewhere, "run", "--pipeline", pipeline, "--log-file", log)
    assert second.stdout.startswith("3 new articles")
    assert "info: reading" in log.read_text()
    assert list(elsewhere.iterdir()) == []
    out = newsroom / "reports" / job
    if job == "nightly":
        folders = sorted(f.name for f in out.iterdir() if not f.is_symlink())
        assert [name.rsplit("_", 1)[1] for name in folders] == ["000001", "000002"]
        assert (out / "latest").resolve() == (out / folders[-1]).resolve()
        out = out / "latest"
    assert json.loads((out / "run.json").read_text())["state"]["articles"] == 9


def test_the_archive_job_runs_without_a_state(newsroom: Path) -> None:
    (newsroom / "incoming").rename(newsroom / "archive")
    done = called(
        Path("/"), "run", "--pipeline", newsroom / "pipelines" / "rebuild.toml", "--quiet"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_earlier_nights_are_tidied_away_and_what_is_not_ours_stays(newsroom: Path) -> None:
    job = newsroom / "pipelines" / "nightly.toml"
    job.write_text(job.read_text().replace("keep = 60", "keep = 2"))
    for number in range(4):
        if number == 1:
            ours = next((newsroom / "reports" / "nightly").glob("2*"))
            (ours / "note.txt").write_text("mine")
        assert called(newsroom, "run", "--pipeline", job).returncode == 0
    kept = sorted(f.name[-6:] for f in (newsroom / "reports" / "nightly").glob("2*"))
    assert kept == ["000001", "000003", "000004"]
    assert [f.name for f in ours.iterdir()] == ["note.txt"]


def test_an_input_that_is_not_there_touches_nothing(newsroom: Path) -> None:
    job = newsroom / "pipelines" / "hourly.toml"
    assert called(newsroom, "run", "--pipeline", job).returncode == 0
    before = {f.name: f.read_bytes() for f in (newsroom / "reports" / "hourly").iterdir()}
    known = called(newsroom, "status", "--state", newsroom / "state" / "hourly.duckdb", "--json")
    shutil.rmtree(newsroom / "incoming")
    (newsroom / "incoming").mkdir()
    done = called(newsroom, "run", "--pipeline", job)
    assert done.returncode == 0
    assert "is its disk there?" in done.stderr
    assert {f.name: f.read_bytes() for f in (newsroom / "reports" / "hourly").iterdir()} == before
    after = called(newsroom, "status", "--state", newsroom / "state" / "hourly.duckdb", "--json")
    told, was = json.loads(after.stdout), json.loads(known.stdout)
    assert told["articles"] == was["articles"]
    assert told["last_run"]["result"] == "skipped"
    assert told["last_good_run"] == was["last_good_run"]


def test_status_tells_a_monitor_when_no_night_ended_well(newsroom: Path) -> None:
    state = newsroom / "state" / "hourly.duckdb"
    called(newsroom, "run", "--pipeline", newsroom / "pipelines" / "hourly.toml")
    assert called(newsroom, "status", "--state", state, "--max-age", 1).returncode == 0
    stale = called(newsroom, "status", "--state", state, "--max-age", 0)
    assert stale.returncode == 6
    assert "ended" in stale.stderr


def test_messages_as_json(newsroom: Path) -> None:
    (newsroom / "incoming" / "empty.txt").write_text("")
    done = called(
        newsroom, "run", "--pipeline", newsroom / "pipelines" / "hourly.toml", "--log-json",
        "--state", newsroom / "missing" / "s.duckdb",
    )  # fmt: skip
    assert done.returncode == 2
    told = json.loads(done.stderr)
    assert told["level"] == "error"
    assert "folder does not exist" in told["message"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_all_as_it_was(newsroom: Path, number: int) -> None:
    job = newsroom / "pipelines" / "hourly.toml"
    assert called(newsroom, "run", "--pipeline", job).returncode == 0
    nights.write(newsroom / "incoming", nights.articles(3, 12), 2)
    process = subprocess.Popen(
        [sys.executable, "-m", "dedup", "run", "--pipeline", str(job), "--log-file", "log"],
        cwd=newsroom,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    log = newsroom / "log"
    while not (log.exists() and "comparing" in log.read_text()):
        time.sleep(0.02)
        assert process.poll() is None
    process.send_signal(number)
    _, said = process.communicate(timeout=3000)
    assert process.returncode == (143 if number == signal.SIGTERM else 130)
    assert "terminated" in said or "interrupted" in said
    status = called(newsroom, "status", "--state", newsroom / "state" / "hourly.duckdb", "--json")
    assert json.loads(status.stdout)["articles"] == 6
    again = called(newsroom, "run", "--pipeline", job)
    assert again.returncode == 0
    assert not (newsroom / "state" / "hourly.duckdb.work").exists()


def bytes_of(out: Path) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in sorted(out.iterdir()) if f.name != "run.json"}


def test_the_same_nights_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the threads and the hash seed."""
    made = []
    pieces = nights.articles(6, 14)
    for turn, (threads, seed) in enumerate((("1", "1"), ("2", "77"))):
        place = tmp_path / str(turn) / "in"
        job = tmp_path / "job.toml"
        job.write_text(
            f"[state]\nthreads = {threads}\nrotating = true\n[engine]\nworkers = {threads}\n"
        )
        reports: list[dict[str, bytes]] = []
        for night, some in enumerate((pieces[:8], pieces[8:])):
            ordered: Sequence[nights.Piece] = some if turn else some[::-1]
            nights.write(place, ordered, night)
            done = called(
                tmp_path, "run", place, "--state", place.parent / "s.duckdb",
                "--out", place.parent / "out", "--pipeline", job,
                env={"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads},
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            reports.append(bytes_of(place.parent / "out"))
        made.append(reports)
    assert made[0] == made[1]


def test_a_read_only_installation_is_enough(newsroom: Path) -> None:
    """Nothing is written but the state and the reports: not beside the code, not under HOME."""
    code = newsroom / "code"
    shutil.copytree(ROOT / "dedup", code / "dedup", ignore=shutil.ignore_patterns("__pycache__"))
    for folder, _, _ in os.walk(code):
        Path(folder).chmod(0o555)
    try:
        done = called(
            newsroom, "run", "--pipeline", newsroom / "pipelines" / "hourly.toml",
            env={"PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        written = [f for f in code.rglob("*") if f.is_file() and f.suffix == ".pyc"]
        assert written == []
    finally:
        for folder, _, _ in os.walk(code):
            Path(folder).chmod(0o755)
