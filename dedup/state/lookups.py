"""Which stored texts a text must be compared with: keys in common, as `dedup.keys` has them.

A pair is proposed by what its two texts have and by how many others have it
too, never by the order in which they came: so the candidates of a state are
those that one run over everything would have.
"""

from __future__ import annotations

import polars as pl

from dedup.settings import Settings
from dedup.state.database import Database
from dedup.state.standing import Bounds, digests_frame, numbers, rows_under, standing

_AT_A_TIME = 2_000
PAIRS = pl.Schema({"low": pl.UInt64, "high": pl.UInt64, "finders": pl.UInt8})


_MATCH = (
    "NOT c.hot AND NOT (c.lone AND NOT (m.dated AND t.dated)) AND (c.level = 0 OR "
    "abs((m.digest >> (64 - greatest(c.level, 1)))::BIGINT "
    "- (t.digest >> (64 - greatest(c.level, 1)))::BIGINT) <= 1)"
)


def _decided(bounds: Bounds) -> str:
    """The condition on what a pair has in common, and on its dates."""
    shared = f"bands > 0 OR (terms >= {bounds.shared_terms} AND product >= {bounds.shared_cosine} "
    if bounds.seconds:
        shared += (
            "AND (a.earliest IS NULL OR b.earliest IS NULL OR a.latest IS NULL OR "
            "b.latest IS NULL OR greatest(b.earliest - a.latest, a.earliest - b.latest) "
            f"<= {bounds.seconds})"
        )
    return shared + ")"


_SHARED = (
    "count(*) FILTER (t.band) AS bands, count(*) FILTER (NOT t.band) AS terms, "
    "coalesce(sum(m.weight::BIGINT * t.weight::BIGINT) FILTER (NOT t.band), 0) AS product"
)


def _finders(bounds: Bounds) -> str:
    by_terms = _decided(bounds).removeprefix("bands > 0 OR ")
    return f"((bands > 0)::INTEGER + 2 * {by_terms}::INTEGER)::UTINYINT AS finders"


def propose(database: Database, sought: pl.Series, settings: Settings) -> pl.DataFrame:
    """PAIRS of the sought digests with all others that the state has keys of."""
    bounds = Bounds.of(settings)
    database.given("sought", digests_frame(sought))
    database.run(
        "CREATE OR REPLACE TEMP TABLE mine AS SELECT keys.* FROM keys "
        "SEMI JOIN sought USING (digest)"
    )
    _count_mine(database, bounds)
    database.run("CREATE OR REPLACE TEMP TABLE telling AS SELECT * FROM counted WHERE NOT hot")
    database.run(f"CREATE OR REPLACE TEMP TABLE theirs AS {rows_under('telling')}")
    parts = [pl.DataFrame(schema=PAIRS)]
    for start in range(0, len(sought), _AT_A_TIME):
        database.given("chosen", digests_frame(sought[start : start + _AT_A_TIME]))
        parts.append(
            database.frame(
                "WITH shared AS (SELECT least(m.digest, t.digest) AS low, "  # noqa: S608
                f"greatest(m.digest, t.digest) AS high, {_SHARED} "
                "FROM mine m SEMI JOIN chosen ON chosen.digest = m.digest "
                "JOIN counted c ON c.band = m.band AND c.key = m.key "
                "JOIN theirs t ON t.band = m.band AND t.key = m.key "
                "LEFT JOIN sought s ON s.digest = t.digest "
                f"WHERE (m.digest < t.digest OR s.digest IS NULL) AND {_MATCH} GROUP BY 1, 2) "
                f"SELECT low, high, {_finders(bounds)} FROM shared "
                "JOIN groups a ON a.digest = low JOIN groups b ON b.digest = high "
                f"WHERE {_decided(bounds)}"
            ).cast(PAIRS)
        )
    return pl.concat(parts).sort("low", "high")


def decide(database: Database, pairs: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Which of these pairs (low, high) keys still propose: PAIRS."""
    bounds = Bounds.of(settings)
    database.given("doubted", pairs.select("low", "high"))
    database.run(
        "CREATE OR REPLACE TEMP TABLE mine AS SELECT keys.* FROM keys WHERE digest IN "
        "(SELECT low FROM doubted UNION SELECT high FROM doubted)"
    )
    _count_mine(database, bounds)
    return database.frame(
        f"WITH shared AS (SELECT low, high, {_SHARED} FROM doubted "  # noqa: S608
        "JOIN mine m ON m.digest = low JOIN mine t ON t.digest = high AND t.band = m.band "
        "AND t.key = m.key JOIN counted c ON c.band = m.band AND c.key = m.key "
        f"WHERE {_MATCH} GROUP BY 1, 2) SELECT low, high, {_finders(bounds)} FROM shared "
        "JOIN groups a ON a.digest = low JOIN groups b ON b.digest = high "
        f"WHERE {_decided(bounds)}"
    ).cast(PAIRS)


def _count_mine(database: Database, bounds: Bounds) -> None:
    """Make `counted` of the keys in `mine`; those that `store_keys` counted are known."""
    database.run(
        "CREATE OR REPLACE TEMP TABLE uncounted AS SELECT DISTINCT band, key FROM mine "
        "ANTI JOIN after USING (band, key)"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE counted AS FROM after SEMI JOIN mine USING (band, key)"
    )
    if database.one("SELECT count(*) FROM uncounted"):
        database.run(f"INSERT INTO counted {standing(bounds)} FROM ({numbers('uncounted')})")


def count_keys(database: Database, name: str, source: str, bounds: Bounds) -> None:
    """Make `name`: band, key, hot, lone, level of the keys that the table `source` names.

    `hot`: a term tells nothing; `lone`: it tells nothing of texts without a
    date; `level`: into how many spans, as a power of two, a band is split.
    """
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS {standing(bounds)} FROM ({numbers(source)})"
    )


def propose_one(
    database: Database,
    keys: pl.DataFrame,
    digest: int,
    dates: tuple[int | None, int | None],
    settings: Settings,
) -> pl.DataFrame:
    """The stored texts (digest) that one text not stored shares keys enough with.

    Args:
        database: the state, which may be open for reading alone.
        keys: band, key, weight of the text.
        digest: of the text; a stored text with the same words is left out.
        dates: the earliest and latest Unix second of its publication, or None.
        settings: the bounds.
    """
    bounds = Bounds.of(settings)
    dated = dates[0] is not None
    database.given("mine", keys.with_columns(dated=pl.lit(value=dated)))
    count_keys(database, "counted", "mine", bounds)
    near = ""
    if bounds.seconds and dated:
        near = (
            "AND (b.earliest IS NULL OR b.latest IS NULL OR "
            f"greatest(b.earliest - {dates[1]}, {dates[0]} - b.latest) <= {bounds.seconds})"
        )
    return database.frame(
        f"WITH shared AS (SELECT t.digest, {_SHARED} FROM mine m "  # noqa: S608
        "JOIN counted c ON c.band = m.band AND c.key = m.key "
        "JOIN keys t ON t.band = m.band AND t.key = m.key "
        f"WHERE t.digest <> {digest} AND {_MATCH} GROUP BY 1) "
        "SELECT b.digest FROM shared JOIN groups b USING (digest) "
        f"WHERE bands > 0 OR (terms >= {bounds.shared_terms} "
        f"AND product >= {bounds.shared_cosine} {near})"
    ).cast(pl.UInt64)
