"""What leaves a state: articles that are too old, and those that people want gone."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dedup.incremental import sampling
from dedup.incremental.absorbing import Absorbed
from dedup.settings import Settings
from dedup.state import naming
from dedup.state.database import Database
from dedup.state.newest import newest

_DAY = 86_400
_TABLES = ("records", "bodies", "names", "findings", "alone", "blocks", "members", "versions")


def too_old(database: Database, days: int) -> pl.Series:
    """Articles published more than so many days before the newest one; none for 0 days.

    Counted from the newest published date that is believed (`dedup.state.newest`) and
    not from the clock: neither a clock set wrong nor a misdated article may empty a state.
    """
    none = pl.Series("article", [], dtype=pl.Int64)
    date = newest(database).date if days else None
    if date is None:
        return none
    found = database.frame(
        "SELECT article FROM alone WHERE masthead.latest < ? ORDER BY article",
        [date - days * _DAY],
    )
    return found["article"].cast(pl.Int64)


def misdated(database: Database, fresh: pl.Series) -> list[str]:
    """A sentence on those of the articles that came whose date is not believed."""
    believed = newest(database).believed
    database.given("came", pl.DataFrame({"article": fresh}, schema={"article": pl.Int64}))
    found = database.frame(
        "SELECT article_id, masthead.published_at FROM alone SEMI JOIN came USING (article) "
        "JOIN names USING (article) WHERE article_id IS NOT NULL AND masthead.earliest > ? "
        "ORDER BY article_id",
        [believed],
    )
    if found.is_empty():
        return []
    name, date = found.row(0)
    many = f"{found.height} article{'' if found.height == 1 else 's'}"
    said = f"{many} dated after the newest file was written, such as {name} ({date})"
    return [f"{said}: no days are counted back from there"]


def drop(database: Database, articles: pl.Series, absorbed: Absorbed) -> Absorbed:
    """Take articles out of the state; what came in is told without them."""
    if not len(articles):
        return absorbed
    database.given("leaving", pl.DataFrame({"article": articles}, schema={"article": pl.Int64}))
    digests = database.frame(
        "SELECT DISTINCT digest FROM findings SEMI JOIN leaving USING (article)"
    )
    partners = database.frame(
        'SELECT "left" AS article FROM links WHERE "right" IN (SELECT article FROM leaving) UNION '
        'SELECT "right" FROM links WHERE "left" IN (SELECT article FROM leaving)'
    )
    twins = database.frame(
        "SELECT twin.article FROM names twin JOIN records t USING (article) "
        "JOIN records g USING (own_id) SEMI JOIN leaving ON leaving.article = g.article"
    )
    sampling.remember(database, "leaving")
    database.run(
        "CREATE OR REPLACE TEMP TABLE emptied AS SELECT DISTINCT place FROM records "
        "SEMI JOIN leaving USING (article)"
    )
    for table in _TABLES:
        database.run(f"DELETE FROM {table} WHERE article IN (SELECT article FROM leaving)")  # noqa: S608
    _forget_files(database)
    gone = articles.implode()
    spoken = twins["article"].cast(pl.Int64)
    names, _ = naming.rename(database, spoken.filter(~spoken.is_in(gone)))
    all_digests = pl.concat([absorbed.digests, digests["digest"].cast(pl.UInt64)]).unique().sort()
    left = pl.concat([absorbed.renamed, names["article"], partners["article"].cast(pl.Int64)])
    return absorbed._replace(
        fresh=absorbed.fresh.filter(~absorbed.fresh.is_in(gone)),
        renamed=left.filter(~left.is_in(gone)).unique(),
        digests=all_digests,
    )


def _forget_files(database: Database) -> None:
    """Know no more of files that are not there either, once none of their articles is known.

    Those that are still there stay known, so as not to be read again every night.
    """
    places = database.frame("SELECT place FROM emptied ANTI JOIN records USING (place)")["place"]
    gone = [place for place in places.to_list() if not Path(place).exists()]
    database.given("unneeded", pl.DataFrame({"place": gone}, schema={"place": pl.String}))
    for table in ("files", "rejects"):
        database.run(f"DELETE FROM {table} WHERE place IN (SELECT place FROM unneeded)")  # noqa: S608


def full_dateless_keys(database: Database, settings: Settings) -> int:
    """Terms that more articles without a date have than may be compared by them."""
    return int(
        database.one(
            "SELECT count(*) FROM (SELECT key FROM keys WHERE NOT band AND NOT dated "
            "GROUP BY key HAVING count(*) > ?)",
            [settings.state.dateless_key],
        )
    )
