"""Story texts, their digests and why some are unfit."""

import polars as pl
import pytest

from dedup.settings import BoilerplateSettings
from dedup.tables import ARTICLES, CUTS, TEXTS
from dedup.texts import clean

SETTINGS = BoilerplateSettings(shortest_story=3)


def cleaned(texts: list[str], cuts: list[tuple[int, int, int, str]]) -> pl.DataFrame:
    rows = [
        (n * 7, str(n), "p", None, None, None, None, "utf-8", text, None)
        for n, text in enumerate(texts)
    ]
    languages = pl.Series("language", ["en"] * len(texts), dtype=pl.String)
    return clean(ARTICLES.frame(rows), CUTS.frame(cuts), languages, SETTINGS)


def test_text_less_cuts() -> None:
    found = cleaned(["One two three. Cut. Four", "Five six seven"], [(0, 15, 19, "a.b")])
    assert found.schema == TEXTS.schema
    assert found["text"].to_list() == ["One two three.  Four", "Five six seven"]
    assert found["words"].to_list() == [4, 3]
    assert found["row"].to_list() == [0, 7]
    assert found["unfit"].to_list() == [None, None]


def test_digest_is_of_the_words() -> None:
    found = cleaned(["The pier is old.", "the PIER\n\nis óld!", "The pier is new."], [])
    first, second, third = found["digest"].to_list()
    assert first == second != third


def test_digest_does_not_change_between_versions() -> None:
    assert cleaned(["The pier is old."], [])["digest"].to_list() == [18325629665383975426]


def test_unfit_says_why() -> None:
    found = cleaned(
        ["", "Too short", "Long enough now", "Comments here to cut"], [(21, 0, 20, "a.b")]
    )
    assert found["unfit"].to_list() == [
        "no story text",
        "only 2 words of story text, fewer than 3",
        None,
        "no story text",
    ]


def test_a_page_of_captions_alone_says_so() -> None:
    captioned = [(7 * page, 0, 20, "captions.photo") for page in range(3)]
    pages = ["Captions here to cut", "Captions here to cut Two", "Captions here to cut and a story"]
    assert cleaned(pages, captioned)["unfit"].to_list() == [
        "captions of pictures and no story text",
        "captions of pictures and no story text",
        None,
    ]


def test_links_alone_are_unfit() -> None:
    links = "\n".join(f"Harbour news number {n} of this week" for n in range(12))
    assert cleaned([links], [])["unfit"].to_list() == ["a list of lines and no running text"]


def test_a_column_of_letters_and_the_frame_of_a_live_blog_are_unfit() -> None:
    letter = "Sir, – The bridge at Halden has stood for a hundred years and deserves better."
    reply = "A bridge is for crossing. Yours, a reader."
    assert cleaned(["\n".join([letter, reply] * 3)], [])["unfit"].to_list() == [
        "a column of several letters"
    ]
    entries = "\n".join(
        f"{hour}:30 The council meets for the {hour}th time today." for hour in range(8, 20)
    )
    assert cleaned([entries], [])["unfit"].to_list() == [
        "a list of lines with times, as the frame of a live blog"
    ]
    diary = "\n".join(
        f"{hour}:30 " + "The council meets and talks at length. " * 9 for hour in range(8, 20)
    )
    assert cleaned([f"{letter}\n{reply}", diary], [])["unfit"].to_list() == [None, None]


@pytest.mark.parametrize(
    "opening",
    [
        "Re “Bridge reopens,” May 3:",
        "Zu „Steg wieder offen“ vom 3. Mai:",
        "À propos de « La passerelle rouvre » (3 mai) :",
        "Monsieur le rédacteur en chef,",
        "Estimado director:",
        "Geachte redactie,",
    ],
)
def test_letters_begin_with_a_greeting_or_with_what_they_are_about(opening: str) -> None:
    letter = f"{opening}\nThe bridge at Halden has stood for a hundred years and deserves better."
    assert cleaned(["\n".join([letter] * 3)], [])["unfit"].to_list() == [
        "a column of several letters"
    ]
    assert cleaned(["\n".join([letter] * 2)], [])["unfit"].to_list() == [None]


def test_the_times_of_a_live_blog_may_stand_on_lines_of_their_own() -> None:
    times = "\n".join(f"{hour}.30pm\nThe water is at {hour} metres." for hour in range(1, 9))
    assert cleaned([times], [])["unfit"].to_list() == [
        "a list of lines with times, as the frame of a live blog"
    ]
    told = "The council meets and talks at length about the water and the bridge. " * 4
    entries = "\n".join(f"{hour}.30pm\n{told}" for hour in range(1, 9))
    assert cleaned([entries], [])["unfit"].to_list() == [None]


def test_languages_must_match() -> None:
    articles = ARTICLES.frame([(0, "a", "a", None, None, None, None, "utf-8", "x", None)])
    with pytest.raises(ValueError, match="languages"):
        clean(articles, CUTS.empty(), pl.Series([], dtype=pl.String), SETTINGS)


def test_no_articles() -> None:
    assert cleaned([], []).schema == TEXTS.schema
