"""Furniture of a state, learned anew only where a night can have changed it.

It is learned from a sample of each outlet's articles, chosen by a hash of their ids: so
it does not depend on the order in which they came. What is found of a fingerprint rests on the
sampled articles that have it, on where their blocks stand among others that recur, and on
how many articles their outlets have in the sample. So a fingerprint is looked into again where
an article that has it came into the sample or left it, where another one began or ceased
to recur in an article that has it, and where the number of an outlet's articles changed. All
others stand as they are: a night costs what it touches, however large the state is.
"""

from __future__ import annotations

import polars as pl
import xxhash

from dedup import furniture
from dedup.incremental import sampling
from dedup.settings import FurnitureSettings, Settings
from dedup.state import bodies
from dedup.state.database import Database
from dedup.state.schema import PRINTS
from dedup.tables import BLOCKS, ROW


def learn(database: Database, touched: pl.Series, settings: Settings) -> pl.Series:
    """Bring PRINTS up to date.

    Args:
        database: the state.
        touched: articles that came, changed, or have another name.
        settings: the whole job.

    Returns:
        The articles that hold a block which is furniture only now, or no more.
    """
    stirred = sampling.stir(database, touched, settings)
    turned = _learned(database, settings.furniture) if stirred else None
    sampling.forget(database)
    if turned is None or turned.is_empty():
        return pl.Series("article", [], dtype=pl.Int64)
    database.given("turned_prints", turned)
    found = database.frame(f"{sampling.holders('turned_prints')} ORDER BY article")
    return found["article"].cast(pl.Int64)


def _learned(database: Database, settings: FurnitureSettings) -> pl.DataFrame:
    """PRINTS of what is stirred, stored; kind, print of those that are furniture no more or now."""
    sampling.lay_out(database, settings.least_stories)
    articles = database.frame(
        "SELECT article, article_id, content, publisher, alone.language FROM laid_out "
        "JOIN names USING (article) JOIN records USING (article) JOIN alone USING (article) "
        "JOIN (SELECT article, publisher FROM sampled) USING (article)"
    )
    articles = articles.sort("article_id").with_columns(row=pl.int_range(pl.len(), dtype=ROW))
    likely = _likely(database, articles, settings)
    now = _proved(database, likely, articles, settings)
    before = database.frame(
        "SELECT kind, print FROM prints SEMI JOIN stirred_prints USING (kind, print) "
        "WHERE stories IS NOT NULL"
    ).cast({"print": pl.UInt64})
    database.run(
        "DELETE FROM prints USING stirred_prints s "
        "WHERE prints.kind = s.kind AND prints.print = s.print"
    )
    database.add("prints", now)
    holds = now.filter(pl.col("stories").is_not_null()).select("kind", "print")
    key = ["kind", "print"]
    return pl.concat(
        [holds.join(before, on=key, how="anti"), before.join(holds, on=key, how="anti")]
    )


def _likely(
    database: Database, articles: pl.DataFrame, settings: FurnitureSettings
) -> pl.DataFrame:
    """What of the stirred recurs as furniture does, by `furniture.find_likely`."""
    stirred = database.frame("SELECT kind, print FROM stirred_prints").cast({"print": pl.UInt64})
    recurring = database.frame("SELECT kind, print FROM recurring").cast({"print": pl.UInt64})
    sizes = database.frame(
        "SELECT publisher, count(*)::UINTEGER AS outlet FROM sampled GROUP BY publisher"
    )
    found = furniture.find_likely(
        articles,
        _blocks(database, articles),
        articles.select("row", "publisher"),
        settings,
        furniture.Among(recurring, sizes),
    )
    return found.join(stirred, on=["kind", "print"], how="semi")


def _blocks(database: Database, articles: pl.DataFrame) -> pl.DataFrame:
    """BLOCKS of articles (article, row)."""
    database.given("rows", articles.select("article", "row"))
    found = database.frame(
        "SELECT rows.row, blocks.* EXCLUDE (article) FROM blocks JOIN rows USING (article)"
    )
    return BLOCKS.check(found.cast(BLOCKS.schema).sort("row", "start"))


def _proved(
    database: Database, likely: pl.DataFrame, articles: pl.DataFrame, settings: FurnitureSettings
) -> pl.DataFrame:
    """PRINTS of all likely fingerprints; only those whose sample changed are looked into."""
    least = settings.least_stories
    content = dict(articles.select("row", "content").iter_rows())
    samples = [
        xxhash.xxh3_64_intdigest(repr((least, *shape, [content[r] for r in rows])).encode())
        for *shape, rows in likely.select("spread", "paragraph", "frame", "rows").iter_rows()
    ]
    signed = likely.with_columns(sample=pl.Series("sample", samples, dtype=pl.UInt64))
    known = database.frame(
        "SELECT kind, print, sample, stories FROM prints SEMI JOIN stirred_prints "
        "USING (kind, print)"
    ).cast({"print": pl.UInt64, "sample": pl.UInt64, "stories": pl.UInt32})
    key = ["kind", "print", "sample"]
    kept = signed.join(known, on=key, how="inner")
    open_ = signed.join(known, on=key, how="anti")
    rows = open_.select(row=pl.col("rows").explode()).unique().sort("row")
    testifying = articles.join(rows, on="row", how="semi")
    database.given("testifying", testifying.select("row", "article"))
    texts = database.frame(
        "SELECT row, packed FROM bodies JOIN testifying USING (article) ORDER BY row"
    ).cast({"row": ROW})
    texts = bodies.unpack(texts)
    spoken = dict(articles.select("row", "language").iter_rows())
    proved = furniture.prove(open_, texts, _blocks(database, testifying), spoken, settings)
    told = open_.join(proved.select("kind", "print", "stories"), on=["kind", "print"], how="left")
    wanted = PRINTS.names()
    both = [part.select(wanted).cast(PRINTS) for part in (kept, told)]
    return pl.concat(both).sort("kind", "print")
