"""What stands below the end of a story goes; what may still be its own stays."""

from __future__ import annotations

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load

STORY = (
    "The ferry line will close two of its routes in autumn, its manager said on Monday, at last.",
    "Residents of the islands fear that they will be cut off in winter, when storms rage for days.",
    "The council will hear both sides before it decides on the subsidy that the line has sought.",
)


def rules(*lines: str) -> dict[str, str]:
    text = "\n".join(lines)
    found = cuts_of(text, None, None, load())
    return {text[one.start : one.stop]: one.rule for one in found}


@pytest.mark.parametrize(
    "mark",
    [
        "(Reporting by Ann Lee; Editing by Bo Ray)",
        "© 2024 The Harbour Times. All rights reserved.",
        "Comments",
        "Ann Lee is a reporter at The Harbour Times.",
    ],
)
@pytest.mark.parametrize("line", ["Dogged", "82", "Love it or leave it.", "Quay quarterly"])
def test_nothing_is_the_storys_below_its_end(mark: str, line: str) -> None:
    found = rules(*STORY, mark, line)
    assert mark in found
    assert line in found


def test_a_sentence_below_a_heading_of_links_stays() -> None:
    line = "Harbour: Host the Quay on Friday."
    assert line not in rules(*STORY, "UP NEXT", line)


@pytest.mark.parametrize("line", ["Harbour 3, Quay 2", "It sails no more.", "Summary: 12 of 14"])
def test_short_lines_below_one_prompt_stay(line: str) -> None:
    assert line not in rules(*STORY, "Share this article", line)


def test_below_several_prompts_headlines_go_and_results_stay() -> None:
    link, result = "Painter finds a door behind the altar", "Harbour 3, Quay 2"
    found = rules(*STORY, "Share this article", "Follow us on Facebook", link, result)
    assert found[link] == "tails.below"
    assert result not in found


def test_more_than_the_story_below_its_end_stays() -> None:
    table = [f"Row {number} of the long table of the ports" for number in range(40)]
    found = rules(*STORY, "Comments", *table)
    assert not set(table) & set(found)


@pytest.mark.parametrize("date", ["Tue 3 Sep 2019 18.04 BST", "Updated: 3 September 2019, 18:04"])
def test_a_deck_may_stand_above_byline_and_date(date: str) -> None:
    deck = "Too few passengers have bought tickets since the spring, says the manager of the line."
    found = rules("Ferry line to close two of its routes", deck, "Ann Lee", date, *STORY)
    assert date in found
    assert deck not in found
    assert not any(paragraph in found for paragraph in STORY)


def test_a_date_between_the_first_paragraphs_heads_a_day() -> None:
    assert rules(STORY[0], "3 September 2019", *STORY[1:]) == {}


@pytest.mark.parametrize(
    "lines",
    [
        "Painter finds a door behind the altar|Mill burns down once more|Bees move into a belfry",
        "Maler findet Tür hinter dem Altar|Mühle brennt zum zweiten Mal|Bienen ziehen in den Turm",
    ],
)
def test_lines_on_other_things_below_the_story_are_links(lines: str) -> None:
    assert set(rules(*STORY, *lines.split("|"))) == set(lines.split("|"))


def test_lines_that_go_on_with_the_story_are_none() -> None:
    lines = (
        "No ferry routes close in autumn",
        "A subsidy for the line",
        "Boats for residents of the islands",
    )
    assert rules(*STORY, *lines) == {}
