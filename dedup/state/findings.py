"""What was found out about single articles: packed into rows, and out again as stage tables."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import polars as pl
import xxhash

from dedup.spans import story_text, with_furniture
from dedup.state import bodies
from dedup.state.database import Database
from dedup.state.schema import ALONE, FINDINGS, LEARNED
from dedup.tables import (
    ARTICLES,
    CREDITS,
    CUTS,
    EVIDENCE,
    FURNITURE,
    MASTHEADS,
    ROW,
    TEXTS,
    Table,
)

Tables = Mapping[str, pl.DataFrame]


def nested(frame: pl.DataFrame, table: Table, keys: list[str], name: str) -> pl.DataFrame:
    """One row for each key: the rows of a stage's table as a list of structs, in their order."""
    inner = [c for c in table.schema.names() if c not in keys]
    return frame.group_by(keys, maintain_order=True).agg(pl.struct(inner).alias(name))


def flat(frame: pl.DataFrame, name: str, table: Table, keys: list[str]) -> pl.DataFrame:
    """What `nested` packed, as rows of the stage's table."""
    rows = frame.select(*keys, name).explode(name, empty_as_null=False, keep_nulls=False)
    return table.check(rows.unnest(name).cast(table.schema))


def pack_alone(tables: Tables) -> pl.DataFrame:
    """ALONE, with `row` in place of `article`, of articles read one by one.

    Args:
        tables: `languages` (row, language), CUTS by rules, CREDITS, MASTHEADS.
    """
    found = (
        tables["languages"]
        .join(nested(tables["cuts"].sort("row", "start"), CUTS, ["row"], "cuts"), "row", "left")
        .join(nested(tables["credits"], CREDITS, ["row"], "credits"), "row", "left")
        .join(nested(tables["mastheads"], MASTHEADS, ["row"], "masthead"), "row", "left")
        .with_columns(
            pl.col("cuts").fill_null([]),
            pl.col("credits").fill_null([]),
            pl.col("masthead").list.first(),
        )
    )
    wanted = pl.Schema({n: t for n, t in ALONE.items() if n != "article"})
    return found.select("row", *wanted).cast(wanted)


def pack(tables: Tables, learned: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """FINDINGS, with `row` in place of `article`, of articles whose texts are clean.

    Args:
        tables: TEXTS, all CUTS, all CREDITS and `credited` of the same rows.
        learned: row, start, stop, rule, kind, print of the furniture among the cuts.
        profiles: what a verdict looks at beside the story, by row.
    """
    inner = [field.name for field in LEARNED.fields]
    packed = learned.group_by("row", maintain_order=True).agg(learned=pl.struct(inner))
    found = (
        tables["texts"]
        .with_columns(reading=readings(tables, profiles))
        .join(packed, on="row", how="left")
        .join(nested(tables["credits"], CREDITS, ["row"], "credits"), "row", "left")
        .join(tables["credited"], "row", "left")
        .with_columns(pl.col("learned").fill_null([]), pl.col("credits").fill_null([]))
    )
    wanted = pl.Schema({n: t for n, t in FINDINGS.items() if n != "article"})
    return found.select("row", *wanted).cast(wanted)


def readings(tables: Tables, profiles: pl.DataFrame) -> pl.Series:
    """A digest for each row of TEXTS of all that a verdict on the article depends on."""
    cuts = {
        row: repr(spans)
        for row, spans in tables["cuts"]
        .sort("row", "start")
        .group_by("row", maintain_order=True)
        .agg(pl.struct("start", "stop"))
        .iter_rows()
    }
    beside = {
        values[0]: json.dumps(values[1:], ensure_ascii=True) for values in profiles.iter_rows()
    }
    digests = [
        xxhash.xxh3_64_intdigest(
            "\0".join((text, language, cuts.get(row, ""), beside.get(row, ""))).encode("utf-8")
        )
        for row, text, language in tables["texts"].select("row", "text", "language").iter_rows()
    ]
    return pl.Series("reading", digests, dtype=pl.UInt64)


def unpack(database: Database, articles: pl.Series) -> dict[str, pl.DataFrame]:
    """The stage tables of stored articles, rows numbered in order of article_id.

    Returns:
        ARTICLES, EVIDENCE, CUTS, CREDITS, TEXTS, MASTHEADS, FURNITURE and
        `credited` by name; `numbers` (row, article, first_run, changed_run,
        reading, story_id, event_id) says which article is which.
    """
    database.given("asked", pl.DataFrame({"article": articles}, schema={"article": pl.Int64}))
    stored = database.frame(
        "SELECT article, article_id, path, number AS record, title, byline, "
        "records.language AS stated, encoding, packed, extra, evidence, first_run, changed_run, "
        "alone.* EXCLUDE (article, credits), findings.* EXCLUDE (article), story_id, event_id "
        "FROM asked JOIN records USING (article) JOIN bodies USING (article) "
        "JOIN names USING (article) JOIN alone USING (article) JOIN findings USING (article) "
        "LEFT JOIN members USING (article) WHERE article_id IS NOT NULL"
    )
    found = bodies.unpack(stored.sort("article_id")).with_columns(
        row=pl.int_range(pl.len(), dtype=ROW)
    )
    tables = alone_tables(found)
    tables["credited"] = found.select("row", "credited_to").drop_nulls()
    tables["furniture"] = _furniture(database, found)
    tables["cuts"] = with_furniture(tables["cuts"], tables["furniture"])
    texts = found.with_columns(text=_stories(found["text"], tables["cuts"]))
    tables["texts"] = TEXTS.check(texts)
    tables["numbers"] = found.select(
        "row", "article", "first_run", "changed_run", "reading", "story_id", "event_id"
    )
    return tables


def alone_tables(found: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """ARTICLES, EVIDENCE, CREDITS, MASTHEADS, CUTS by rules, `languages`.

    Args:
        found: rows with `row` and the columns of RECORDS (language as `stated`,
            number as `record`), BODIES, NAMES and ALONE.
    """
    key = ["row"]
    return {
        "articles": ARTICLES.check(
            found.drop("language").rename({"stated": "language"}).cast({"record": ROW})
        ),
        "evidence": flat(found, "evidence", EVIDENCE, key),
        "cuts": flat(found, "cuts", CUTS, key),
        "credits": flat(found, "credits", CREDITS, key),
        "mastheads": MASTHEADS.check(
            found.select("row", "masthead").unnest("masthead").cast(MASTHEADS.schema)
        ),
        "languages": found.select("row", "language"),
    }


def _furniture(database: Database, found: pl.DataFrame) -> pl.DataFrame:
    """FURNITURE of these articles, with the counts that stand today."""
    rows = found.select("row", "learned").explode("learned", empty_as_null=False, keep_nulls=False)
    places = rows.unnest("learned")
    database.given("held", places.select("kind", "print").unique())
    counts = database.frame(
        "SELECT kind, print, articles, stories FROM prints SEMI JOIN held USING (kind, print)"
    )
    joined = places.join(counts, on=["kind", "print"], how="left")
    return FURNITURE.check(joined.cast(FURNITURE.schema).sort("row", "start"))


def _stories(texts: pl.Series, cuts: pl.DataFrame) -> pl.Series:
    """Story texts: the texts, whose rows count from 0, less their cuts."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for row, start, stop in cuts.select("row", "start", "stop").iter_rows():
        spans.setdefault(row, []).append((start, stop))
    stories = [story_text(text, spans.get(row, ())) for row, text in enumerate(texts)]
    return pl.Series("text", stories, dtype=pl.String)


def signature_bytes(signatures: pl.Series) -> list[bytes]:
    """Signatures as little-endian bytes."""
    values = signatures.to_numpy().astype("<u4")
    return [np.ascontiguousarray(row).tobytes() for row in values]
