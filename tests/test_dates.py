from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.dates import PRECISIONS, has_only_its_words, interval, parse

HOUR = 3600


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2017-09-15T17:52:03Z", ("2017-09-15T17:52:03Z", "second")),
        ("2017-09-15T17:52:03.123456+02:00", ("2017-09-15T17:52:03+02:00", "second")),
        ("2017-09-15T17:52:03", ("2017-09-15T17:52:03", "second")),
        ("2017-09-15 17:52", ("2017-09-15T17:52", "minute")),
        ("2017-09-15T17", ("2017-09-15T17", "hour")),
        ("2017-9-5", ("2017-09-05", "day")),
        ("2017/09/15 10:00:00", ("2017-09-15T10:00:00", "second")),
        ("20170915", ("2017-09-15", "day")),
        ("20170915175200", ("2017-09-15T17:52:00", "second")),
        ("20170915T175200+0200", ("2017-09-15T17:52:00+02:00", "second")),
        ("2017-09", ("2017-09", "month")),
        ("2017", ("2017", "year")),
        ("1505497920", ("2017-09-15T17:52:00Z", "second")),
        ("1505497920.0", ("2017-09-15T17:52:00Z", "second")),
        ("1505497920123", ("2017-09-15T17:52:00Z", "second")),
        ("Fri, 15 Sep 2017 17:52:00 GMT", ("2017-09-15T17:52:00Z", "second")),
        ("Fri, 15 Sep 17 17:52:00 +0200", ("2017-09-15T17:52:00+02:00", "second")),
        ("Fri Sep 15 17:52:00 +0000 2017", ("2017-09-15T17:52:00Z", "second")),
        (
            "Tue Mar 18 2025 10:00:00 GMT-0400 (Eastern Daylight Time)",
            ("2025-03-18T10:00:00-04:00", "second"),
        ),
        ("26-FEB-1987 15:01:01.79", ("1987-02-26T15:01:01", "second")),
        ("15 Sep 2017", ("2017-09-15", "day")),
        ("Sept. 15, 2017", ("2017-09-15", "day")),
        ("September 15th, 2017", ("2017-09-15", "day")),
        ("Published: 15 Sep 2017", ("2017-09-15", "day")),
        ("September 2017", ("2017-09", "month")),
        ("March 18, 2025 10:00 AM ET", ("2025-03-18T10:00-04:00", "minute")),
        ("January 18, 2025 10:00 AM ET", ("2025-01-18T10:00-05:00", "minute")),
        ("10:00 AM ET, Tue March 18, 2025", ("2025-03-18T10:00-04:00", "minute")),
        ("March 18, 2025, 10 p.m. EDT", ("2025-03-18T22-04:00", "hour")),
        ("15. September 2017, 17:52 Uhr", ("2017-09-15T17:52", "minute")),
        ("3. März 2017", ("2017-03-03", "day")),
        ("15 septembre 2017 à 17h52", ("2017-09-15T17:52", "minute")),
        ("1er août 2017", ("2017-08-01", "day")),
        ("15 de septiembre de 2017", ("2017-09-15", "day")),
        ("mar 15 sep 2017", ("2017-09-15", "day")),
        ("15 settembre 2017 alle ore 17:52", ("2017-09-15T17:52", "minute")),
        ("15 de março de 2018 às 17h", ("2018-03-15T17", "hour")),
        ("18 марта 2025 г.", ("2025-03-18", "day")),
        ("2017年9月15日 17:52", ("2017-09-15T17:52", "minute")),
        ("2017년 9월 15일", ("2017-09-15", "day")),
    ],
)
def test_spellings(value: str, expected: tuple[str, str]) -> None:
    assert parse(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "hello",
        "may the force be with you",
        "3 days ago",
        "Dec 5, 17:30",
        "Sep 17",
        "2017-02-30",
        "2017-13-01",
        "2017-09-15T25:00",
        "2017-09-15T10:00+99:00",
        "1599-12-31",
        "2101-01-01",
        "99999999999",
        "9999999999999999999",
        "201709",
        "10:00 2017-09",
        "15 Sep 2017 16 Sep 2017",
        "1" * 5000,
        "15 Sep 2017" + " " * 200,
    ],
)
def test_what_is_no_date(value: str) -> None:
    assert parse(value) is None


def test_ambiguous_order_of_day_and_month_keeps_the_year_only() -> None:
    assert parse("03/04/2017") == parse("03-04-2017") == ("2017", "year")
    assert parse("03/04/2017 10:30") == ("2017", "year")
    assert parse("15/09/2017") == parse("09/15/2017") == ("2017-09-15", "day")
    assert parse("04/04/2017") == ("2017-04-04", "day")
    assert parse("03.04.2017") == ("2017-04-03", "day")


def test_midnight_without_a_zone_is_a_day() -> None:
    assert parse("2017-09-15T00:00:00") == ("2017-09-15", "day")
    assert parse("Sep 15, 2017 12:00 AM") == ("2017-09-15", "day")
    assert parse("2017-09-15T00:00:00Z") == ("2017-09-15T00:00:00Z", "second")


def test_no_offset_where_none_is_known() -> None:
    assert parse("15 Sep 2017 17:52 IST") == ("2017-09-15T17:52", "minute")
    assert parse("Fri, 15 Sep 2017 17:52:00 -0000") == ("2017-09-15T17:52:00", "second")


def test_intervals() -> None:
    moment = int(datetime(2017, 9, 15, 17, 52, tzinfo=UTC).timestamp())
    assert interval("2017-09-15T17:52:00Z", "second") == (moment, moment)
    assert interval("2017-09-15T19:52+02:00", "minute") == (moment, moment + 59)
    assert interval("2017-09-15T17:52", "minute") == (moment - 14 * HOUR, moment + 59 + 12 * HOUR)
    day = int(datetime(2017, 9, 15, tzinfo=UTC).timestamp())
    assert interval("2017-09-15", "day") == (day - 14 * HOUR, day + 36 * HOUR - 1)
    month = int(datetime(2016, 2, 1, tzinfo=UTC).timestamp())
    assert interval("2016-02", "month") == (
        month - 14 * HOUR,
        month + 29 * 24 * HOUR + 12 * HOUR - 1,
    )
    assert interval("2017", "year")[1] - interval("2017", "year")[0] == (365 * 24 + 26) * HOUR - 1
    with pytest.raises(ValueError, match="is no date"):
        interval("yesterday", "day")


def test_a_month_name_stands_for_one_month() -> None:
    months = tomllib.loads(files("dedup").joinpath("data/dates.toml").read_text("utf-8"))["months"]
    names = [name for names in months.values() for name in names]
    assert len(names) == len(set(names))


@given(
    st.datetimes(datetime(1700, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001
    st.one_of(st.none(), st.integers(-12 * 4, 14 * 4)),
)
@settings(deadline=None, max_examples=200)
def test_the_interval_holds_the_moment(moment: datetime, quarters: int | None) -> None:
    moment = moment.replace(microsecond=0)
    if quarters is not None:
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    found = parse(moment.isoformat())
    assert found is not None
    first, last = interval(*found)
    for offset in range(-12, 15):
        zone = timezone(timedelta(hours=offset))
        exact = (
            moment.timestamp() if quarters is not None else moment.replace(tzinfo=zone).timestamp()
        )
        assert first <= exact <= last


@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9:/. TZ+-]{1,25}", fullmatch=True)))
@settings(deadline=None, max_examples=400)
def test_whatever_is_parsed_is_parsed_the_same_again(value: str) -> None:
    found = parse(value)
    if found is not None:
        assert found[1] in PRECISIONS
        assert parse(found[0]) == found
        first, last = interval(*found)
        assert first <= last


@given(
    *(st.integers(low, high) for low, high in ((1590, 2110), (0, 13), (0, 32), (0, 25), (0, 61))),
    st.sampled_from(("T", " ")),
    st.sampled_from(("", ":00", ":59", ":60", ":07.123")),
    st.sampled_from(("", "Z", "+00:00", "-00:00", "+02:00", "-05:30", "+15:00", "+02:75")),
)
def test_the_standard_form_is_read_as_any_other(
    year: int, month: int, day: int, hour: int, minute: int, mark: str, second: str, zone: str
) -> None:
    date = f"{year:04}-{month:02}-{day:02}"
    for value in (date, f"{date}{mark}{hour:02}:{minute:02}{second}{zone}"):
        # A blank in front changes nothing but the way it is read.
        assert parse(value) == parse(f" {value}")


def test_what_is_a_date_has_no_other_words():
    data = tomllib.loads(files("dedup").joinpath("data/dates.toml").read_text("utf-8"))
    names = [name for some in data["months"].values() for name in some]
    zones = [*data["offsets"], *data["places"], *data["unknown"]["zones"]]
    values = [f"{day}, 15 {name} 2017" for name in names for day in data["words"]["weekdays"][:3]]
    values += [f"15 March 2017 at 5:52 p.m. {zone}" for zone in zones]
    values += [
        "2017 年 9 月 15 日",
        "2017년 9월 15일",
        "15 Sep 2017, 17 h 52",
        "15. Mai 2017 17:52 Uhr",
    ]
    read = [value for value in values if parse(value) is not None]
    assert len(read) > len(values) / 2
    assert all(has_only_its_words(word) for value in read for word in value.split())


@pytest.mark.parametrize("word", ["Marchmont", "the ferry", "Monday-ish"])
def test_words_that_no_date_has(word):
    assert not has_only_its_words(word)
