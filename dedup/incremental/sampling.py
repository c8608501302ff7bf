"""Which articles furniture is learned from, and which fingerprints a change of them stirs.

The temporary tables it leaves: `stirred_prints` (kind, print), all that is to be looked into
again, and `gone_blocks`, the fingerprints of articles as they were before.
"""

from __future__ import annotations

import polars as pl

from dedup.settings import Settings
from dedup.state.database import Database
from dedup.state.schema import meta, set_meta

KINDS = ("whole", "template", "lead")
_PRINTS = ", ".join(KINDS)
_BY = "learned_by"
_PUBLISHER = "coalesce(masthead.publisher, '')"


def remember(database: Database, articles: str) -> None:
    """Keep the fingerprints of articles whose blocks are about to go.

    Args:
        database: the state.
        articles: a table that names them.
    """
    database.run(
        f"CREATE TEMP TABLE IF NOT EXISTS gone_blocks AS SELECT article, {_PRINTS} "  # noqa: S608
        "FROM blocks LIMIT 0"
    )
    nothing = ", ".join(["NULL::UBIGINT"] * len(KINDS))
    database.run(
        f"INSERT INTO gone_blocks SELECT article, {_PRINTS} FROM blocks "  # noqa: S608
        f"SEMI JOIN {articles} USING (article) UNION ALL SELECT article, {nothing} FROM {articles}"
    )


def forget(database: Database) -> None:
    """Drop what `remember` kept."""
    database.run("DROP TABLE IF EXISTS gone_blocks")


def stir(database: Database, touched: pl.Series, settings: Settings) -> bool:
    """Bring SAMPLED up to date and make `stirred_prints`; whether anything is to be learned.

    Args:
        database: the state.
        touched: articles that came, changed, or have another name.
        settings: whether and how furniture is learned; where that has changed, all is anew.
    """
    told = f"{settings.furniture!r} {settings.state.learned_from}"
    by = told if settings.furniture.learn else ""
    anew = (meta(database, _BY) or "") != by
    if anew:
        set_meta(database, _BY, by)
        database.run("DELETE FROM sampled")
    if not by:
        return False
    _sample(database, touched, settings.state.learned_from, anew=anew)
    if not database.one("SELECT (SELECT count(*) FROM came) + (SELECT count(*) FROM went)"):
        return False
    most = database.one("SELECT (SELECT count(*) FROM came) * 2 > (SELECT count(*) FROM sampled)")
    if most:
        _stir_all(database, settings.furniture.least_stories)
    else:
        _stir_some(database, settings.furniture.least_stories)
    return True


def _sample(database: Database, touched: pl.Series, most: int, *, anew: bool) -> None:
    """Bring SAMPLED up to date; `came` and `went` are the rows by which it differs."""
    database.given("touched", pl.DataFrame({"article": touched}, schema={"article": pl.Int64}))
    among = "" if anew else "SEMI JOIN touched USING (article)"
    database.run(
        f"CREATE OR REPLACE TEMP TABLE stirred AS SELECT {_PUBLISHER} AS publisher "  # noqa: S608
        f"FROM alone {among} UNION SELECT publisher FROM sampled SEMI JOIN touched USING (article) "
        "UNION SELECT publisher FROM sampled ANTI JOIN "
        "(SELECT article FROM names WHERE article_id IS NOT NULL) USING (article)"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE resampled AS WITH theirs AS ("  # noqa: S608
        f"SELECT article, {_PUBLISHER} AS publisher FROM alone "
        f"WHERE {_PUBLISHER} IN (FROM stirred)), "
        "chosen AS (SELECT article, publisher FROM theirs JOIN names USING (article) "
        "WHERE article_id IS NOT NULL QUALIFY row_number() OVER (PARTITION BY publisher "
        f"ORDER BY md5_number_lower(article_id), article_id) <= {most}) "
        "SELECT article, publisher, md5_number_lower(content)::UBIGINT AS content "
        "FROM chosen JOIN records USING (article)"
    )
    same = "USING (article, publisher, content)"
    database.run(
        f"CREATE OR REPLACE TEMP TABLE came AS SELECT * FROM resampled ANTI JOIN sampled {same}"  # noqa: S608
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE went AS SELECT * FROM sampled "  # noqa: S608
        f"SEMI JOIN stirred USING (publisher) ANTI JOIN resampled {same}"
    )
    database.run("DELETE FROM sampled WHERE article IN (SELECT article FROM went)")
    database.run("INSERT INTO sampled BY NAME SELECT * FROM came")


def _stir_all(database: Database, least: int) -> None:
    """Everything that recurs, or was found to: sooner than to ask what each article touches."""
    recurring = " UNION ALL ".join(
        f"SELECT '{kind}', {kind} FROM blocks SEMI JOIN sampled USING (article) "  # noqa: S608
        f"WHERE {kind} IS NOT NULL GROUP BY ALL HAVING count(DISTINCT article) >= {least}"
        for kind in KINDS
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE stirred_prints AS SELECT kind, print FROM prints UNION "  # noqa: S608
        f"({recurring})"
    )


def _stir_some(database: Database, least: int) -> None:
    """What stands in articles that came or went, beside what that turned, or in resized outlets."""
    database.run(
        f"CREATE OR REPLACE TEMP TABLE old_blocks AS SELECT * FROM gone_blocks "  # noqa: S608
        f"SEMI JOIN went USING (article) UNION ALL SELECT article, {_PRINTS} FROM blocks "
        "SEMI JOIN went USING (article) ANTI JOIN gone_blocks USING (article)"
    )
    _blocks_of(database, "new_blocks", "came")
    for name in ("old", "new"):
        database.run(
            f"CREATE OR REPLACE TEMP TABLE {name}_tally AS SELECT kind, print, "  # noqa: S608
            f"count(DISTINCT article) AS articles FROM ({_prints(f'{name}_blocks')}) GROUP BY ALL"
        )
    database.run(
        "CREATE OR REPLACE TEMP TABLE stirred_prints AS "
        "SELECT kind, print FROM old_tally UNION SELECT kind, print FROM new_tally"
    )
    _tally(database, "stirred_prints")
    # How many had it before: those that have it now, less those that came, and those that went.
    had = "coalesce(t.articles, 0) - coalesce(n.articles, 0) + coalesce(o.articles, 0)"
    database.run(
        "CREATE OR REPLACE TEMP TABLE flipped AS SELECT kind, print FROM stirred_prints "  # noqa: S608
        "LEFT JOIN tally t USING (kind, print) LEFT JOIN old_tally o USING (kind, print) "
        "LEFT JOIN new_tally n USING (kind, print) "
        f"WHERE (coalesce(t.articles, 0) >= {least}) <> ({had} >= {least})"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE beside AS "  # noqa: S608
        f"SELECT article FROM ({holders('flipped')}) SEMI JOIN sampled USING (article) UNION "
        "SELECT article FROM sampled SEMI JOIN (SELECT publisher FROM ("
        "SELECT publisher, 1 AS n FROM came UNION ALL SELECT publisher, -1 FROM went) "
        "GROUP BY publisher HAVING sum(n) <> 0) USING (publisher)"
    )
    _blocks_of(database, "near_blocks", "beside")
    database.run(
        "CREATE OR REPLACE TEMP TABLE stirred_prints AS SELECT kind, print FROM stirred_prints "  # noqa: S608
        f"UNION SELECT kind, print FROM ({_prints('near_blocks')})"
    )


def lay_out(database: Database, least: int) -> None:
    """Make `laid_out`, the sampled articles with a stirred fingerprint that recurs.

    And `recurring` (kind, print), all fingerprints in these that recur in the sample.
    """
    _tally(database, "stirred_prints")
    database.run(f"CREATE OR REPLACE TEMP TABLE again AS FROM tally WHERE articles >= {least}")
    database.run(
        "CREATE OR REPLACE TEMP TABLE laid_out AS "  # noqa: S608
        f"SELECT article FROM ({holders('again')}) SEMI JOIN sampled USING (article)"
    )
    _blocks_of(database, "near_blocks", "laid_out")
    database.run(
        "CREATE OR REPLACE TEMP TABLE present AS "  # noqa: S608
        f"SELECT DISTINCT kind, print FROM ({_prints('near_blocks')})"
    )
    _tally(database, "present")
    database.run(
        "CREATE OR REPLACE TEMP TABLE recurring AS "  # noqa: S608
        f"SELECT kind, print FROM tally WHERE articles >= {least}"
    )


def holders(prints: str) -> str:
    """SELECT article: those with a block of one of the prints (kind, print) of a table."""
    return " UNION ".join(
        f"SELECT article FROM blocks WHERE {kind} IN "  # noqa: S608
        f"(SELECT print FROM {prints} WHERE kind = '{kind}')"
        for kind in KINDS
    )


def _blocks_of(database: Database, name: str, articles: str) -> None:
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT article, {_PRINTS} FROM blocks "  # noqa: S608
        f"SEMI JOIN {articles} USING (article)"
    )


def _prints(blocks: str) -> str:
    """SELECT article, kind, print of blocks."""
    return " UNION ALL ".join(
        f"SELECT article, '{kind}' AS kind, {kind} AS print FROM {blocks} "  # noqa: S608
        f"WHERE {kind} IS NOT NULL"
        for kind in KINDS
    )


def _tally(database: Database, prints: str) -> None:
    """Make `tally`: how many sampled articles have each of the prints of a table."""
    counted = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, print, count(DISTINCT article) AS articles FROM "  # noqa: S608
        f"(SELECT article, {kind} AS print FROM blocks WHERE {kind} IN "
        f"(SELECT print FROM {prints} WHERE kind = '{kind}')) "
        "SEMI JOIN sampled USING (article) GROUP BY print"
        for kind in KINDS
    )
    database.run(f"CREATE OR REPLACE TEMP TABLE tally AS {counted}")
