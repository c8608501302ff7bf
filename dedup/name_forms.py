"""The ways to write a name, and how far a way of writing it can be trusted to mean it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from dedup.registry_files import Entry
from dedup.words import fold

TOKEN = re.compile(r"[^\W_]+")
_NEXT_TOKEN = re.compile(r"[ \t\n\r\xa0.'’&/,!-]{0,4}([^\W_]+)")
GLUED_RANGES = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Characters of scripts that glue words together, or put prefixes to names."""
GLUED = re.compile(f"[{GLUED_RANGES}]")
_WORDED = re.compile("[\u0590-\u06ff\u0900-\u0dff]")
_CYRILLIC_ENDING = re.compile(r"(?<=[а-яё]{4})(?:ом|а|у|е)$")


class Trust:
    """How far the words alone say that the entry is meant."""

    NAME = 3  # anywhere in a text
    MARKED = 2  # where the text marks them as a source
    DATELINE = 1  # in brackets of datelines, in sign-offs and credit lines


class Form(NamedTuple):
    """One way to write a name: its folded words after the first, and how it must look.

    A leading `The` is no word of it; `article` tells that it must be there.
    """

    rest: tuple[str, ...]
    article: bool
    surface: str
    entry: Entry | None
    trust: int


def surfaces(entries: Iterable[Entry]) -> Iterator[tuple[str, Entry | None, int]]:
    """Every way to write every name; an exception has no entry."""
    for entry in entries:
        for phrase in entry.excepted:
            yield phrase, None, Trust.NAME
        own = entry.name
        ambiguous = {*entry.marked, *entry.dateline}
        if own not in ambiguous and not own.endswith(")"):
            bare = own.split()
            # A single capitalised word that no list vouches for (Time, Fortune, Metro) is
            # trusted only where the text marks it.
            plain = len(bare) > 1 or entry.writes_for_others or own in _vouched(entry)
            yield own, entry, Trust.NAME if plain else Trust.MARKED
        for alias in (*entry.names, *entry.short):
            yield alias, entry, Trust.NAME
        for alias in entry.marked:
            yield alias, entry, Trust.MARKED
        for alias in entry.dateline:
            yield alias, entry, Trust.DATELINE


def forms_of(entries: Iterable[Entry]) -> Mapping[str, tuple[Form, ...]]:
    """First folded word of a name → the ways to go on, longest first."""
    grouped: dict[str, dict[tuple[tuple[str, ...], str, bool], Form]] = {}
    for surface, entry, trust in surfaces(entries):
        if GLUED.search(surface):
            continue
        bare = surface.removeprefix("The ")
        article = bare != surface and trust != Trust.NAME
        first, *rest = [token_key(token) for token in TOKEN.findall(bare)] or [""]
        form = Form(tuple(rest), article, bare, entry, trust)
        known = grouped.setdefault(first, {})
        known.setdefault((form.rest, _shape(bare), article), form)
    return {
        first: tuple(sorted(forms.values(), key=lambda f: (-len(f.rest), -f.trust)))
        for first, forms in grouped.items()
    }


class Ways(NamedTuple):
    """How names go on that begin with one word, longest first."""

    alone: tuple[Form, ...]
    """Names that are that word and no more."""
    by_second: Mapping[str, tuple[Form, ...]]
    """By the word that follows the names that have it, and behind them those of one word."""


def ways_of(forms: Mapping[str, tuple[Form, ...]]) -> Mapping[str, Ways]:
    """The forms by their second word: the first word of a name may begin a hundred of them."""
    found = {}
    for first, known in forms.items():
        alone = tuple(form for form in known if not form.rest)
        seconds: dict[str, list[Form]] = {}
        for form in known:
            if form.rest:
                seconds.setdefault(form.rest[0], []).append(form)
        by_second = {word: (*some, *alone) for word, some in seconds.items()}
        found[first] = Ways(alone, by_second)
    return found


def following(text: str, stop: int) -> tuple[str, int]:
    """The next word, as the further words of names are compared, and its end; empty if none is."""
    match = _NEXT_TOKEN.match(text, stop)
    return (token_key(match.group(1)), match.end()) if match is not None else ("", 0)


def goes_on(text: str, rest: tuple[str, ...], read: list[tuple[str, int]]) -> int:
    """Where the further words of a name end in the text; 0 where others follow.

    Args:
        text: the text.
        rest: the further words, one at least.
        read: the words that follow and their ends, the first at least; more are added as needed.
    """
    for place, word in enumerate(rest):
        if place == len(read):
            read.append(following(text, read[-1][1]))
        if read[place][0] != word:
            return 0
    return read[len(rest) - 1][1]


def glued_pattern(alias: str, trust: int) -> str:
    """A short name in a script that has words must stand alone; a long one may carry prefixes."""
    worded = trust == Trust.DATELINE and _WORDED.search(alias) is not None
    return rf"(?<!\w){re.escape(alias)}(?!\w)" if worded else re.escape(alias)


def _vouched(entry: Entry) -> frozenset[str]:
    """Names whose look cannot be an ordinary word: capitals inside, or listed as trusted."""
    return frozenset({*entry.names, *entry.short, *(n for n in (entry.name,) if _odd(n))})


def _odd(name: str) -> bool:
    """Whether a one-word name is no ordinary word by its look or length."""
    return any(c.isupper() for c in name[1:]) or any(not c.isalpha() for c in name) or len(name) > 7


def _shape(surface: str) -> str:
    if surface.isupper():
        return "upper"
    return "lower" if surface.islower() else "title"


def trusted(found: str, form: Form) -> int:
    """Trust in a surface that folds to a name, by its case; 0 where it is another word."""
    if found == form.surface:
        return form.trust
    shape = _shape(form.surface)
    letters = sum(c.isalpha() for c in form.surface)
    if shape == "upper" and letters <= 6:
        # An abbreviation in another case: `Afp`, `(ap)`. Only brackets make it one, and none
        # that is doubtful as it is: `Pa.`, `Sign-up` and `time` are not PA, UP and TIME.
        word = form.trust == Trust.MARKED and letters > 3 and found.islower()
        return Trust.DATELINE if letters >= 2 and form.trust > Trust.DATELINE and not word else 0
    if shape == "lower":
        return Trust.DATELINE if found.isupper() else 0
    if found.isupper() and letters > 3:
        return form.trust
    if found[:1].isupper() or not found[:1].isalpha():
        return form.trust
    return Trust.DATELINE if form.trust != Trust.MARKED and found.islower() else 0


@lru_cache(maxsize=65536)
def token_key(token: str) -> str:
    """A word as the words of names are compared: folded, without the ending of a case."""
    if token.isascii():
        return token.lower()
    folded = fold(token).replace(" ", "")
    return _CYRILLIC_ENDING.sub("", folded)
