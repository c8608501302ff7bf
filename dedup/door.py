"""Every way out of a command: data on stdout, messages on stderr, and the exit code.

Exit codes: 0 done, 1 unexpected failure, 2 wrong usage or settings, 3 inputs
rejected under `--strict`, 4 another run holds the state, 5 the state was made
with another recipe, 6 `status`: stale, 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import typer

from dedup.logs import Log, write

TRACEBACK = "DEDUP_TRACEBACK"


class Terminated(BaseException):
    """SIGTERM arrived; a BaseException, so that no stage takes it for a bad record."""


_NO_ROOM = ("can't start new thread", "Resource temporarily unavailable")
"""What Python and libraries in Rust say where the system has no memory for one more thread."""
STOPPED: list[str] = []
"""What a signal asked for: `terminated` or `interrupted`. A library in whose middle it arrives may
turn the exception into one of its own."""


@contextmanager
def door(log: Log | None = None) -> Iterator[None]:
    """Turn every way out of a command into a message and an exit code."""
    log = log or Log()
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        log.failure("interrupted")
        raise typer.Exit(130) from None
    except Terminated:
        log.failure("terminated")
        raise typer.Exit(143) from None
    except BaseException as error:  # the one place that stops what nothing foresaw
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        if STOPPED:
            log.failure(STOPPED[0])
            raise typer.Exit(143 if STOPPED[0] == "terminated" else 130) from None
        raise typer.Exit(_explained(log, error)) from None


def is_panic(error: BaseException) -> bool:
    """Whether a library in Rust gave up: no `Exception`, lest anyone go on after it."""
    return type(error).__name__ == "PanicException"


def _explained(log: Log, error: BaseException) -> int:
    """Say why a command failed; its exit code."""
    from dedup.errors import DedupError  # noqa: PLC0415

    if isinstance(error, DedupError):
        _explain(log, error)
        return error.exit_code
    if isinstance(error, MemoryError) or any(said in str(error) for said in _NO_ROOM):
        _explain(log, error, "not enough memory for this; allow it more and run again")
    elif isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        _explain(log, error, f"{place}{error.strerror or error}")
    else:
        said = f"unexpected failure: {type(error).__name__}: {error}".rstrip(": ")
        _explain(log, error, f"{said} ({TRACEBACK}=1 shows where)")
    return 1


def _explain(log: Log, error: BaseException, message: str = "") -> None:
    if os.environ.get(TRACEBACK):
        import traceback  # noqa: PLC0415

        write("".join(traceback.format_exception(error)))
    log.failure(message or str(error))


def print_data(text: str) -> None:
    """Data on stdout."""
    if text:
        _write(sys.stdout, text if text.endswith("\n") else text + "\n")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`): the work is done all the same. What is
        # still in the buffer goes nowhere, so that nothing complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
