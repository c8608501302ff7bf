"""From the columns of a record to an article: which column means what.

Column names are compared without case, blanks, `_` and `-`: `publishedAt`,
`Published At` and `published_at` are one. Several columns of one meaning are
all kept as claims, best first by the settings; of several text columns the
first that holds text is the text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dedup.formats.records import (
    FIELDS,
    Claim,
    Record,
    Reject,
    encodable,
    language_code,
    printable,
)
from dedup.settings import InputSettings

MISSING = frozenset({"", "nan", "none", "null", "nat", "n/a", "<na>"})
LONGER_THAN_MISSING = 8  # a longer text is none of these, blanks around it aside
_LETTER = re.compile(r"[^\W\d_]")
LONGEST_ID = 500
LONGEST_CLAIM = 2_000
LONGEST_EXTRA = 20_000  # code points of one carried column: more is a second body or raw HTML
_NAMED_COLUMNS = 20
_MOST_PLANS = 1_000


class Plan(NamedTuple):
    """The columns of one kind of record, by what they mean."""

    text: tuple[str, ...]
    own_id: tuple[str, ...]
    title: tuple[str, ...]
    byline: tuple[str, ...]
    language: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]

    @property
    def described(self) -> list[str]:
        """All columns that say something beside the text, each once."""
        named = (*self.own_id, *self.title, *self.byline, *self.language, *self.extra)
        return list(dict.fromkeys([*named, *(name for _, name in self.claims)]))


class Columns:
    """Makes articles of the records of one file; remembers what their columns mean."""

    def __init__(self, settings: InputSettings) -> None:
        self._settings = settings
        self._plans: dict[tuple[str, ...], Plan] = {}

    def record(self, values: Mapping[str, object], number: int, encoding: str) -> Record | Reject:
        """The article of one record, or why it is none."""
        plan = self.plan(tuple(values))
        if not plan.text:
            return Reject(number, f"no text column; {describe(values)}", tuple(values))
        text, wrong = self._text(values, plan)
        if text is None:
            return Reject(number, wrong)
        return Record(
            number,
            next((own for name in plan.own_id if (own := own_id(values[name]))), None),
            text,
            _first(values, plan.title),
            _first(values, plan.byline),
            language_code(_first(values, plan.language)),
            encoding,
            _extra(values, plan.extra),
            _claims(values, plan.claims),
        )

    def has_text(self, names: Sequence[str]) -> bool:
        """Whether one of the columns is a text column."""
        return bool(self.plan(tuple(names)).text)

    def text(self, names: Sequence[str]) -> str:
        """The column that the text is sought in first."""
        return self.plan(tuple(names)).text[0]

    def known(self, names: Sequence[str]) -> int:
        """How many of the columns have a meaning."""
        return len(names) - len(self.plan(tuple(names)).extra)

    def plan(self, names: tuple[str, ...]) -> Plan:
        """What the columns of a record that has these mean."""
        plan = self._plans.get(names)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[names] = self._made(names)
        return plan

    def _made(self, names: tuple[str, ...]) -> Plan:
        own: dict[str, str] = {}
        for name in names:
            own.setdefault(_plain(name), name)
        s = self._settings
        taken: set[str] = set()

        def find(wanted: Sequence[str]) -> tuple[str, ...]:
            found = tuple(own[k] for k in dict.fromkeys(map(_plain, wanted)) if k in own)
            fresh = tuple(name for name in found if name not in taken)
            taken.update(fresh)
            return fresh

        text, own_id, title = find(s.text_columns), find(s.id_columns), find(s.title_columns)
        byline, language = find(s.byline_columns), find(s.language_columns)
        meant = {
            "publisher": find(s.publisher_columns),
            "published_at": find(s.date_columns),
            "url": find(s.url_columns),
            "author": byline,
            "language": language,
        }
        for role, field in (("publisher", "source"), ("url", "canonical_url")):
            # Beside a better column for its role, a column means what its name says.
            meant[field] = tuple(n for n in meant[role][1:] if _plain(n) == _plain(field))
            meant[role] = tuple(n for n in meant[role] if n not in meant[field])
        for field in FIELDS:
            meant[field] = meant.get(field, ()) + find((field,))
        claims = tuple((field, name) for field in FIELDS for name in meant[field])
        extra = tuple(name for name in names if name not in taken)
        return Plan(text, own_id, title, byline, language, claims, extra)

    def _text(self, values: Mapping[str, object], plan: Plan) -> tuple[str | None, str]:
        wrong = "the text is empty"
        for name in plan.text:
            value = values[name]
            if isinstance(value, bytes):
                value = value.decode("utf-8", "replace")
            if value is None or (isinstance(value, float) and math.isnan(value)):
                continue
            if not isinstance(value, str):
                wrong = f"column {printable(name)} holds {_kind(value)}, not text"
                continue
            if wrong_text := fault(value, self._settings.largest_text):
                wrong = wrong_text
                continue
            return encodable(value), ""
        return None, wrong


def fault(text: str, largest: int) -> str:
    """Why a text is no article; empty where it may be one."""
    if len(text) > largest:
        return f"{len(text):,} code points of text (setting input.largest_text is {largest:,})"
    if text.isspace() or (len(text) < LONGER_THAN_MISSING and text.strip().casefold() in MISSING):
        return "the text is empty"
    return "" if _LETTER.search(text) else "the text holds no letters"


def describe(names: Mapping[str, object] | Sequence[str]) -> str:
    """The columns found, for a line of rejects.csv."""
    shown = [printable(str(name))[:60] for name in names][:_NAMED_COLUMNS]
    more = len(names) - len(shown)
    return "columns found: " + (", ".join(shown) or "none") + (f" and {more} more" if more else "")


def plain_value(value: object) -> str:
    """One value of a record as a string; lists joined by `, `, objects by their name."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, bool) or value is None:
        text = ""
    elif isinstance(value, float):
        text = str(int(value)) if value.is_integer() else "" if math.isnan(value) else str(value)
    elif isinstance(value, list | tuple):
        named = (_name(part) for part in value[:50])
        text = ", ".join(part for part in named if part)
    else:
        text = _name(value)
    text = " ".join(encodable(text[:LONGEST_CLAIM]).split())
    return "" if len(text) < LONGER_THAN_MISSING and text.casefold() in MISSING else text


def _name(value: object) -> str:
    """A part of a list, or an object by what usually names it."""
    if isinstance(value, dict):
        named = (value.get(key) for key in ("name", "title", "value", "#text", "@value", "url"))
        value = next((v for v in named if isinstance(v, str)), "")
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), "an object" if isinstance(value, dict) else "a value")


def own_id(value: object) -> str | None:
    """A value as the id of its record; None where it cannot be one."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = value if isinstance(value, str) else plain_value(value)
    text = printable(text.strip())
    return None if text.casefold() in MISSING or len(text) > LONGEST_ID else text


def _first(values: Mapping[str, object], names: Sequence[str]) -> str | None:
    return next((text for name in names if (text := plain_value(values[name]))), None)


def _claims(values: Mapping[str, object], columns: Sequence[tuple[str, str]]) -> tuple[Claim, ...]:
    found = []
    for field, name in columns:
        if text := plain_value(values[name]):
            found.append(Claim(field, "record", text))
    return tuple(dict.fromkeys(found))


def _extra(values: Mapping[str, object], names: Sequence[str]) -> str | None:
    """The columns that nothing names, as a JSON object."""
    kept: dict[str, str] = {}
    for name in names:
        value = values[name]
        if value is None or value == "":
            continue
        kept[name] = shown(value)
    if not kept:
        return None
    body = ", ".join(f"{json_of(name)}: {text}" for name, text in kept.items())
    return "{" + body + "}"


def shown(value: object) -> str:
    """A value of a column that nothing names, as JSON."""
    text = json_of(value)
    if len(text) > LONGEST_EXTRA:
        return json.dumps(f"({len(text):,} characters, left out)")
    return text


def json_of(value: object) -> str:
    """JSON that any reader accepts: NaN and infinities are null, other types their string."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        loose = json.loads(json.dumps(value, default=str), parse_constant=lambda _: None)
        text = json.dumps(loose, ensure_ascii=False)
    return encodable(text)
