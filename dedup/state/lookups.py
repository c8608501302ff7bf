"""Which stored texts a text must be compared with: keys in common, as `dedup.keys` has them.

A pair is proposed by what its two texts have and by how many others have it
too, never by the order in which they came: so the candidates of a state are
those that one run over everything would have. Where the number of texts under
a key crosses a bound, the pairs under it are decided again.

Three bounds keep it near linear. A term of more than `keys.hottest_key` texts
brings nobody together; a term of more than `state.dateless_key` texts without
a date brings none of these together with others; a band of more than
`keys.hottest_band` texts brings those together that are near in the order of
their digests, in spans that halve as their number doubles.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from dedup.settings import Settings
from dedup.state.database import Database
from dedup.state.schema import KEYS, WEIGHT_UNIT

_DAY = 86_400
_AT_A_TIME = 2_000
PAIRS = pl.Schema({"low": pl.UInt64, "high": pl.UInt64, "finders": pl.UInt8})


class Bounds(NamedTuple):
    """The settings that a proposal depends on, as they stand in SQL."""

    hottest: int
    hottest_band: int
    dateless: int
    half_block: float
    shared_terms: int
    shared_cosine: int
    seconds: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """As the settings have them."""
        keys = settings.keys
        return cls(
            keys.hottest_key,
            keys.hottest_band,
            settings.state.dateless_key,
            keys.hot_block / 2,
            keys.shared_terms,
            round(keys.shared_cosine / WEIGHT_UNIT**2),
            keys.window_days * _DAY,
        )


def count_keys(database: Database, name: str, source: str, bounds: Bounds) -> None:
    """Make `name`: band, key, hot, lone, level of the keys that the table `source` names.

    `hot`: a term tells nothing; `lone`: it tells nothing of texts without a
    date; `level`: into how many spans, as a power of two, a band is split.
    """
    database.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS {_standing(bounds)} FROM ({_numbers(source)})"
    )


def _numbers(source: str) -> str:
    """SELECT band, key, texts, dateless: how many texts have each key that a table names.

    DuckDB seeks a single column by a filter of its own, in half the time that two take.
    """
    return (
        "SELECT band, key, count(*) AS texts, count(*) FILTER (NOT dated) AS dateless "  # noqa: S608
        f"FROM ({_rows_under(source)}) GROUP BY band, key"
    )


def _rows_under(source: str) -> str:
    """SELECT the rows of `keys` under the keys that a table names."""
    return (
        f"SELECT keys.* FROM keys SEMI JOIN (SELECT DISTINCT key FROM {source}) USING (key) "  # noqa: S608
        f"SEMI JOIN (SELECT DISTINCT band, key FROM {source}) USING (band, key)"
    )


def _standing(bounds: Bounds) -> str:
    return (
        f"SELECT band, key, NOT band AND texts > {bounds.hottest} AS hot, "
        f"NOT band AND dateless > {bounds.dateless} AS lone, "
        f"CASE WHEN band AND texts > {bounds.hottest_band} "
        f"THEN ceil(log2(texts / {bounds.half_block}))::INTEGER ELSE 0 END AS level"
    )


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
    database.given("sought", _digests(sought))
    database.run(
        "CREATE OR REPLACE TEMP TABLE mine AS SELECT keys.* FROM keys "
        "SEMI JOIN sought USING (digest)"
    )
    _count_mine(database, bounds)
    database.run("CREATE OR REPLACE TEMP TABLE telling AS SELECT * FROM counted WHERE NOT hot")
    database.run(f"CREATE OR REPLACE TEMP TABLE theirs AS {_rows_under('telling')}")
    parts = [pl.DataFrame(schema=PAIRS)]
    for start in range(0, len(sought), _AT_A_TIME):
        database.given("chosen", _digests(sought[start : start + _AT_A_TIME]))
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
        database.run(f"INSERT INTO counted {_standing(bounds)} FROM ({_numbers('uncounted')})")


class Crossed(NamedTuple):
    """What keys that crossed a bound ask for: pairs to decide again, digests to seek anew."""

    doubted: pl.DataFrame
    sought: pl.Series


def store_keys(  # noqa: PLR0913, PLR0917 - what changed, kind by kind
    database: Database,
    keys: pl.DataFrame,
    weighed: pl.Series,
    gone: pl.Series,
    sought: pl.Series,
    settings: Settings,
) -> Crossed:
    """Put the keys of weighed digests in place, drop those of gone ones, date all that are sought.

    The table `keys` has fifty rows for each text and is read as seldom as can be: how the
    keys that change stand afterwards is reckoned from how they stood.

    Args:
        database: the state, GROUPS up to date.
        keys: KEYS of the weighed digests.
        weighed: digests whose keys are other ones now, or new.
        gone: digests that no article has any more.
        sought: digests to be compared anew, the weighed ones among them.
        settings: the bounds.

    Returns:
        What stands otherwise now: a key that grew hot, or was split further, takes
        candidates away; one that cooled down may give new ones, to all that have it.
    """
    bounds = Bounds.of(settings)
    database.given("coming", keys.select(KEYS.names()))
    database.given("dropped", _digests(pl.concat([weighed, gone])))
    database.given("changing", _digests(pl.concat([sought, gone])))
    database.run(
        "CREATE OR REPLACE TEMP TABLE standing AS SELECT digest, earliest IS NOT NULL AS now, "
        "dropped.digest IS NOT NULL AS dropped FROM changing LEFT JOIN groups USING (digest) "
        "LEFT JOIN dropped USING (digest)"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE held AS SELECT * FROM keys JOIN standing USING (digest)"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE touched AS "
        "SELECT band, key FROM coming UNION SELECT band, key FROM held"
    )
    database.run(f"CREATE OR REPLACE TEMP TABLE numbers AS {_numbers('touched')}")
    _store(database)
    database.run(f"CREATE OR REPLACE TEMP TABLE before AS {_standing(bounds)} FROM numbers")
    database.run(
        f"CREATE OR REPLACE TEMP TABLE after AS {_standing(bounds)} FROM ("  # noqa: S608
        "SELECT band, key, sum(texts) AS texts, sum(dateless) AS dateless FROM ("
        "FROM numbers UNION ALL "
        "SELECT band, key, 1, (NOT dated)::INTEGER FROM coming UNION ALL "
        "SELECT band, key, -1, -(NOT dated)::INTEGER FROM held WHERE dropped UNION ALL "
        "SELECT band, key, 0, dated::INTEGER - now::INTEGER FROM held WHERE NOT dropped) "
        "GROUP BY band, key)"
    )
    return _crossed(database)


def _store(database: Database) -> None:
    if database.one("SELECT count(*) FROM held WHERE dropped"):
        database.run("DELETE FROM keys WHERE digest IN (SELECT digest FROM dropped)")
    database.run("INSERT INTO keys BY NAME SELECT * FROM coming")
    if database.one("SELECT count(*) FROM held WHERE NOT dropped AND dated <> now"):
        database.run(
            "UPDATE keys SET dated = now FROM "
            "(SELECT DISTINCT digest, now FROM held WHERE NOT dropped AND dated <> now) AS redated "
            "WHERE keys.digest = redated.digest"
        )


def _crossed(database: Database) -> Crossed:
    database.run(
        "CREATE OR REPLACE TEMP TABLE turned AS SELECT after.band, after.key, "
        "(before.hot AND NOT after.hot) OR (before.lone AND NOT after.lone) "
        "OR after.level < before.level AS looser "
        "FROM after JOIN before USING (band, key) WHERE before.hot <> after.hot "
        "OR before.lone <> after.lone OR before.level <> after.level"
    )
    if not database.one("SELECT count(*) FROM turned"):
        none = pl.DataFrame(schema={"low": pl.UInt64, "high": pl.UInt64})
        return Crossed(none, none["low"].alias("digest"))
    database.run(f"CREATE OR REPLACE TEMP TABLE under AS {_rows_under('turned')}")
    doubted = database.frame(
        "WITH tighter AS (SELECT digest, band, key FROM under "
        "JOIN turned USING (band, key) WHERE NOT looser) "
        "SELECT DISTINCT low, high FROM candidates JOIN tighter u ON u.digest = low "
        "JOIN tighter v ON v.digest = high AND u.band = v.band AND u.key = v.key"
    )
    sought = database.frame(
        "SELECT DISTINCT digest FROM under JOIN turned USING (band, key) WHERE looser ORDER BY 1"
    )["digest"]
    return Crossed(doubted.cast({"low": pl.UInt64, "high": pl.UInt64}), sought.cast(pl.UInt64))


def _digests(digests: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"digest": digests}, schema={"digest": pl.UInt64}).unique()


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
