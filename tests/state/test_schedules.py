"""The very lines of crontab and of the systemd service, as those who run them do."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nights
import pytest

ROOT = Path(__file__).parents[2]
PLACE = "/srv/news"


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """What the lines name, at another place: the command, the pipelines, what came in."""
    for name in ("incoming", "state", "log", "reports", "dedup/.venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copytree(ROOT / "pipelines", tmp_path / "pipelines")
    for file in (tmp_path / "pipelines").iterdir():
        file.write_text(file.read_text("utf-8").replace(PLACE, str(tmp_path)), "utf-8")
    command = tmp_path / "dedup" / ".venv" / "bin" / "dedup"
    command.write_text(
        f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} "
        f'exec {shlex.quote(sys.executable)} -m dedup "$@"\n'
    )
    command.chmod(0o755)
    pieces = nights.articles(1, 6)
    for piece in pieces:
        piece.record.pop("id", None)  # type: ignore[attr-defined]
    nights.write(tmp_path / "incoming", pieces, 0)
    return tmp_path


def as_cron(line: str, settings: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """A line as cron runs it: /bin/sh, its own environment alone, HOME's folder, no terminal."""
    assert "%" not in line  # which cron would turn into a new line
    return subprocess.run(
        ["/usr/bin/env", "-i", *(f"{k}={v}" for k, v in settings.items()), "/bin/sh", "-c", line],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=3000,
        check=False,
    )


def crontab(place: Path) -> tuple[dict[str, str], list[str]]:
    """The settings and the commands of the crontab."""
    lines = (place / "pipelines" / "crontab").read_text("utf-8").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    settings = dict(line.split("=", 1) for line in told if re.match(r"[A-Z]+=", line))
    commands = [line.split(None, 5)[5] for line in told if not re.match(r"[A-Z]+=", line)]
    return settings, commands


def test_every_line_of_the_crontab(
    newsroom: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings, (nightly, hourly, monitor) = crontab(newsroom)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    early = as_cron(monitor, settings, elsewhere)
    assert early.returncode == 2
    assert "there is no state" in early.stderr
    night = as_cron(nightly, settings, elsewhere)
    assert (night.returncode, night.stderr) == (0, "")
    assert re.fullmatch(r"6 new articles; (.*; )?6 known; see .*report\.html\n", night.stdout)
    hour = as_cron(hourly, settings, elsewhere)
    assert (hour.returncode, hour.stderr) == (0, "")
    assert hour.stdout.startswith("6 new articles")
    hour = as_cron(hourly, settings, elsewhere)
    assert (hour.returncode, hour.stdout, hour.stderr) == (0, "", "")
    morning = as_cron(monitor, settings, elsewhere)
    assert (morning.returncode, morning.stdout, morning.stderr) == (0, "", "")
    assert list(elsewhere.iterdir()) == []
    log = (newsroom / "log" / "dedup.log").read_text("utf-8")
    assert "6 new articles" in log


def test_an_hour_that_meets_another_run_is_left_out_in_silence(newsroom: Path) -> None:
    from dedup.state import locks

    settings, (_, hourly, _) = crontab(newsroom)
    with locks.held(newsroom / "state" / "hourly.duckdb"):
        done = as_cron(hourly, settings, newsroom)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "another run holds" in (newsroom / "log" / "dedup.log").read_text("utf-8")


def test_the_service_starts_what_it_names(newsroom: Path) -> None:
    unit = (newsroom / "pipelines" / "dedup.service").read_text("utf-8")
    (start,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    done = as_cron(start, {"PATH": "/usr/bin:/bin"}, Path("/"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("6 new articles")
    written = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)[0].split()
    for folder, _, files in os.walk(newsroom):
        made = [f for f in files if "duckdb" in f or f == "run.json"]
        assert not made or any(folder.startswith(place) for place in written)


def test_systemd_takes_the_units(newsroom: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed here")
    units = [str(newsroom / "pipelines" / f"dedup.{kind}") for kind in ("service", "timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
