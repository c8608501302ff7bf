"""ARTICLES, CUTS → TEXTS: the story text of every article, its size and its digest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from typing import NamedTuple

import polars as pl
import xxhash

from dedup import kernels
from dedup.settings import BoilerplateSettings
from dedup.spans import story_text
from dedup.tables import TEXTS
from dedup.words import Words, tokenize

_BATCH = 2048
_LEAST_LINES = 7
_MUCH_FIGURED = 0.15
"""Share of figures from which lines are a table (results, prices), which is a story of its own."""
_SENTENCE_END = re.compile(r"[^\W_]{2}[.!?…][\"'”’»)\]]{0,3}(?:\s|$)|[。！？।؟۔]")
_TIME = re.compile(r"\n[\W_]{0,3}\d{1,2}[:.h]\d{2}(?!\d)")
_MOSTLY_TIMED = 0.6
_LONGEST_ENTRY = 160
"""Code points of a line with a time up to which it is a headline of an entry, not the entry."""
_LONGEST_TIME = 14
"""Code points of a line that is a time of day and no more (`12.41 Uhr`, `10:15 a.m.`)."""
_SEVERAL_LETTERS = 3
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
        reasons = [
            unfit(story, count, settings, captioned=row in pictured)
            for row, story, count in zip(
                some.rows, some.stories, found["words"].to_list(), strict=True
            )
        ]
        unfits = pl.Series("unfit", reasons, dtype=pl.String)
        parts.append(TEXTS.check(found.with_columns(unfits)))
    return pl.concat(parts)


class _Less(NamedTuple):
    """Articles less their cuts: rows, stories, these as a column, and language codes."""

    rows: list[int]
    stories: list[str]
    held: pl.Series
    codes: list[str]


def _less(
    batch: pl.DataFrame, codes: list[str], spans: Mapping[int, list[tuple[int, int]]]
) -> _Less:
    rows = batch["row"].to_list()
    stories = [
        story_text(text or "", spans.get(row, ()))
        for row, text in zip(rows, batch["text"].to_list(), strict=True)
    ]
    uncut = [row not in spans for row in rows]
    return _Less(rows, stories, _held_once(batch["text"], uncut, stories), codes)


def _tokenized(some: _Less) -> tuple[_Less, Words]:
    return some, tokenize(some.held, places=False)


def _held_once(texts: pl.Series, uncut: Sequence[bool], stories: Sequence[str]) -> pl.Series:
    """The stories as a column, in which those without a cut are the texts themselves.

    A column of polars refers to the memory of the one it is gathered from.
    """
    new = [story for story, whole in zip(stories, uncut, strict=True) if not whole]
    both = pl.concat([texts.fill_null(""), pl.Series(new, dtype=pl.String)])
    places, last = [], len(stories) - 1
    for place, whole in enumerate(uncut):
        last += not whole
        places.append(place if whole else last)
    return both.gather(places)


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


def unfit(
    story: str, words: int, settings: BoilerplateSettings, *, captioned: bool = False
) -> str | None:
    """Why a page with this story text gets no verdict; None where it gets one.

    A page that is left with headlines, links or captions alone, as the front
    of a section or the frame of a live blog, is about many things or none.
    `captioned` says that captions were cut from it.
    """
    if words < max(1, settings.shortest_story):
        return _too_short(words, settings.shortest_story, captioned=captioned)
    if not _runs(story):
        return "a list of lines and no running text"
    # Each line with the break before it: that is what a search finds soonest.
    lines = f"\n{story}"
    if _timed(lines):
        return "a list of lines with times, as the frame of a live blog"
    if sum(1 for _ in _salutation().finditer(lines)) >= _SEVERAL_LETTERS:
        return "a column of several letters"
    return None


def _too_short(words: int, least: int, *, captioned: bool) -> str:
    if captioned:
        return "captions of pictures and no story text"
    return f"only {words} words of story text, fewer than {least}" if words else "no story text"


def _timed(story: str) -> bool:
    """Whether most lines, each with the break before it, are short and begin with a time of day."""
    if len(_TIME.findall(story)) < _LEAST_LINES:
        return False
    lines = list(_entries(story))
    timed = [line for line in lines if _TIME.match(f"\n{line}")]
    if len(timed) < _LEAST_LINES or len(timed) < len(lines) * _MOSTLY_TIMED:
        return False
    return max(len(line) for line in timed) <= _LONGEST_ENTRY


def _entries(story: str) -> Iterator[str]:
    """Lines with anything on them; a line that is a time of day goes with what stands below it."""
    time = ""
    for line in story.split("\n"):
        if not line.strip():
            continue
        if not time and len(line) <= _LONGEST_TIME and _TIME.match(f"\n{line}"):
            time = f"{line} "
            continue
        yield time + line
        time = ""
    if time:
        yield time


@lru_cache(maxsize=1)
def _salutation() -> re.Pattern[str]:
    listed = files("dedup").joinpath("data", "salutations.txt").read_text("utf-8").splitlines()
    phrases = [line for line in listed if line and line[0] != "#"]
    greeted = "|".join(re.escape(line) for line in phrases if line[-1] != "“")
    named = "|".join(re.escape(line[:-1].strip()) for line in phrases if line[-1] == "“")
    greeting = rf"(?:{greeted})[ \xa0]?(?:[,:–—-]|$)"
    headline = rf"(?:{named})[ \xa0:]{{1,2}}[“”„«\"‘']"
    begun = rf"\n[\W_]{{0,4}}(?:{greeting}|{headline})"
    return re.compile(begun, re.IGNORECASE | re.MULTILINE)


def _runs(story: str) -> bool:
    """Whether there is running text: a sentence that ends, or a table of figures."""
    if story.count("\n") < _LEAST_LINES or _SENTENCE_END.search(story):
        return True
    tokens = story.split()
    return sum(map(_has_digit, tokens)) > len(tokens) * _MUCH_FIGURED


def _has_digit(token: str) -> bool:
    return any(map(str.isdigit, token))


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
