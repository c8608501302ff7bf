"""The state file opened: frames in, frames out, one transaction, errors that say what to do."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dedup.errors import StateError
from dedup.settings import StateSettings

if TYPE_CHECKING:
    import duckdb

_FIXED = {
    # No download of code at run time, whatever a query asks for.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_FULL = ("no space left", "file too large", "could not write", "disk full", "quota")


class Database:
    """A connection to one state file.

    Frames go in by way of Parquet files in a folder beside the state, which
    DuckDB reads as they are; nothing else on this machine is written to.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, path: Path, megabytes: int
    ) -> None:
        self._connection = connection
        self._megabytes = megabytes
        self._folder = folder
        self._files = 0
        self.path = path

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """Execute a statement."""
        self._connection.execute(sql, list(values))

    def frame(self, sql: str, values: Sequence[object] = ()) -> pl.DataFrame:
        """The answer to a question, as a frame."""
        found = self._connection.sql(sql, params=list(values))
        return pl.DataFrame(found)

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The single value that a question asks for; None where there is no row."""
        rows = self._connection.execute(sql, list(values)).fetchall()
        return rows[0][0] if rows else None

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Append rows to a table; columns are matched by name."""
        if frame.height:
            with self._written(frame) as source:
                self.run(f"INSERT INTO {table} BY NAME SELECT * FROM {source}")  # noqa: S608

    def given(self, name: str, frame: pl.DataFrame) -> None:
        """Make a frame a temporary table, in place of an earlier one of that name."""
        with self._written(frame) as source:
            self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {source}")  # noqa: S608

    def replace(self, table: str, frame: pl.DataFrame, key: str = "article") -> None:
        """Put rows in place of those that have the same key."""
        self.given("replaced", frame.select(key).unique())
        self.run(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM replaced)")  # noqa: S608
        self.add(table, frame)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside stays, or nothing of it."""
        self.run("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(Exception):
                self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    @contextmanager
    def within(self, megabytes: int) -> Iterator[None]:
        """Let the database keep no more than so much in memory while it looks through the file.

        What it has read it keeps up to its limit, though nobody asks for it again.
        """
        with suppress(Exception):  # what it works with takes more: then its own limit stays
            self.run(f"SET memory_limit = '{min(megabytes, self._megabytes)}MB'")
        try:
            yield
        finally:
            self.run(f"SET memory_limit = '{self._megabytes}MB'")

    @contextmanager
    def _written(self, frame: pl.DataFrame) -> Iterator[str]:
        self._files += 1
        file = self._folder / f"{self._files}.parquet"
        frame.write_parquet(file, compression="uncompressed", statistics=False)
        try:
            yield f"read_parquet('{str(file).replace(chr(39), chr(39) * 2)}')"
        finally:
            file.unlink(missing_ok=True)


@contextmanager
def opened(path: Path, settings: StateSettings, *, read_only: bool = False) -> Iterator[Database]:
    """Open a state file; a writer must hold its lock.

    Raises:
        StateError: no state file, a damaged one, no room on the disk or in memory.
    """
    import duckdb  # noqa: PLC0415 - .15 s

    _refuse_unsound(path)
    work = work_folder(path)
    with explained(path):
        if read_only:
            work = Path(tempfile.mkdtemp(prefix="dedup-"))
        else:
            shutil.rmtree(work, ignore_errors=True)  # what a killed run left
            work.mkdir()
        config: dict[str, Any] = {
            **_FIXED,
            "memory_limit": f"{settings.memory_mb}MB",
            "temp_directory": str(work),
            "preserve_insertion_order": "false",
        }
        if settings.threads:
            config["threads"] = str(settings.threads)
        try:
            connection = duckdb.connect(str(path), read_only=read_only, config=config)
            try:
                connection.execute("SET enable_progress_bar = false")
                yield Database(connection, work, path, settings.memory_mb)
            finally:
                connection.close()
        finally:
            shutil.rmtree(work, ignore_errors=True)


def work_folder(path: Path) -> Path:
    """Where a run puts what is too large for memory; gone when it ends."""
    return path.with_name(path.name + ".work")


def foreign(path: Path) -> StateError:
    """The error for a database that is no state of ours."""
    return StateError(f"{path} is a database, but no state of dedup: name another file")


def _refuse_unsound(path: Path) -> None:
    if path.is_dir():
        raise StateError(f"{path} is a folder: name a file for the state")
    with suppress(OSError):
        if path.exists() and path.stat().st_size == 0:
            raise StateError(
                f"the state {path} is an empty file, which no run leaves: put a saved copy in its "
                "place, or remove it to begin anew"
            )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what DuckDB, polars and the system say into what a user can do."""
    import duckdb  # noqa: PLC0415

    try:
        yield
    except (duckdb.ParserException, duckdb.BinderException, duckdb.InvalidInputException):
        raise  # a fault of ours
    except duckdb.Error as error:
        raise StateError(_said(path, error)) from error
    except pl.exceptions.ComputeError as error:  # how polars tells of a full disk
        if not any(sign in str(error).lower() for sign in ("os error", *_FULL)):
            raise  # a fault of ours
        raise StateError(f"cannot write beside the state {path}: {error}") from error
    except OSError as error:
        place = error.filename or path
        raise StateError(
            f"cannot use {place} for the state {path}: {error.strerror or error}; "
            "free space or rights are missing"
        ) from error


def _said(path: Path, error: Exception) -> str:
    import duckdb  # noqa: PLC0415

    text = " ".join(str(error).split())
    lower = text.lower()
    short = text if len(text) < 300 else text[:297] + "..."
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            f"the state {path} needs more room than it may take ({short}); raise "
            "state.memory_mb, or free space in its folder; nothing was changed"
        )
    if any(sign in lower for sign in _FULL):
        return f"no room to write the state {path} ({short}); nothing was changed"
    if "lock" in lower and "conflicting" in lower:
        return f"another program has the state {path} open ({short}); close it and run again"
    if "permission denied" in lower or "read-only" in lower:
        return f"the state {path} cannot be opened for writing ({short})"
    if "does not exist" in lower and not path.exists():
        return f"there is no state {path}; `dedup run INPUT --state FILE --out DIR` makes one"
    return (
        f"the state {path} is damaged or was not made by dedup ({short}); put a saved copy in "
        "its place, or remove it and run again over all articles"
    )
