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
from dedup.state import identity
from dedup.state.database import Database
from dedup.state.schema import FILES, REJECTS

_PIECE = 1 << 20
_TICK = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear one time: such a file is looked at
again (two seconds, the tick of the coarsest file system in use)."""
_PASSING = "cannot be read:"
"""How the reason of a reject begins that may be gone by the next run."""


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


def look(database: Database, inputs: Sequence[Path], settings: Settings) -> Found:
    """Find the files of the INPUTs and hold them against those known."""
    found = formats.find(inputs, settings.input)
    files: dict[str, SourceFile] = {}
    stats: list[tuple[str, int, int]] = []
    for file in found.files:
        place = printable(os.path.abspath(file.name))  # noqa: PTH100 - may be no UTF-8
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
    return Found(files, table, known - here, known, found.warnings, found.rejects)


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
    changed = (
        found.stats.filter(pl.lit(again))
        if again
        else database.frame(
            "SELECT found.* FROM found ANTI JOIN files USING (place, size, modified) ORDER BY place"
        )
    )
    folder_of = _folders(inputs)
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
    to_read = _unmoved(database, rows, to_read)
    entries, rejects, failed = _read([found.files[p] for p in to_read], to_read, settings)
    for row in rows:
        place, _, _, size, modified, *_ = row
        settled = _stat(found.files[place]) == (size, modified)
        if not settled or place in failed:
            row[4], row[5] = -modified, ""
        elif time.time_ns() - modified < _TICK:
            row[4] = -modified
    claims, warnings = formats.claims(settings.input)([entry for _, entry in entries])
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


def _unmoved(database: Database, rows: list[list[Any]], to_read: list[str]) -> list[str]:
    """The places to read but those of files that stood elsewhere, whose folder was moved.

    A file of the same path in its INPUT and of the same bytes, whose old place
    is empty, is the file known from there: all that is known of it moves along.
    """
    wanted = set(to_read)
    new = [(r[0], r[1], r[2], r[5]) for r in rows if r[0] in wanted and r[5]]
    schema = {"place": pl.String, "folder": pl.String, "path": pl.String, "digest": pl.String}
    database.given("arrived", pl.DataFrame(new, schema=schema, orient="row"))
    pairs = database.frame(
        "SELECT arrived.place, arrived.folder, files.place AS old FROM arrived "
        "JOIN files USING (path, digest) ANTI JOIN files f ON f.place = arrived.place "
        "ORDER BY arrived.place, old"
    )
    gone = [row for row in pairs.iter_rows() if not Path(row[2]).exists()]
    moves = pl.DataFrame(
        gone, schema={"place": pl.String, "folder": pl.String, "old": pl.String}, orient="row"
    )
    moves = moves.unique("place", keep="first", maintain_order=True).unique(
        "old", keep="first", maintain_order=True
    )
    database.given("moves", moves)
    for table in ("files", "records"):
        database.run(
            f"UPDATE {table} SET place = moves.place, folder = moves.folder FROM moves "  # noqa: S608
            f"WHERE {table}.place = moves.old"
        )
    for table in ("rejects", "forgotten"):
        database.run(
            f"UPDATE {table} SET place = moves.place FROM moves WHERE {table}.place = moves.old"  # noqa: S608
        )
    moved = set(moves["place"].to_list())
    return [place for place in to_read if place not in moved]


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
