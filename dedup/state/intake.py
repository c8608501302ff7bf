"""Which files are new or have changed, and what their records are to those known.

A file is known by its place, a record as `identity` says. Size and time of change
tell which files to look at, a digest which to read. Nothing that is not there tonight is
taken for gone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import xxhash

from dedup import formats
from dedup.formats import Entry, SourceFile
from dedup.formats.records import printable
from dedup.settings import Settings
from dedup.state import identity, moves
from dedup.state.database import Database
from dedup.state.schema import FILES, REJECTS

_PIECE = 1 << 20
_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear one time: such a file is looked at
again (two seconds, the tick of the coarsest file system in use)."""
_PASSING = "cannot be read:"
"""How the reason of a reject begins that may be gone by the next run."""


_OWN = ("", ".lock", ".wal", ".work", ".last.json", ".last.json.new")
"""Ends of the names of a state and of what stands beside it, which may lie in an INPUT."""


class Found(NamedTuple):
    """The files of the INPUTs as they stand.

    Attributes:
        files: by place.
        stats: place, size, modified of each.
        vanished: known files of these INPUTs that are not there.
        known: known files of these INPUTs.
        warnings: what the walk has to say.
        rejects: path, reason of what cannot be a file of articles.
    """

    files: dict[str, SourceFile]
    stats: pl.DataFrame
    vanished: int
    known: int
    warnings: list[str]
    rejects: list[tuple[str, str]]

    def refusal(self, *, rotating: bool) -> str:
        """Why nothing should be done with these INPUTs; empty where all seems well."""
        if not self.files and not rotating:
            return "the INPUT holds no files: nothing was changed (is its disk there?)"
        if self.vanished * 2 > self.known and not rotating:
            return (
                f"{self.vanished} of {self.known} known files are not in the INPUT any more: "
                "nothing was changed (is its disk there?); where files are removed on purpose, "
                "set state.rotating = true"
            )
        return ""


class Taken(NamedTuple):
    """What tonight's files come to.

    Attributes:
        fresh: FRESH: records that are new, or another version of a known one.
        moved: article, number, position of unchanged records that stand elsewhere in their file.
        parted: articles whose place in a file belongs to another article now.
        files: FILES, of every file looked into.
        rejects: REJECTS of the files read.
        read: files read.
        warnings: sentences for people.
    """

    fresh: pl.DataFrame
    moved: pl.DataFrame
    parted: list[int]
    files: pl.DataFrame
    rejects: pl.DataFrame
    read: int
    warnings: list[str]


def own_files(state: Path) -> set[str]:
    """Real paths of a state and of what stands beside it: no articles, wherever they lie."""
    return {os.path.realpath(state) + end for end in _OWN}


def look(database: Database, inputs: Sequence[Path], settings: Settings) -> Found:
    """Find the files of the INPUTs and hold them against those known."""
    found = formats.find(inputs, settings.input, own_files(database.path))
    files: dict[str, SourceFile] = {}
    stats: list[tuple[str, int, int]] = []
    folders: dict[str, str] = {}
    for file in found.files:
        place = _place(file.name, folders)
        files[place] = file
        stats.append((place, *_stat(file)))
    schema = {"place": pl.String, "size": pl.Int64, "modified": pl.Int64}
    table = pl.DataFrame(stats, schema=schema, orient="row")
    database.given("found", table)
    under = " OR ".join("place = ? OR starts_with(place, ?)" for _ in inputs)
    roots = [printable(os.path.abspath(i)) for i in inputs]  # noqa: PTH100
    values = [v for root in roots for v in (root, root.rstrip("/") + "/")]
    known = database.one(f"SELECT count(*) FROM files WHERE {under}", values)  # noqa: S608
    here = database.one(
        f"SELECT count(*) FROM files SEMI JOIN found USING (place) WHERE {under}",  # noqa: S608
        values,
    )
    empty = [] if settings.state.rotating else _emptied(database, inputs, found.files)
    return Found(files, table, known - here, known, [*found.warnings, *empty], found.rejects)


def _place(name: str, folders: dict[str, str]) -> str:
    """The absolute path of a file, printable; `folders` remembers those of its folder."""
    folder, slash, own = name.rpartition("/")
    if folder not in folders:
        folders[folder] = os.path.abspath(folder + slash)  # noqa: PTH100 - may be no UTF-8
    return printable(f"{folders[folder].rstrip('/')}/{own}")


def _emptied(database: Database, inputs: Sequence[Path], files: Sequence[SourceFile]) -> list[str]:
    """A sentence on each INPUT folder in which there is nothing any more, others being there."""
    full = {file.label for file in files}
    said = []
    for label, folder in _folders(inputs).items():
        if label in full:
            continue
        known = database.one("SELECT count(*) FROM files WHERE folder = ?", [folder])
        if known:
            said.append(
                f"the INPUT {label} holds none of the {known} files known from there: they stay "
                "known (is its disk there?)"
            )
    return said


def take(  # noqa: PLR0913 - as the run has them
    database: Database,
    inputs: Sequence[Path],
    found: Found,
    settings: Settings,
    run: int,
    *,
    again: bool = False,
) -> Taken:
    """Read what is new or has changed.

    Args:
        database: the state.
        inputs: the INPUTs.
        found: their files.
        settings: how files become articles.
        run: number of this run.
        again: read every file, as where a sidecar has changed.
    """
    folder_of = _folders(inputs)
    standing = [(place, folder_of[f.label], f.path) for place, f in found.files.items()]
    moves.follow_folders(database, standing)
    changed = (
        found.stats.filter(pl.lit(again))
        if again
        else database.frame(
            "SELECT found.* FROM found ANTI JOIN files USING (place, size, modified) ORDER BY place"
        )
    )
    known = database.frame("SELECT place, files.digest FROM files SEMI JOIN found USING (place)")
    digests = dict(known.iter_rows())
    rows: list[list[Any]] = []
    to_read: list[str] = []
    for place, size, modified in (found.stats if again else changed).iter_rows():
        file = found.files[place]
        digest = _digest(file)
        rows.append([place, folder_of[file.label], file.path, size, modified, digest, run])
        if again or not digest or digests.get(place) != digest:
            to_read.append(place)
    arrived = {r[0]: (r[1], r[2], r[5]) for r in rows if r[5]}
    followed = moves.follow_files(
        database, [(place, *arrived[place]) for place in to_read if place in arrived]
    )
    to_read = [place for place in to_read if place not in followed]
    entries, rejects, failed = _read([found.files[p] for p in to_read], to_read, settings)
    for row in rows:
        place, _, _, size, modified, *_ = row
        settled = _stat(found.files[place]) == (size, modified)
        if not settled or place in failed:
            row[4], row[5] = -modified, ""
        elif time.time_ns() - modified < _TICK:
            row[4] = -modified
    claims, warnings = formats.claims(settings.input).by_entry([entry for _, entry in entries])
    records = identity.read(entries, claims, folder_of)
    told = identity.against_known(database, records, run)
    if told.parted:
        warnings.append(
            f"{len(told.parted)} files hold other articles than before under the same names; both "
            "are kept, but names that are used once tell more"
        )
    return Taken(
        *told,
        pl.DataFrame(rows, schema=FILES, orient="row"),
        pl.DataFrame(rejects, schema=REJECTS, orient="row"),
        len(to_read),
        warnings,
    )


def _stat(file: SourceFile) -> tuple[int, int]:
    try:
        found = os.stat(file.name)  # noqa: PTH116 - the name may be no UTF-8
    except OSError:
        return -1, 0
    return found.st_size, found.st_mtime_ns


def _digest(file: SourceFile) -> str:
    """XXH3 (128 bits) of the file's bytes; empty where they cannot be read."""
    digest = xxhash.xxh3_128()
    try:
        with open(file.name, "rb") as handle:  # noqa: PTH123
            while piece := handle.read(_PIECE):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def _folders(inputs: Sequence[Path]) -> dict[str, str]:
    """The folder of each INPUT by its label."""
    folders = [formats.folders.folder_of(given) for given in inputs]
    labels = formats.folders.labels(folders)
    return {label: printable(str(folder)) for label, folder in zip(labels, folders, strict=True)}


def _read(
    files: Sequence[SourceFile], places: Sequence[str], settings: Settings
) -> tuple[list[tuple[str, Entry]], list[tuple[str, str, int | None, str]], set[str]]:
    """Entries and rejects with the place of their file, and the places to try again."""
    read_file = formats.reader(files, settings.input, settings.engine.workers)
    entries: list[tuple[str, Entry]] = []
    rejects: list[tuple[str, str, int | None, str]] = []
    failed = set()
    for file, place in zip(files, places, strict=True):
        reading = formats.gather([file], read_file, settings.input.most_rejects)
        entries += [(place, entry) for entry in reading.entries]
        for path, number, reason in reading.rejects:
            rejects.append((place, path, number, reason))
            if number is None and reason.startswith(_PASSING):
                failed.add(place)
    return entries, rejects, failed
