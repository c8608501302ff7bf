"""New and changed records into the state: read one by one, and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from dedup import singly
from dedup.incremental import furnishing, learning, sampling
from dedup.settings import Settings
from dedup.state import bodies, findings, naming
from dedup.state.database import Database
from dedup.state.intake import Taken
from dedup.state.schema import ALONE, BLOCKS_HELD, RECORDS, VERSIONS
from dedup.tables import ARTICLES, EVIDENCE, ROW
from dedup.timings import Timings

Tables = dict[str, pl.DataFrame]
_ARTICLES_AT_A_TIME = 50_000
_NO_DIGESTS = pl.Series("digest", [], dtype=pl.UInt64)


class Absorbed(NamedTuple):
    """What came in.

    Attributes:
        fresh: articles that are new or changed.
        renamed: articles that have another name, or other furniture, than before.
        digests: digests of these articles, before and, once furnished, after.
        warnings: sentences for people.
    """

    fresh: pl.Series
    renamed: pl.Series
    digests: pl.Series
    warnings: list[str]


def absorb(
    database: Database,
    taken: Taken,
    run: int,
    settings: Settings,
    progress: Callable[[str], None],
) -> Absorbed:
    """Store what was read, and all that is found out about single articles."""
    fresh = taken.fresh["article"]
    before = _digests(database, fresh)
    _store(database, taken, run)
    elsewhere = pl.concat([taken.moved["article"], pl.Series(taken.parted, dtype=pl.Int64)])
    return read_records(database, fresh, elsewhere, before, settings, progress)


def read_records(  # noqa: PLR0913, PLR0917 - what came, and what it was before
    database: Database,
    fresh: pl.Series,
    elsewhere: pl.Series,
    before: pl.Series,
    settings: Settings,
    progress: Callable[[str], None],
) -> Absorbed:
    """ALONE, BLOCKS and NAMES of stored records that are new or changed.

    Args:
        database: the state.
        fresh: the articles.
        elsewhere: articles whose name may be another one now, for other reasons.
        before: digests that the fresh ones had.
        settings: the whole job.
        progress: is told what begins.
    """
    for start in range(0, len(fresh), _ARTICLES_AT_A_TIME):
        some = fresh[start : start + _ARTICLES_AT_A_TIME]
        _read_alone(database, some, settings, progress)
    names, warnings = naming.rename(
        database, pl.concat([fresh.alias("article"), elsewhere.alias("article")]).unique()
    )
    return Absorbed(fresh, names["article"], before, warnings)


def furnish(database: Database, absorbed: Absorbed, settings: Settings) -> Absorbed:
    """Learn furniture and outlets, and clean what came and what these touch."""
    touched = pl.concat([absorbed.fresh.alias("article"), absorbed.renamed.alias("article")])
    anew = learning.learn(database, touched.unique(), settings)
    named = furnishing.spoken_of(database, settings)
    changing = pl.concat([absorbed.fresh.alias("article"), anew, named]).unique().sort()
    before = _digests(database, changing)
    furnishing.clean(database, changing, settings)
    spoken = pl.concat([changing, absorbed.renamed.alias("article")]).unique()
    digests = pl.concat([absorbed.digests, before, _digests(database, spoken)]).unique().sort()
    return absorbed._replace(renamed=spoken.sort(), digests=digests)


def _read_alone(
    database: Database, some: pl.Series, settings: Settings, progress: Callable[[str], None]
) -> None:
    """ALONE and BLOCKS of stored records."""
    tables = _articles(database, some)
    singly.read(tables, settings, Timings(progress))
    numbers = tables["numbers"]
    alone = findings.pack_alone(tables).join(numbers, on="row")
    database.replace("alone", alone.select(ALONE.names()))
    blocks = tables["blocks"].join(numbers, on="row").select(BLOCKS_HELD.names())
    sampling.remember(database, "chosen")
    database.run("DELETE FROM blocks WHERE article IN (SELECT article FROM chosen)")
    database.add("blocks", blocks)


def _store(database: Database, taken: Taken, run: int) -> None:
    """RECORDS, BODIES, VERSIONS, FILES and REJECTS."""
    fresh = taken.fresh
    if taken.parted:
        database.given("parted", pl.DataFrame({"article": taken.parted}, schema=["article"]))
        database.run(
            "UPDATE records SET slot = slot || ' of ' || article "
            "WHERE article IN (SELECT article FROM parted)"
        )
    database.given("edited", fresh.filter(pl.col("version") > 1).select("article"))
    old = database.frame(
        "SELECT article, version, ?::INTEGER AS until_run, "
        "coalesce(masthead.title, title) AS title, masthead.published_at AS published_at, packed "
        "FROM records SEMI JOIN edited USING (article) JOIN bodies USING (article) "
        "LEFT JOIN alone USING (article)",
        [run],
    )
    database.add("versions", bodies.unpack(old).select(VERSIONS.names()).cast(VERSIONS))
    database.replace("records", fresh.select(RECORDS.names()))
    database.replace("bodies", bodies.pack(fresh))
    if taken.moved.height:
        database.given("shifted", taken.moved)
        database.run(
            "UPDATE records SET number = shifted.number, position = shifted.position "
            "FROM shifted WHERE records.article = shifted.article"
        )
    database.replace("files", taken.files, "place")
    database.given("reread", taken.files.select("place"))
    database.run("DELETE FROM rejects WHERE place IN (SELECT place FROM reread)")
    database.add("rejects", taken.rejects)


def _articles(database: Database, some: pl.Series) -> Tables:
    """ARTICLES and EVIDENCE of stored records, in order of their numbers."""
    database.given("chosen", pl.DataFrame({"article": some}, schema={"article": pl.Int64}))
    found = database.frame(
        "SELECT records.*, packed FROM records SEMI JOIN chosen USING (article) "
        "JOIN bodies USING (article) ORDER BY article"
    )
    found = bodies.unpack(found).with_columns(row=pl.int_range(pl.len(), dtype=ROW))
    named = found.with_columns(
        article_id=pl.col("article").cast(pl.String), record=pl.col("number").cast(ROW)
    )
    return {
        "articles": ARTICLES.check(named),
        "evidence": findings.flat(found, "evidence", EVIDENCE, ["row"]),
        "numbers": found.select("row", "article"),
    }


def _digests(database: Database, articles: pl.Series) -> pl.Series:
    if not len(articles):
        return _NO_DIGESTS
    database.given("chosen", pl.DataFrame({"article": articles}, schema={"article": pl.Int64}))
    found = database.frame("SELECT DISTINCT digest FROM findings SEMI JOIN chosen USING (article)")
    return found["digest"].cast(pl.UInt64)
