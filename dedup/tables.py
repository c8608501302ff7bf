"""Every table that stages hand to one another: its columns and what they mean.

A stage takes tables and returns a table; `pipeline.py` alone knows the order.
Articles are named by their row number (`row`, UInt32): rows are numbered in
code point order of `article_id`, so `left < right` by row is `left_id <
right_id` by code point. Offsets (`start`, `stop`) are code points of
`ARTICLES.text`, half open. The tables that people read are in
`dedup/reports/columns.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

ROW = pl.UInt32
OFFSET = pl.UInt32
SIGNATURE_LENGTH = 128


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, its polars type and what it means."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str


@dataclass(frozen=True)
class Table:
    """A named, ordered list of columns with the promise a stage makes about them."""

    name: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pl.Schema:
        """Column names and types, in order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """A frame with these columns and no rows."""
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: Iterable[Sequence[object]]) -> pl.DataFrame:
        """Build a frame of this table from rows, each with the values in column order."""
        listed = list(rows)
        if not listed:
            return self.empty()
        columns = zip(self.columns, zip(*listed, strict=True), strict=True)
        return pl.DataFrame([pl.Series(one.name, values, one.dtype) for one, values in columns])

    def check(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with the columns in order; raise TypeError where it cannot."""
        missing = [c.name for c in self.columns if c.name not in frame.columns]
        if missing:
            raise TypeError(f"table {self.name} lacks {', '.join(missing)}")
        chosen = frame.select(column.name for column in self.columns)
        wrong = [n for n, dtype in self.schema.items() if chosen.schema[n] != dtype]
        if wrong:
            raise TypeError(f"table {self.name} has other types in {', '.join(wrong)}")
        return chosen


_LEFT_RIGHT = (
    Column("left", ROW, "row of the article whose id sorts first"),
    Column("right", ROW, "row of the other article; left < right"),
)

ARTICLES = Table(
    "articles",
    (
        Column("row", ROW, "number of the article, 0 upwards in order of article_id"),
        Column("article_id", pl.String, "unique name of the article in this run"),
        Column("path", pl.String, "path relative to its INPUT, with `/`; never absolute"),
        Column("record", ROW, "record number in a file of several, from 1; else null"),
        Column("title", pl.String, "headline by record or page; null where neither has one"),
        Column("byline", pl.String, "author line by record or page; null where neither has one"),
        Column("language", pl.String, "ISO 639-1 code that the record or page states; else null"),
        Column("encoding", pl.String, "detected character encoding of the file"),
        Column("text", pl.String, "text as read: decoded, BOM removed, nothing else changed"),
        Column("extra", pl.String, "JSON object of columns that no setting names; else null"),
    ),
)

EVIDENCE = Table(
    "evidence",
    (
        Column("row", ROW, "the article"),
        Column("field", pl.String, "publisher, published_at, url, canonical_url, source, ..."),
        Column("basis", pl.String, "sidecar, record, page or path: where the claim stands"),
        Column("value", pl.String, "the claim as it stands"),
    ),
)

REJECTS = Table(
    "rejects",
    (
        Column("path", pl.String, "path relative to its INPUT"),
        Column("record", ROW, "record number, null for a whole file"),
        Column("reason", pl.String, "what was wrong and what happened to the input"),
    ),
)

CREDITS = Table(
    "credits",
    (
        Column("row", ROW, "the article"),
        Column("start", OFFSET, "where the credit's words start"),
        Column("stop", OFFSET, "where they stop"),
        Column("name", pl.String, "registry name of the one named, or the name as written"),
        Column(
            "role",
            pl.String,
            "author, distributor, contributor, retold, photo, mention or publisher",
        ),
    ),
)

CUTS = Table(
    "cuts",
    (
        Column("row", ROW, "the article"),
        Column("start", OFFSET, "where the cut starts"),
        Column("stop", OFFSET, "where it stops; spans of one article never overlap"),
        Column("rule", pl.String, "the rule that cut it, `module.rule`"),
    ),
)

LANGUAGES = Table(
    "languages",
    (
        Column("row", ROW, "the article; the table is sorted by row"),
        Column("language", pl.String, "ISO 639-1 code, stated or detected; `und` unknown"),
    ),
)

BLOCKS = Table(
    "blocks",
    (
        Column("row", ROW, "the article; the table is sorted by row, start"),
        Column("start", OFFSET, "where the block starts; what a rule has cut is in none"),
        Column("stop", OFFSET, "where it stops"),
        Column("words", pl.UInt32, "words between blanks"),
        Column("prose", pl.Boolean, "whether it has the shape of a paragraph of running text"),
        Column("closed", pl.Boolean, "whether it ends as a sentence does"),
        Column("whole", pl.UInt64, "stable hash of its words, digits alike; null without a letter"),
        Column("template", pl.UInt64, "the same with names and addresses alike; null mostly"),
        Column("lead", pl.UInt64, "hash of the few words before its colon; null mostly"),
    ),
)

FURNITURE = Table(
    "furniture",
    (
        Column("row", ROW, "the article; the table is sorted by row, start"),
        Column("start", OFFSET, "where the block starts"),
        Column("stop", OFFSET, "where it stops"),
        Column(
            "rule", pl.String, "learned.repeated, learned.template, learned.lead or learned.link"
        ),
        Column("articles", pl.UInt32, "articles that have the same block, template or lead"),
        Column("stories", pl.UInt32, "unrelated stories found among a few of them"),
    ),
)

TEXTS = Table(
    "texts",
    (
        Column("row", ROW, "the article"),
        Column("text", pl.String, "story text: text less the cuts, nothing else changed"),
        Column("language", pl.String, "ISO 639-1 code, stated or detected; `und` unknown"),
        Column("words", pl.UInt32, "words of the story text"),
        Column("digest", pl.UInt64, "stable hash of the folded words; equal for identical texts"),
        Column("unfit", pl.String, "why the page gets no verdict; null where it does"),
    ),
)

MASTHEADS = Table(
    "mastheads",
    (
        Column("row", ROW, "the article"),
        Column("publisher", pl.String, "who published it; null where unknown"),
        Column("publisher_basis", pl.String, "sidecar, record, page, text or path"),
        Column("title", pl.String, "headline, by metadata or the text itself"),
        Column("byline", pl.String, "author line, by metadata or the text itself"),
        Column("published_at", pl.String, "ISO 8601, as precise as known; no offset if unknown"),
        Column("published_precision", pl.String, "second, minute, hour, day, month, year or null"),
        Column("earliest", pl.Int64, "first Unix second the date allows; null if dateless"),
        Column("latest", pl.Int64, "last Unix second the date allows; null if dateless"),
    ),
)

SKETCHES = Table(
    "sketches",
    (
        Column("row", ROW, "the article"),
        Column("shingles", pl.UInt32, "distinct shingles of the story text"),
        Column(
            "signature",
            pl.Array(pl.UInt32, SIGNATURE_LENGTH),
            "MinHash, datasketch's affine32 scheme",
        ),
    ),
)

VOCABULARY = Table(
    "vocabulary",
    (
        Column("term", pl.UInt64, "hash of the folded word; sorted by term, language"),
        Column("language", pl.String, "language of the texts that have it"),
        Column("idf", pl.Float32, "inverse document frequency, background and folder blended"),
    ),
)

TERMS = Table(
    "terms",
    (
        Column("row", ROW, "the article; the table is sorted by row, word"),
        Column("word", pl.UInt32, "line of VOCABULARY, from 0"),
        Column("weight", pl.Float32, "TF-IDF weight; the weights of one article have norm 1"),
    ),
)

KEYS = Table(
    "keys",
    (
        Column("band", pl.Boolean, "whether it is an LSH band; else it is a term"),
        Column("key", pl.UInt64, "what two articles must share"),
        Column("row", ROW, "the article that has it"),
        Column("weight", pl.Float32, "of the term in the article; 1 for a band"),
    ),
)

PAIRS = Table(
    "pairs",
    (
        *_LEFT_RIGHT,
        Column("found_by", pl.String, "finders that proposed it: identical, bands, terms"),
        Column("jaccard", pl.Float32, "exact Jaccard of the shingle sets"),
        Column("left_contained", pl.Float32, "share of the left's shingles that the right has"),
        Column("right_contained", pl.Float32, "share of the right's shingles that the left has"),
        Column("cosine", pl.Float32, "cosine of the TF-IDF vectors"),
    ),
)

ALIGNMENTS = Table(
    "alignments",
    (
        *_LEFT_RIGHT,
        Column("left_start", OFFSET, "passage in the left text"),
        Column("left_stop", OFFSET, ""),
        Column("right_start", OFFSET, "passage in the right text"),
        Column("right_stop", OFFSET, ""),
        Column("words", pl.UInt32, "words of the passage that both have"),
        Column("run", pl.UInt32, "most of them in a row; 0 where shorter than a seed"),
        Column("kind", pl.String, "verbatim or edited"),
        Column("quoted", pl.Float32, "share of its words that stands in quotations"),
    ),
)

# SIGNALS is left, right and one Float32 column for each name in dedup.signals.SIGNALS.

RELATIONS = Table(
    "relations",
    (
        *_LEFT_RIGHT,
        Column("relation", pl.String, "copy, partial, rewrite, same_event or different"),
        Column("probability", pl.Float32, "of the relation given"),
        Column("derived_probability", pl.Float32, "of copy, partial or rewrite"),
    ),
)

SUPPORTS = Table(
    "supports",
    (
        *_LEFT_RIGHT,
        Column("third", ROW, "the article that both match; one of the two is its sure rewrite"),
    ),
)

DIRECTIONS = Table(
    "directions",
    (
        *_LEFT_RIGHT,
        Column(
            "direction",
            pl.String,
            "left_to_right, right_to_left, common_source or undetermined",
        ),
        Column("direction_confidence", pl.Float32, "0..1"),
        Column("version", pl.Boolean, "two versions of one outlet's or agency's own story"),
        Column("direction_because", pl.String, "the evidence in words"),
    ),
)

RULINGS = Table(
    "rulings",
    (
        Column("left", ROW, "smaller row of a pair; the article where a source is ruled"),
        Column("right", ROW, "greater row of a pair; null where a source is ruled"),
        Column("relation", pl.String, "the relation that a person gave the pair; null if none"),
        Column("direction", pl.String, "the direction that a person gave it; null if none"),
        Column("source_row", ROW, "the source where it is an article of the run; else null"),
        Column("source_outlet", pl.String, "the source where its text is not at hand; else null"),
        Column("own", pl.Boolean, "the article is nobody else's text; null for a pair"),
    ),
)

STORIES = Table(
    "stories",
    (
        Column("row", ROW, "the article"),
        Column("story", ROW, "number of its story: the smallest row in it"),
        Column("event", ROW, "number of its event: the smallest row in it"),
        Column("identical_to", ROW, "smallest row with the same story text; null if alone"),
        Column("weakest_link", pl.Float32, "lowest derived probability holding the story together"),
    ),
)

PROVENANCE = Table(
    "provenance",
    (
        Column("row", ROW, "the article"),
        Column("source_rank", pl.String, "primary or secondary"),
        Column("source_row", ROW, "the source where it is an article of the run; else null"),
        Column("source_outlet", pl.String, "the source where its text is not at hand; else null"),
        Column("basis", pl.String, "credited, inferred, textual, metadata, ruled or own"),
        Column("relation", pl.String, "relation to the source; null for own"),
        Column("origin", pl.String, "display name of the origin"),
        Column("hop", pl.UInt32, "hops from the origin; 0 is the origin itself"),
        Column("chain", pl.String, "display names from origin to article, joined by ` → `"),
        Column("confidence", pl.Float32, "0..1"),
        Column("because", pl.String, "the evidence in words"),
    ),
)
