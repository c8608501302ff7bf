"""Articles as a careful reader has them at hand: words, sentences, quotations, weights.

Alignment and signals both need these, for a batch of articles at a time.
Readings are made of story text alone; their offsets are those of the story text.

`plainly` makes the reading of one text, in plain Python; `together` makes the
columns of many at once with compiled loops, and readings out of them where one
is asked for. Tests hold the two equal.
"""

from __future__ import annotations

import polars as pl

from dedup import kernels
from dedup.readings import plainly, together
from dedup.readings.columns import Columns, Distinct, Readings, offsets
from dedup.readings.reading import (
    MOST_SENTENCES,
    UNKNOWN_IDF,
    Bools,
    Doubles,
    Floats,
    Hashes,
    Ints,
    Reading,
    Weighed,
)
from dedup.words import tokenize

__all__ = [
    "MOST_SENTENCES",
    "UNKNOWN_IDF",
    "Bools",
    "Columns",
    "Distinct",
    "Doubles",
    "Floats",
    "Hashes",
    "Ints",
    "Reading",
    "Readings",
    "Weighed",
    "offsets",
    "read",
]


def read(texts: pl.DataFrame, terms: pl.DataFrame) -> Readings:
    """Readings of every row of TEXTS, with the weights that TERMS gives their words."""
    ordered = texts.select("row", pl.col("text").fill_null("")).sort("row")
    stories = ordered["text"]
    tokens = tokenize(stories)
    if kernels.worth(int(stories.str.len_bytes().sum())):
        return Readings(together.read(ordered["row"], stories, tokens, terms))
    told = plainly.read(ordered["row"].to_list(), stories.to_list(), tokens, terms)
    return Readings(Columns.of(told), told)
