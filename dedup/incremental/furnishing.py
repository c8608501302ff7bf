"""What the articles of a state say about one another: furniture, and credits to its outlets.

What is learned to be furniture (`learning`) is cut from every article that has the block.
An outlet that is new makes every text that names it credit it.
"""

from __future__ import annotations

import polars as pl

from dedup import furniture, pipeline
from dedup.batches import profile_table
from dedup.credits import local
from dedup.settings import Settings
from dedup.state import bodies, findings
from dedup.state.database import Database
from dedup.state.schema import FINDINGS, OUTLETS, PRINTS
from dedup.tables import BLOCKS, ROW

Tables = dict[str, pl.DataFrame]
_ARTICLES_AT_A_TIME = 50_000


def spoken_of(database: Database, settings: Settings) -> pl.Series:
    """Bring OUTLETS up to date.

    Returns:
        The articles whose text names an outlet that is known only now, or no more.
    """
    publishers = database.frame(
        "SELECT DISTINCT masthead.publisher AS name FROM alone JOIN names USING (article) "
        "WHERE article_id IS NOT NULL AND masthead.publisher IS NOT NULL ORDER BY 1"
    )["name"]
    now = set(local.sought(publishers.to_list(), settings.credits))
    before = set(database.frame("SELECT name FROM outlets")["name"].to_list())
    turned = sorted(now ^ before)
    if not turned:
        return pl.Series("article", [], dtype=pl.Int64)
    database.run("DELETE FROM outlets")
    database.add("outlets", pl.DataFrame({"name": sorted(now)}, schema=OUTLETS))
    return bodies.naming(database, [local.sought_as(name) for name in turned])


def known_outlets(database: Database) -> list[str]:
    """The publishers that texts are searched for."""
    return sorted(database.frame("SELECT name FROM outlets")["name"].to_list())


def clean(database: Database, articles: pl.Series, settings: Settings) -> None:
    """FINDINGS of these articles: their story texts less all furniture known by now."""
    outlets = known_outlets(database)
    for start in range(0, len(articles), _ARTICLES_AT_A_TIME):
        some = articles[start : start + _ARTICLES_AT_A_TIME]
        database.given("cleaned", pl.DataFrame({"article": some}, schema={"article": pl.Int64}))
        found = database.frame(
            "SELECT records.* EXCLUDE (language, number), records.language AS stated, "
            "number AS record, packed, coalesce(article_id, '') AS article_id, "
            "alone.* EXCLUDE (article) FROM cleaned JOIN records USING (article) "
            "JOIN bodies USING (article) JOIN alone USING (article) "
            "LEFT JOIN names USING (article) ORDER BY article"
        )
        found = bodies.unpack(found).with_columns(row=pl.int_range(pl.len(), dtype=ROW))
        tables = findings.alone_tables(found)
        pipeline.credit(tables, settings, outlets)
        packed = cleaned(tables, _blocks(database, found), known_prints(database), settings)
        numbered = packed.join(found.select("row", "article"), on="row")
        database.replace("findings", numbered.select(FINDINGS.names()))


def cleaned(
    tables: Tables, blocks: pl.DataFrame, prints: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """FINDINGS by row: CUTS and TEXTS of `tables` are made on the way."""
    learned = furniture.place(blocks, prints, named=True)
    tables["furniture"] = learned.drop("kind", "print")
    pipeline.clean(tables, settings)
    profiles = profile_table(tables["mastheads"], tables["credits"])
    return findings.pack(tables, learned, profiles)


def known_prints(database: Database) -> pl.DataFrame:
    """kind, print, articles, stories of all furniture."""
    found = database.frame(
        "SELECT kind, print, articles, stories FROM prints WHERE stories IS NOT NULL "
        "ORDER BY kind, print"
    )
    return found.cast({n: PRINTS[n] for n in found.columns})


def _blocks(database: Database, found: pl.DataFrame) -> pl.DataFrame:
    database.given("numbered", found.select("row", "article"))
    rows = database.frame(
        "SELECT numbered.row, blocks.* EXCLUDE (article) FROM blocks JOIN numbered USING (article)"
    )
    return BLOCKS.check(rows.cast(BLOCKS.schema).sort("row", "start"))
