"""How much of a text is attributed to each one that it names: the news itself, or one detail.

CREDITS hold that a text names somebody; where an outlet is what the story is
about, it is named throughout and told nothing. Counted are stretches of the text
in which words beside the name attribute something to it: `X reported`, `told X`,
`a letter published by X`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from dedup.credits.phrases import Neighbours, neighbours, phrases, words_of
from dedup.tables import ROW

ATTRIBUTED = pl.Schema({"row": ROW, "name": pl.String, "stretches": pl.UInt32})
_STRETCH = 400
"""Code points that count as one stretch: a paragraph or two."""
_REACH = 70
_ROLES = ("mention", "retold", "contributor", "author", "distributor")


def attributed(articles: pl.DataFrame, credits: pl.DataFrame) -> pl.DataFrame:
    """The names to which a text attributes something, and in how many stretches of it.

    Args:
        articles: ARTICLES of the rows wanted.
        credits: CREDITS; each name is looked for as the text writes it there.

    Returns:
        row, name, stretches (at least 1), in order of row and name.
    """
    named = (
        credits.filter(pl.col("role").is_in(_ROLES))
        .join(articles.select("row", "text"), on="row")
        .select("row", "name", "text", "start", "stop")
        .sort("row", "name", "start", "stop")
    )
    found: dict[tuple[int, str], set[int]] = {}
    looked: set[tuple[int, str]] = set()
    for row, name, text, start, stop in named.iter_rows():
        written = text[start:stop]
        if len(written) < 2 or (row, written) in looked:  # a letter is no name
            continue
        looked.add((row, written))
        places = {at // _STRETCH for at in _attributing(text, written)}
        if places:
            found.setdefault((row, name), set()).update(places)
    rows = [(row, name, len(places)) for (row, name), places in sorted(found.items())]
    return pl.DataFrame(rows, schema=ATTRIBUTED, orient="row")


def _attributing(text: str, written: str) -> Iterator[int]:
    """Where something is attributed to a name as it is written."""
    start = text.find(written)
    while start >= 0:
        stop = start + len(written)
        if _in_words(text[start - 1 : start]) or _in_words(text[stop : stop + 1]):
            start = text.find(written, start + 1)
            continue
        before = text[max(0, start - _REACH) : start].replace("\n", " ")
        after = text[stop : stop + _REACH].replace("\n", " ")
        if _says(before, after):
            yield start
        start = text.find(written, stop)


def _in_words(letter: str) -> bool:
    """Whether a character stands in words; none does not."""
    return letter.isalnum() or letter == "_"


def _says(before: str, after: str) -> bool:
    """Whether the words on either side attribute something to the name between them."""
    known = phrases()
    more_before, more_after = _more()
    above, below = words_of(before), words_of(after)
    if known.own_work.begin(after, below):
        return False
    return (
        known.told_before.end(before, above)
        or known.reports_before.end(before, above)
        or more_before.end(before, above)
        or known.reports_after.begin(after, below)
        or more_after.begin(after, below)
    )


@lru_cache(maxsize=1)
def _more() -> tuple[Neighbours, Neighbours]:
    """Phrases that attribute a detail, and would say too much of a whole piece."""
    written = phrases().written
    return neighbours(
        written["attributes_before"], written["attributes_after"], phrases().told_before.links
    )
