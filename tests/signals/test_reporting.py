"""Whose reports a text has its news from, and whether anything is its own."""

import polars as pl

from dedup.credits import attributed
from dedup.signals.comparison import Profile
from dedup.signals.reporting import NAMES, explain, measure
from dedup.tables import CREDITS

NONE: frozenset[str] = frozenset()


class Both:
    """A pair of which only the profiles are looked at."""

    def __init__(self, left, right):
        self.profiles = (left, right)


def told(left, right):
    return dict(zip(NAMES, measure(Both(left, right)), strict=True))


def outlet(name, named=(), **more):
    return Profile("", name, NONE, NONE, frozenset(named), **more)


def test_the_more_is_attributed_to_the_other_the_more_it_counts():
    herald = outlet("Halden Herald")
    once = outlet("Fjord Daily", ["Halden Herald"], attributed=(("Halden Herald", 1),))
    often = outlet("Fjord Daily", ["Halden Herald"], attributed=(("Halden Herald", 6),))
    assert told(herald, once)["attributes_other"] == 0.25
    assert told(often, herald)["attributes_other"] == 1.0
    assert told(often, herald)["uncredited"] == 0.0
    assert explain(told(often, herald)) == "much of one is attributed to the other's outlet"


def test_a_name_that_nothing_is_attributed_to_is_what_the_story_is_about():
    left = outlet("Fjord Daily", ["Halden Herald"])
    found = told(left, outlet("Bergen Echo", ["Halden Herald"]))
    assert found["attributes_other"] == found["attributes_common"] == 0.0


def test_two_that_attribute_to_one_third_share_a_source():
    left = outlet("Fjord Daily", ["Kyst"], attributed=(("Kyst", 4),))
    right = outlet("Bergen Echo", ["Kyst"], attributed=(("Kyst", 1),))
    assert told(left, right)["attributes_common"] == 0.5
    assert told(left, right)["uncredited"] == 0.0
    retelling = Profile("", "Bergen Echo", frozenset({"Kyst"}), frozenset({"Kyst"}), NONE)
    assert told(left, retelling)["attributes_common"] > 0.8


def test_known_outlets_that_owe_each_other_nothing_are_uncredited():
    assert told(outlet("Fjord Daily"), outlet("Bergen Echo"))["uncredited"] == 1.0
    assert told(outlet("Fjord Daily"), outlet(""))["uncredited"] == 0.0


def test_who_names_itself_was_told_something_itself():
    own = outlet("Fjord Daily", ["Fjord Daily"])
    assert told(own, outlet("Bergen Echo"))["own_reporting"] == 1.0
    assert told(outlet("Fjord Daily"), outlet("Bergen Echo"))["own_reporting"] == 0.0


def test_what_one_that_was_told_something_itself_attributes_is_part_of_its_own_report():
    herald = outlet("Halden Herald", ["Halden Herald"])
    asked = outlet("Fjord Daily", ["Fjord Daily"], attributed=(("Halden Herald", 4),))
    found = told(herald, asked)
    assert found["attributes_other"] == 0.0
    assert found["uncredited"] == 0.0
    silent = outlet("Fjord Daily", attributed=(("Halden Herald", 4),))
    assert told(herald, silent)["attributes_other"] == 1.0


def test_attributions_are_counted_by_stretches_of_the_text():
    text = (
        "The Halden Herald opened a new house on Monday. " + "Nothing more was said of it. " * 20
        + "The mayor told the Halden Herald that she was glad, the Halden Herald reported. "
        + "The guests stayed until the evening and went home. " * 20
        + "The doors open at nine, according to the Halden Herald."
    )  # fmt: skip
    start = text.index("Halden Herald")
    credits = CREDITS.frame([(3, start, start + 13, "Halden Herald", "mention")])
    articles = pl.DataFrame(
        {"row": [3], "text": [text]}, schema={"row": pl.UInt32, "text": pl.String}
    )
    assert attributed(articles, credits).rows() == [(3, "Halden Herald", 2)]
    assert attributed(articles.clear(), credits).is_empty()


def test_photographers_are_attributed_nothing():
    text = "A boat at Halden, according to Kyst."
    credits = CREDITS.frame([(0, 31, 35, "Kyst", "photo")])
    articles = pl.DataFrame(
        {"row": [0], "text": [text]}, schema={"row": pl.UInt32, "text": pl.String}
    )
    assert attributed(articles, credits).is_empty()
