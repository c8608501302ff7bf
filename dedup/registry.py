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
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup.name_forms import (
    GLUED,
    TOKEN,
    Form,
    Trust,
    Ways,
    following,
    forms_of,
    glued_pattern,
    goes_on,
    surfaces,
    token_key,
    trusted,
    ways_of,
)
from dedup.name_starts import Starts, starts_of
from dedup.registry_files import Entry, shipped_entries, user_entries
from dedup.words import fold

__all__ = ["Entry", "Mention", "Registry", "Trust", "load"]

_AFTER = r"(?<=[(/|©–—\-\[{,.:] )([^\W_]+)"
_HOST = re.compile(r"(?:https?:)?(?://)?(?:[^/@\s]{0,200}@)?([\w.-]{1,253})", re.IGNORECASE)


class Mention(NamedTuple):
    """A name found in a text: its span in code points, its entry and how far to trust it."""

    start: int
    stop: int
    entry: Entry
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
    def _glued(self) -> tuple[re.Pattern[str] | None, Mapping[str, tuple[Entry, int]]]:
        known: dict[str, tuple[Entry, int]] = {}
        for surface, entry, trust in surfaces(self.entries):
            if entry is not None and GLUED.search(surface):
                known.setdefault(surface, (entry, trust))
        if not known:
            return None, known
        longest_first = sorted(known, key=lambda alias: (-len(alias), alias))
        return re.compile("|".join(glued_pattern(a, known[a][1]) for a in longest_first)), known

    @cached_property
    def _forms(self) -> Mapping[str, tuple[Form, ...]]:
        return forms_of(self.entries)

    @cached_property
    def _ways(self) -> Mapping[str, Ways]:
        return ways_of(self._forms)

    @cached_property
    def _starts(self) -> Starts:
        return starts_of(self._forms, self._small)

    def starts(self, texts: pl.Series) -> list[list[int] | None]:
        """Where names can begin in each text of a batch; None for one that must be read in full."""
        return self._starts.find(texts).places

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
        return self._find(text, starts, glued=GLUED.search(text) is not None)

    def find_all(self, texts: pl.Series) -> list[list[Mention]]:
        """What `find` gives for each text of a batch, much of it asked of all at once."""
        places, glued = self._starts.find(texts)
        found: list[list[Mention]] = [[] for _ in places]
        likely = [at for at, starts in enumerate(places) if starts is None or starts or glued[at]]
        for at, text in zip(likely, texts.gather(likely).to_list(), strict=True):
            found[at] = self._find(text, places[at], glued=glued[at])
        return found

    def _find(self, text: str, starts: Sequence[int] | None, *, glued: bool) -> list[Mention]:
        found = list(self._find_words(text, starts)) if starts is None or starts else []
        pattern, known = self._glued
        if pattern is not None and glued:
            taken = [mention.start for mention in found]
            for match in pattern.finditer(text):
                place = bisect_left(taken, match.end())
                if place and found[place - 1].stop > match.start():
                    continue
                found.append(Mention(*match.span(), *known[match.group()]))
            found.sort()
        return found

    @cached_property
    def _small(self) -> list[str]:
        """First words in small letters of names that may stand anywhere."""
        forms = (form for forms in self._forms.values() for form in forms)
        named = (form.surface for form in forms if form.trust == Trust.NAME)
        return sorted({surface.split()[0] for surface in named if surface[0].islower()})

    @cached_property
    def _candidates(self) -> re.Pattern[str]:
        """Words a name can begin with: capitals, other scripts, after a mark, known small ones.

        Most words of a text are none of these, which makes the search several times faster.
        """
        known = "|".join(rf"{re.escape(word)}(?![^\W_])" for word in self._small) or "(?!)"
        return re.compile(
            rf"(?<![^\W_])(?=[^a-z\W_]|(?<=[(/|©–—\-\[{{,.:])|{known})[^\W_]+|{_AFTER}"
        )

    def _matches(self, text: str, starts: Sequence[int] | None) -> Iterator[re.Match[str]]:
        if starts is None:
            return self._candidates.finditer(text)
        return filter(None, map(self._candidates.match, repeat(text), starts))

    def _find_words(self, text: str, starts: Sequence[int] | None) -> Iterator[Mention]:
        ways_of_word = self._ways.get
        done = 0
        for match in self._matches(text, starts):
            start, stop = match.span(match.lastindex or 0)
            if start < done:
                continue
            token = text[start:stop]
            ways = ways_of_word(token.lower() if token.isascii() else token_key(token))
            if ways is None:
                continue
            forms, read = ways.alone, [("", 0)]
            if ways.by_second:
                read = [following(text, stop)]
                forms = ways.by_second.get(read[0][0], forms)
            if not forms:
                continue
            led = start >= 4 and text[start - 4 : start] in ("The ", "THE ")
            found: tuple[int, int, Entry | None] | None = None
            length = -1
            for form in forms:
                if found is not None and len(form.rest) < length:
                    break
                end = goes_on(text, form.rest, read) if form.rest else stop
                trust = trusted(text[start:end], form) if end else 0
                # Of several ways to write one name, the one that fits best tells its trust.
                better = found is None or (trust > found[1] and form.entry == found[2])
                if trust and better and (led or not form.article):
                    found, length = (end, trust, form.entry), len(form.rest)
            if found is not None:
                done, trust, entry = found
                if entry is not None:
                    yield Mention(start - 4 if led else start, done, entry, trust)


def _key(name: str) -> str:
    folded = name.lower() if name.isascii() else ""
    words = TOKEN.findall(folded) if folded else fold(name).split()
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
