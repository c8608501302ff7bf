"""The verdicts of a state: which pairs have one, which need one, what was said of each.

A verdict is a function of two articles' readings: it is kept as long as both
stay as they are, whoever comes and goes around them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dedup.state.database import Database
from dedup.state.findings import nested
from dedup.state.schema import CANDIDATES, LINKS
from dedup.tables import ALIGNMENTS, PAIRS, RELATIONS, ROW

_SIDES = ("left", "right", "left_digest", "right_digest", "left_reading", "right_reading")
WANTED = pl.Schema(
    {
        **{n: LINKS[n] for n in _SIDES},
        **{n: t for n, t in PAIRS.schema.items() if n not in ("left", "right")},
    }
)
"""The pairs that should have a verdict, with what `dedup.pairs` measured on them."""
FINDERS = ("", "bands", "terms", "bands; terms")
IDENTICAL = "identical"


def put_candidates(database: Database, found: pl.DataFrame, sought: pl.Series) -> pl.Series:
    """Put CANDIDATES in place of those that the sought digests had.

    Returns:
        Every digest that gained or lost one, the sought ones included.
    """
    database.given("resought", pl.DataFrame({"digest": sought}, schema={"digest": pl.UInt64}))
    where = "low IN (SELECT digest FROM resought) OR high IN (SELECT digest FROM resought)"
    before = database.frame(f"SELECT low, high FROM candidates WHERE {where}")  # noqa: S608
    database.run(f"DELETE FROM candidates WHERE {where}")  # noqa: S608
    database.add("candidates", found.select(CANDIDATES.names()))
    ends = [before["low"], before["high"], found["low"], found["high"], sought]
    return pl.concat([end.cast(pl.UInt64).alias("digest") for end in ends]).unique().sort()


def drop_candidates(database: Database, pairs: pl.DataFrame) -> None:
    """Forget candidates (low, high)."""
    database.given("undone", pairs.select("low", "high"))
    database.run(
        "DELETE FROM candidates USING undone "
        "WHERE candidates.low = undone.low AND candidates.high = undone.high"
    )


def wanted(database: Database, digests: pl.Series, most: int) -> pl.DataFrame:
    """WANTED of these digests: their strongest candidates, and their identical articles.

    A pair stays while it is among the strongest `most` of one of its two.
    """
    database.given("around", pl.DataFrame({"digest": digests}, schema={"digest": pl.UInt64}))
    database.run(
        "CREATE OR REPLACE TEMP TABLE mine AS SELECT * FROM candidates WHERE "
        "low IN (SELECT digest FROM around) OR high IN (SELECT digest FROM around)"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE kept AS WITH "  # noqa: S608
        "ends AS (SELECT low AS digest FROM mine UNION SELECT high FROM mine), "
        "sides AS (SELECT low AS digest, high AS other, low, high, "
        "greatest(cosine, low_contained, high_contained) AS strength FROM candidates "
        "SEMI JOIN ends ON ends.digest = low UNION ALL "
        "SELECT high, low, low, high, greatest(cosine, low_contained, high_contained) "
        "FROM candidates SEMI JOIN ends ON ends.digest = high), "
        "ranked AS (SELECT low, high, row_number() OVER (PARTITION BY digest "
        "ORDER BY strength DESC, other) AS place FROM sides) "
        f"SELECT mine.* FROM mine SEMI JOIN (SELECT low, high FROM ranked WHERE place <= {most}) "
        "USING (low, high)"
    )
    found = database.frame(
        "SELECT a.article AS one, b.article AS other, m.article_id > n.article_id AS turned, "
        "low, high, f.reading AS low_reading, g.reading AS high_reading, finders, jaccard, "
        "low_contained, high_contained, cosine FROM kept "
        "JOIN groups a ON a.digest = low JOIN groups b ON b.digest = high "
        "JOIN names m ON m.article = a.article JOIN names n ON n.article = b.article "
        "JOIN findings f ON f.article = a.article JOIN findings g ON g.article = b.article"
    )
    return pl.concat([_sided(found), _identical(database)]).sort("left", "right")


def _sided(found: pl.DataFrame) -> pl.DataFrame:
    """Pairs by digest as pairs by article_id."""
    turned = pl.col("turned")

    def side(straight: str, other: str) -> pl.Expr:
        return pl.when(turned).then(other).otherwise(straight)

    return found.select(
        left=side("one", "other"),
        right=side("other", "one"),
        left_digest=side("low", "high"),
        right_digest=side("high", "low"),
        left_reading=side("low_reading", "high_reading"),
        right_reading=side("high_reading", "low_reading"),
        found_by=pl.col("finders").replace_strict(
            [1, 2, 3], list(FINDERS[1:]), return_dtype=pl.String
        ),
        jaccard="jaccard",
        left_contained=side("low_contained", "high_contained"),
        right_contained=side("high_contained", "low_contained"),
        cosine="cosine",
    ).cast(WANTED)


def _identical(database: Database) -> pl.DataFrame:
    """From the first of each group to each other member."""
    found = database.frame(
        'SELECT groups.article AS "left", f.article AS "right", digest AS left_digest, '
        "digest AS right_digest, g.reading AS left_reading, f.reading AS right_reading "
        "FROM groups SEMI JOIN around USING (digest) JOIN findings f USING (digest) "
        "JOIN names ON names.article = f.article JOIN findings g ON g.article = groups.article "
        "WHERE groups.articles > 1 AND f.article <> groups.article "
        "AND article_id IS NOT NULL AND f.unfit IS NULL"
    )
    whole = {n: pl.lit(1.0, pl.Float32) for n in WANTED if n not in (*_SIDES, "found_by")}
    return (
        found.with_columns(found_by=pl.lit(IDENTICAL), **whole).select(WANTED.names()).cast(WANTED)
    )


def lacking(database: Database, pairs: pl.DataFrame) -> pl.DataFrame:
    """Those of the WANTED that have no verdict on the readings as they are."""
    database.given("wanted", pairs)
    return database.frame(
        "SELECT wanted.* FROM wanted ANTI JOIN links "
        'USING ("left", "right", left_reading, right_reading) ORDER BY "left", "right"'
    ).cast(WANTED)


def drop_unwanted(database: Database, digests: pl.Series) -> pl.DataFrame:
    """Drop the verdicts of these digests that are wanted no more (see `lacking`).

    Returns:
        left, right of those dropped.
    """
    database.given("around", pl.DataFrame({"digest": digests}, schema={"digest": pl.UInt64}))
    database.run(
        'CREATE OR REPLACE TEMP TABLE undone AS SELECT "left", "right", left_reading, '
        "right_reading FROM links WHERE left_digest IN (SELECT digest FROM around) "
        "OR right_digest IN (SELECT digest FROM around)"
    )
    database.run(
        "CREATE OR REPLACE TEMP TABLE undone AS SELECT * FROM undone ANTI JOIN wanted "
        'USING ("left", "right", left_reading, right_reading)'
    )
    database.run(
        'DELETE FROM links USING undone WHERE links."left" = undone."left" '
        'AND links."right" = undone."right" AND links.left_reading = undone.left_reading '
        "AND links.right_reading = undone.right_reading"
    )
    return database.frame('SELECT "left", "right" FROM undone').cast(pl.Int64)


def pack(
    pairs: pl.DataFrame, judged: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame], least: float
) -> pl.DataFrame:
    """LINKS of judged pairs.

    Args:
        pairs: WANTED with `left_row` and `right_row`, the rows of the judged tables.
        judged: ALIGNMENTS, SIGNALS and RELATIONS by those rows.
        least: derived probability from which a `different` pair keeps its signals.
    """
    alignments, signals, relations = judged
    key = ["left", "right"]
    names = [name for name in signals.columns if name not in key]
    values = signals.select(*key, signals=pl.concat_list(names).cast(pl.List(pl.Float32)))
    made = (
        pairs.select(
            *(pl.col(n).alias(f"own_{n}") for n in _SIDES), left="left_row", right="right_row"
        )
        .join(relations, on=key, how="left", maintain_order="left")
        .join(values, on=key, how="left", maintain_order="left")
        .join(
            nested(alignments, ALIGNMENTS, key, "alignments"),
            on=key,
            how="left",
            maintain_order="left",
        )
        .with_columns(
            pl.col("alignments").fill_null([]),
            signals=pl.when(
                (pl.col("relation") != "different") | (pl.col("derived_probability") >= least)
            ).then("signals"),
        )
        .drop(key)
        .rename({f"own_{n}": n for n in _SIDES})
    )
    return made.select(LINKS.names()).cast(LINKS)


def unpack(
    database: Database, numbers: pl.DataFrame, signal_names: Mapping[str, pl.DataType]
) -> dict[str, pl.DataFrame]:
    """RELATIONS (each pair alone), SIGNALS, ALIGNMENTS of the pairs among these articles.

    Args:
        database: the state.
        numbers: row, article.
        signal_names: columns of SIGNALS beside left and right.
    """
    database.given("rows", numbers.select("row", "article"))
    found = database.frame(
        'SELECT a.row AS "left", b.row AS "right", links.* EXCLUDE ("left", "right") FROM links '
        'JOIN rows a ON a.article = links.left JOIN rows b ON b.article = links."right" '
        "ORDER BY 1, 2"
    )
    key = ["left", "right"]
    told = found.filter(pl.col("signals").is_not_null())
    fields = {
        name: told["signals"].list.get(place) if told.height else pl.Series([], dtype=pl.Float32)
        for place, name in enumerate(signal_names)
    }
    rows = found.select(*key, "alignments").explode(
        "alignments", empty_as_null=False, keep_nulls=False
    )
    return {
        "relations": RELATIONS.check(found.cast(RELATIONS.schema)),
        "signals": told.select(pl.col(key).cast(pl.UInt32)).with_columns(
            *(series.cast(pl.Float32).alias(name) for name, series in fields.items())
        ),
        "alignments": ALIGNMENTS.check(rows.unnest("alignments").cast(ALIGNMENTS.schema)),
    }


def verdicts(database: Database, numbers: pl.DataFrame) -> pl.DataFrame:
    """RELATIONS, each pair judged alone, among these articles (row, article)."""
    database.given("rows", numbers.select("row", "article"))
    found = database.frame(
        'SELECT a.row AS "left", b.row AS "right", relation, probability, derived_probability '
        'FROM links JOIN rows a ON a.article = links.left JOIN rows b ON b.article = links."right" '
        "ORDER BY 1, 2"
    )
    return RELATIONS.check(found.cast(RELATIONS.schema))


def narrated(
    database: Database, numbers: pl.DataFrame, signal_names: Sequence[str]
) -> pl.DataFrame:
    """left, right, narrated_words of the pairs among these articles of which signals are kept.

    Args:
        database: the state.
        numbers: row, article.
        signal_names: columns of SIGNALS beside left and right.
    """
    database.given("rows", numbers.select("row", "article"))
    place = list(signal_names).index("narrated_words") + 1  # lists of the database begin with 1
    found = database.frame(
        'SELECT a.row AS "left", b.row AS "right", signals[?] AS narrated_words '
        'FROM links JOIN rows a ON a.article = links.left JOIN rows b ON b.article = links."right" '
        "WHERE signals IS NOT NULL ORDER BY 1, 2",
        [place],
    )
    return found.cast({"left": ROW, "right": ROW, "narrated_words": pl.Float32})
