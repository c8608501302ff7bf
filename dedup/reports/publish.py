"""Putting a set of files in place completely or not at all.

The new set is written into a hidden folder beside the old one and flushed to
disk. Then a journal that says what is to be moved and removed is put in place
with one rename: from there on the set counts as published. A run that is
killed before leaves the old set as it was; one that is killed after is
finished by the next (`recover`). The manifest, run.json, is the last file to
be put in place, and only files that it listed before are replaced or removed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from dedup.errors import DedupError, UsageError
from dedup.reports.columns import FILES

MANIFEST = "run.json"
STAGING = ".dedup-staging"
JOURNAL = ".dedup-pending.json"
_PROGRAM = "dedup"
_FLUSHED_SINGLY = 100
"""Files up to which each is flushed by itself; flushing everything is quicker above."""


def publish(out: Path, fill: Callable[[Path], None], facts: Mapping[str, object]) -> None:
    """Publish the files that `fill` writes into the folder it is given, and run.json.

    Args:
        out: the folder they go to; made where it is missing.
        fill: writes the new set, plain files only, into an empty folder.
        facts: what run.json says beside the files with their sizes and digests.

    Raises:
        UsageError: a file that no earlier run listed is in the way; nothing was written.
        DedupError: the folder cannot be written, or another run is writing it.
    """
    with _reported(out):
        _make(out)
        with _held(out):
            _finish(out)
            staging = out / STAGING
            staging.mkdir()
            try:
                fill(staging)
                _write_manifest(staging, facts)
                names = sorted(file.name for file in staging.iterdir())
                refuse_foreign(out, names)
                _flush(staging, names)
                _write_journal(out, names)
            except BaseException:
                if not (out / JOURNAL).exists():
                    shutil.rmtree(staging, ignore_errors=True)
                raise
            _finish(out)


def recover(out: Path, names: Sequence[str] = FILES) -> None:
    """Finish what a killed run left pending; refuse a folder whose files are not ours.

    To be called before a run's work, so that nobody waits for hours to hear
    that `out` cannot be used. A folder that is not there is fine.
    """
    with _reported(out):
        _refuse_locked(out)
        if not out.exists():
            return
        if not out.is_dir():
            raise UsageError(f"{out} is a file: name a folder for the reports")
        with _held(out):
            _finish(out)
        refuse_foreign(out, names)


def _refuse_locked(out: Path) -> None:
    """Raise PermissionError where the folder, or the one it would be made in, is not ours."""
    place = next(path for path in (out, *out.absolute().parents) if path.exists())
    if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def refuse_foreign(out: Path, names: Sequence[str]) -> None:
    """Raise UsageError where one of the names is taken by a file that no run listed."""
    own = listed(out)
    for name in names:
        path = out / name
        if not os.path.lexists(path):
            continue
        if name not in own or (path.is_dir() and not path.is_symlink()):
            raise UsageError(
                f"{path} is not from an earlier run and would be overwritten: "
                "move it away or choose another folder"
            )


def listed(out: Path) -> set[str]:
    """Names of the files that the folder's run.json lists, itself included; empty where none."""
    try:
        manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return set()
    except (ValueError, RecursionError, IsADirectoryError):
        return set()
    if not isinstance(manifest, dict) or manifest.get("program") != _PROGRAM:
        return set()
    files = manifest.get("files")
    names = files if isinstance(files, dict) else {}
    return {MANIFEST, *(name for name in names if _is_plain(name))}


def _is_plain(name: object) -> bool:
    """Whether a name from a manifest or journal stays inside its folder."""
    return (
        isinstance(name, str)
        and name not in ("", ".", "..", STAGING, JOURNAL)
        and not set(name) & {"/", "\\", "\0"}
    )


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{out} cannot be made: a file is in its place; name a folder") from error


def _write_manifest(staging: Path, facts: Mapping[str, object]) -> None:
    written = sorted(staging.iterdir())
    with ThreadPoolExecutor(2) as pool:
        digests = list(pool.map(_digest, written))
    files = {
        file.name: {"bytes": file.stat().st_size, "sha256": digest}
        for file, digest in zip(written, digests, strict=True)
    }
    manifest = {**facts, "program": _PROGRAM, "files": files}
    text = json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    (staging / MANIFEST).write_text(text, "utf-8", newline="\n")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _flush(staging: Path, names: Sequence[str]) -> None:
    if len(names) > _FLUSHED_SINGLY:
        os.sync()
        return
    for name in names:
        _sync(staging / name)
    _sync(staging)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_journal(out: Path, names: Sequence[str]) -> None:
    """From the rename here on, the new set counts as published."""
    placed = [name for name in names if name != MANIFEST]
    removed = sorted(listed(out) - set(names))
    draft = out / STAGING / JOURNAL
    draft.write_text(json.dumps({"place": placed, "remove": removed}), "utf-8")
    _sync(draft)
    os.replace(draft, out / JOURNAL)  # noqa: PTH105 (one name for tests to stop at)
    _sync(out)


def _finish(out: Path) -> None:
    """Do what the journal says, as far as it is not done; without one drop what was staged."""
    staging, journal = out / STAGING, out / JOURNAL
    if staging.is_symlink() or journal.is_symlink():
        raise UsageError(f"{out} has a link in place of {STAGING} or {JOURNAL}: remove it")
    if journal.exists():
        todo = _read_journal(journal)
        for name in todo["place"]:
            _place(staging / name, out / name)
        for name in todo["remove"]:
            (out / name).unlink(missing_ok=True)
        _place(staging / MANIFEST, out / MANIFEST)
        _sync(out)
        journal.unlink()
    if staging.exists():
        shutil.rmtree(staging)


def _place(source: Path, target: Path) -> None:
    """Move a file; one that is no longer staged was moved before the run was killed."""
    with suppress(FileNotFoundError):
        os.replace(source, target)  # noqa: PTH105


def _read_journal(journal: Path) -> dict[str, list[str]]:
    try:
        todo = json.loads(journal.read_text("utf-8"))
        sound = all(_is_plain(name) for key in ("place", "remove") for name in todo[key])
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise DedupError(f"{journal} is damaged: remove it to give up what it left pending")
    return {key: list(todo[key]) for key in ("place", "remove")}


@contextmanager
def _reported(out: Path) -> Iterator[None]:
    """Turn failures of the system into errors that name the place."""
    try:
        yield
    except OSError as error:
        place = error.filename or out
        raise DedupError(
            f"cannot write {place}: {error.strerror or error}; free space or rights are "
            "missing, or choose another folder"
        ) from error


@contextmanager
def _held(out: Path) -> Iterator[None]:
    """Hold the folder against another run, where the system can (the lock leaves no file)."""
    try:
        import fcntl  # noqa: PLC0415 (not on every system)
    except ImportError:
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DedupError(
                f"another run is writing into {out}: wait for its end or choose another folder"
            ) from error
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(handle)
