"""Which files the INPUTs hold: found without following links out, listed in path order.

Nothing is opened here. What is not read is told: as a reject where it was
asked for or leads astray, as a count in a warning where it lies beside the
articles (images, hidden files).
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Container, Iterator, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from dedup.errors import UsageError
from dedup.formats.records import SourceFile, printable

_REPORT = {"run.json", "rejects.csv", "articles.parquet"}  # what tells a folder of reports


class Found(NamedTuple):
    """Files in order of path, then label; rejects as (path, reason)."""

    files: list[SourceFile]
    rejects: list[tuple[str, str]]
    warnings: list[str]


class _Walk:
    """One walk over all INPUTs; gathers what it meets."""

    def __init__(
        self, known: Container[str], skipped_names: Container[str], apart: Collection[str]
    ) -> None:
        self.known = known
        self.skipped_names = skipped_names
        self.apart = apart
        self.apart_names = {os.path.basename(path) for path in apart}  # noqa: PTH119
        self.files: list[SourceFile] = []
        self.linked: dict[str, str] = {}
        """The real path of each file that was met by a link or named itself, by its name."""
        self.rejects: list[tuple[str, str]] = []
        self.passed: Counter[str] = Counter()
        self.reports = 0
        self.links = 0

    def folder(self, root: str, label: str) -> None:
        real_root = os.path.realpath(root)
        stack = [("", root)]
        while stack:
            inner, name = stack.pop()
            try:
                with os.scandir(name) as scan:
                    entries = list(scan)
            except OSError as error:
                self.rejects.append((printable(inner) or label, f"not listed: {_words(error)}"))
                continue
            if {entry.name for entry in entries} >= _REPORT:
                self.reports += 1
                continue
            for entry in entries:
                path = f"{inner}/{entry.name}" if inner else entry.name
                if self._apart(entry, real_root, path):
                    continue
                if entry.name.startswith("."):
                    self.passed["hidden"] += 1
                elif entry.is_symlink():
                    self._link(entry, path, label, real_root)
                elif entry.is_dir(follow_symlinks=False):
                    stack.append((path, entry.path))
                else:
                    self._member(entry, path, label)

    def _apart(self, entry: os.DirEntry[str], root: str, path: str) -> bool:
        named = entry.name in self.apart_names
        return named and f"{root.rstrip(os.sep)}{os.sep}{path}" in self.apart

    def _link(self, entry: os.DirEntry[str], path: str, label: str, root: str) -> None:
        target = os.path.realpath(entry.path)
        if not os.path.exists(entry.path):  # noqa: PTH110 - a name here may be no UTF-8
            self.rejects.append((printable(path), "a link that leads nowhere or in a circle"))
        elif not _inside(target, root):
            reason = "a link out of the INPUT folder, not followed; give its target as an INPUT"
            self.rejects.append((printable(path), reason))
        elif entry.is_dir():
            if _inside(os.path.realpath(os.path.dirname(entry.path)), target):  # noqa: PTH120
                self.rejects.append((printable(path), "a link to a folder around it, a circle"))
            else:
                self.links += 1
        else:
            self.linked[entry.path] = target
            self._member(entry, path, label)

    def _member(self, entry: os.DirEntry[str], path: str, label: str) -> None:
        suffix = suffix_of(entry.name)
        if suffix not in self.known:
            self.passed[printable(suffix) or "no suffix"] += 1
        elif entry.name.partition(".")[0].casefold() in self.skipped_names:
            self.passed[printable(entry.name)] += 1
        elif not entry.is_file():
            self.rejects.append((printable(path), "not a regular file; never opened"))
        else:
            self.files.append(SourceFile(entry.path, _path(path), label, suffix))

    def file(self, name: str, label: str) -> None:
        path = _path(os.path.basename(name))  # noqa: PTH119
        suffix = suffix_of(path)
        if not stat.S_ISREG(os.stat(name).st_mode):  # noqa: PTH116
            self.rejects.append((path, "not a regular file; never opened"))
        elif suffix not in self.known:
            self.rejects.append((path, f"not a format dedup reads ({suffix or 'no suffix'})"))
        else:
            self.files.append(SourceFile(name, path, label, suffix))
            self.linked[name] = os.path.realpath(name)


def find(
    inputs: Sequence[Path],
    known: Container[str],
    skipped_names: Container[str] = (),
    apart: Collection[str] = (),
) -> Found:
    """The files to read among the INPUTs, whatever the order they are given in.

    Args:
        inputs: folders and files.
        known: suffixes that a member of the wing reads.
        skipped_names: names without suffix that are no articles in a folder.
        apart: real paths of files and folders that serve another purpose, such as the sidecar.

    Raises:
        UsageError: an INPUT does not exist.
    """
    for given in inputs:
        if not os.path.lexists(given):
            raise UsageError(f"INPUT {printable(str(given))} does not exist")
        if not given.exists():
            raise UsageError(f"INPUT {printable(str(given))} is a link that leads nowhere")
    walk = _Walk(known, skipped_names, apart)
    for given, label in zip(inputs, labels([folder_of(i) for i in inputs]), strict=True):
        if given.is_dir():
            walk.folder(str(given), label)
        else:
            walk.file(str(given), label)
    # One walk that took no links has met nothing twice.
    simple = len(inputs) == 1 and not walk.linked
    files = sorted(
        walk.files if simple else set(walk.files), key=attrgetter("path", "label", "name")
    )
    files, again = (files, 0) if simple else _once(files, walk.linked, apart)
    return Found(files, sorted(set(walk.rejects)), list(_warnings(walk, again)))


def suffix_of(name: str) -> str:
    """The suffix that tells the format, lower case, without `.gz`."""
    name = name.lower()
    name = name[:-3] if name.endswith(".gz") else name
    stem, dot, suffix = name.rpartition(".")
    # What begins with points alone has no suffix, as `os.path.splitext` has it.
    return dot + suffix if stem.strip(".") and "/" not in suffix else ""


def _once(
    ordered: list[SourceFile], linked: dict[str, str], apart: Container[str]
) -> tuple[list[SourceFile], int]:
    """The files by their first path in order, and how many were met again under another."""
    real_folder = cache(os.path.realpath)
    seen: set[str] = set()
    files = []
    again = 0
    for file in ordered:
        folder, own = os.path.split(file.name)
        real = linked.get(file.name) or os.path.join(real_folder(folder), own)  # noqa: PTH118
        if real in apart:
            continue
        if real in seen:
            again += 1
        else:
            seen.add(real)
            files.append(file)
    return files, again


def folder_of(given: Path) -> Path:
    """The folder that an INPUT is, or that it lies in, as an absolute path."""
    absolute = Path(os.path.abspath(given))  # noqa: PTH100 - links keep their own name
    return absolute if given.is_dir() else absolute.parent


def labels(folders: Sequence[Path]) -> list[str]:
    """A name for each folder of INPUTs: as many last parts of it as tell all apart."""
    longest = max((len(folder.parts) for folder in folders), default=0)
    found: list[str] = []
    for count in range(1, longest + 1):
        found = ["/".join(f.parts[1:][-count:]) or "root" for f in folders]
        if len(set(found)) == len(set(folders)):
            break
    return [printable(label) for label in found]


def _path(path: str) -> str:
    return printable(path if os.sep == "/" else path.replace(os.sep, "/"))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _words(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _warnings(walk: _Walk, again: int) -> Iterator[str]:
    if walk.passed:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(walk.passed.items())[:20])
        total = sum(walk.passed.values())
        yield f"{total} files or folders in the INPUTs are no articles by their name: {kinds}"
    if walk.reports:
        yield f"{walk.reports} folders with reports of an earlier run were not read"
    if walk.links:
        yield f"{walk.links} links to folders of the same INPUT were not followed"
    if again:
        yield f"{again} files were met under several paths and read once"
