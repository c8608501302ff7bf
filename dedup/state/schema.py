"""The tables of a state file and their version.

A table's columns are those of the stages' tables where it keeps what a stage
made: whatever an article has several of is a list of structs in its one row,
whatever a pair has several of likewise. Articles are numbered as they come
(`article`), identical story texts have one `digest`; both are 64-bit, and
neither ever means another one.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from dedup.state.database import Database
from dedup.tables import (
    ALIGNMENTS,
    BLOCKS,
    CREDITS,
    CUTS,
    EVIDENCE,
    MASTHEADS,
    RELATIONS,
    TEXTS,
    Table,
)

VERSION = 3
"""Raised with every change of these tables; a state of another version is refused."""
REMADE_FROM = 2
"""The oldest version that `rebuild` can read: what it copies has been as it is since then, but
for the filters of `bodies`, which it makes anew."""


def struct(table: Table, *without: str) -> pl.Struct:
    """The columns of a stage's table, less those that its owner has, as one struct."""
    return pl.Struct(columns(table, *without))


def made_of(given: dict[str, Any]) -> pl.Schema:
    """The columns of a table of the state."""
    return pl.Schema(given)


def columns(table: Table, *without: str) -> dict[str, Any]:
    """Names and types of a stage's table, less those that its owner has."""
    return {name: dtype for name, dtype in table.schema.items() if name not in without}


def several(table: Table, *without: str) -> pl.List:
    """A list of such structs."""
    return pl.List(struct(table, *without))


RECORDS = made_of(
    {
        "article": pl.Int64,  # numbered as they come
        "place": pl.String,  # the file's real path, printable
        "folder": pl.String,  # the INPUT folder it was found in
        "path": pl.String,
        "number": pl.UInt32,  # record number where the file holds several; else null
        "position": pl.UInt32,  # record number in any case
        "slot": pl.String,  # what the record is known by inside its file
        "own_id": pl.String,
        "content": pl.String,  # digest of all that follows, and of the text
        "text_digest": pl.UInt64,  # of the text alone
        "title": pl.String,
        "byline": pl.String,
        "language": pl.String,
        "encoding": pl.String,
        "extra": pl.String,
        "evidence": several(EVIDENCE, "row"),
        "first_run": pl.Int32,
        "changed_run": pl.Int32,
        "version": pl.Int32,  # 1 as first read, one more for each edit
    }
)
BODIES = made_of(
    {
        "article": pl.Int64,
        "packed": pl.Binary,  # the text as read, UTF-8, deflated: see `bodies`
        "named": pl.Binary,  # a filter of the names that stand in it
    }
)
VERSIONS = made_of(
    {
        "article": pl.Int64,
        "version": pl.Int32,
        "until_run": pl.Int32,  # the run that found the next version
        "title": pl.String,
        "published_at": pl.String,
        "text": pl.String,
    }
)
NAMES = made_of(
    {
        "article": pl.Int64,
        "article_id": pl.String,  # null where it is an article listed twice
        "repeats": pl.String,  # where that stands first
    }
)
ALONE = made_of(
    {
        "article": pl.Int64,
        "language": pl.String,
        "cuts": several(CUTS, "row"),  # by rules; what was learned to be furniture is apart
        "credits": several(CREDITS, "row"),  # by the registry; other outlets are apart
        "masthead": struct(MASTHEADS, "row"),
    }
)
BLOCKS_HELD = made_of({"article": pl.Int64, **columns(BLOCKS, "row")})
PRINTS = made_of(
    {
        "kind": pl.String,  # whole, template or lead
        "print": pl.UInt64,
        "articles": pl.UInt32,
        "stories": pl.UInt32,  # null where it was looked into and is no furniture
        "sample": pl.UInt64,  # digest of the articles it was looked into by
    }
)
SAMPLED = made_of(  # the articles that furniture is learned from
    {"article": pl.Int64, "publisher": pl.String, "content": pl.UInt64}
)
LEARNED = pl.Struct(
    {
        "start": pl.UInt32,
        "stop": pl.UInt32,
        "rule": pl.String,
        "kind": pl.String,
        "print": pl.UInt64,
    }
)
FINDINGS = made_of(
    {
        "article": pl.Int64,
        **columns(TEXTS, "row", "text", "language"),
        "credits": several(CREDITS, "row"),  # all, those to outlets of the state too
        "credited_to": pl.String,
        "learned": pl.List(LEARNED),  # its blocks that are furniture
        "reading": pl.UInt64,  # digest of all that a verdict on it depends on
    }
)
OUTLETS = made_of({"name": pl.String})  # publishers that texts are searched for
MEMBERS = made_of(
    {
        "article": pl.Int64,
        "story_id": pl.String,
        "event_id": pl.String,
        "run": pl.Int32,  # the run that put it there
    }
)
GROUPS = made_of(
    {
        "digest": pl.UInt64,
        "article": pl.Int64,  # the first by article_id, which stands for all
        "language": pl.String,  # its language
        "earliest": pl.Int64,  # all that the dates of its articles allow; null where one has none
        "latest": pl.Int64,
        "articles": pl.UInt32,
    }
)
SKETCHES = made_of({"digest": pl.UInt64, "shingles": pl.UInt32, "signature": pl.Binary})
KEYS = made_of(
    {
        "band": pl.Boolean,
        "key": pl.UInt64,
        "digest": pl.UInt64,
        "weight": pl.Int32,  # of a term, in WEIGHT_UNITs: sums of products are exact
        "dated": pl.Boolean,  # whether every article of the digest has a date
    }
)
WEIGHT_UNIT = 2.0**-20
MEASURES = ("jaccard", "low_contained", "high_contained", "cosine")
CANDIDATES = made_of(
    {
        "low": pl.UInt64,  # digests, low < high
        "high": pl.UInt64,
        "finders": pl.UInt8,  # 1 bands, 2 terms, 3 both
        **dict.fromkeys(MEASURES, pl.Float32),
    }
)
LINKS = made_of(
    {
        "left": pl.Int64,  # articles, left and right by article_id
        "right": pl.Int64,
        "left_digest": pl.UInt64,
        "right_digest": pl.UInt64,
        "left_reading": pl.UInt64,
        "right_reading": pl.UInt64,
        **columns(RELATIONS, "left", "right"),
        "signals": pl.List(pl.Float32),  # null where a `different` pair needs no words
        "alignments": several(ALIGNMENTS, "left", "right"),
    }
)
FILES = made_of(
    {
        "place": pl.String,
        "folder": pl.String,
        "path": pl.String,
        "size": pl.Int64,
        "modified": pl.Int64,  # nanoseconds; negative where it may have changed since
        "digest": pl.String,
        "run": pl.Int32,
    }
)
REJECTS = made_of({"place": pl.String, "path": pl.String, "record": pl.UInt32, "reason": pl.String})
FORGOTTEN = made_of({"place": pl.String, "slot": pl.String})  # never to be read again
RUNS = made_of(
    {
        "run": pl.Int32,
        "started": pl.String,
        "finished": pl.String,
        "result": pl.String,  # done, skipped
        "facts": pl.String,  # JSON
    }
)
CHANGES = made_of({"run": pl.Int32, "kind": pl.String, "id": pl.String, "other_id": pl.String})
BORN = made_of({"id": pl.String, "run": pl.Int32, "place": pl.Int64})  # of story, event ids
BACKGROUNDS = made_of(
    {"language": pl.String, "articles": pl.Int64, "term": pl.UInt64, "count": pl.Float64}
)

TABLES: dict[str, pl.Schema] = {
    "records": RECORDS,
    "bodies": BODIES,
    "versions": VERSIONS,
    "names": NAMES,
    "alone": ALONE,
    "blocks": BLOCKS_HELD,
    "prints": PRINTS,
    "sampled": SAMPLED,
    "findings": FINDINGS,
    "outlets": OUTLETS,
    "members": MEMBERS,
    "groups": GROUPS,
    "sketches": SKETCHES,
    "keys": KEYS,
    "candidates": CANDIDATES,
    "links": LINKS,
    "files": FILES,
    "rejects": REJECTS,
    "runs": RUNS,
    "changes": CHANGES,
    "born": BORN,
    "backgrounds": BACKGROUNDS,
    "forgotten": FORGOTTEN,
}
_OF_ANY_VERSION = {"meta", "records", "bodies", "names", "files", "runs", "links"}


def create(database: Database) -> None:
    """Make the tables of an empty state."""
    database.run("CREATE TABLE meta (name VARCHAR, value VARCHAR)")
    for name, schema in TABLES.items():
        database.given("columns", pl.DataFrame(schema=schema))
        database.run(f"CREATE TABLE {name} AS SELECT * FROM columns LIMIT 0")  # noqa: S608


def is_empty(database: Database) -> bool:
    """Whether nothing was ever committed to the file."""
    return not database.one("SELECT count(*) FROM duckdb_tables() WHERE NOT temporary")


def is_ours(database: Database) -> bool:
    """Whether the file has the tables of a state, of this version or another."""
    found = database.frame("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")
    return set(found["table_name"].to_list()) >= _OF_ANY_VERSION


def meta(database: Database, name: str) -> str | None:
    """A value of the state as a whole."""
    value = database.one("SELECT value FROM meta WHERE name = ?", [name])
    return None if value is None else str(value)


def set_meta(database: Database, name: str, value: object) -> None:
    """Put a value in place of an earlier one."""
    database.run("DELETE FROM meta WHERE name = ?", [name])
    database.run("INSERT INTO meta VALUES (?, ?)", [name, str(value)])
