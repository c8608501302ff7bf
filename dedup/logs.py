"""What a run says while it works: lines for people on stderr, lines with a time in a log file.

A log file is opened anew for every line, so that one that logrotate moved away
or cut is followed by a new one. On stderr stand warnings and errors alone:
cron mails what stands there.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dedup.errors import UsageError

_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass
class Log:
    """Where lines go.

    Attributes:
        file: also gets what is said at each stage; None is none.
        as_json: lines are JSON objects: time, level, message.
        quiet: no warnings on stderr.
    """

    file: Path | None = None
    as_json: bool = False
    quiet: bool = False

    def begin(self) -> None:
        """Raise UsageError where the file cannot be written: better now than by nobody's notice."""
        if self.file is None:
            return
        try:
            os.close(self._opened())
        except OSError as error:
            if error.errno in _FULL:  # which ends no run, nor keeps one from beginning
                return
            raise UsageError(
                f"--log-file {self.file} cannot be written: {error.strerror}"
            ) from error

    def info(self, message: str) -> None:
        """Something begins or has ended; in the log file only."""
        self._to_file("info", message)

    def warning(self, message: str) -> None:
        """Something a user should look at."""
        if not self.quiet:
            self._to_stderr("warning", message)
        self._to_file("warning", message)

    def failure(self, message: str) -> None:
        """Why the command ends without having done its work."""
        self._to_stderr("error", message)
        self._to_file("error", message)

    def _to_stderr(self, level: str, message: str) -> None:
        from dedup.commands.terminal import one_line  # noqa: PLC0415

        said = f"warning: {message}" if level == "warning" else message
        line = _line(level, message, as_json=True) if self.as_json else f"dedup: {one_line(said)}"
        write(line + "\n")

    def _to_file(self, level: str, message: str) -> None:
        if self.file is None:
            return
        line = _line(level, message, as_json=self.as_json) + "\n"
        with suppress(OSError):  # a full disk ends no run
            handle = self._opened()
            try:
                os.write(handle, line.encode("utf-8", "backslashreplace"))
            finally:
                os.close(handle)

    def _opened(self) -> int:
        assert self.file is not None  # noqa: S101 - for types alone
        return os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)


def write(text: str) -> None:
    """Text on stderr, whoever reads it or has gone."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _line(level: str, message: str, *, as_json: bool) -> str:
    from dedup.commands.terminal import one_line  # noqa: PLC0415

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if as_json:
        said = {"time": now, "level": level, "message": message, "pid": os.getpid()}
        return json.dumps(said, ensure_ascii=False)
    return f"{now} {os.getpid()} {level}: {one_line(message)}"
