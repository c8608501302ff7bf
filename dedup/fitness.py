"""Which pages get no verdict, and why: too short, or about many things or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

import polars as pl

from dedup.settings import BoilerplateSettings

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
_SURE_END = r"[\p{L}\p{Nd}]{2}[.!?…][\"'”’»)\]]{0,3}(?:\s|$)|[。！？।؟۔]"
"""What `_SENTENCE_END` surely finds too, for polars: its regular expressions look at whole columns
a hundred times as fast."""
_MAY_BE_TIME = r"\n[^\p{L}\p{N}]{0,3}\d{1,2}[:.h]\d{2}"
"""What `_TIME` finds, and a little more."""


def reasons(
    stories: pl.Series,
    words: pl.Series,
    captioned: Sequence[bool],
    settings: BoilerplateSettings,
) -> pl.Series:
    """`unfit` of each story, asked only where a look at the columns does not settle it.

    Args:
        stories: story texts, none of them null.
        words: how many words each has.
        captioned: whether captions were cut from it.
        settings: how short a story may be.

    Returns:
        `unfit`, strings; null where a page gets a verdict.
    """
    doubted = _doubted(stories, words, settings).arg_true().to_list()
    found = [
        unfit(story, count, settings, captioned=captioned[place])
        for place, story, count in zip(doubted, stories[doubted], words[doubted], strict=True)
    ]
    return (
        pl.Series("unfit", [None], dtype=pl.String)
        .new_from_index(0, len(stories))
        .scatter(doubted, found)
    )


def _doubted(stories: pl.Series, words: pl.Series, settings: BoilerplateSettings) -> pl.Series:
    """Which stories may be unfit; what `unfit` says of all others is None."""
    story = pl.col("story")
    short = pl.col("words") < max(1, settings.shortest_story)
    lines = story.str.count_matches("\n", literal=True) >= _LEAST_LINES
    endless = lines & ~story.str.contains(_SURE_END)
    # The first line has no break before it.
    timed = story.str.count_matches(_MAY_BE_TIME) >= _LEAST_LINES - 1
    letters = story.str.count_matches(_may_greet()) >= _SEVERAL_LETTERS - 1
    columns = pl.DataFrame({"story": stories, "words": words})
    return columns.select(short | endless | timed | letters).to_series()


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
    greeted, named = _phrases()
    greeting = rf"(?:{greeted})[ \xa0]?(?:[,:–—-]|$)"
    headline = rf"(?:{named})[ \xa0:]{{1,2}}[“”„«\"‘']"
    begun = rf"\n[\W_]{{0,4}}(?:{greeting}|{headline})"
    return re.compile(begun, re.IGNORECASE | re.MULTILINE)


@lru_cache(maxsize=1)
def _may_greet() -> str:
    """What `_salutation` finds, and a little more, for polars."""
    greeted, named = (phrases.replace("\\ ", " ") for phrases in _phrases())
    return rf"(?i)\n[^\p{{L}}]{{0,4}}(?:{greeted}|{named})"


def _phrases() -> tuple[str, str]:
    """What is matched of salutations, and of words before the headline that a letter is about."""
    listed = files("dedup").joinpath("data", "salutations.txt").read_text("utf-8").splitlines()
    phrases = [line for line in listed if line and line[0] != "#"]
    greeted = "|".join(re.escape(line) for line in phrases if line[-1] != "“")
    named = "|".join(re.escape(line[:-1].strip()) for line in phrases if line[-1] == "“")
    return greeted, named


def _runs(story: str) -> bool:
    """Whether there is running text: a sentence that ends, or a table of figures."""
    if story.count("\n") < _LEAST_LINES or _SENTENCE_END.search(story):
        return True
    tokens = story.split()
    return sum(map(_has_digit, tokens)) > len(tokens) * _MUCH_FIGURED


def _has_digit(token: str) -> bool:
    return any(map(str.isdigit, token))
