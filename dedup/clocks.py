"""Times of day and zones as dates are written with them, and the words of dates.

The words, folded once, are those of `dedup/data/dates.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_ZONE = r"(?:gmt|utc)?\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|[a-z]{1,5}(?![a-z])"
CLOCK = re.compile(
    r"(?<![\d:.+-])(?:(?P<h>\d{1,2})(?::|h|\.(?=\d\d\s?(?:[ap]m|uhr)\b))(?P<m>\d\d)(?!\d)"
    r"(?::(?P<s>\d\d)(?:[.,]\d{1,9})?(?!\d))?"
    r"|(?P<only>\d{1,2})(?=\s?(?:[ap]m|uhr|h)\b))"
    r"(?:\s?(?P<half>[ap]m|uhr|h(?:rs)?)\b)?"
    rf"(?:,?\s?(?P<zone>{_ZONE}))?"
)
_HALF = re.compile(r"\b([ap])\.\s?m\b\.?")
_ASIDE = re.compile(r"\([^()]{0,40}\)")
_O_CLOCK = re.compile(r"\b(klo?\.?) ?(\d{1,2})\.(\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<=\d{4})(,? )([01]?\d|2[0-3])\.([0-5]\d)(?=(?: [a-z]{2,5})?$)")
"""`3 Sep 2019 18.04 BST`."""
_BETWEEN = re.compile(r"(?<=\d)t(?=\d)")


class Words(NamedTuple):
    """What words of a date mean; months by number, zones by minutes or by place."""

    months: dict[str, int]
    weekdays: frozenset[str]
    fillers: frozenset[str]
    offsets: dict[str, int]
    places: dict[str, str]
    unknown: frozenset[str]


class Clock(NamedTuple):
    """A time of day; `seconds` past midnight, `zone` as written or empty."""

    seconds: int
    precision: str
    zone: str


class Day(NamedTuple):
    """A date as precise as it is written."""

    year: int
    month: int | None = None
    day: int | None = None


def fold_date(value: str) -> str:
    """Lower case without marks, one kind of blank, no zone in words; `kl. 14.05` with a colon."""
    plain = value.lower() if value.isascii() else _unmarked(value)
    plain = " ".join(plain.split())
    # Which of these a date has is quick to look for.
    if "." in plain:
        plain = _DOTTED.sub(r"\1\2:\3", _HALF.sub(r"\1m", plain))
    if "(" in plain:
        plain = _ASIDE.sub(" ", plain)
    plain = plain.strip(" ,")
    if "kl" in plain:
        plain = _O_CLOCK.sub(r"\1 \2:\3", plain)
    return _BETWEEN.sub(" ", plain) if "t" in plain else plain


def _unmarked(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "\u200e\u200f")
    return unicodedata.normalize("NFC", plain).replace("\u2212", "-")


def read_clock(match: re.Match[str]) -> tuple[Clock | None, int, int]:
    """The time of day and the span it takes up; a word that is no zone is given back."""
    hour = int(match["h"] or match["only"])
    minute, second = int(match["m"] or 0), min(int(match["s"] or 0), 59)
    half, zone = match["half"], match["zone"] or ""
    stop = match.end()
    if zone and not _is_zone(zone):
        zone, stop = "", match.start("zone")
    leap = int(match["s"] or 0) > 60
    if half in ("am", "pm") and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or leap:
        return None, match.start(), stop
    precision = "second" if match["s"] else "minute" if match["m"] else "hour"
    return Clock(hour * 3600 + minute * 60 + second, precision, zone), match.start(), stop


def _is_zone(zone: str) -> bool:
    words = date_words()
    if zone[-1].isdigit():
        return True
    return zone in words.offsets or zone in words.places or zone in words.unknown


def offset_of(clock: Clock, day: Day) -> str | None:
    """The zone as `Z` or `+02:00`, empty where it is unknown, None where none is so far off."""
    words, zone = date_words(), clock.zone
    if zone in words.places:
        return _place_offset(words.places[zone], clock, day)
    if zone in words.offsets:
        return _offset_text(words.offsets[zone])
    match = re.fullmatch(r"(?:gmt|utc)?\s?([+-])(\d{1,2}):?(\d\d)?", zone)
    if match is None:
        return ""
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if match[1] == "-" and not minutes:
        return ""  # RFC 2822: -0000 says that the zone is not known
    if int(match[3] or 0) > 59 or not -12 * 60 <= int(f"{match[1]}{minutes}") <= 14 * 60:
        return None
    return _offset_text(int(f"{match[1]}{minutes}"))


def _place_offset(place: str, clock: Clock, day: Day) -> str:
    try:
        zone = ZoneInfo(place)
    except (ZoneInfoNotFoundError, OSError):
        return ""
    midnight = datetime(day.year, day.month or 1, day.day or 1, tzinfo=zone)
    offset = (midnight + timedelta(seconds=clock.seconds)).utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return _offset_text(seconds // 60) if seconds % 60 == 0 else ""


def _offset_text(minutes: int) -> str:
    if not minutes:
        return "Z"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@cache
def date_words() -> Words:
    """The word lists, folded once."""
    data = tomllib.loads(files("dedup").joinpath("data/dates.toml").read_text("utf-8"))
    months = {
        fold_date(name): int(number) for number, names in data["months"].items() for name in names
    }
    return Words(
        months,
        frozenset(fold_date(word) for word in data["words"]["weekdays"]),
        frozenset(fold_date(word) for word in data["words"]["fillers"]),
        data["offsets"],
        data["places"],
        frozenset(data["unknown"]["zones"]),
    )
