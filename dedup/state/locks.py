"""One run at a time: a lock beside the state that the kernel releases at death.

The lock is taken on `FILE.lock`, which stays; what stands in it says who
holds it. (flock: advisory, released when the process ends however it ends.)
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from dedup.errors import DedupError, StateHeldError

_POLL_SECONDS = 0.2
_READERS_SECONDS = 120.0
"""How long a run waits for those who only read (`status`, `find`): no night is lost to a look."""
_LONGEST_NOTE = 10_000


def lock_path(state: Path) -> Path:
    """The file that is locked for a state."""
    return state.with_name(state.name + ".lock")


@contextmanager
def held(state: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the state against every other run.

    Args:
        state: the state file, which need not exist yet; its folder must.
        wait: seconds to wait for another run's end.

    Raises:
        StateHeldError: another run holds it still.
        DedupError: the lock file cannot be made.
    """
    handle = _opened(lock_path(state))
    try:
        _acquire(handle, state, wait)
        note = {"pid": os.getpid(), "since": _now(), "command": " ".join(sys.argv[1:2])}
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(note).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def shared(state: Path) -> Iterator[None]:
    """Keep runs out while a state is read, along with others who read it.

    Raises:
        StateHeldError: a run holds it.
    """
    try:
        handle = os.open(lock_path(state), os.O_RDONLY)
    except OSError:  # never held by a run, or not ours to open: nothing to keep out
        yield
        return
    try:
        if not _try(handle, shared=True):
            raise StateHeldError(f"a run holds {state}: ask again once it has ended")
        yield
    finally:
        os.close(handle)


def holder(state: Path) -> dict[str, object] | None:
    """Who holds the state at the moment (`pid`, `since`, `command`); None where nobody does."""
    try:
        handle = os.open(lock_path(state), os.O_RDONLY)
    except OSError:
        return None
    try:
        if _try(handle, shared=True):
            return None
        with suppress(OSError, ValueError):
            note = json.loads(os.pread(handle, _LONGEST_NOTE, 0))
            if isinstance(note, dict):
                return note
        return {}
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise DedupError(
            f"cannot lock the state with {path}: {error.strerror}; its folder must exist and "
            "be writable for the user that runs dedup"
        ) from error


def _acquire(handle: int, state: Path, wait: float) -> None:
    end = time.monotonic() + wait
    readers_end = max(end, time.monotonic() + _READERS_SECONDS)
    while not _try(handle):
        readers_only = _try(handle, shared=True)
        left = (readers_end if readers_only else end) - time.monotonic()
        if left <= 0:
            who = holder(state) or {}
            by = f" (process {who['pid']}, since {who['since']})" if "since" in who else ""
            raise StateHeldError(
                f"another run holds {state}{by}: let it end, or wait for it with --wait SECONDS"
            )
        time.sleep(min(_POLL_SECONDS, left))


def _try(handle: int, *, shared: bool = False) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError as error:
        raise DedupError("a state needs file locks, which this system does not have") from error
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise DedupError(
            f"the file system of the state has no locks ({error.strerror}): keep it on another"
        ) from error
    return True


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
