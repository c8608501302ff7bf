"""What is made of the phrases, kept between runs: to make it takes seconds, to fetch it hundredths.

It stands where compiled loops do, in a folder that nobody else can write to, under a digest of all
that it is made of: the data files, the user's own, this code and its libraries.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np

from dedup.kernels.folder import cache_folder

T = TypeVar("T")
_SUFFIX = ".prepared"
_MOST_KEPT = 8
"""Files that stay; those that were used longest ago go first."""
_CODE = ("boilerplate", "kernels", "data", "spotting", "spellings", "alike", "words")
_UNREADABLE = (OSError, EOFError, pickle.PickleError, ValueError, LookupError, AttributeError,
               ImportError, TypeError, MemoryError)  # fmt: skip


def made_of(others: Iterable[object]) -> str | None:
    """A digest of what the phrases are made of; None where that is no folder of files.

    Args:
        others: what else the result depends on, as it prints.
    """
    package = resources.files("dedup")
    if not isinstance(package, Path):
        return None
    known = []
    for file in chain.from_iterable(_files(package / name) for name in _CODE):
        found = file.stat()
        known.append((str(file), found.st_mtime_ns, found.st_size))
    parts = (known, sys.version, np.__version__, *others)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _files(place: Path) -> list[Path]:
    """The files of a folder, or a module."""
    if not place.is_dir():
        return [place.with_suffix(".py")]
    return sorted(file for file in place.iterdir() if file.suffix in (".py", ".toml", ".txt"))


def prepared(digest: str | None, name: str, make: Callable[[], T]) -> T:
    """What `make` returns, fetched if a run before had made it of the same.

    Args:
        digest: by `made_of`; None to make it anew.
        name: what it is.
        make: makes it.
    """
    if digest is None:
        return make()
    file = _folder() / f"{digest}-{name}{_SUFFIX}"
    with suppress(*_UNREADABLE), file.open("rb") as opened:
        found: T = pickle.load(opened)  # noqa: S301 - nobody else can write there
        return found
    made = make()
    with suppress(OSError):  # a full disk must not stop a run
        _keep(file, made)
    return made


@cache
def _folder() -> Path:
    return cache_folder()


def _keep(file: Path, made: object) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".tmp", delete=False) as opened:
        try:
            pickle.dump(made, opened, protocol=pickle.HIGHEST_PROTOCOL)
            opened.flush()
            Path(opened.name).replace(file)
        except BaseException:
            Path(opened.name).unlink(missing_ok=True)
            raise
    kept = sorted(file.parent.glob(f"*{_SUFFIX}"), key=os.path.getmtime)
    for old in kept[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)
