"""Putting the keys of texts in place, and what follows where a key crosses a bound.

Where the number of texts under a key crosses a bound, the pairs under it are
decided again, so that a state proposes what one run over everything would.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from dedup.settings import Settings
from dedup.state.database import Database
from dedup.state.schema import KEYS
from dedup.state.standing import Bounds, digests_frame, numbers, rows_under, standing


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
    database.given("dropped", digests_frame(pl.concat([weighed, gone])))
    database.given("changing", digests_frame(pl.concat([sought, gone])))
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
    database.run(f"CREATE OR REPLACE TEMP TABLE numbers AS {numbers('touched')}")
    _store(database)
    database.run(f"CREATE OR REPLACE TEMP TABLE before AS {standing(bounds)} FROM numbers")
    database.run(
        f"CREATE OR REPLACE TEMP TABLE after AS {standing(bounds)} FROM ("  # noqa: S608
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
    database.run(f"CREATE OR REPLACE TEMP TABLE under AS {rows_under('turned')}")
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
