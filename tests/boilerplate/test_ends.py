"""Around the headline and below the story: what goes by its place, whatever its words."""

from __future__ import annotations

import pytest
from pier_pages import MORE, PROSE, rules

from dedup.boilerplate.dated import is_stamp
from dedup.boilerplate.headlines import resembles
from dedup.boilerplate.navigation import is_row
from dedup.boilerplate.page import read_page
from dedup.boilerplate.pieces import Piece
from dedup.boilerplate.rules import load

THIRD = "The levy will be collected from May on, and the first piles are to be driven in autumn."
STORY = f"{PROSE}\n{MORE}\n{THIRD}"
TITLE = "Harbour town votes to rebuild old pier"


@pytest.mark.parametrize("line", ["Harbour life", "Old pier Levy Council", "Ann Lee, quayside"])
def test_a_line_between_the_last_paragraph_and_a_bar_goes(line: str) -> None:
    assert rules(f"{STORY}\n{line}\nShare this article")[line] == "tails.below"


@pytest.mark.parametrize(
    "line",
    ["Harbour 3, Quay 2", "Plus: light, quiet, cheap", "It will be the third pier.", "- A levy"],
)
def test_what_may_be_the_storys_own_stays_above_a_bar(line: str) -> None:
    assert line not in rules(f"{STORY}\n{line}\nShare this article")


def test_three_lines_above_a_bar_stay() -> None:
    lines = ("Old pier", "New pier", "Third pier")
    assert not set(lines) & set(rules("\n".join((STORY, *lines, "Share this article"))))


@pytest.mark.parametrize("line", ["Mill", "Bees move into a belfry", "Who pays for all this?"])
def test_short_lines_below_a_bar_go(line: str) -> None:
    assert rules(f"{STORY}\nShare this article\n{line}")[line] == "tails.below"


@pytest.mark.parametrize(
    "lines",
    [
        ("Harbour 3, Quay 2", "Mill 1, Lake 1"),
        ("pier – a bridge into the sea", "levy – a kind of tax", "quay – where ships lie"),
    ],
)
def test_results_and_glossaries_below_a_bar_stay(lines: tuple[str, ...]) -> None:
    assert not set(lines) & set(rules("\n".join((STORY, "Share this article", *lines))))


def test_a_sentence_below_a_bar_stays() -> None:
    line = "It is a tough call."
    assert line not in rules(f"{STORY}\nShare this article\n{line}")


@pytest.mark.parametrize("line", ["The voice of the coast since 1911", "Coast, land and people"])
def test_labels_above_a_printed_title_go(line: str) -> None:
    found = rules(f"{line}\n{TITLE}\n{STORY}", TITLE)
    assert found[line] in ("navigation.masthead", "related.shape")
    assert found[TITLE] == "titles.metadata"


@pytest.mark.parametrize(
    "line",
    [
        "Fishermen wanted the money for the market, but visitors come for the pier, most hold",
        "• Bees move into a belfry",
    ],
)
def test_decks_and_lists_above_a_printed_title_stay(line: str) -> None:
    assert line not in rules(f"{line}\n{TITLE}\n{STORY}", TITLE)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Old pier to be rebuilt, harbour town decides", f"{TITLE} - The Coast Voice"),
        ("Alte Mole wird wieder aufgebaut", "Hafenstadt: Alte Mole wird wieder aufgebaut | Bote"),
        ("Le vieux ponton du port sera reconstruit", "Port : le vieux ponton reconstruit - L'Écho"),
    ],
)
def test_a_headline_may_word_the_title_anew(line: str, title: str) -> None:
    assert resembles(line, title)
    assert rules(f"{line}\n{STORY}", title)[line] == "titles.metadata"


@pytest.mark.parametrize("line", ["Bees move into the belfry of the town", "What the levy is for"])
def test_other_headlines_are_not_the_title(line: str) -> None:
    assert not resembles(line, f"{TITLE} - The Coast Voice")


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Coast  Land  Piers", True),
        ("होम  शहर  देश  राशिफल", True),
        ("ニュース  天気  番組表", True),
        ("Coast Land Piers", False),
        ("Coast  Land", False),
        ("Harbour  12  3", False),
        ("It sails.  It sinks.  It floats.", False),
    ],
)
def test_words_set_apart_by_wide_blanks_are_a_row(line: str, row: bool) -> None:
    piece = Piece(0, len(line), line, len(line.split()), bullet=False, prose=False)
    assert is_row(piece) == row
    for text in (f"{line}\n{STORY}", f"{STORY}\n{line}"):
        assert (rules(text).get(line) == "navigation.row") == row


STAMPS = (
    "Publié le 21 avril 2019 à 9 h 14 | Mis à jour le 21 avril 2019 à 16 h 40",
    "1999年10月21日(木)",
    "更新:2022-09-14 18:31",
)


@pytest.mark.parametrize("line", STAMPS)
def test_times_are_read_as_each_language_writes_them(line: str) -> None:
    (piece,) = read_page(line, None, None, load()).pieces
    assert is_stamp(piece, inside=False)


MARKED = (
    ("The quay at dawn © Ann Lee", "captions.credit"),
    ("ⓒ 2002 Harbour News", None),
    ("0:00 / 3:41", "widgets.video"),
    ("0:00 / 3:41 Read aloud by a machine", "widgets.video"),
    ("Tides and air: harbour 21 °C, quay 23 °C", None),
    ("[Home] [News] [Archive] [Contact]", "navigation.bar"),
    ("Front page : News : Money : Sport : Television", "navigation.bar"),
)


@pytest.mark.parametrize(("line", "rule"), MARKED)
def test_figures_and_signs_tell_in_any_language(line: str, rule: str | None) -> None:
    found = rules(f"{STORY}\n{line}")
    assert line in found
    assert rule is None or found[line] == rule


RUN = f"{PROSE} {MORE} {THIRD}"
BEHIND = "Share this article Mill burns down once more Bees move into a belfry"


def test_what_runs_on_behind_a_story_of_one_line_goes() -> None:
    assert rules(f"{RUN} {BEHIND}") == {BEHIND: "tails.run"}


def test_sentences_of_a_story_follow_no_run() -> None:
    last = "The mayor said that the council would hear the fishermen once more before the summer."
    assert rules(f"{RUN} {BEHIND}. {last}") == {}
    assert rules(RUN) == {}


def test_menus_before_the_title_of_a_page_of_one_line_go() -> None:
    found = rules(f"Home News Sport {TITLE} {RUN}", f"{TITLE} - The Coast Voice")
    assert found["Home News Sport "] == "navigation.masthead"
    assert found[TITLE] == "titles.inline"


@pytest.mark.parametrize(
    "line", ["<Harbour Yard Inc> said it bought a", "<Quay Systems>, a", "<Pier Ltd>'s"]
)
def test_a_company_in_angle_brackets_is_no_breadcrumb(line: str) -> None:
    assert line not in rules(f"{line}\n{STORY}")


@pytest.mark.parametrize("line", ["Home > News > Coast", "Home>News>Coast", "Home › News › Coast"])
def test_breadcrumbs_go_however_they_are_set(line: str) -> None:
    assert line in rules(f"{line}\n{TITLE}\n{STORY}", TITLE)
