"""The faults, each a function that lets it befall one night and tells what was lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import nights
from trying import NONE, Scene

from dedup.state import locks

Try = Callable[[Scene, random.Random], str]


def kill_at(point: int) -> Try:
    """Killed at one write point."""

    def tried(scene: Scene, rng: random.Random) -> str:
        return scene.after(scene.call_night({"kind": "write", "at": point}))

    return tried


def kill_after(scene: Scene, rng: random.Random) -> str:
    """Killed at a random moment of the time that a night without a fault takes."""
    after = rng.random() * scene.seconds
    return scene.after(scene.call_night({"kind": "time", "after": after}))


def stopped_by(number: signal.Signals) -> Try:
    """Asked to stop at a random moment, as by systemd or Ctrl-C."""

    def tried(scene: Scene, rng: random.Random) -> str:
        after = rng.random() * scene.seconds
        left = scene.call_night({"kind": "time", "after": after, "signal": int(number)})
        if left.code not in (0, 128 + number, -number):  # done, or stopped, or not begun yet
            return f"left with {left.code}: {left.said[-400:]}"
        if Path(f"{scene.place}/news.duckdb.work").exists():
            return "left its work behind"
        return scene.after(left)

    return tried


def limited_files(scene: Scene, rng: random.Random) -> str:
    """No file may grow beyond some size, as under a limit of the system (ulimit -f)."""
    size = int(10 ** rng.uniform(2, 6.9))
    return scene.after(scene.call_night({"kind": "size", "bytes": size}))


def full_disk(scene: Scene, rng: random.Random) -> str:
    """A disk, small and of memory, that has no more than so much room for all of them.

    Where this user may not mount one, files are limited instead.
    """
    size = int(10 ** rng.uniform(3, 6.6))
    held = scene.work / "held"
    scene.place.rename(held)
    scene.place.mkdir()
    if not _mounted(scene.place, f"size={size + _room(held)}"):
        scene.place.rmdir()
        held.rename(scene.place)
        return limited_files(scene, rng)
    try:
        shutil.copytree(held, scene.place, dirs_exist_ok=True)
        left = scene.call_night(NONE)
        if left.code not in (0, 1):
            return f"left with {left.code}: {left.said[-400:]}"
        _mounted(scene.place, "remount,size=1g")
        return scene.after(left)
    finally:
        subprocess.run(["umount", "--lazy", str(scene.place)], check=True)
        shutil.rmtree(held)


def can_mount(folder: Path) -> bool:
    """Whether this user may mount a disk of its own there."""
    folder.mkdir()
    if not _mounted(folder, "size=1m"):
        return False
    subprocess.run(["umount", str(folder)], check=True)
    return True


def _mounted(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        return not subprocess.run(command, check=False, capture_output=True).returncode
    except FileNotFoundError:
        return False


def _room(folder: Path) -> int:
    """Bytes that a folder takes on a disk of pages."""
    files = [f for f in folder.rglob("*") if f.is_file() and not f.is_symlink()]
    return sum((f.stat().st_size + 4095) // 4096 * 4096 for f in files) + 65536


def read_only_reports(scene: Scene, rng: random.Random) -> str:
    """The reports folder cannot be written by the user that runs."""
    (scene.place / "out").chmod(0o555)
    left = scene.call_night({"kind": "none", "user": True})
    (scene.place / "out").chmod(0o777)
    if left.code != 1 or "cannot write" not in left.said:
        return f"not told: {left}"
    return scene.after(left)


def denied_file(scene: Scene, rng: random.Random) -> str:
    """One article cannot be read tonight."""
    file = scene.place / "in" / rng.choice(scene.second[:-1]).path
    file.chmod(0o000)
    left = scene.call_night({"kind": "none", "user": True})
    file.chmod(0o777)
    if left.code:
        return f"one file ended the run: {left}"
    return scene.after(left)


def changing_file(scene: Scene, rng: random.Random) -> str:
    """Every file grows while it is read."""
    return scene.after(scene.call_night({"kind": "read", "how": "grow"}))


def vanishing_file(scene: Scene, rng: random.Random) -> str:
    """Every file vanishes while it is read; the next night they are there again."""
    left = scene.call_night({"kind": "read", "how": "vanish"})
    if left.code:
        return f"vanished files ended the run: {left}"
    nights.write(scene.place / "in", scene.second, 1)
    return scene.after(left)


def clock_back(scene: Scene, rng: random.Random) -> str:
    """The clock is years off."""
    return scene.after(scene.call_night({"kind": "clock", "days": rng.uniform(-4000, 400)}))


def little_memory(scene: Scene, rng: random.Random) -> str:
    """No more than so much address space."""
    size = int(rng.uniform(0.6, 3.2) * 2**30)
    left = scene.call_night({"kind": "memory", "bytes": size})
    if left.code == -signal.SIGABRT and "memory allocation of" in left.said:
        left = left._replace(code=-signal.SIGKILL)  # compiled code has no other way to give up
    return scene.after(left)


def two_at_once(scene: Scene, rng: random.Random) -> str:
    """Another run holds the state."""
    with locks.held(scene.place / "news.duckdb"):
        left = scene.call_night(NONE)
        status = scene.server.call("status", "--state", scene.place / "news.duckdb")
    if left.code != 4 or "another run holds" not in left.said:
        return f"not told: {left}"
    if status.code or "running" not in status.said:
        return f"status does not say: {status}"
    return scene.after(left)


def state_folder_locked(scene: Scene, rng: random.Random) -> str:
    """Nothing can be made beside the state tonight."""
    scene.place.chmod(0o555)
    left = scene.call_night({"kind": "none", "user": True})
    scene.place.chmod(0o777)
    if left.code != 1 or "Traceback" in left.said or "unexpected" in left.said:
        return f"not told: {left}"
    return scene.after(left)


def state_unreadable(scene: Scene, rng: random.Random) -> str:
    """The state's rights have changed."""
    state = scene.place / "news.duckdb"
    state.chmod(rng.choice((0o000, 0o444)))
    left = scene.call_night({"kind": "none", "user": True})
    state.chmod(0o777)
    told = "cannot be opened" in left.said or "not readable" in left.said
    if left.code not in (1, 2) or not told:
        return f"not told: {left}"
    return scene.after(left)


def truncated_state(scene: Scene, rng: random.Random) -> str:
    """The state file is cut short."""
    state = scene.place / "news.duckdb"
    os.truncate(state, rng.randrange(state.stat().st_size))
    return _damaged(scene)


def flipped_bytes(scene: Scene, rng: random.Random) -> str:
    """Some bytes of the state are other ones."""
    state = scene.place / "news.duckdb"
    with state.open("r+b") as handle:
        for _ in range(rng.choice((1, 1, 4, 64))):
            handle.seek(rng.randrange(state.stat().st_size))
            byte = handle.read(1)
            handle.seek(-1, os.SEEK_CUR)
            handle.write(bytes([byte[0] ^ (1 << rng.randrange(8))]) if byte else b"\1")
    return _damaged(scene)


def _damaged(scene: Scene) -> str:
    """A damaged state is refused with what to do, or was not damaged where it matters."""
    left = scene.call_night(NONE)
    if left.code < 0 or left.code == 99:
        return f"crashed ({left.code}): {left.said[-300:]}"
    if left.code:
        if (
            "put a saved copy in its place" not in left.said
            and "made with another" not in left.said
        ):
            return f"refused without what to do: {left.said[-300:]}"
        if wrong := scene.faults_of_reports():
            return wrong
        shutil.copy(scene.base / "news.duckdb", scene.place / "news.duckdb")
        (scene.place / "news.duckdb.wal").unlink(missing_ok=True)
    return scene.after(left)
