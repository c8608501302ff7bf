"""Folded words of many short strings at once, for counting and for telling equal ones.

The result is that of `dedup.words`; strings that are ASCII but for ordinary
punctuation, nearly all, go through polars' own expressions.
"""

from __future__ import annotations

import polars as pl

from dedup.words import words

_PLAIN = r"^[\t\n\r\x20-\x7e]*$"
_WORD = "[a-z0-9]+"
# Common separators that would send a string down the slow way; words.py separates at them too.
_SEPARATORS = "\xa0“”‘’«»–—…•©|"


def fold_strings(strings: pl.Series) -> pl.DataFrame:
    """One row for each distinct string: `text`, `folded` (words joined by blanks), `words`."""
    distinct = strings.drop_nulls().unique().sort().rename("text").to_frame()
    spaced = distinct.with_columns(
        spaced=pl.col("text").str.replace_many(dict.fromkeys(_SEPARATORS, " "))
    ).with_columns(plain=pl.col("spaced").str.contains(_PLAIN))
    found = pl.col("spaced").str.to_lowercase().str.extract_all(_WORD)
    quick = spaced.filter("plain").select(
        "text", folded=found.list.join(" "), words=found.list.len().cast(pl.UInt32)
    )
    slow = spaced.filter(~pl.col("plain")).get_column("text").to_list()
    plainly = [(text, [word.folded for word in words(text)]) for text in slow]
    rest = pl.DataFrame(
        [(text, " ".join(folded), len(folded)) for text, folded in plainly],
        schema=quick.schema,
        orient="row",
    )
    return pl.concat([quick, rest])
