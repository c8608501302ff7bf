"""Which name each article of the state has, as if all had been read at once.

Names depend on one another only where ids or paths are alike: only what might
clash with an article that came or changed is named anew.
"""

from __future__ import annotations

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
    known = database.frame("SELECT DISTINCT folder FROM records ORDER BY folder")["folder"]
    labels = folders.labels([Path(folder) for folder in known])
    database.given("labels", pl.DataFrame({"folder": known, "label": labels}))
    said = "\n".join(f"{f}\t{label}" for f, label in zip(known, labels, strict=True))
    if meta(database, "labels") != said:
        set_meta(database, "labels", said)
        affected = "SELECT article FROM records"
    else:
        _spread(database, fresh)
        affected = "SELECT article FROM affected"
    rows = database.frame(
        "SELECT article, own_id, path, label, number, text_digest "  # noqa: S608
        f"FROM records JOIN labels USING (folder) WHERE article IN ({affected}) "
        "ORDER BY path, label, place, position, article"
    )
    unnamed = [
        naming.Unnamed(*row) for row in rows.select("own_id", "path", "label", "number").iter_rows()
    ]
    named = naming.name(unnamed, rows["text_digest"].cast(pl.String).to_list())
    repeats = [
        naming.place_of(unnamed[first].path, unnamed[first].number)
        if (first := named.repeats.get(place)) is not None
        else None
        for place in range(len(unnamed))
    ]
    names = pl.DataFrame(
        {"article": rows["article"], "article_id": named.ids, "repeats": repeats}, schema=NAMES
    )
    changed = _changed(database, names)
    database.replace("names", changed)
    return changed, named.warnings


def _spread(database: Database, fresh: pl.Series) -> None:
    """The temporary table `affected`: articles whose id or path another affected one has."""
    database.given("affected", pl.DataFrame({"article": fresh}, schema={"article": pl.Int64}))
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
