"""How a line reads that says when, and by whom, a text was published.

A whole date (as `dedup.dates` reads it, in any of its languages) with a time of
day or a word such as "updated", and little else than names. What a name
and a date say together is the story's own where the one is tied to the other (`Theft on
Monday, June 3, 2019 at 2 p.m.`), and where neither a time nor a byline is there (`Harbour
Court - June 1, 2019`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from dedup import dates, registry
from dedup.boilerplate.pieces import Piece
from dedup.boilerplate.signatures import is_signature

_MOST_WORDS, LONGEST = 18, 140
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d.])\d{1,2}(?::|h|\.)\d\d(?![\d.]\d)|(?<!\d)\d{1,2} ?[ap]\.?m\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")
_MARKS = " \t\xa0,;:|/·•–—-()[]."
SPLIT = re.compile(r"[\s|·•@()\[\]]+|(?<=\D)/(?=\D)")
_CLOCK_MARKS = re.compile(r"\b([ap])\.m\.?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2})[時时시]\s?(\d{2})[分분]")
_FRENCH = re.compile(r"(?<!\d)(\d{1,2}) h (\d\d)(?!\d)")
_GLUED = re.compile(r"(?<=[^\W\d_])[:：](?=\d)")
_WEEKDAY = re.compile(r"[(（][月火水木金土日월화수목금토일][)）]")
_HALVES = re.compile("오전|오후|上午|下午|午前|午後")
_IN_FIGURES = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1\d{4}(?!\d)")
"""A date to the day, though it may be open which of its figures is the month."""
_ELSEWHERE = re.compile(r"\(\d{1,2}[:.]\d\d ?[ap]m\b[^()]{0,12}\)", re.IGNORECASE)
"""The same time in another zone."""
_TO_THE_DAY = frozenset(("day", "hour", "minute", "second"))
_MOST_BEFORE, _MOST_AFTER = 8, 5
_AROUND = 3
"""Tokens around the figures that may be of a date: weekday, month, zone."""
_PARTS = re.compile(r"\s[|/·•–—-]{1,2}\s?|\s?\|\s?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_NAMES = 3
_OPENING, _TIE, _BY = "^", "=", "+"
_KINDS = (_OPENING, _TIE, _BY)
"""Marks of words that are labels only where they come first, that tie, and that begin bylines."""


@cache
def _listed(kind: str) -> frozenset[str]:
    """The words of one kind in the data file."""
    text = files("dedup").joinpath("data/date_labels.txt").read_text("utf-8")
    lines = (line for line in text.split("\n") if line and line[0] != "#")
    marked = ((line[0], line[1:]) if line[0] in _KINDS else ("", line) for line in lines)
    return frozenset(word for mark, word in marked if mark == kind)


@cache
def labels() -> frozenset[str]:
    """Words that say what a date is of: `updated`, `published`."""
    return _listed("") | _listed(_OPENING)


def is_dated(text: str) -> bool:
    """Whether a line is short, has a year, and is no quotation and no signature of a post."""
    return (
        len(text) <= LONGEST
        and _YEAR.search(text) is not None
        and len(_NUMBER.findall(text)) > 1
        and not any(mark in text for mark in ("(@", '"', "“", "„"))
        and len(text.split()) <= _MOST_WORDS
    )


def is_stamp(piece: Piece, *, inside: bool) -> bool:
    """Whether a short line with a year is a date, a time or a label, and names."""
    text = piece.text
    timed = _is_timed(text)
    if inside and not timed:
        return False
    if _reads(text, timed=timed, inside=inside):
        return True
    parts = [part for part in _PARTS.split(_apart(text)) if part.strip(_MARKS)]
    read = [
        _NUMBER.search(part) is not None and _reads(part, timed=_is_timed(part), inside=inside)
        for part in parts
    ]
    others = [part.split() for part, well in zip(parts, read, strict=True) if not well]
    if not timed and len(parts) > 1 and all(read):
        return False  # from one day to another
    told = any(read) and all(
        len(words) <= _MOST_BEFORE and (all(map(_is_name, words)) or _is_timed(" ".join(words)))
        for words in others
    )
    return told and (timed or all(map(_signs, others)))


def _apart(text: str) -> str:
    """A line with a bar before the label of each date or time but the first: `… Updated …`."""
    found, seen = [], False
    for word in text.split(" "):
        label = word.strip(_MARKS).lower() in labels()
        found += ["|", word] if label and seen else [word]
        seen = seen or _YEAR.search(word) is not None
    return " ".join(found)


def _is_timed(text: str) -> bool:
    """Whether a time of day or a label stands by the date."""
    if _CLOCK.search(text):
        return True
    return not labels().isdisjoint(_WORD.findall(text.lower()))


def _reads(text: str, *, timed: bool, inside: bool) -> bool:
    """Whether a text is a whole date, and around it nothing but names and labels."""
    plain = _spelled(text)
    tokens = [part for part in SPLIT.split(plain) if part.strip(_MARKS)]
    figures = [number for number, token in enumerate(tokens) if _NUMBER.search(token)]
    if not figures:
        return False
    most = (_MOST_BEFORE, _MOST_AFTER) if timed else (0 if inside else _MOST_NAMES, 0)

    def few_names(before: list[str], after: list[str]) -> bool:
        few = len(before) <= most[0] and len(after) <= most[1]
        return few and all(map(_is_name, (*before, *after)))

    # To look for a date takes long: not where words stand that can be of none.
    if not few_names(tokens[: max(figures[0] - _AROUND, 0)], tokens[figures[-1] + 1 + _AROUND :]):
        return False
    span = _date_in(tokens, figures[0], figures[-1])
    if span is None:
        return False
    before, after = tokens[: span[0]], tokens[span[1] :]
    free = _is_free(before, tokens[slice(*span)], clocked=_CLOCK.search(text) is not None)
    return free and few_names(before, after)


def _spelled(text: str) -> str:
    """A line with its times and weekdays as `dedup.dates` reads them."""
    plain = _ELSEWHERE.sub("", _CLOCK_MARKS.sub(r"\1m", text))
    plain = _GLUED.sub(": ", _FRENCH.sub(r"\1:\2", plain))
    if plain.isascii():
        return plain
    plain = _WEEKDAY.sub(" ", _HOURS.sub(r"\1:\2", plain))
    return _HALVES.sub(" ", plain).replace("：", " ")


def _is_free(before: list[str], date: list[str], *, clocked: bool) -> bool:
    """Whether words before a date say who published it, and not what happened then.

    Args:
        before: they.
        date: those of the date, the first of which may tie it to them: `Theft on Monday, …`.
        clocked: whether a time of day stands by the date.
    """
    words, ties = words_of(before), _listed(_TIE)
    if not [word for word in words if word not in ties] or _is_labelled([*words, *words_of(date)]):
        return True
    tied = words[-1] in ties or date[0].lower() in ties
    return (clocked and not tied) or _signs(before)


def words_of(tokens: list[str]) -> list[str]:
    """The tokens in small letters, marks at their ends aside."""
    return [word for token in tokens if (word := token.strip(_MARKS).lower())]


def _is_labelled(words: list[str]) -> bool:
    return not _listed("").isdisjoint(words) or words[0] in _listed(_OPENING)


def _signs(tokens: list[str]) -> bool:
    """Whether words are a byline or an outlet's name."""
    written = " ".join(tokens).strip(_MARKS)
    begun = words_of(tokens)[:1]
    by = bool(begun) and begun[0].strip(_MARKS) in _listed(_BY)
    return by or is_signature(written) or registry.load().named(written) is not None


def opens(text: str) -> bool:
    """Whether a line begins with its date, and says more behind it than a zone."""
    tokens = SPLIT.split(text)
    return _may_be_dated(tokens[0]) and sum(not _may_be_dated(one) for one in words_of(tokens)) > 1


def entry_of(text: str) -> str:
    """What a line says beside its date where no label and no byline is there: it may be a log's."""
    tokens = SPLIT.split(text)
    words = words_of(tokens)
    named = [word for word in words if not _may_be_dated(word)]
    return "" if _is_labelled(words) or _signs(tokens) else " ".join(named)


def _date_in(tokens: list[str], first: int, last: int) -> tuple[int, int] | None:
    """The longest run of tokens that is a date to the day, among those around the figures."""
    if not all(map(_may_be_dated, tokens[first : last + 1])):
        return None
    low, high = first, last + 1
    while low > max(first - _AROUND, 0) and _may_be_dated(tokens[low - 1]):
        low -= 1
    while high < min(last + 1 + _AROUND, len(tokens)) and _may_be_dated(tokens[high]):
        high += 1
    for start in range(low, first + 1):
        for stop in range(high, last, -1):
            written = " ".join(tokens[start:stop]).strip(_MARKS)
            found = dates.parse(written)
            if found is not None and (found[1] in _TO_THE_DAY or _IN_FIGURES.search(written)):
                return start, stop
    return None


@lru_cache(maxsize=4096)
def _may_be_dated(token: str) -> bool:
    """Whether a date may have a token: one with a figure, or of no words but those of dates."""
    return _NUMBER.search(token) is not None or dates.has_only_its_words(token)


def _is_name(token: str) -> bool:
    """A name, a number, a label of a date, or a short word between names."""
    word = token.strip(_MARKS)
    return not word or not word[0].islower() or len(word) <= 3 or word in labels() or "." in word
