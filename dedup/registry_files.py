"""The files that name agencies and outlets: `dedup/data/agencies.toml` and a user's own."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from dedup.errors import SettingsError

KINDS = ("agency", "desk", "syndicator", "release", "outlet")


@dataclass(frozen=True)
class Entry:
    """One agency, desk, syndicator, release service or outlet."""

    name: str
    kind: str
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None
    wikidata: str | None = None
    since: int | None = None
    until: int | None = None
    parent: str | None = None

    @property
    def writes_for_others(self) -> bool:
        """Whether it is an agency or a desk: one whose text others print as a matter of course."""
        return self.kind in ("agency", "desk")


def shipped_entries() -> Iterator[Entry]:
    """The entries of the shipped file."""
    shipped = resources.files("dedup").joinpath("data", "agencies.toml").read_text("utf-8")
    tables = _read_lines(shipped)
    return _entries(tomllib.loads(shipped) if tables is None else tables, "agencies.toml")


def user_entries(path: Path) -> Iterator[Entry]:
    """The entries of a user's file.

    Raises:
        SettingsError: The file cannot be read or has a wrong entry; says which.
    """
    return _entries(_read_file(path), str(path))


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"setting credits.registry: {path} cannot be read: {error}") from error


def _read_lines(text: str) -> dict[str, Any] | None:
    """TOML of one key a line with values that are JSON too; None where it is anything else.

    tomllib needs longer for the shipped file than the rest of a small run may.
    """
    tables: dict[str, list[dict[str, Any]]] = {}
    table: dict[str, Any] | None = None
    places: list[tuple[dict[str, Any], str]] = []
    values: list[str] = []
    for line in text.splitlines():
        if not line or line[0] == "#":
            continue
        if line.startswith("[["):
            table = {}
            tables.setdefault(line.strip("[]"), []).append(table)
            continue
        key, sign, value = line.partition(" = ")
        if not sign or table is None or not key.isalpha():
            return None
        places.append((table, key))
        values.append(value)
    try:
        read = json.loads(f"[{','.join(values)}]")
    except ValueError:
        return None
    if len(read) != len(places):
        return None
    for (owner, key), value in zip(places, read, strict=True):
        owner[key] = value
    return dict(tables)


_FIELDS = {"from": "since", "except": "excepted"}
_LISTS = ("names", "short", "marked", "dateline", "except", "domains")
_NUMBERS = ("from", "until")
_KNOWN = {*_LISTS, *_NUMBERS, "name", "country", "wikidata", "parent"}


def _entries(tables: Mapping[str, Any], where: str) -> Iterator[Entry]:
    for kind, listed in tables.items():
        if kind not in KINDS or not isinstance(listed, list):
            raise SettingsError(
                f"setting credits.registry: {where}: [[{kind}]] is none of "
                f"{', '.join(f'[[{k}]]' for k in KINDS)}"
            )
        for number, table in enumerate(listed, 1):
            yield _entry(kind, table, f"{where}: [[{kind}]] number {number}")


def _entry(kind: str, table: object, where: str) -> Entry:
    prefix = f"setting credits.registry: {where}"
    if not isinstance(table, dict) or not isinstance(table.get("name"), str) or not table["name"]:
        raise SettingsError(f"{prefix} needs a name")
    values: dict[str, Any] = {"kind": kind}
    key: str
    for key, value in table.items():
        if key not in _KNOWN:
            raise SettingsError(f"{prefix} ({table['name']}): unknown key {key}")
        if key in _LISTS:
            good = isinstance(value, list) and all(isinstance(v, str) and v for v in value)
            wanted = "a list of texts"
        elif key in _NUMBERS:
            good, wanted = isinstance(value, int), "a year"
        else:
            good, wanted = isinstance(value, str), "a text"
        if not good:
            raise SettingsError(f"{prefix} ({table['name']}): {key} must be {wanted}")
        values[_FIELDS.get(key, key)] = tuple(value) if key in _LISTS else value
    return Entry(**values)
