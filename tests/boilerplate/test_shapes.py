"""Furniture that only its shape gives away, and stories of a like shape, which stay."""

from __future__ import annotations

import pytest
from pier_pages import MORE, PROSE, rule_of, rules

from dedup.boilerplate import cuts_of
from dedup.boilerplate.needs import firsts
from dedup.boilerplate.rules import load

DIVER = (
    "Lindvik's Bo Hart dives during the second half of the match against Norwick on Tuesday, "
    "Nov. 19, 2019, in Lindvik. Photo: Al Roe, AP"
)

OTHERS = (
    "A baker in Norwick has been awarded a medal for the longest loaf that the county has seen.",
    "Two schools in the valley will close for good in summer, since there are too few pupils.",
    "The museum of clocks opens again after nine years, with a tower that visitors can climb.",
    "Foxes have moved into the gardens of the old brewery, where nobody minds them, it seems.",
)


HEADS = (
    "Ferries return to the island in spring",
    "Storm losses reach a record again",
    "A baker wins the longest loaf",
)


def listed(*days: str) -> str:
    """A list of other stories, each below a name and a day."""
    names = ("Ann Lee", "Bo Hart", "Cy Dunn", "Di Moss")
    units = zip(names, days, OTHERS, strict=True)
    return "\n".join(line for unit in units for line in unit)


def test_stories_listed_by_date_are_cut() -> None:
    text = f"{PROSE}\n{MORE}\n{listed(*['Tuesday November 19, 2019'] * 4)}"
    found = rules(text)
    assert all(found.get(line) == "related.index" for line in OTHERS)
    assert not {PROSE, MORE} & set(found)


def test_days_of_a_chronicle_stay() -> None:
    days = [f"November {day}, 2019" for day in (4, 9, 14, 19)]
    found = rules(f"{PROSE}\n{listed(*days)}\n{MORE}")
    assert not set(OTHERS) & set(found)


def test_stories_listed_with_their_beginnings_are_cut() -> None:
    begun = [f"{other[:-1]} and says..." for other in OTHERS[:3]]
    lines = [line for pair in zip(HEADS, begun, strict=True) for line in pair]
    found = rules("\n".join((PROSE, MORE, *lines)))
    assert found == dict.fromkeys(lines, "related.excerpt")
    told = [f"{other[:-1]}, she said..." for other in OTHERS[:2]]
    assert rules("\n".join((PROSE, HEADS[0], told[0], HEADS[1], told[1], MORE))) == {}
    assert rules("\n".join((PROSE, *begun, MORE))) == {}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Ferry runs aground off the island Jo Doe 2019-11-20 14:35:08", "related.stored"),
        ("Disclosure: We may earn a commission from links on this page.", "notices.affiliate"),
        ("Disclaimer: The views are those of the experts alone.", "notices.affiliate"),
        ("Disclosure: The author advised the mayor in the last election.", None),
        ("Disclosure: The writer owns two boats that moor at the pier.", None),
    ],
)
def test_notices_of_the_site_go_and_what_a_writer_discloses_stays(
    line: str, rule: str | None
) -> None:
    assert rule_of(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "Published Tue, Nov 19 2019 7:05 AM EST Updated Tue, Nov 19 2019 7:16 AM EST",
        "Posted 6:44 PM, May 31, 2019, by Jo M. Lake , Updated at 09:22PM, May 31, 2019",
    ],
)
def test_two_stamps_on_one_line(line: str) -> None:
    assert rule_of(line) == "updates.stamp"


@pytest.mark.parametrize(
    "line",
    [
        DIVER,
        "A woman walks past the burnt pier on Monday morning. Photograph: Al Roe/The Harbour Post",
        "Jo Lake speaks to voters at the town hall in Lindvik, Jan. 27, 2020. Al Roe/AP",
        "A man rides on a donkey below the old walls (background) on May 9, 2019. Al ROE / AFP",
        "The first map of the bay at Lindvik (NASA/Al Roe/Harbour Institute)",
        "The old pier burnt down within an hour on Monday. (Al Roe / Associated Press)",
        "The old pier burnt down within an hour. (Source: WXLK)",
        "Smoke rises from the burning pier at Lindvik. AFP",
        "Ann Lee, left, and Bo Hart inspect the pier, which burnt down on Monday ... more",
    ],
)
def test_captions_signed_behind_their_sentence(line: str) -> None:
    text = f"{line}\n{PROSE}\n{MORE}"
    assert rules(text)[line].startswith("captions.")


@pytest.mark.parametrize(
    "line",
    [
        "The photographer, who said that she had walked past the pier, wrote: Photo: Al Roe",
        "The mayor said so in a letter, and the levy has been called unfair ever since. Al Roe/AP",
        "More than 300 fishermen were sent home by the council on Monday. PTI",
        "The pier cost 2.4 million crowns. (Source: Harbour Council)",
        "The levy brings in a million a year (300,000/month)",
    ],
)
def test_sentences_that_end_like_captions_stay(line: str) -> None:
    assert rule_of(line) is None


def test_names_with_their_outlet_below_the_headline() -> None:
    text = f"Harbour town rebuilds its old pier\nAnn Lee and Bo Hart USA TODAY\n{PROSE}\n{MORE}"
    assert rules(text)["Ann Lee and Bo Hart USA TODAY"] == "bylines.outlet"


def test_links_marked_in_capitals() -> None:
    line = "Harbour town 'threatened with a levy' by its mayor [REACTION]"
    assert rule_of(line) == "related.teaser"
    quoted = "“It was [sic] a levy,” the mayor wrote, “and nobody [ELSE] knew of it.”"
    assert rule_of(quoted) is None


def test_a_question_among_links_is_a_link() -> None:
    links = [
        "Pier divides the harbour town",
        "Could a levy on all of the cruise ships pay for the pier and the market?",
        "Storm losses reach a record",
    ]
    found = rules("\n".join((PROSE, MORE, "More Great POST Stories", *links)))
    assert all(found.get(link) == "related.link" for link in links)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?i:sign up|Get) x", "sg"),
        (r"\( ?(?:Reporting|Editing)", "("),
        (r"\d{1,2} min", "0123456789"),
        ("(?:In )?[Tt]his", "it"),
        ("x?y", "xy"),
        ("(?!no)yes", "y"),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, expected: str) -> None:
    assert firsts(pattern) == frozenset(expected)


@pytest.mark.parametrize("pattern", [r"[\w .]{3,50} is", "[^.]{2} x", ".{2}x", "x?", "(?:a|.)b"])
def test_what_may_begin_with_anything(pattern: str) -> None:
    assert firsts(pattern) is None


UNFOLDED = (
    "On Monday President Lake Josephine Ann LakeLake opens pier to 'all who fish' Storm losses "
    "reach a record Five things to know about the levy MORE’s council voted to rebuild the pier, "
    "said Sen. Bo Hart Robert (Bo) Hans Hart'Nobody asked us' Fishermen sue the town MORE (D)."
)


def test_what_unfolds_behind_a_name_is_cut_from_its_line() -> None:
    found = cuts_of(f"{UNFOLDED}\n{PROSE}", None, None, load())
    left, start = "", 0
    for one in found:
        assert one.rule == "related.inline"
        left, start = left + UNFOLDED[start : one.start], one.stop
    left += UNFOLDED[start:]
    assert left == (
        "On Monday President Lake’s council voted to rebuild the pier, said Sen. Bo Hart (D)."
    )


@pytest.mark.parametrize(
    "line",
    [
        "The mayor wants MORE, and Jo Lake of the LakeShore Hotel told her to ask for MORE of it.",
        "The town of McHart has a mayor, Al McHart, who said that the McHarts paid MORE for it.",
    ],
)
def test_a_word_in_capitals_alone_unfolds_nothing(line: str) -> None:
    assert cuts_of(f"{PROSE}\n{line}\n{MORE}", None, None, load()) == []


def test_an_agencys_long_caption_is_no_dateline() -> None:
    caption = f"FILE - In this May 3, 2018, file photo, the pier lies in ruins. {MORE} {PROSE}"
    assert rules(f"{caption}\n{PROSE}\n{MORE}") == {caption: "captions.photo"}


def test_a_headline_above_read_more_is_a_link() -> None:
    line = "Storm losses of the harbour reach a record"
    found = rules(f"{PROSE}\n{line}\nRead more\n{MORE}")
    assert found[line] == "related.teaser"
    assert line not in rules(f"{PROSE}\n{line}\n{MORE}")


@pytest.mark.parametrize(
    "line",
    [
        "Lindvik District Court - November 19, 2019",
        "Lindvik Police, November 19, 2019",
        "Landgericht Lindvik - 19. November 2019",
        "Bond Set on 11/19/2019",
        "Booking date: November 19, 2019",
        "Calendar for Tuesday, November 19, 2019",
    ],
)
def test_headings_of_logs_with_a_date_stay(line: str) -> None:
    assert rules(f"{line}\nTRAFFIC\n9:34 p.m. Stop on Pier Road. Warning issued.") == {}


def test_lines_of_a_log_stay_though_each_is_a_name_and_a_time() -> None:
    log = [
        "Loose Dog, November 18, 2019 2:09 pm",
        "Noise Complaint, November 18, 2019 4:40 pm",
        "Stolen Boat, November 19, 2019 1:15 am",
    ]
    assert rules("\n".join((PROSE, *log, MORE))) == {}
    assert rules("\n".join(log)) == {}
    meeting = "Saturday, November 23, 2019, 10:00 a.m., Town Hall"
    assert rules("\n".join((*[PROSE] * 9, meeting, MORE))) == {}
    assert rules(f"{PROSE}\nAnn Lee - November 18, 2019 2:09 pm\n{MORE}")


def test_a_subhead_in_capitals_that_its_paragraph_takes_up_stays() -> None:
    subhead = "HARBOUR MASTER LEE PROMISES TO REBUILD THE BURNT PIER"
    below = "Harbour master Lee promises in her new plan that the burnt pier will stand again soon."
    assert rules("\n".join((PROSE, MORE, subhead, below, MORE))) == {}
    assert rules("\n".join((PROSE, MORE, subhead, MORE, MORE))) == {subhead: "related.shape"}


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee (Norway) - 42.3 seconds, the best time of the year, and a record of the stadium.",
        "Gov. Ann Lee (D-Ohio) — The pier must be rebuilt before the winter, whatever it may cost.",
        "MAYOR GOES AFTER THE HARBOUR BOARD — The mayor has asked the court to dissolve the board.",
    ],
)
def test_openings_that_are_no_datelines(line: str) -> None:
    assert rules(f"{line}\n{PROSE}\n{MORE}") == {}


@pytest.mark.parametrize("line", ["Vote: 6-3", "OK-05", "Poll: Voters Favor a New Pier"])
def test_figures_beside_words_of_widgets_stay(line: str) -> None:
    assert rules("\n".join((PROSE, line, MORE))) == {}


def test_a_quotation_that_places_people_is_no_caption() -> None:
    line = "She went on: “I take the boat to the pier, right, and there she sits at her desk.”"
    assert rules("\n".join((PROSE, line, MORE))) == {}


def test_days_of_a_programme_below_the_story_stay() -> None:
    days = ("November 19, 2019", "Opening of the pier", "November 20, 2019", "Boat race")
    assert rules("\n".join((PROSE, MORE, *days))) == {}
    labelled = ("Published: November 19, 2019", PROSE, "Published: November 20, 2019", MORE)
    assert {*rules("\n".join((PROSE, *labelled)))} == {*labelled[::2]}
    alone = rules("\n".join((PROSE, MORE, "November 19, 2019")))
    assert alone == {"November 19, 2019": "updates.date"}
