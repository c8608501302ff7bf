"""Whom news texts name as their source: agencies, desks, syndicators, releases, outlets.

The entries are data (`dedup/data/agencies.toml`, which says what each key
means); a user's file of the same form adds to them or replaces them by name.
Names are found in a text in one pass: a trie over folded words, and one
alternation for scripts that glue words together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.registry_files import Entry, shipped_entries, user_entries
from dedup.words import fold, hash_word, tokenize

__all__ = ["Entry", "Mention", "Registry", "Trust", "load"]

_TOKEN = re.compile(r"[^\W_]+")
_NEXT_TOKEN = re.compile(r"[ \t\n\r\xa0.'’&/,!-]{0,4}([^\W_]+)")
_AFTER = r"(?<=[(/|©–—\-\[{,.:] )([^\W_]+)"
_GLUED_RANGES = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_GLUED = re.compile(f"[{_GLUED_RANGES}]")
_WORDED = re.compile("[\u0590-\u06ff\u0900-\u0dff]")
_HOST = re.compile(r"(?:https?:)?(?://)?(?:[^/@\s]{0,200}@)?([\w.-]{1,253})", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]{4}$")
_LOW_BITS = np.uint64(0xFFFF)
_ENDINGS = ("ом", "а", "у", "е")
_INSIDE_WORDS = (
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u061c\u064b-\u065f\u0670"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_CYRILLIC_ENDING = re.compile(r"(?<=[а-яё]{4})(?:ом|а|у|е)$")


class Trust:
    """How far the words alone say that the entry is meant."""

    NAME = 3  # anywhere in a text
    MARKED = 2  # where the text marks them as a source
    DATELINE = 1  # in brackets of datelines, in sign-offs and credit lines


class Mention(NamedTuple):
    """A name found in a text: its span in code points, its entry and how far to trust it."""

    start: int
    stop: int
    entry: Entry
    trust: int


class _Form(NamedTuple):
    """One way to write a name: its folded words after the first, and how it must look.

    A leading `The` is no word of it; `article` tells that it must be there.
    """

    rest: tuple[str, ...]
    article: bool
    surface: str
    entry: Entry | None
    trust: int


@dataclass(frozen=True)
class Registry:
    """All entries, with lookups by name, by domain and in running text."""

    entries: tuple[Entry, ...]

    @cached_property
    def _named(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        levels = ("names", "short", "marked", "dateline")
        for entry in self.entries:
            found.setdefault(_key(entry.name), entry)
        for level in levels:
            for entry in self.entries:
                for alias in getattr(entry, level):
                    found.setdefault(_key(alias), entry)
        return found

    @cached_property
    def _hosts(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for domain in entry.domains:
                found.setdefault(domain, entry)
        return found

    @cached_property
    def _forms(self) -> Mapping[str, tuple[_Form, ...]]:
        """First folded word of a name → the ways to go on, longest first."""
        grouped: dict[str, dict[tuple[tuple[str, ...], str, bool], _Form]] = {}
        for surface, entry, trust in self._surfaces():
            if _GLUED.search(surface):
                continue
            bare = surface.removeprefix("The ")
            article = bare != surface and trust != Trust.NAME
            first, *rest = [_token_key(token) for token in _TOKEN.findall(bare)] or [""]
            form = _Form(tuple(rest), article, bare, entry, trust)
            known = grouped.setdefault(first, {})
            known.setdefault((form.rest, _shape(bare), article), form)
        return {
            first: tuple(sorted(forms.values(), key=lambda f: (-len(f.rest), -f.trust)))
            for first, forms in grouped.items()
        }

    @cached_property
    def _glued(self) -> tuple[re.Pattern[str] | None, Mapping[str, tuple[Entry, int]]]:
        known: dict[str, tuple[Entry, int]] = {}
        for surface, entry, trust in self._surfaces():
            if entry is not None and _GLUED.search(surface):
                known.setdefault(surface, (entry, trust))
        if not known:
            return None, known
        longest_first = sorted(known, key=lambda alias: (-len(alias), alias))
        return re.compile("|".join(_glued_pattern(a, known[a][1]) for a in longest_first)), known

    def _surfaces(self) -> Iterator[tuple[str, Entry | None, int]]:
        """Every way to write every name; an exception has no entry."""
        for entry in self.entries:
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

    def named(self, name: str) -> Entry | None:
        """The entry of that name or alias, whatever its case, accents and leading article."""
        return self._named.get(_key(name))

    def at(self, address: str) -> Entry | None:
        """The entry that owns a URL or domain, or the nearest domain above it."""
        match = _HOST.match(address.strip())
        host = match.group(1).lower().rstrip(".") if match else ""
        for _ in range(6):
            if host in self._hosts:
                return self._hosts[host]
            _, _, host = host.partition(".")
            if "." not in host:
                return None
        return None

    def find(self, text: str, starts: Sequence[int] | None = None) -> list[Mention]:
        """Every name in a text, in order, longest first where they overlap; linear in its length.

        A mention of weak trust (`Trust.MARKED`, `Trust.DATELINE`) is a candidate: the caller
        judges whether its position marks it as a source.

        Args:
            text: the text.
            starts: where names can begin, as `starts` gives it; sought here if None.
        """
        found = list(self._find_words(text, starts))
        pattern, known = self._glued
        if pattern is not None and _GLUED.search(text):
            taken = [mention.start for mention in found]
            for match in pattern.finditer(text):
                place = bisect_left(taken, match.end())
                if place and found[place - 1].stop > match.start():
                    continue
                found.append(Mention(*match.span(), *known[match.group()]))
            found.sort()
        return found

    def starts(self, texts: pl.Series) -> list[list[int] | None]:
        """Where names can begin in each text of a batch; None for one that must be read in full.

        The words of all texts are hashed in one pass, and most are no name's first one. A
        text with signs inside its words (marks, soft hyphens) is cut into words otherwise.
        """
        words = tokenize(texts)
        likely = np.flatnonzero(self._first_bits[words.hashes & _LOW_BITS])
        hits = likely[np.isin(words.hashes[likely], self._first_hashes)]
        bounds = np.searchsorted(hits, words.offsets)
        places = words.starts[hits].tolist()
        odd = texts.str.contains(_INSIDE_WORDS).fill_null(value=False).to_list()
        return [
            None if special else places[low:high]
            for special, (low, high) in zip(odd, pairwise(bounds.tolist()), strict=True)
        ]

    @cached_property
    def _first_hashes(self) -> npt.NDArray[np.uint64]:
        """Hashes of every word that a name can begin with, ascending."""
        firsts = set(self._forms)
        cased = {word + ending for word in firsts for ending in _ENDINGS if _CYRILLIC.search(word)}
        return np.array(sorted(map(hash_word, firsts | cased)), dtype=np.uint64)

    @cached_property
    def _first_bits(self) -> npt.NDArray[np.bool_]:
        """Whether any of these hashes ends in given bits: it tells nine words in ten apart."""
        ends = np.zeros(int(_LOW_BITS) + 1, dtype=np.bool_)
        ends[self._first_hashes & _LOW_BITS] = True
        return ends

    @cached_property
    def _candidates(self) -> re.Pattern[str]:
        """Words a name can begin with: capitals, other scripts, after a mark, known small ones.

        Most words of a text are none of these, which makes the search several times faster.
        """
        small = sorted(
            {
                form.surface.split()[0]
                for forms in self._forms.values()
                for form in forms
                if form.trust == Trust.NAME and form.surface[0].islower()
            }
        )
        known = "|".join(rf"{re.escape(word)}(?![^\W_])" for word in small) or "(?!)"
        return re.compile(
            rf"(?<![^\W_])(?=[^a-z\W_]|(?<=[(/|©–—\-\[{{,.:])|{known})[^\W_]+|{_AFTER}"
        )

    def _matches(self, text: str, starts: Sequence[int] | None) -> Iterator[re.Match[str]]:
        if starts is None:
            yield from self._candidates.finditer(text)
            return
        match_at = self._candidates.match
        yield from (match for start in starts if (match := match_at(text, start)) is not None)

    def _find_words(self, text: str, starts: Sequence[int] | None) -> Iterator[Mention]:
        forms = self._forms
        done = 0
        for match in self._matches(text, starts):
            start, stop = match.span(1) if match.group(1) else match.span()
            if start < done:
                continue
            token = text[start:stop]
            key = token.lower() if token.isascii() else _token_key(token)
            led = start >= 4 and text[start - 4 : start] in ("The ", "THE ")
            found: tuple[int, int, Entry | None] | None = None
            length = -1
            second: str | None = None
            for form in forms.get(key, ()):
                if found is not None and len(form.rest) < length:
                    break
                if form.rest:  # a word may begin a hundred names: what follows it is read once
                    second = _second(text, stop) if second is None else second
                    if form.rest[0] != second:
                        continue
                end = _goes_on(text, stop, form.rest) if form.rest else stop
                trust = _trusted(text[start:end], form) if end else 0
                # Of several ways to write one name, the one that fits best tells its trust.
                better = found is None or (trust > found[1] and form.entry == found[2])
                if trust and better and (led or not form.article):
                    found, length = (end, trust, form.entry), len(form.rest)
            if found is not None:
                done, trust, entry = found
                if entry is not None:
                    yield Mention(start - 4 if led else start, done, entry, trust)


def _second(text: str, stop: int) -> str:
    """The word that follows, as the further words of names are compared; empty if none does."""
    match = _NEXT_TOKEN.match(text, stop)
    return _token_key(match.group(1)) if match is not None else ""


def _goes_on(text: str, stop: int, rest: tuple[str, ...]) -> int:
    """Where the further words of a name end in the text; 0 where others follow."""
    for word in rest:
        match = _NEXT_TOKEN.match(text, stop)
        if match is None or _token_key(match.group(1)) != word:
            return 0
        stop = match.end()
    return stop


def _glued_pattern(alias: str, trust: int) -> str:
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


def _trusted(found: str, form: _Form) -> int:
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
def _token_key(token: str) -> str:
    if token.isascii():
        return token.lower()
    folded = fold(token).replace(" ", "")
    return _CYRILLIC_ENDING.sub("", folded)


def _key(name: str) -> str:
    folded = name.lower() if name.isascii() else ""
    words = _TOKEN.findall(folded) if folded else fold(name).split()
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=8)
def load(extra: Path | None = None) -> Registry:
    """The shipped registry, with a user's file on top; cached.

    Raises:
        SettingsError: The user's file cannot be read or has a wrong entry; says which.
    """
    entries = {entry.name: entry for entry in shipped_entries()}
    if extra is not None:
        entries.update((entry.name, entry) for entry in user_entries(extra))
    return Registry(tuple(entries.values()))
