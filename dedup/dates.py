"""Dates as records, pages, paths and news texts write them.

`parse` is strict: every word and number of a value must have its place in a
date, or the value is none. It never fills in what is not written and never
looks at the clock. Month names and zones are in `dedup/data/dates.toml`.

What is ambiguous keeps only what is certain. `03/04/2017` is 3 April or
4 March: it gives the year 2017. `15/09/2017` has one reading and gives the day;
`03.04.2017` too, for dotted dates are written day first. A year of two digits
is read after a month's name only (69–99 are 19xx, as in POSIX).
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from functools import cache, lru_cache

from dedup.clocks import CLOCK, Clock, Day, date_words, fold_date, offset_of, read_clock

PRECISIONS = ("second", "minute", "hour", "day", "month", "year")
_SECONDS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}
FIRST_YEAR, LAST_YEAR = 1600, 2100
_LONGEST = 100  # code points of a value that may still be a date
_SHORTEST_MONTH = 28
_EASTMOST, _WESTMOST = 14 * 3600, 12 * 3600  # the offsets in use are -12:00 to +14:00

_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:[t ]?(\d\d)(\d\d)(\d\d)?(?:[.,]\d{1,9})?(z|[+-]\d\d:?\d\d)?)?"
)
_ISO_HOUR = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d) ?(z|[+-]\d\d:?\d\d)?")
_STAMP = re.compile(r"(\d{9,10}|\d{13}|\d{16}|\d{19})(?:\.\d{1,9})?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])\s?(\d{1,2})(?:\2\s?(\d{1,2})\.?)?(?:z|[+-]\d\d:\d\d)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/]|\. ?)(\d{1,2})\2(\d{4})")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
_STANDARD = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[ T]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]{1,9})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_BESIDE = (*"apmhtz年년月월日일", "am", "pm", "uhr", "hr", "hrs", "gmt", "utc")
"""Words of a date, or letters of one that is cut apart, besides those of the lists."""
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ONLY_MARKS = re.compile(r"[\s,.;:/|·•'’()–-]*")
_WRITTEN = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d))?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)


def parse(value: str) -> tuple[str, str] | None:
    """Read a date; None where the value is not wholly a date of the years 1600 to 2100.

    Returns:
        The date in ISO 8601, as precise as it is written (`2017`, `2017-09`, `2017-09-15`,
        `2017-09-15T17`, `2017-09-15T17:52`, `2017-09-15T17:52:03Z`), and its precision, one
        of `PRECISIONS`. A midnight without a zone is a day. No offset is written where none
        is known.
    """
    standard = _STANDARD.fullmatch(value)
    if standard is not None:
        return _in_standard_form(standard)
    return _in_any_form(fold_date(value)) if len(value) <= _LONGEST else None


def _in_any_form(folded: str) -> tuple[str, str] | None:
    for reader in (_stamp, _compact):
        found = reader(folded)
        if found is not None:
            return found
    folded = _ISO_HOUR.sub(r"\1 \2h \3", folded) if _ISO_HOUR.fullmatch(folded) else folded
    clocks = list(CLOCK.finditer(folded))
    if not clocks:
        day = _day(folded)
        return None if day is None else _written(day, None)
    if len(clocks) > 1:
        return None
    clock, start, stop = read_clock(clocks[0])
    day = _day(f"{folded[:start]} {folded[stop:]}".strip(" ,"))
    if clock is None or day is None or day.day is None:
        return _written(day, None) if clock and day and day.month is None else None
    return _written(day, clock)


def _in_standard_form(match: re.Match[str]) -> tuple[str, str] | None:
    """`2017-09-15`, `2017-09-15T17:52:03+02:00`: what most records have, read without the rest."""
    years, months, days, hours, minutes, seconds, zone = match.groups()
    day = Day(int(years), int(months), int(days))
    if hours is None:
        return _written(day, None)
    precision = "second" if seconds else "minute"
    if zone is None or zone == "Z":
        if not _exists(day):
            return None
        written = f"{years}-{months}-{days}"
        clock = f"{hours}:{minutes}:{seconds}" if seconds else f"{hours}:{minutes}"
        midnight = zone is None and clock in ("00:00", "00:00:00")
        return (written, "day") if midnight else (f"{written}T{clock}{zone or ''}", precision)
    passed = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    return _written(day, Clock(passed, precision, zone))


def has_only_its_words(text: str) -> bool:
    """Whether a text has no words but those that stand in dates; of any other, none is one."""
    words = _TOKEN.findall(fold_date(text))
    return all(word.isdecimal() or word in _all_words() for word in words)


@cache
def _all_words() -> frozenset[str]:
    words = date_words()
    zones = (words.offsets, words.places, words.unknown)
    return frozenset(_BESIDE).union(words.months, words.weekdays, words.fillers, *zones)


def interval(published_at: str, precision: str) -> tuple[int, int]:
    """First and last Unix second (both inclusive) that a date of `parse` allows.

    A date without an offset may lie anywhere between UTC+14 and UTC-12: the interval
    starts 14 hours sooner and ends 12 hours later.

    Raises:
        ValueError: the two are not what `parse` gives.
    """
    match = _WRITTEN.fullmatch(published_at)
    if match is None or precision not in PRECISIONS:
        raise ValueError(f"{published_at!r} with precision {precision!r} is no date")
    years, months, days, hours, minutes, seconds, zone = match.groups()
    first = _midnight(int(years), int(months or 1), int(days or 1))
    if hours:
        first += int(hours) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    if precision in _SECONDS:
        last = first + _SECONDS[precision] - 1
    elif precision == "year":
        last = _midnight(int(years) + 1, 1, 1) - 1
    else:
        last = first + calendar.monthrange(int(years), int(months))[1] * 86400 - 1
    if zone is None:
        return first - _EASTMOST, last + _WESTMOST
    offset = 0 if zone == "Z" else _offset_seconds(zone)
    return first - offset, last - offset


@lru_cache(maxsize=4096)
def _midnight(year: int, month: int, day: int) -> int:
    """The Unix second at which a day begins in UTC."""
    return calendar.timegm((year, month, day, 0, 0, 0))


def local_interval(published_at: str, precision: str) -> tuple[int, int] | None:
    """The interval on the unknown clock of a date without an offset, read as if it were UTC.

    Two such dates by one outlet can be compared on its clock. None where the
    offset is known.

    Raises:
        ValueError: the two are not what `parse` gives.
    """
    first, last = interval(published_at, precision)
    match = _WRITTEN.fullmatch(published_at)
    if match is None or match[7] is not None:
        return None
    return first + _EASTMOST, last - _WESTMOST


def _stamp(folded: str) -> tuple[str, str] | None:
    """Unix seconds, milliseconds, microseconds or nanoseconds."""
    match = _STAMP.fullmatch(folded)
    if match is None:
        return None
    digits = match[1]
    seconds = int(digits) // 10 ** (len(digits) - 10 if len(digits) > 10 else 0)
    return _in_utc(datetime.fromtimestamp(seconds, UTC))


def _in_utc(moment: datetime) -> tuple[str, str] | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "second"


def _compact(folded: str) -> tuple[str, str] | None:
    """`20170915`, `20170915175200`, `20170915T175200+0200`."""
    match = _COMPACT.fullmatch(folded)
    if match is None:
        return None
    year, month, date = (int(part) for part in match.groups()[:3])
    if match[4] is None:
        return _written(Day(year, month, date), None)
    seconds = int(match[4]) * 3600 + int(match[5]) * 60 + int(match[6] or 0)
    if int(match[4]) > 23 or int(match[5]) > 59 or int(match[6] or 0) > 59:
        return None
    precision = "second" if match[6] else "minute"
    return _written(Day(year, month, date), Clock(seconds, precision, match[7] or ""))


@lru_cache(maxsize=4096)
def _day(text: str) -> Day | None:
    """The date without its time, in figures or with a month's name."""
    if match := _YEAR_FIRST.fullmatch(text):
        return Day(int(match[1]), int(match[3]), int(match[4]) if match[4] else None)
    if match := _EAST_ASIAN.fullmatch(text):
        return Day(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    words = date_words()
    tokens = _TOKEN.findall(text)
    if not _ONLY_MARKS.fullmatch(_TOKEN.sub("", text)):
        return None
    names = [t for t in tokens if not t.isdecimal()]
    months = [t for t in names if t in words.months]
    if len(months) > 1:
        months = [t for t in months if t not in words.weekdays]
    rest = (t for t in names if t not in months)
    if len(months) > 1 or not all(t in words.weekdays or t in words.fillers for t in rest):
        return None
    if not months:
        return _in_figures(text)
    return _named(words.months[months[0]], [t for t in tokens if t.isdecimal()])


def _in_figures(text: str) -> Day | None:
    """`15/09/2017` or a bare year, words around it allowed; see the module on ambiguity."""
    if match := _YEAR_LAST.search(text):
        if len(_TOKEN.findall(text)) - 3 != len(re.findall(r"[^\W\d_]+", text)):
            return None
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if second > 12 >= first:
            return Day(year, first, second)
        sure = match[2][0] == "." or first == second or first > 12
        return Day(year, second, first) if sure else Day(year)
    return Day(int(text)) if re.fullmatch(r"[0-9]{4}", text) else None


def _named(month: int, numbers: list[str]) -> Day | None:
    """A month's name with a year and perhaps a day; the year has four figures or comes last."""
    years = [n for n in numbers if len(n) == 4]
    short = [n for n in numbers if len(n) <= 2]
    if len(years) + len(short) != len(numbers) or len(years) > 1 or not numbers:
        return None
    if years:
        if len(short) > 1:
            return None
        return Day(int(years[0]), month, int(short[0]) if short else None)
    if len(short) != 2 or len(short[1]) != 2:
        return None
    year = int(short[1])
    return Day(year + (1900 if year >= 69 else 2000), month, int(short[0]))


def _exists(day: Day) -> bool:
    """Whether the calendar has such a day and it lies in the years that news may be of."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return False
    if day.month is None:
        return True
    if not 1 <= day.month <= 12:
        return False
    if day.day is None or 1 <= day.day <= _SHORTEST_MONTH:
        return True
    return 1 <= day.day <= calendar.monthrange(day.year, day.month)[1]


def _written(day: Day, clock: Clock | None) -> tuple[str, str] | None:
    """The ISO form, or None where no calendar has such a day."""
    if not _exists(day):
        return None
    if day.month is None:
        return f"{day.year:04}", "year"
    if day.day is None:
        return f"{day.year:04}-{day.month:02}", "month"
    date = f"{day.year:04}-{day.month:02}-{day.day:02}"
    if clock is None:
        return date, "day"
    zone = offset_of(clock, day)
    if zone is None or not (clock.seconds or zone):
        return None if zone is None else (date, "day")
    hour, minute, second = clock.seconds // 3600, clock.seconds // 60 % 60, clock.seconds % 60
    shown = {
        "hour": f"{hour:02}",
        "minute": f"{hour:02}:{minute:02}",
        "second": f"{hour:02}:{minute:02}:{second:02}",
    }[clock.precision]
    return f"{date}T{shown}{zone}", clock.precision


def _offset_seconds(zone: str) -> int:
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds
