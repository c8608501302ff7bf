"""When two names mean one outlet."""

import pytest

from dedup.names import Names

NAMES = Names()


@pytest.mark.parametrize(
    ("listed", "called"),
    [
        ("NPR Online News", "NPR"),
        ("NPR Editorial ", "npr.org"),
        ("Wall Street Journal - News", "The Wall Street Journal"),
        ("New York Times (Online News)", "nytimes.com"),
        ("CNN - Editorial", "CNN"),
        ("Fox News Opinion", "FOX NEWS"),
        ("reuters.com", "REUTERS"),
    ],
)
def test_a_section_of_a_known_outlet_is_that_outlet(listed, called):
    assert NAMES.key(listed) == NAMES.key(called)


@pytest.mark.parametrize(
    "name", ["Daily News", "Independent Online", "Norvik Opinion", "The Tarn Valley - News", "News"]
)
def test_what_is_no_section_of_a_known_outlet_stays_as_it_is(name):
    assert NAMES.entry(name) is None
    assert NAMES.shown(name) == name
