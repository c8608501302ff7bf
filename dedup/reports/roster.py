"""What each article is among the others: its ids, its standing, which copy to keep.

One row an article, made once and read by every report that names articles.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from xxhash import xxh64_hexdigest

from dedup.reports.edges import DERIVED, derived_edges
from dedup.settings import ReportSettings

_ID_DIGITS = 12
SURE_ROOT = 0.5
"""Confidence from which an article of its own is an origin, though its story has others."""


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """The roster, sorted by row.

    Columns: row, article_id, publisher, title, byline, published_at,
    published_precision, earliest, latest, words, story, event, weakest_link,
    story_id, event_id, identical_group, origin, external (whether it comes from
    a source whose text is not at hand), sure_root, standing, order (UInt32, 0 is the
    likeliest original of the run; compare within a story only), keep.
    """
    articles = _ordered(_articles(tables))
    edges = _inside(derived_edges(tables), articles)
    articles = articles.join(_standings(articles, edges), on="row", how="left")
    return _kept(articles, edges, settings.keep).sort("row")


def _articles(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    mastheads = tables["mastheads"].select(
        "row",
        "publisher",
        pl.col("title").alias("text_title"),
        pl.col("byline").alias("text_byline"),
        "published_at",
        "published_precision",
        "earliest",
        "latest",
    )
    joined = (
        tables["articles"]
        .select("row", "article_id", "title", "byline")
        .join(mastheads, on="row", how="left")
        .join(tables["texts"].select("row", "words"), on="row", how="left")
        .join(tables["stories"], on="row", how="left")
        .join(_primary(tables["provenance"]), on="row", how="left")
        .with_columns(
            pl.coalesce("text_title", "title").alias("title"),
            pl.coalesce("text_byline", "byline").alias("byline"),
            pl.coalesce("story", "row").alias("story"),
            pl.coalesce("event", "row").alias("event"),
            pl.coalesce("identical_to", "row").alias("first"),
            pl.col("words").fill_null(0),
            pl.col("external", "sure_root").fill_null(value=False),
        )
        .drop("text_title", "text_byline", "identical_to")
    )
    ids = joined.select("row", "article_id", short=_short_ids(joined.get_column("article_id")))
    named = joined.join(
        ids.select(story="row", story_id="S" + pl.col("short")), on="story", how="left"
    ).join(ids.select(event="row", event_id="E" + pl.col("short")), on="event", how="left")
    if "named" in tables:  # a state has given stories and events names that stay
        named = joined.join(tables["named"], on="row", how="left")
    return (
        named.join(ids.select(first="row", first_id="article_id"), on="first", how="left")
        .with_columns(identical_group=pl.when(pl.len().over("first") > 1).then(pl.col("first_id")))
        .drop("first", "first_id")
    )


def _short_ids(article_ids: pl.Series) -> pl.Series:
    """Twelve hexadecimal digits of xxh64 of each id; all sixteen where twelve are not unique."""
    digests = pl.Series(
        "digest", [xxh64_hexdigest(name.encode("utf-8")) for name in article_ids], dtype=pl.String
    )
    short = digests.str.slice(0, _ID_DIGITS)
    return (
        digests.to_frame()
        .select(pl.when(short.is_duplicated()).then(pl.col("digest")).otherwise(short))
        .to_series()
    )


def _primary(provenance: pl.DataFrame) -> pl.DataFrame:
    """Each article's primary source.

    Columns: row, source (row or null), source_relation, origin, hop, external, sure_root
    (whether it has no source, and that is more than for want of one).
    """
    return (
        provenance.filter(pl.col("source_rank") == "primary")
        .sort(
            "row",
            "confidence",
            "source_row",
            "source_outlet",
            descending=[False, True, False, False],
        )
        .unique("row", keep="first", maintain_order=True)
        .select(
            "row",
            pl.when(pl.col("source_row") != pl.col("row")).then("source_row").alias("source"),
            pl.col("relation").alias("source_relation"),
            "origin",
            "hop",
            external=pl.col("source_outlet").is_not_null(),
            sure_root=pl.col("source_outlet").is_null()
            & pl.col("source_row").is_null()
            & (pl.col("confidence") >= SURE_ROOT),
        )
    )


def _ordered(articles: pl.DataFrame) -> pl.DataFrame:
    """Add `order`: the likeliest originals first.

    Articles that take from none at hand, then those nearer to the origin,
    then the earlier, the longer, the first by id.
    """
    keys = [
        pl.col("source").is_not_null(),
        pl.col("hop"),
        pl.col("earliest"),
        -pl.col("words").cast(pl.Int64),
    ]
    ranked = articles.sort([*keys, pl.col("row")], nulls_last=True)
    return ranked.with_row_index("order")


def _inside(edges: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The edges within one story: those that stories were not joined by say nothing here."""
    story = articles.select("row", "story")
    return (
        edges.join(story.rename({"row": "left", "story": "left_story"}), on="left")
        .join(story.rename({"row": "right", "story": "right_story"}), on="right")
        .filter(pl.col("left_story") == pl.col("right_story"))
        .drop("left_story", "right_story")
        .sort("left", "right")
    )


def _standings(articles: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """row, standing: what each article is to the articles at hand.

    An article takes the relation to its source where that is at hand; else
    the strongest one to an article that it was taken from, or that comes
    before it in `order` where the direction is open. An article of a story
    that takes from no other is an original, and no story is without one.
    """
    order = articles.select("row", "order")
    placed = edges.join(order.rename({"row": "left", "order": "left_order"}), on="left").join(
        order.rename({"row": "right", "order": "right_order"}), on="right"
    )
    to_right = (pl.col("direction") == "left_to_right") | (
        (pl.col("direction") != "right_to_left") & (pl.col("left_order") < pl.col("right_order"))
    )
    taken = (
        placed.select(
            row=pl.when(to_right).then("right").otherwise("left"),
            strength=pl.col("relation").replace_strict(
                list(DERIVED), [0, 1, 2], return_dtype=pl.Int8
            ),
        )
        .group_by("row")
        .agg(pl.col("strength").min())
        .select(
            "row",
            taken=pl.col("strength").replace_strict(
                [0, 1, 2], list(DERIVED), return_dtype=pl.String
            ),
        )
    )
    stated = pl.when(
        pl.col("source").is_not_null() & pl.col("source_relation").is_in(DERIVED)
    ).then("source_relation")
    judged = articles.join(taken, on="row", how="left").with_columns(
        standing=pl.when(pl.len().over("story") == 1)
        .then(pl.lit("alone"))
        .otherwise(pl.coalesce(stated, "taken", pl.lit("original")))
    )
    headless = ~(pl.col("standing") == "original").any().over("story")
    leads = pl.col("order") == pl.col("order").min().over("story")
    return judged.select(
        "row",
        standing=pl.when(headless & leads & (pl.col("standing") != "alone"))
        .then(pl.lit("original"))
        .otherwise("standing"),
    )


def _kept(articles: pl.DataFrame, edges: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Add `keep`: true for the first of each group of copies by the rule's order."""
    first_by = {
        "earliest": [pl.col("earliest"), pl.col("order")],
        "longest": [-pl.col("words").cast(pl.Int64), pl.col("order")],
        "original": [pl.col("standing") != "original", pl.col("order")],
    }[rule]
    copies = edges.filter(pl.col("relation") == "copy")
    groups = _groups(articles.height, copies)
    return (
        articles.sort("row")
        .with_columns(group=groups)
        .sort(["group", *first_by], nulls_last=True)
        .with_columns(keep=pl.int_range(pl.len()).over("group") == 0)
        .drop("group")
    )


def _groups(rows: int, copies: pl.DataFrame) -> pl.Series:
    """For each row the smallest row that copies connect it to (union-find, path halving)."""
    parent = list(range(rows))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for left, right in copies.select("left", "right").iter_rows():
        one, other = root(left), root(right)
        parent[max(one, other)] = min(one, other)
    return pl.Series("group", [root(row) for row in range(rows)], dtype=pl.UInt32)
