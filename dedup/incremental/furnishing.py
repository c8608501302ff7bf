"""What the articles of a state say about one another: furniture, and credits to its outlets.

Learned from a sample of each outlet's articles, chosen by a hash of their ids:
so it does not depend on the order in which they came, and does not grow with
an archive. What is found is applied to every article that has the block. An outlet that
is new makes every text that names it credit it.
"""

from __future__ import annotations

import polars as pl
import xxhash

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
_KIND = ("whole", "template", "lead")


def learn(database: Database, settings: Settings) -> pl.Series:
    """Bring PRINTS up to date.

    Returns:
        The articles that hold a block which is furniture only now, or no more.
    """
    if not settings.furniture.learn:
        return pl.Series("article", [], dtype=pl.Int64)
    articles = _sample(database, settings.state.learned_from)
    database.given("sampled", articles.select("article", "row"))
    blocks = BLOCKS.check(
        database.frame(
            "SELECT sampled.row, blocks.* EXCLUDE (article) FROM blocks JOIN sampled "
            "USING (article)"
        )
        .cast(BLOCKS.schema)
        .sort("row", "start")
    )
    publishers = articles.select("row", "publisher")
    likely = furniture.find_likely(articles, blocks, publishers, settings.furniture)
    now = _proved(database, likely, articles, blocks, settings)
    before = database.frame("SELECT kind, print FROM prints WHERE stories IS NOT NULL")
    database.run("DELETE FROM prints")
    database.add("prints", now)
    holds = now.filter(pl.col("stories").is_not_null()).select("kind", "print")
    turned = pl.concat(
        [
            holds.join(before, on=["kind", "print"], how="anti"),
            before.cast({"print": pl.UInt64}).join(holds, on=["kind", "print"], how="anti"),
        ]
    )
    return _holding(database, turned)


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


def _sample(database: Database, most: int) -> pl.DataFrame:
    """row, article, article_id, content, publisher, language: the articles learned from."""
    found = database.frame(
        "SELECT article, article_id, content, masthead.publisher AS publisher, alone.language "
        "FROM names JOIN records USING (article) JOIN alone USING (article) "
        "WHERE article_id IS NOT NULL QUALIFY row_number() OVER ("
        "PARTITION BY masthead.publisher ORDER BY md5_number_lower(article_id), article_id) <= ?",
        [most],
    )
    return found.sort("article_id").with_columns(row=pl.int_range(pl.len(), dtype=ROW))


def _proved(
    database: Database,
    likely: pl.DataFrame,
    articles: pl.DataFrame,
    blocks: pl.DataFrame,
    settings: Settings,
) -> pl.DataFrame:
    """PRINTS of all likely fingerprints; only those whose sample changed are looked into."""
    least = settings.furniture.least_stories
    content = dict(articles.select("row", "content").iter_rows())
    samples = [
        xxhash.xxh3_64_intdigest(repr((least, *shape, [content[r] for r in rows])).encode())
        for *shape, rows in likely.select("spread", "paragraph", "frame", "rows").iter_rows()
    ]
    signed = likely.with_columns(sample=pl.Series("sample", samples, dtype=pl.UInt64))
    known = database.frame("SELECT kind, print, sample, stories FROM prints").cast(
        {"print": pl.UInt64, "sample": pl.UInt64, "stories": pl.UInt32}
    )
    key = ["kind", "print", "sample"]
    kept = signed.join(known, on=key, how="inner")
    open_ = signed.join(known, on=key, how="anti")
    rows = open_.select(row=pl.col("rows").explode()).unique().sort("row")
    database.given("testifying", articles.join(rows, on="row", how="semi").select("row", "article"))
    texts = database.frame(
        "SELECT row, packed FROM bodies JOIN testifying USING (article) ORDER BY row"
    ).cast({"row": ROW})
    texts = bodies.unpack(texts)
    spoken = dict(articles.select("row", "language").iter_rows())
    own = blocks.join(rows, on="row", how="semi")
    proved = furniture.prove(open_, texts, own, spoken, settings.furniture)
    told = open_.join(proved.select("kind", "print", "stories"), on=["kind", "print"], how="left")
    wanted = PRINTS.names()
    both = [part.select(wanted).cast(PRINTS) for part in (kept, told)]
    return pl.concat(both).sort("kind", "print")


def _holding(database: Database, turned: pl.DataFrame) -> pl.Series:
    """The articles with a block of these fingerprints."""
    parts = [pl.Series("article", [], dtype=pl.Int64)]
    for kind in _KIND:
        some = turned.filter(pl.col("kind") == kind).select("print")
        if some.height:
            database.given("turned_prints", some)
            found = database.frame(
                f"SELECT DISTINCT article FROM blocks WHERE {kind} IN "  # noqa: S608
                "(SELECT print FROM turned_prints)"
            )
            parts.append(found["article"].cast(pl.Int64))
    return pl.concat(parts).unique().sort()


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
