"""Which name each article of the state has, as if all had been read at once.

Names depend on one another only where ids or paths are alike: only what might
clash with an article that came or changed is named anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from dedup.formats import folders, naming
from dedup.state.database import Database
from dedup.state.schema import NAMES, meta, set_meta

_PATH_ID = "path || coalesce('#' || number, '')"
_ROUNDS = 4


def rename(database: Database, fresh: pl.Series) -> tuple[pl.DataFrame, list[str]]:
    """Name the articles that came, and again those that they might clash with.

    Args:
        database: the state, RECORDS up to date.
        fresh: articles that are new, changed, moved or gone from their names.

    Returns:
        NAMES that are new or differ, already stored; and warnings.
    """
    database.given("affected", pl.DataFrame({"article": fresh}, schema={"article": pl.Int64}))
    _relabelled(database)
    names, warnings = pl.DataFrame(schema=NAMES), list[str]()
    for _ in range(_ROUNDS):
        _spread(database)
        names, warnings = _named(database)
        if not _met(database, names):
            break
    changed = _changed(database, names)
    database.replace("names", changed)
    return changed, warnings


def _named(database: Database) -> tuple[pl.DataFrame, list[str]]:
    """NAMES of the affected articles, and warnings."""
    rows = database.frame(
        "SELECT article, own_id, path, label, number, text_digest "
        "FROM records SEMI JOIN affected USING (article) JOIN labels USING (folder) "
        "ORDER BY path, label, place, position, article"
    )
    named = naming.name(rows.with_columns(pl.col("text_digest").cast(pl.String).alias("text")))
    repeats: list[str | None] = [None] * rows.height
    for place, first in named.repeats.items():
        repeats[place] = naming.place_of(rows["path"][first], rows["number"][first])
    names = pl.DataFrame(
        {"article": rows["article"], "article_id": named.ids, "repeats": repeats}, schema=NAMES
    )
    return names, named.warnings


def _relabelled(database: Database) -> None:
    """Make `labels`, and add to `affected` those whose INPUT has another label, if that names them.

    A label names only articles of which others have the id or the path as well.
    """
    known = database.frame("SELECT DISTINCT folder FROM records ORDER BY folder")[
        "folder"
    ].to_list()
    labels = dict(zip(known, folders.labels([Path(folder) for folder in known]), strict=True))
    told = {"folder": list(labels), "label": list(labels.values())}
    database.given("labels", pl.DataFrame(told, schema=dict.fromkeys(told, pl.String)))
    before = json.loads(meta(database, "labels") or "{}")
    if before == labels:
        return
    set_meta(database, "labels", json.dumps(labels))
    other = [folder for folder, label in labels.items() if before.get(folder) != label]
    database.given("relabelled", pl.DataFrame({"folder": other}, schema={"folder": pl.String}))
    database.run(
        "CREATE OR REPLACE TEMP TABLE doubted AS "  # noqa: S608
        f"SELECT article, own_id, {_PATH_ID} AS path_id FROM records "
        "SEMI JOIN relabelled USING (folder) ANTI JOIN affected USING (article)"
    )
    if not database.one("SELECT count(*) FROM doubted"):
        return  # a folder that is new tonight, as where each day has one
    database.run(
        "INSERT INTO affected WITH borne AS (SELECT own_id AS name FROM records "  # noqa: S608
        f"WHERE own_id IS NOT NULL UNION ALL SELECT {_PATH_ID} FROM records), "
        "shared AS (SELECT name FROM borne GROUP BY name HAVING count(*) > 1) "
        "SELECT article FROM doubted WHERE own_id IN (FROM shared) OR path_id IN (FROM shared)"
    )


def _met(database: Database, names: pl.DataFrame) -> bool:
    """Add to `affected` the articles that have one of these names so far; whether any do."""
    database.given("given_names", names.drop_nulls("article_id").select("article_id"))
    database.run(
        "CREATE OR REPLACE TEMP TABLE met AS SELECT article FROM names "
        "SEMI JOIN given_names USING (article_id) ANTI JOIN affected USING (article)"
    )
    database.run("INSERT INTO affected FROM met")
    return bool(database.one("SELECT count(*) FROM met"))


def _spread(database: Database) -> None:
    """Add to the table `affected` the articles whose id or path another affected one has."""
    for _ in range(_ROUNDS):
        before = database.one("SELECT count(*) FROM affected")
        database.run(
            "CREATE OR REPLACE TEMP TABLE spoken AS "  # noqa: S608
            f"SELECT own_id AS name FROM records SEMI JOIN affected USING (article) UNION "
            f"SELECT {_PATH_ID} FROM records SEMI JOIN affected USING (article) UNION "
            "SELECT article_id FROM names SEMI JOIN affected USING (article)"
        )
        database.run(
            "CREATE OR REPLACE TEMP TABLE affected AS "  # noqa: S608
            "SELECT article FROM affected UNION "
            "SELECT article FROM records WHERE own_id IN (SELECT name FROM spoken) UNION "
            f"SELECT article FROM records WHERE {_PATH_ID} IN (SELECT name FROM spoken) UNION "
            "SELECT article FROM names WHERE article_id IN (SELECT name FROM spoken)"
        )
        if database.one("SELECT count(*) FROM affected") == before:
            return


def _changed(database: Database, names: pl.DataFrame) -> pl.DataFrame:
    database.given("wanted", names)
    return database.frame(
        "SELECT wanted.* FROM wanted LEFT JOIN names USING (article) "
        "WHERE names.article IS NULL OR wanted.article_id IS DISTINCT FROM names.article_id "
        "OR wanted.repeats IS DISTINCT FROM names.repeats ORDER BY article"
    )
