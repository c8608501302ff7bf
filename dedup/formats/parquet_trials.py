"""Parquet files tried out in a process of their own: damaged ones can end the one that reads them.

The decoder trusts what a file says of its own sizes; a wrong one makes it ask
for exabytes of memory, which no exception tells of. So each file is read once
where that harms nobody, and only what survives is read for its articles.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from dedup.formats.records import SourceFile, UnreadableError
from dedup.settings import InputSettings

DAMAGED = "no Parquet that can be read: the decoder ends at it (damaged data)"
_SECONDS = 60.0
_BYTES_A_SECOND = 2_000_000
_ROOM = 4 << 30
"""Bytes of address space beyond what the largest file may take."""
_COMMAND = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from dedup.formats.parquet_trials import serve; serve()"
)


def broken(files: Sequence[SourceFile], settings: InputSettings) -> dict[SourceFile, str]:
    """Those of the files that cannot be read, or end a process which reads them, and why."""
    found: dict[SourceFile, str] = {}
    waiting = list(files)
    while waiting:
        told = _tried(waiting, settings)
        found |= {file: why for file, why in zip(waiting, told, strict=False) if why}
        if len(told) < len(waiting):
            found[waiting[len(told)]] = DAMAGED
        waiting = waiting[len(told) + 1 :]
    return found


def _tried(files: Sequence[SourceFile], settings: InputSettings) -> list[str]:
    """Why each file cannot be read, empty where it can, up to the one that ends the process."""
    names = json.dumps([os.path.abspath(p) for p in sys.path])  # noqa: PTH100
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", _COMMAND, names, str(settings.largest_document)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="ascii",
    )
    told: list[str] = []
    try:
        for file in files:
            answer = _asked(process, file)
            if not answer.endswith("\n"):
                break
            told.append(str(json.loads(answer)))
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
    return told


def _asked(process: subprocess.Popen[str], file: SourceFile) -> str:
    """The answer to one file, empty where the process has ended."""
    if process.stdin is None or process.stdout is None:
        return ""
    with suppress(OSError):
        size = os.stat(file.name).st_size  # noqa: PTH116 - the name may be no UTF-8
        timer = threading.Timer(_SECONDS + size / _BYTES_A_SECOND, process.kill)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(json.dumps(file.name) + "\n")
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            timer.cancel()
    gone = not os.path.exists(file.name)  # noqa: PTH110 - that is told of when it is read
    return '""\n' if gone else ""


def serve() -> None:
    """Read files named on stdin until it ends; what a process on trial runs."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    most = int(sys.argv[2])
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - POSIX only

        room = _ROOM + 4 * most
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        room = room if hard == resource.RLIM_INFINITY else min(room, hard)
        resource.setrlimit(resource.RLIMIT_AS, (room, hard))
    from dedup.formats.parquet import read_file  # noqa: PLC0415

    settings = InputSettings(largest_document=most)
    for line in sys.stdin:
        file = SourceFile(json.loads(line), "trial", "", ".parquet")
        why = ""
        try:
            next(iter(read_file(file, settings)), None)
        except UnreadableError as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001 - whatever a damaged file brings about
            why = f"no Parquet that can be read: {type(error).__name__}"
        answers.write(json.dumps(why) + "\n")
        answers.flush()
