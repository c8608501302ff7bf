"""The phrases of `dedup/data/credits.toml`, compiled once for all members."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from dedup.words import fold

_TOKEN = re.compile(r"[^\W_]+")
_GLUED = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GAP = r"(?:[\s\xa0][^\s,.;:]{1,30}){0,4}[\s\xa0]"
_MOST_LINKS = 5
LISTED = {
    "origin": "origins",
    "distribution": "distributions",
    "contribution": "contributions",
    "whole": "wholes",
    "publication": "publications",
    "forms": "forms",
}
"""The lists of phrases that most texts have none of: names in `Phrases` and in the data file."""


@dataclass(frozen=True)
class Neighbours:
    """Phrases that stand right before or right after a name."""

    phrases: tuple[str, ...]
    glued: tuple[str, ...]
    links: frozenset[str]
    nearest: frozenset[str]
    """The word of each phrase that stands next to the name."""

    def end(self, before: str, words: Sequence[str]) -> bool:
        """Whether the text before a name ends with one of the phrases, articles left aside.

        Args:
            before: the text.
            words: its words (`words_of`).
        """
        if self.glued and not before.isascii() and before.rstrip().endswith(self.glued):
            return True
        for last in range(len(words), max(len(words) - _MOST_LINKS, 0), -1):
            word = words[last - 1]
            if word in self.nearest and (" " + " ".join(words[:last])).endswith(self.phrases):
                return True
            if word not in self.links:
                return False
        return False

    def begin(self, after: str, words: Sequence[str]) -> bool:
        """Whether the text after a name begins with one of the phrases."""
        if self.glued and not after.isascii() and after.lstrip().startswith(self.glued):
            return True
        if not words or words[0] == "s" or words[0] not in self.nearest:
            return False
        return (" ".join(words) + " ").startswith(self.phrases)


class Beside(NamedTuple):
    """Words of which one stands right before or right after a name that states something."""

    last: frozenset[str]
    first: frozenset[str]
    links: frozenset[str]
    """Words between the last of these and the name."""

    def may_end(self, words: Sequence[str]) -> bool:
        """Whether some words, the first perhaps cut off, may end with what states something."""
        for number in range(1, _MOST_LINKS + 1):
            if number >= len(words) or words[-number] in self.last:
                return True
            if words[-number] not in self.links:
                return False
        return False

    def is_glued(self, text: str) -> bool:
        """Whether a text has a script that glues words together, which these say nothing of."""
        return _GLUED.search(text) is not None


def words_of(text: str) -> list[str]:
    """The words of a text beside a name, as `Neighbours` are held against them."""
    return _TOKEN.findall(text.lower())


@dataclass(frozen=True)
class Search:
    """Phrases looked for anywhere; most texts have none, which plain search tells fastest."""

    listed: tuple[str, ...]
    pattern: re.Pattern[str]

    def finditer(self, text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        """The phrases between two offsets."""
        lowered = " ".join(text[start:stop].lower().split())
        if any(map(lowered.__contains__, self.listed)):
            yield from self.pattern.finditer(text, start, stop)

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase in a text."""
        return next(self.finditer(text, 0, len(text)), None)


@dataclass(frozen=True)
class Form:
    """A sign-off whose form alone tells the agency."""

    name: str
    begins: re.Pattern[str]
    holds: re.Pattern[str] | None


@dataclass(frozen=True)
class Phrases:
    """Compiled phrases; what each is for stands in the data file."""

    teaser: re.Pattern[str]
    source: re.Pattern[str]
    tip: re.Pattern[str]
    picture: re.Pattern[str]
    picture_words: tuple[str, ...]
    """Words of which each phrase for pictures has one, in small letters."""
    given_by: Search
    gave: re.Pattern[str]
    byline: re.Pattern[str]
    contribution: Search
    with_: re.Pattern[str]
    with_inside: re.Pattern[str]
    """The same where a sentence may begin."""
    origin: Search
    distribution: Search
    publication: re.Pattern[str]
    reports_before: Neighbours
    reports_after: Neighbours
    said_after: Neighbours
    told_before: Neighbours
    own_work: Neighbours
    beside: Beside
    """Of all these."""
    whole: Search
    offices: frozenset[str]
    calendar: frozenset[str]
    particles: frozenset[str]
    outlet_words: frozenset[str]
    sections: frozenset[str]
    forms: tuple[Form, ...]
    listed: dict[str, list[str]]
    """The phrases of each of `LISTED`, as they are."""
    written: dict[str, list[str]]
    """The lists of the data file that are plain phrases, by their names there."""


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """The shipped phrases."""
    data = resources.files("dedup").joinpath("data", "credits.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(data)
    any_of = {key: alternation(value) for key, value in table.items() if _is_list(value)}
    links = frozenset(token for link in table["links"] for token in _TOKEN.findall(link))
    before = {key: _before(table[key], links) for key in ("reports_before", "told_before")}
    after = {key: _after(table[key]) for key in ("reports_after", "said", "own_work")}
    return Phrases(
        teaser=_compile(rf"[\W_]{{0,6}}(?:{any_of['teasers']})(?!\w)"),
        tip=_compile(rf"[\W_]{{0,4}}(?:{any_of['tips']})(?![^\W_])[\W_]{{0,4}}"),
        source=_compile(rf"[\W_]{{0,4}}(?:{any_of['sources']})[ \xa0]?(?:[:：]|[-–—|]|\s(?=http))"),
        picture=_anywhere(table["pictures"], _UNSPACED),
        picture_words=tuple(sorted({max(one.split(), key=len) for one in table["pictures"]})),
        given_by=_search(table["given_by"]),
        gave=_anywhere(table["gave"]),
        byline=_compile(rf"[\W_]{{0,3}}(?:{any_of['bylines']})(?!\w)"),
        contribution=_search(table["contributions"]),
        with_=_compile(rf"[\W_]{{0,4}}(?:{any_of['with']})(?!\w)"),
        with_inside=_compile(rf"(?:^|[.!?…。！？])[\W_]{{0,24}}(?:{any_of['with']})(?!\w)"),
        origin=_search(table["origins"]),
        distribution=_search(table["distributions"]),
        publication=_compile(rf"[\W_]{{0,3}}(?:{any_of['publications']})(?!\w)"),
        reports_before=before["reports_before"],
        reports_after=after["reports_after"],
        said_after=after["said"],
        own_work=after["own_work"],
        beside=Beside(
            frozenset().union(*(one.nearest for one in before.values())),
            frozenset().union(*(one.nearest for one in after.values())),
            links,
        ),
        whole=_search(table["wholes"]),
        told_before=before["told_before"],
        offices=frozenset(fold(word) for word in table["offices"]),
        calendar=frozenset(fold(word) for word in table["calendar"]),
        particles=frozenset(table["particles"]),
        outlet_words=frozenset(fold(word) for word in table["outlets"]["words"]),
        sections=frozenset(fold(word) for word in table["outlets"]["sections"]),
        forms=tuple(_form(form) for form in table["forms"]),
        listed={name: _phrases_of(table[key]) for name, key in LISTED.items()},
        written={key: value for key, value in table.items() if _is_list(value)},
    )


def neighbours(
    before: list[str], after: list[str], links: frozenset[str]
) -> tuple[Neighbours, Neighbours]:
    """Phrases that stand before and after a name, compiled."""
    return _before(before, links), _after(after)


def _phrases_of(listed: list[Any]) -> list[str]:
    """The phrases of a list; of forms, those that they begin with, or the rule above them."""
    told = [p for item in listed for p in ([item] if isinstance(item, str) else item["begins"])]
    return [phrase.partition(" ")[0] if phrase.startswith("_") else phrase for phrase in told]


def alternation(listed: list[str]) -> str:
    """A pattern of all phrases, longest first; any blank stands for a blank.

    `...` between blanks stands for up to four words.
    """
    ordered = sorted(set(listed), key=lambda phrase: (-len(phrase), phrase))
    escaped = (
        re.escape(phrase).replace(r"\ \.\.\.\ ", _GAP).replace(r"\ ", r"[\s\xa0]{1,3}")
        for phrase in ordered
    )
    return "|".join(escaped)


def _search(listed: list[str]) -> Search:
    """Phrases of scripts that glue words together stand anywhere, others as words of their own."""
    told = sorted({max(phrase.split("..."), key=len).strip() for phrase in listed})
    return Search(tuple(told), _anywhere(listed))


def _anywhere(listed: list[str], glue: re.Pattern[str] = _GLUED) -> re.Pattern[str]:
    worded = [phrase for phrase in listed if not glue.search(phrase)]
    glued = [phrase for phrase in listed if glue.search(phrase)]
    patterns = [rf"(?<!\w)(?:{alternation(worded)})(?!\w)"] if worded else []
    patterns += [alternation(glued)] if glued else []
    return _compile("|".join(patterns))


def _before(listed: list[str], links: frozenset[str]) -> Neighbours:
    glued = tuple(phrase for phrase in listed if _GLUED.search(phrase))
    spaced = [_spaced(phrase) for phrase in listed]
    nearest = frozenset(phrase.rpartition(" ")[2] for phrase in spaced)
    return Neighbours(tuple(" " + phrase for phrase in spaced), glued, links, nearest)


def _after(listed: list[str]) -> Neighbours:
    glued = tuple(phrase for phrase in listed if _GLUED.search(phrase))
    spaced = [_spaced(phrase) for phrase in listed]
    nearest = frozenset(phrase.partition(" ")[0] for phrase in spaced)
    return Neighbours(tuple(phrase + " " for phrase in spaced), glued, frozenset(), nearest)


def _spaced(phrase: str) -> str:
    return " ".join(_TOKEN.findall(phrase.lower()))


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _form(table: dict[str, Any]) -> Form:
    holds = _compile(alternation(table["holds"])) if table["holds"] else None
    return Form(
        table["name"], _compile(rf"[\s(\[]{{0,3}}(?:{alternation(table['begins'])})"), holds
    )
