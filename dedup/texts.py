"""ARTICLES, CUTS → TEXTS: the story text of every article, its size and its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
import xxhash

from dedup import fitness, kernels
from dedup.settings import BoilerplateSettings
from dedup.spans import story_text
from dedup.tables import TEXTS
from dedup.words import Words, tokenize

_BATCH = 2048
_UNKNOWN = "und"


def clean(
    articles: pl.DataFrame,
    cuts: pl.DataFrame,
    languages: pl.Series,
    settings: BoilerplateSettings,
) -> pl.DataFrame:
    """Take the cuts out of every article.

    Args:
        articles: ARTICLES.
        cuts: CUTS of these articles, in any order.
        languages: one ISO 639-1 code an article, in their order.
        settings: how short a story may be.

    Returns:
        TEXTS in the order of `articles`. The digest is XXH3 (64 bits) of the
        folded words' hashes, little endian, so that articles which differ in
        case, accents, punctuation or line breaks alone have one digest.
    """
    spans = _spans_by_row(cuts)
    pictured = set(cuts.filter(pl.col("rule").str.starts_with("captions."))["row"].to_list())
    parts = [TEXTS.empty()]
    less_cuts = (_less(batch, codes, spans) for batch, codes in _batches(articles, languages))
    # Other threads tokenize what comes next meanwhile.
    for some, words in kernels.streamed(_tokenized, less_cuts):
        found = _texts(some, words)
        captioned = [row in pictured for row in some.rows]
        reasons = fitness.reasons(some.held, found["words"], captioned, settings)
        parts.append(TEXTS.check(found.with_columns(reasons)))
    return pl.concat(parts)


class _Less(NamedTuple):
    """Articles less their cuts: rows, stories, and language codes."""

    rows: list[int]
    held: pl.Series
    codes: list[str]


def _less(
    batch: pl.DataFrame, codes: list[str], spans: Mapping[int, list[tuple[int, int]]]
) -> _Less:
    rows = batch["row"].to_list()
    shorter = [place for place, row in enumerate(rows) if row in spans]
    stories = [
        story_text(text or "", spans[rows[place]])
        for place, text in zip(shorter, batch["text"].gather(shorter), strict=True)
    ]
    return _Less(rows, _held_once(batch["text"], shorter, stories), codes)


def _tokenized(some: _Less) -> tuple[_Less, Words]:
    return some, tokenize(some.held, places=False)


def _held_once(texts: pl.Series, shorter: list[int], stories: Sequence[str]) -> pl.Series:
    """The stories as a column, in which those without a cut are the texts themselves.

    `shorter` are the places of those with a cut, ascending, and `stories` theirs. A column of
    polars refers to the memory of the one it is gathered from.
    """
    whole = texts.fill_null("")
    if not shorter:
        return whole
    places = np.arange(len(texts))
    places[shorter] = np.arange(len(texts), len(texts) + len(stories))
    return pl.concat([whole, pl.Series(stories, dtype=pl.String)]).gather(places)


def _texts(some: _Less, found: Words) -> pl.DataFrame:
    """TEXTS of one batch, but for what is unfit."""
    hashes = found.hashes.astype("<u8", copy=False)
    bounds = found.offsets.tolist()
    digests = [xxhash.xxh3_64_intdigest(hashes[a:b].tobytes()) for a, b in pairwise(bounds)]
    counts = [b - a for a, b in pairwise(bounds)]
    schema = {name: kind for name, kind in TEXTS.schema.items() if name != "unfit"}
    return pl.DataFrame(
        {
            "row": some.rows,
            "text": some.held,
            "language": some.codes,
            "words": counts,
            "digest": digests,
        },
        schema=schema,
    )


def _spans_by_row(cuts: pl.DataFrame) -> dict[int, list[tuple[int, int]]]:
    """Sorted spans of each article that has cuts."""
    rows = cuts.select("row", "start", "stop").sort("row", "start", "stop").iter_rows()
    return {row: [(a, b) for _, a, b in group] for row, group in groupby(rows, key=lambda r: r[0])}


def _batches(
    articles: pl.DataFrame, languages: pl.Series
) -> Iterator[tuple[pl.DataFrame, list[str]]]:
    """Articles with their language codes, a bounded number at a time."""
    if len(languages) != articles.height:
        raise ValueError("languages must have one entry for each article")
    codes = languages.fill_null(_UNKNOWN)
    for begin in range(0, articles.height, _BATCH):
        yield articles.slice(begin, _BATCH), codes.slice(begin, _BATCH).to_list()
