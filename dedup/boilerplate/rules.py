"""Reading the files of phrases: the shipped ones, and a user's own, checked entry by entry."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from dedup.alike import bare, fold
from dedup.boilerplate.keeping import kept_rules
from dedup.boilerplate.patterns import check_pattern
from dedup.boilerplate.phrases import DEFAULT_LONGEST, LONGEST_LINE, Phrases
from dedup.boilerplate.prepared import made_of, prepared
from dedup.errors import SettingsError

_PLACES = ("any", "head", "tail", "edge")
_LISTS = ("whole", "starts", "ends", "contains", "heads", "leads", "bars", "patterns")
_KEYS = ("rule", "language", "where", "longest", *_LISTS)
_NAME = re.compile(r"[a-z][a-z_]{0,40}\.[a-z][a-z_]{0,40}")
_MOST_WORDS = 400


def load(path: str = "", keep: tuple[str, ...] = ()) -> Phrases:
    """A user's phrases, if any, before the shipped ones.

    Args:
        path: the user's file; empty for none.
        keep: rules that cut nothing, by name or as `captions.*`.

    Raises:
        SettingsError: the file cannot be read or holds something wrong; no rule has such a name.
    """
    if not path:
        return _loaded(None, 0, keep)
    file = Path(path)
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        raise SettingsError(f"boilerplate.rules: cannot read {path}: {error.strerror}") from error
    return _loaded(file, changed, keep)


@lru_cache(maxsize=4)
def _loaded(file: Path | None, _changed: int, keep: tuple[str, ...]) -> Phrases:
    written = None
    if file is not None:
        try:
            written = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"boilerplate.rules: cannot read {file}: {error}") from error
    digest = made_of((written, keep))
    found = prepared(digest, "phrases", lambda: _made(written, str(file), keep))
    found.digest = digest
    return found


def _made(written: str | None, name: str, keep: tuple[str, ...]) -> Phrases:
    """The phrases of a user's file, if any, and of the shipped ones."""
    entries = [] if written is None else read_entries(written, name)
    data = resources.files("dedup").joinpath("data")
    names = (one.name for one in data.iterdir())
    for shipped in sorted(n for n in names if n.startswith("boilerplate") and n.endswith(".toml")):
        # The tests check what is shipped, entry by entry; it would take its time again.
        entries += tomllib.loads(data.joinpath(shipped).read_text(encoding="utf-8"))["rule"]
    rules = frozenset(entry["rule"] for entry in entries)
    found = Phrases(entries, rules, kept_rules(keep, rules))
    found.make_ready()
    return found


def read_entries(written: str, name: str) -> list[dict[str, Any]]:
    """The checked entries of one file of phrases.

    Raises:
        SettingsError: names the file, the entry and the fault.
    """
    try:
        table = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: {error}") from error
    entries = table.get("rule", [])
    if set(table) - {"rule"} or not isinstance(entries, list):
        raise SettingsError(f"{name}: must hold [[rule]] tables and nothing else")
    for number, entry in enumerate(entries, 1):
        _check(entry, f"{name}: rule {number}")
    return entries


def _check(entry: Any, place: str) -> None:
    if not isinstance(entry, dict):
        raise SettingsError(f"{place}: must be a [[rule]] table")
    for key in entry:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_KEYS)}"
            raise SettingsError(f"{place}: knows no key {key}; {hint}")
    rule = entry.get("rule")
    if not isinstance(rule, str) or not _NAME.fullmatch(rule):
        raise SettingsError(f"{place}: rule must be a name like `comments.prompt`")
    if entry.get("where", "any") not in _PLACES:
        raise SettingsError(f"{place}: where must be one of {', '.join(_PLACES)}")
    longest = entry.get("longest", DEFAULT_LONGEST)
    if type(longest) is not int or not 1 <= longest <= _MOST_WORDS:
        raise SettingsError(f"{place}: longest must be a number of words, 1 to {_MOST_WORDS}")
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
    least = 1 if kind in ("whole", "bars") or not folded.isascii() else 3
    measured = bare(folded) if kind in ("whole", "heads", "leads") else folded
    if len(measured) < least or len(folded) > LONGEST_LINE or not re.search(r"\w", folded):
        raise SettingsError(
            f"{place}: {kind} phrase {phrase[:40]!r} must have {least} to {LONGEST_LINE} characters"
        )
