"""Days that stories name, and the time between them."""

import numpy as np
import pytest

from dedup.readings.days import named_days
from dedup.readings.listed import listed
from dedup.signals import NOBODY, days, gap
from dedup.signals.days import explain
from dedup.words import tokenize

DAY = 86_400


def named(*texts):
    """For each text the set of (block, bit) of the days that it names."""
    found = tokenize(list(texts))
    return [
        {
            (block, bit)
            for block, bits in enumerate(row.tolist())
            for bit in range(64)
            if bits >> bit & 1
        }
        for row in named_days(listed(found.hashes), found.offsets.astype(np.int64))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It opens on Friday, May 5.",
        "Es öffnet am Freitag, 5. Mai.",
        "Ouvert vendredi 5 mai.",
        "Abre el viernes 5 de mayo.",
        "Откроется в пятницу, 5 мая.",
        "FRIDAY the May 5th fair",
    ],
)
def test_a_day_is_the_same_in_every_language(text):
    assert named(text) == named("Friday 5 May")
    assert len(named(text)[0]) == 2


def test_figures_and_words_that_are_no_dates_name_no_day():
    assert named("3 out of 5 went.", "May 2016 was dry.", "He may. 5 did.", "", "40 May") == [
        set(),
        set(),
        {(3, 5)},  # a month and a figure beside it: nothing tells these apart
        set(),
        set(),
    ]


def test_a_date_does_not_reach_into_the_next_text():
    assert named("It was in May", "5 came") == [set(), set()]


class _Pair:
    def __init__(self, left, right):
        self.left, self.right = _Named(left), _Named(right)


class _Named:
    def __init__(self, text):
        found = tokenize([text])
        self.days = named_days(listed(found.hashes), found.offsets.astype(np.int64))[0]


def test_days_are_apart_where_both_name_some_and_none_in_common():
    assert days.measure(_Pair("On Monday.", "On Tuesday, May 5.")) == (1.0, 0.0)
    assert days.measure(_Pair("On Monday.", "On Monday or Tuesday.")) == (0.0, 0.0)
    assert days.measure(_Pair("On Monday.", "One day.")) == (0.0, 0.0)
    assert days.measure(_Pair("May 4", "On Tuesday, May 5.")) == (0.0, 1.0)
    assert explain({"weekdays_apart": 1.0, "dates_apart": 1.0}) == (
        "they name different days of the week"
    )
    assert explain({"weekdays_apart": 0.0, "dates_apart": 1.0}) == "they name different dates"
    assert not explain({"weekdays_apart": 0.0, "dates_apart": 0.0})


def dated(first, last):
    return NOBODY._replace(published=(first, last))


class _Dated:
    def __init__(self, left, right):
        self.profiles = left, right


@pytest.mark.parametrize(
    ("left", "right", "days_between"),
    [
        (dated(0, DAY - 1), dated(3 * DAY, 3 * DAY), 2.0),
        (dated(3 * DAY, 3 * DAY), dated(0, DAY - 1), 2.0),
        (dated(0, DAY - 1), dated(DAY // 2, DAY // 2), 0.0),
        (dated(0, 0), dated(900 * DAY, 900 * DAY), 365.0),
        (dated(0, 0), NOBODY, 0.0),
    ],
)
def test_the_time_between_is_the_least_that_the_dates_allow(left, right, days_between):
    assert gap.measure(_Dated(left, right)) == (pytest.approx(days_between, abs=0.01),)


def test_the_time_between_is_told_from_a_week_on():
    assert gap.explain({"days_between": 8.2}) == "published at least 8 days apart"
    assert gap.explain({"days_between": 365.0}) == "published a year or more apart"
    assert not gap.explain({"days_between": 2.0})
