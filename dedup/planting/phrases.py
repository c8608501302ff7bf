"""The planter's own words: furniture, credits, outlets, agencies.

They stand in `dedup/data/planting/`, which no rule and no registry reads, as
the planter reads none of theirs: what is measured on planted articles must
not be what was written down for them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

FOLDER = "data/planting"


class Agency(NamedTuple):
    """One whom cascades begin with."""

    name: str
    written: tuple[str, ...]
    cities: tuple[str, ...]
    languages: tuple[str, ...]
    held_back: bool
    local: Mapping[str, tuple[str, ...]]
    """How single languages write it."""

    def written_in(self, language: str) -> tuple[str, ...]:
        """How texts of a language write it, the usual way first."""
        return self.local.get(language, self.written)


class Phrase(NamedTuple):
    """One line of furniture with places to fill, and whether it is held back."""

    text: str
    held_back: bool


@dataclass(frozen=True)
class Language:
    """What stands around stories in one language."""

    code: str
    held_back: bool
    people: tuple[str, ...]
    cities: tuple[str, ...]
    """Places in its own script; empty where the agencies' will do."""
    furniture: Mapping[str, tuple[Phrase, ...]]
    credits: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Outlet:
    """One that takes stories over."""

    name: str
    language: str
    held_back: bool


Thing = TypeVar("Thing", Agency, Outlet, Phrase)


def allowed(held_back: bool, part: str) -> bool:
    """Whether a thing of that standing may be used for a part."""
    return part != "train" or not held_back


def preferred(things: Sequence[Thing], part: str) -> list[Thing]:
    """Those that a part uses: all, those for training, or those held back where there are any."""
    if part == "held-back":
        return [thing for thing in things if thing.held_back] or list(things)
    return [thing for thing in things if allowed(thing.held_back, part)]


@cache
def agencies() -> tuple[Agency, ...]:
    """All whom cascades may begin with."""
    return tuple(
        Agency(
            one["name"],
            tuple(one["written"]),
            tuple(one["cities"]),
            tuple(one["languages"]),
            one.get("held_back", False),
            {code: tuple(names) for code, names in one.get("local", {}).items()},
        )
        for one in _load("agencies.toml")["agency"]
    )


@cache
def unfit_names() -> tuple[str, ...]:
    """Names that make an article unfit to be planted: it has a source already."""
    written = [
        name
        for agency in agencies()
        for names in (agency.written, *agency.local.values())
        for name in names
    ]
    return (*written, *_load("agencies.toml")["others"])


@cache
def outlets() -> tuple[Outlet, ...]:
    """All outlets of all languages."""
    found = _load("outlets.toml")
    return tuple(
        Outlet(name, code, section == "held_back")
        for section in ("languages", "held_back")
        for code, names in found[section].items()
        for name in names
    )


@cache
def languages() -> Mapping[str, Language]:
    """Every language that has a file, by its code."""
    found = [_language(_load(f"{code}.toml")) for code in sorted({o.language for o in outlets()})]
    return {language.code: language for language in found}


@cache
def rewording(code: str) -> Mapping[str, Any] | None:
    """How a language rewords; None where no file says."""
    path = files("dedup").joinpath(FOLDER, f"rewording_{code}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else None


def _language(table: Mapping[str, Any]) -> Language:
    whole = table.get("held_back") is True
    furniture = {
        kind: [Phrase(text, whole) for text in lines] for kind, lines in table["furniture"].items()
    }
    apart = {} if whole else table.get("held_back", {}).get("furniture", {})
    for kind, lines in apart.items():
        furniture.setdefault(kind, []).extend(Phrase(text, True) for text in lines)
    return Language(
        table["language"],
        whole,
        tuple(table["people"]),
        tuple(table.get("cities", ())),
        {kind: tuple(lines) for kind, lines in furniture.items()},
        {kind: tuple(lines) for kind, lines in table["credits"].items()},
    )


def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("dedup").joinpath(FOLDER, name).read_text("utf-8"))
