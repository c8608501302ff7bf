"""Where compiled code is kept between runs.

Compiled code is loaded as code, so the folder must be nobody else's: not
writable by others, and no folder above it another user's.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

CACHE_VARIABLE = "DEDUP_CACHE_DIR"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for compiled code: the first candidate that is safe and can be written.

    Candidates are `DEDUP_CACHE_DIR`, `XDG_CACHE_HOME/dedup` and
    `~/.cache/dedup`; where none will do, a fresh folder that goes with the
    process.
    """
    for candidate in _candidates(environment):
        folder = candidate / "kernels"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if is_safe(folder.resolve()) and os.access(folder, os.W_OK | os.X_OK):
                return folder.resolve()
        except OSError:
            continue
    fresh = Path(tempfile.mkdtemp(prefix="dedup-kernels-"))
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    return fresh


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    if environment.get(CACHE_VARIABLE):
        yield Path(environment[CACHE_VARIABLE]).absolute()
    shared = Path(environment.get("XDG_CACHE_HOME", ""))
    if shared.is_absolute():  # the XDG specification ignores relative paths
        yield shared / "dedup"
    home = Path(environment.get("HOME", ""))
    if home.is_absolute():
        yield home / ".cache" / "dedup"


def is_safe(folder: Path) -> bool:
    """Whether no other user can put code into a folder, given without symbolic links.

    The folder must be this user's and writable by nobody else; those above it
    this user's or root's, and not open to all (unless sticky, as /tmp is).
    """
    if not hasattr(os, "geteuid"):
        return True  # Windows: the profile folder has its own access list
    me = os.geteuid()
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != me or found.st_mode & 0o022:
        return False
    for above in folder.parents:
        found = above.lstat()
        open_to_all = found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX
        if found.st_uid not in (0, me) or open_to_all:
            return False
    return True
