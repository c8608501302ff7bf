"""Every table that people read: its columns, what they mean, and the order of its rows.

Ids are text here, where the stages use row numbers. Null in Parquet and an
empty cell in CSV both say that a value is not known or does not apply.
"""

from __future__ import annotations

import polars as pl

from dedup.tables import OFFSET, ROW, Column, Table

_PAIR_IDS = (
    Column("left_id", pl.String, "article_id that sorts first by code point"),
    Column("right_id", pl.String, "article_id of the other article"),
)
_DATES = (
    Column("first_published_at", pl.String, "earliest date among its articles, as precise as told"),
    Column("last_published_at", pl.String, "latest date among its articles, as precise as told"),
)

ARTICLES = Table(
    "articles",
    (
        Column("article_id", pl.String, "unique name of the article in this run"),
        Column("path", pl.String, "path relative to its INPUT"),
        Column("publisher", pl.String, "who published it; empty where unknown"),
        Column("title", pl.String, "headline, by metadata or the text itself"),
        Column("byline", pl.String, "author line, by metadata or the text itself"),
        Column("published_at", pl.String, "ISO 8601, as precise as known"),
        Column("published_precision", pl.String, "second, minute, hour, day, month, year or empty"),
        Column("language", pl.String, "ISO 639-1 code, stated or detected; `und` unknown"),
        Column("words", pl.UInt32, "words of the story text"),
        Column("words_cut", pl.UInt32, "words cut as boilerplate"),
        Column("credited_to", pl.String, "whom the text credits as its author; never itself"),
        Column("story_id", pl.String, "the story it belongs to"),
        Column("event_id", pl.String, "the event it belongs to"),
        Column(
            "standing",
            pl.String,
            "original, copy, partial, rewrite or alone, among the articles at hand only",
        ),
        Column(
            "identical_group",
            pl.String,
            "first article_id of those with the same story text; empty where there is no other",
        ),
        Column("keep", pl.Boolean, "true for one article of each group of copies"),
        Column("new", pl.Boolean, "not seen by an earlier run with this state"),
        Column("no_verdict", pl.String, "why the page is compared with none; empty where it is"),
        Column("extra", pl.String, "JSON object of input columns that no setting names"),
        Column("encoding", pl.String, "detected character encoding of the file"),
        Column("text", pl.String, "text as read; in Parquet only"),
    ),
)

PAIRS = Table(
    "pairs",
    (
        *_PAIR_IDS,
        Column("left_story_id", pl.String, "story of the left article"),
        Column("right_story_id", pl.String, "story of the right article"),
        Column("event_id", pl.String, "event of both; empty where they are in two"),
        Column("relation", pl.String, "copy, partial, rewrite or same_event"),
        Column("probability", pl.Float64, "of the relation given"),
        Column("derived_probability", pl.Float64, "of copy, partial or rewrite"),
        Column(
            "direction",
            pl.String,
            "left_to_right (right took from left), right_to_left, common_source or "
            "undetermined; empty for same_event",
        ),
        Column("direction_confidence", pl.Float64, "0..1"),
        Column("version", pl.Boolean, "two versions of one outlet's or agency's own story"),
        Column("left_covered", pl.Float64, "share of the left story's words in shared passages"),
        Column("right_covered", pl.Float64, "share of the right story's words in shared passages"),
        Column("shared_words", pl.UInt32, "words in shared passages"),
        Column("longest_run_words", pl.UInt32, "words of the longest run that both have verbatim"),
        Column("jaccard", pl.Float64, "exact Jaccard of the word shingles"),
        Column("tfidf_cosine", pl.Float64, "cosine of the TF-IDF vectors"),
        Column("quoted_share", pl.Float64, "share of the shared words that stands in quotations"),
        Column("found_by", pl.String, "finders that proposed the pair"),
        Column("because", pl.String, "the evidence in words"),
    ),
)

NEW_PAIRS = Table("new_pairs", PAIRS.columns)

PASSAGES = Table(
    "passages",
    (
        *_PAIR_IDS,
        Column("left_start", OFFSET, "where the passage starts in the left text, code points"),
        Column("left_stop", OFFSET, "where it stops in the left text"),
        Column("right_start", OFFSET, "where it starts in the right text"),
        Column("right_stop", OFFSET, "where it stops in the right text"),
        Column("words", pl.UInt32, "words that both have"),
        Column("kind", pl.String, "verbatim or edited"),
        Column("quoted", pl.Float64, "share of its words that stands in quotations"),
        Column("text", pl.String, "the passage as it stands in the left text"),
    ),
)

STORIES = Table(
    "stories",
    (
        Column("story_id", pl.String, "stable for the same first article"),
        Column("event_id", pl.String, "the event it belongs to"),
        Column("title", pl.String, "headline of its first article that has one, or first words"),
        Column("articles", pl.UInt32, "articles in it"),
        Column("copies", pl.UInt32, "articles whose standing is copy"),
        Column("publishers", pl.String, "who published it, sorted, joined by `; `"),
        Column("origin", pl.String, "whom its text comes from"),
        Column("first_article_id", pl.String, "the original among the articles at hand"),
        *_DATES,
        Column(
            "weakest_link",
            pl.Float64,
            "lowest derived probability holding it together; empty for one article",
        ),
    ),
)

EVENTS = Table(
    "events",
    (
        Column("event_id", pl.String, "stable for the same first article"),
        Column("title", pl.String, "title of its largest story"),
        Column("stories", pl.UInt32, "stories in it"),
        Column("articles", pl.UInt32, "articles in it"),
        Column(
            "independent_origins",
            pl.UInt32,
            "newsrooms its texts come from; one text in five outlets is one, and so are the "
            "outlets of one owner where the settings name it",
        ),
        *_DATES,
    ),
)

PROVENANCE = Table(
    "provenance",
    (
        Column("article_id", pl.String, "the article"),
        Column("story_id", pl.String, "its story"),
        Column("source_rank", pl.String, "primary or secondary"),
        Column("source_id", pl.String, "an article_id, or outlet:NAME where the text is not here"),
        Column("basis", pl.String, "credited, inferred, textual, metadata, ruled or own"),
        Column("relation", pl.String, "relation to the source; empty for own"),
        Column("origin", pl.String, "display name of the origin"),
        Column("hop", pl.UInt32, "hops from the origin; 0 is the origin itself"),
        Column("chain", pl.String, "names from the origin to the article, joined by ` → `"),
        Column("confidence", pl.Float64, "0..1"),
        Column("because", pl.String, "the evidence in words"),
    ),
)

CREDITS = Table(
    "credits",
    (
        Column("article_id", pl.String, "the article"),
        Column("start", OFFSET, "where the credit's words start in its text, code points"),
        Column("stop", OFFSET, "where they stop"),
        Column("name", pl.String, "registry name of the one named, or the name as written"),
        Column(
            "role",
            pl.String,
            "author, distributor, contributor, retold, photo, mention or publisher",
        ),
        Column("text", pl.String, "the credit's words"),
    ),
)

BOILERPLATE = Table(
    "boilerplate",
    (
        Column("article_id", pl.String, "the article"),
        Column("start", OFFSET, "where the cut starts in its text, code points"),
        Column("stop", OFFSET, "where it stops"),
        Column("rule", pl.String, "the rule that cut it"),
        Column(
            "seen_in_articles",
            pl.UInt32,
            "articles of the run in which the rule cut the same words",
        ),
        Column("text", pl.String, "what was cut"),
    ),
)

OUTLETS = Table(
    "outlets",
    (
        Column("publisher", pl.String, "a publisher of the run"),
        Column("articles", pl.UInt32, "its articles"),
        Column("own", pl.UInt32, "those whose text is its own, as far as is known"),
        Column("copied", pl.UInt32, "those that are a copy or in part a copy of others"),
        Column("rewritten", pl.UInt32, "those that rewrite others"),
        Column("most_taken_from", pl.String, "whom most of its texts come from directly"),
        Column("most_taken_by", pl.String, "who took most of its texts directly"),
        Column("owner", pl.String, "whose outlet it is, as the settings say; empty where unknown"),
        Column(
            "from_owner",
            pl.UInt32,
            "those, of the copied and rewritten, that come from an outlet of the same owner",
        ),
    ),
)

REJECTS = Table(
    "rejects",
    (
        Column("path", pl.String, "path relative to its INPUT"),
        Column("record", ROW, "record number; empty for a whole file"),
        Column("reason", pl.String, "what was wrong and what happened to the input"),
    ),
)

TEXTS = Table(
    "texts",
    (
        Column("article_id", pl.String, "the article"),
        Column("text", pl.String, "story text: the text less its boilerplate"),
    ),
)

CANDIDATES = Table(
    "candidates",
    (
        *_PAIR_IDS,
        Column("found_by", pl.String, "finders that proposed it"),
        Column("relation", pl.String, "the verdict, `different` included"),
        Column("derived_probability", pl.Float64, "of copy, partial or rewrite"),
    ),
)

ORDER: dict[str, tuple[str, ...]] = {
    "articles": ("article_id",),
    "pairs": ("left_id", "right_id"),
    "new_pairs": ("left_id", "right_id"),
    "passages": ("left_id", "right_id", "left_start", "right_start", "left_stop", "right_stop"),
    "stories": ("-articles", "story_id"),
    "events": ("-articles", "event_id"),
    "provenance": ("article_id", "source_rank", "source_id", "basis", "relation"),
    "credits": ("article_id", "start", "stop", "role", "name"),
    "boilerplate": ("article_id", "start", "stop", "rule"),
    "outlets": ("-articles", "publisher"),
    "rejects": ("path", "record", "reason"),
    "texts": ("article_id",),
    "candidates": ("left_id", "right_id"),
}
"""How the rows of each table are sorted: text by code point, `-` marks descending, empty first."""

PARQUET_ONLY: dict[str, tuple[str, ...]] = {"articles": ("text",)}
"""Columns too long for a spreadsheet."""

WITHOUT_CSV = ("texts", "candidates")
"""Tables for programs alone."""

FILES: tuple[str, ...] = (
    *(f"{name}.parquet" for name in ORDER),
    *(f"{name}.csv" for name in ORDER if name not in WITHOUT_CSV),
    "report.html",
    "run.json",
)
"""Every file that a run may write into its folder."""

STATE_FILES = ("new_pairs.parquet", "new_pairs.csv")
"""Those of them that only a run with a state writes."""

GRAPH_FILES = ("chains.graphml", "chains.gexf", "chains.prov.json")
"""Those that it writes where the settings ask for graphs."""
