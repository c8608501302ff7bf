"""Files that stand elsewhere than they did: all that is known of them moves along."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from dedup.state.database import Database

_STANDING = {"place": pl.String, "folder": pl.String, "path": pl.String}


def follow_folders(database: Database, standing: Iterable[tuple[str, str, str]]) -> None:
    """Know the files of INPUT folders that are gone where they are now; they need no reading.

    Same path in the INPUT, same size, same time of change: what a file in its place is known by.

    Args:
        database: the state; its temporary table `found` has place, size, modified of all files.
        standing: place, folder, path of all files.
    """
    known = database.frame("SELECT DISTINCT folder FROM files")["folder"].to_list()
    left = [folder for folder in known if not Path(folder).exists()]
    here = [row for row in standing if row[1] not in known] if left else []
    if not here:
        return
    database.given("standing", pl.DataFrame(here, schema=_STANDING, orient="row"))
    database.given("left_folders", pl.DataFrame({"folder": left}, schema={"folder": pl.String}))
    pairs = database.frame(
        "SELECT s.place, s.folder, files.place AS old FROM standing s JOIN found USING (place) "
        "JOIN files ON files.path = s.path AND files.size = found.size "
        "AND files.modified = found.modified SEMI JOIN left_folders l ON l.folder = files.folder "
        "ANTI JOIN files f ON f.place = s.place ORDER BY s.place, old"
    )
    _move(database, pairs)


def follow_files(database: Database, arrived: Iterable[tuple[str, str, str, str]]) -> set[str]:
    """The places among these of files known from elsewhere, from where they are gone.

    A file of the same path in its INPUT and of the same bytes, whose old place
    is empty, is the file known from there.

    Args:
        database: the state.
        arrived: place, folder, path, digest of files that are not known.
    """
    database.given(
        "arrived", pl.DataFrame(list(arrived), {**_STANDING, "digest": pl.String}, orient="row")
    )
    pairs = database.frame(
        "SELECT arrived.place, arrived.folder, files.place AS old FROM arrived "
        "JOIN files USING (path, digest) ANTI JOIN files f ON f.place = arrived.place "
        "ORDER BY arrived.place, old"
    )
    gone = [not Path(old).exists() for old in pairs["old"].to_list()]
    return _move(database, pairs.filter(pl.Series(gone, dtype=pl.Boolean)))


def _move(database: Database, pairs: pl.DataFrame) -> set[str]:
    """Let all that is known of files (old) stand at their new place, folder; the places."""
    moves = pairs.unique("place", keep="first", maintain_order=True).unique(
        "old", keep="first", maintain_order=True
    )
    if moves.is_empty():
        return set()
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
    return set(moves["place"].to_list())
