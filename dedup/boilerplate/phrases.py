"""The phrases that give furniture away, read from data files and made ready for matching."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from dedup.boilerplate.page import LONGEST_PIECE, Piece, bare, count_words, fold
from dedup.boilerplate.patterns import check_pattern
from dedup.errors import SettingsError

PLACES = ("any", "head", "tail", "edge")
_LISTS = ("whole", "starts", "ends", "contains", "patterns")
_KEYS = {"rule", "language", "where", "longest", *_LISTS}
_NAME = re.compile(r"[a-z][a-z_]{0,40}\.[a-z][a-z_]{0,40}")
_PREFIX = 3
_LONGEST_PHRASE = 200
_DEFAULT_LONGEST = 25


class Phrase(NamedTuple):
    """One phrase: its folded form, its rule and how long a piece it may give away."""

    folded: str
    rule: str
    longest: int
    where: str


class Phrases:
    """All phrases, ready to name the rule of a piece."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._whole: dict[str, Phrase] = {}
        self._starts: dict[str, list[Phrase]] = defaultdict(list)
        self._ends: dict[str, list[Phrase]] = defaultdict(list)
        self._contains: dict[str, list[Phrase]] = defaultdict(list)
        self._patterns: list[tuple[re.Pattern[str], Phrase]] = []
        self._where: dict[str, str] = {}
        for entry in entries:
            self._add(entry)
        self._anchors = frozenset(self._contains)
        self._longest_pattern = max((p.longest for _, p in self._patterns), default=0)

    def _add(self, entry: Mapping[str, Any]) -> None:
        rule, where = entry["rule"], entry.get("where", "any")
        longest = entry.get("longest", _DEFAULT_LONGEST)
        self._where.setdefault(rule, where)
        for kind in _LISTS:
            for written in entry.get(kind, ()):
                phrase = Phrase(fold(written), rule, longest, where)
                if kind == "whole":
                    self._whole.setdefault(bare(phrase.folded), phrase)
                elif kind == "starts":
                    self._starts[phrase.folded[:_PREFIX]].append(phrase)
                elif kind == "ends":
                    self._ends[phrase.folded[-_PREFIX:]].append(phrase)
                elif kind == "contains":
                    self._contains[_anchor(phrase.folded)].append(phrase)
                else:
                    self._patterns.append((re.compile(written), phrase))

    def where(self, rule: str) -> str:
        """Where on the page the rule holds: any, head, tail or edge."""
        return self._where[rule]

    def heads_list(self, piece: Piece) -> bool:
        """Whether a piece with a hit is the heading of a list of links."""
        return piece.hit == "related.heading"

    def match(self, text: str, folded: str, words: int) -> str | None:
        """The rule of the first phrase that gives the piece away; None for most."""
        if len(text) > LONGEST_PIECE:
            return None
        naked = bare(folded)
        if len(folded) <= _LONGEST_PHRASE:
            whole = self._whole.get(naked)
            if whole is not None:
                return whole.rule
        found = self._started(folded, naked, words)
        if found is None:
            found = self._contained(folded, words)
        if found is None and words <= self._longest_pattern:
            for pattern, phrase in self._patterns:
                if words <= phrase.longest and pattern.match(text):
                    return phrase.rule
        return found

    def _started(self, folded: str, naked: str, words: int) -> str | None:
        begin = folded.find(naked[:1]) if naked else 0
        body = folded[begin:]
        for phrase in (*self._starts.get(body[:3], ()), *self._starts.get(body[:2], ())):
            if words <= phrase.longest and _starts(body, phrase.folded):
                return phrase.rule
        for phrase in (*self._ends.get(naked[-3:], ()), *self._ends.get(folded[-3:], ())):
            if words <= phrase.longest and (
                folded.endswith(phrase.folded) or naked.endswith(phrase.folded)
            ):
                return phrase.rule
        return None

    def _contained(self, folded: str, words: int) -> str | None:
        for anchor in sorted(self._anchors.intersection(_WORD.findall(folded))):
            for phrase in self._contains[anchor]:
                if words <= phrase.longest and phrase.folded in folded:
                    return phrase.rule
        return None


_WORD = re.compile(r"\w+")


def _anchor(folded: str) -> str:
    """The word of a phrase that is looked for first: its longest."""
    return max(_WORD.findall(folded), key=lambda word: (len(word), word))


def _starts(body: str, phrase: str) -> bool:
    """Whether a piece begins with a phrase and not with a longer word."""
    if not body.startswith(phrase):
        return False
    after = body[len(phrase) : len(phrase) + 1]
    return not (after.isalnum() and phrase[-1].isalnum() and after.isascii())


def load(path: str = "") -> Phrases:
    """The shipped phrases, and those of a user's file before them.

    Raises:
        SettingsError: the file cannot be read or holds something wrong.
    """
    if not path:
        return _loaded(None, 0)
    file = Path(path)
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        raise SettingsError(f"boilerplate.rules: cannot read {path}: {error.strerror}") from error
    return _loaded(file, changed)


@lru_cache(maxsize=4)
def _loaded(file: Path | None, _changed: int) -> Phrases:
    shipped = resources.files("dedup").joinpath("data/boilerplate.toml")
    entries = _entries(shipped.read_text(encoding="utf-8"), "boilerplate.toml")
    if file is not None:
        try:
            written = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"boilerplate.rules: cannot read {file}: {error}") from error
        entries = _entries(written, str(file)) + entries
    return Phrases(entries)


def _entries(written: str, name: str) -> list[dict[str, Any]]:
    try:
        table = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: {error}") from error
    entries = table.get("rule")
    if set(table) - {"rule"} or not isinstance(entries, list):
        raise SettingsError(f"{name}: must hold [[rule]] tables and nothing else")
    for number, entry in enumerate(entries, 1):
        _check(entry, f"{name}: rule {number}")
    return entries


def _check(entry: Any, place: str) -> None:
    if not isinstance(entry, dict):
        raise SettingsError(f"{place}: must be a [[rule]] table")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise SettingsError(
            f"{place}: knows no {', '.join(unknown)}; only {', '.join(sorted(_KEYS))}"
        )
    rule = entry.get("rule")
    if not isinstance(rule, str) or not _NAME.fullmatch(rule):
        raise SettingsError(f"{place}: rule must be a name like `comments.prompt`")
    if entry.get("where", "any") not in PLACES:
        raise SettingsError(f"{place}: where must be one of {', '.join(PLACES)}")
    longest = entry.get("longest", _DEFAULT_LONGEST)
    if not isinstance(longest, int) or not 1 <= longest <= 400:
        raise SettingsError(f"{place}: longest must be a number of words, 1 to 400")
    for kind in _LISTS:
        phrases = entry.get(kind, [])
        if not isinstance(phrases, list) or not all(isinstance(one, str) for one in phrases):
            raise SettingsError(f"{place}: {kind} must be a list of strings")
        for phrase in phrases:
            _check_phrase(kind, phrase, place)


def _check_phrase(kind: str, phrase: str, place: str) -> None:
    if kind == "patterns":
        check_pattern(phrase, place)
        return
    folded = fold(phrase)
    least = 2 if count_words(folded) == 1 and not folded.isascii() else 3
    if not bare(folded) or len(folded) < least or len(folded) > _LONGEST_PHRASE:
        raise SettingsError(
            f"{place}: {kind} phrase {phrase[:40]!r} must have 3 to {_LONGEST_PHRASE} characters"
        )
