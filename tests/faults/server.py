"""Runs the command in forks of one warm process, with a fault in its way: see `trying.py`.

Reads one JSON object a line: `argv`, `fault`, `out` (where its messages go),
`limit` (seconds); answers with `code` (negative: the signal it died of) and
`points` (write points it passed). Nothing here may touch polars or DuckDB:
their threads would not survive the fork.
"""

from __future__ import annotations

import email.parser  # noqa: F401 - for a user who may not read the library later on
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import dedup.cli
from dedup import incremental, pipeline, reports  # noqa: F401
from dedup.commands import nightly, run  # noqa: F401
from dedup.reports import files, page, publish  # noqa: F401
from dedup.state import database as databases
from dedup.state import packing

ROOT = Path(__file__).parents[2]
NOBODY = 65534
_STOPPING = 300.0
"""Seconds that a run may take to stop."""


class Points:
    """Counts the places at which something is written, and stops the process at one of them."""

    def __init__(self, stop_at: int) -> None:
        self.passed = 0
        self.stop_at = stop_at

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: object, name: str) -> None:
        """Make a function a write point before it and after it."""
        inner = getattr(owner, name)

        def counted(*args: object, **kwargs: object) -> object:
            self.pass_one()
            made = inner(*args, **kwargs)
            self.pass_one()
            return made

        setattr(owner, name, counted)


def prepared(fault: dict[str, object]) -> Points:
    """Put the fault in this process's way."""
    kind = fault.get("kind")
    points = Points(int(fault.get("at", 0)))
    points.around(databases.Database, "run")
    points.around(os, "replace")
    points.around(os, "fsync")
    points.around(Path, "unlink")
    points.around(Path, "write_text")
    points.around(packing, "pack")
    if kind == "size":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(fault["bytes"]),) * 2)
    if kind == "memory":
        resource.setrlimit(resource.RLIMIT_AS, (int(fault["bytes"]),) * 2)
    if kind == "read":
        _while_read(str(fault["how"]))
    if kind == "clock":
        _set_clock(float(fault["days"]))
    if fault.get("user") and os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return points


def _while_read(how: str) -> None:
    """Let every file vanish, or grow, as soon as it has been found."""
    from dedup.state import intake

    inner = intake._digest

    def digest(file: object) -> str:
        made = inner(file)
        if how == "vanish":
            Path(file.name).unlink()
        elif how == "grow":
            with Path(file.name).open("ab") as handle:
                handle.write(b" ")
        return made

    intake._digest = digest


def _set_clock(days: float) -> None:
    """Let every clock of Python tell another time."""
    import datetime as dt

    real, nanoseconds = time.time, time.time_ns
    time.time = lambda: real() + days * 86400
    time.time_ns = lambda: nanoseconds() + int(days * 86400 * 1e9)

    class Shifted(dt.datetime):
        @classmethod
        def now(cls, tz: object = None) -> dt.datetime:
            return dt.datetime.fromtimestamp(time.time(), tz)

    from dedup.commands import placing
    from dedup.state import locks

    for owner in (incremental, nightly, placing, locks):
        owner.datetime = Shifted


def child(order: dict[str, object], pipe: int) -> None:
    """One command; never returns."""
    out = os.open(str(order["out"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.setsid()
    points = prepared(dict(order["fault"]))
    sys.argv = ["dedup", *map(str, order["argv"])]
    code = 1
    try:
        dedup.cli.main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 99
    sys.stdout.flush()
    os.write(pipe, str(points.passed).encode())
    os._exit(code)


def served(order: dict[str, object]) -> dict[str, int]:
    """Fork, wait, and say how it went."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        child(order, writing)
    os.close(writing)
    fault = dict(order["fault"])
    end = time.monotonic() + float(order.get("limit", 3000))
    kill_at = time.monotonic() + float(fault.get("after", 1e9))
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() > min(end, kill_at):
            number = int(fault.get("signal", signal.SIGKILL)) if kill_at < end else signal.SIGKILL
            os.kill(pid, number)
            end, kill_at = time.monotonic() + _STOPPING, 1e9  # stopped long before, or killed
        time.sleep(0.005)
    passed = os.read(reading, 100)
    os.close(reading)
    return {"code": os.waitstatus_to_exitcode(status), "points": int(passed or b"0")}


def warm() -> None:
    """Load here all modules that a command loads: a fork then starts with them."""
    reading, writing = os.pipe()
    if not os.fork():
        os.close(reading)
        with tempfile.TemporaryDirectory() as place:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            job = Path(place) / "job.toml"
            job.write_text("[state]\nrotating = true\n")
            common = ["--out", f"{place}/out", "--state", f"{place}/s.duckdb"]
            common += ["--pipeline", str(job)]
            sys.argv = ["dedup", "run", str(ROOT / "seeds"), *common]
            with suppress(BaseException):
                dedup.cli.main()
        with os.fdopen(writing, "w") as pipe:
            pipe.write("\n".join(sorted(sys.modules)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        names = pipe.read().split("\n")
    os.wait()
    for name in names:
        with suppress(Exception):
            importlib.import_module(name)


def main() -> None:
    """Serve until there are no more orders."""
    warm()
    for line in sys.stdin:
        print(json.dumps(served(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
