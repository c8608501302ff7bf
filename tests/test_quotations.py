"""Spans of quoted speech."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.quotations import quotations
from dedup.readings.characters import quotation_spans, spell


def quoted(text: str) -> list[str]:
    return [text[start:stop] for start, stop in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We build,” she said.", ["“We build,”"]),
        ('"We build," she said. "Soon."', ['"We build,"', '"Soon."']),
        ("„Wir bauen“, sagte sie.", ["„Wir bauen“"]),
        ("« Nous construisons », dit-elle.", ["« Nous construisons »"]),
        ("»Wir bauen«, sagte sie.", ["»Wir bauen«"]),
        ("她说：「我们建」。", ["「我们建」"]),
        ("The mayor's pier isn't new.", []),
        ("It was ‘a disaster’ for the town’s fishers.", ["‘a disaster’"]),
        ('A 6" beam lay there.', []),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert quoted(text) == found


def test_unclosed_ends_with_its_paragraph() -> None:
    assert quoted("“We build.\n\n“And soon,” she said.") == ["“We build.\n", "“And soon,”"]
    assert quoted('"We build.\n\nHe said "no" twice.') == ['"no"']


def test_speech_of_several_paragraphs_is_quoted_throughout() -> None:
    assert quoted('"We build.\n\n"And soon," she said.') == ['"We build.', '"And soon,"']
    assert quoted('"We build.\n"And soon," she said.') == ['"We build.', '"And soon,"']
    run_together = '"We build. It takes a year. "And soon we open," she said.'
    assert quoted(run_together) == ['"We build. It takes a year.', '"And soon we open,"']
    assert quoted('He said "we build and left. "Soon," she said.') == ['"Soon,"']
    assert quoted("“We build.\nAnd soon,” she said. “Now.”") == [
        "“We build.\nAnd soon,”",
        "“Now.”",
    ]


def test_speech_between_single_marks_keeps_its_apostrophes() -> None:
    assert quoted("'It isn't over,' she said.") == ["'It isn't over,'"]
    assert quoted("'It is,'' she said. 'Don't go.''") == ["'It is,''", "'Don't go.''"]
    assert quoted("It's the players' view since the '80s, and it isn't new.") == []


def test_speech_between_single_marks_goes_on_over_paragraphs() -> None:
    assert quoted("She wrote:\n'The dam breaks.\n'It isn't over,' she said.") == [
        "'The dam breaks.",
        "'It isn't over,'",
    ]
    assert quoted("'The dam breaks.\nNobody answered.") == []


def test_a_tweet_is_quoted_above_its_signature() -> None:
    post = "The bridge is gone — Mayor of Halden (@halden_mayor) May 4, 2019"
    assert quoted(f"She wrote on Monday.\n{post}\nNobody answered.") == [
        "The bridge is gone — Mayor of Halden (@halden_mayor)"
    ]
    apart = "The bridge is gone\n— Mayor of Halden (@halden_mayor)"
    assert quoted(f"She wrote on Monday.\n{apart} May 4, 2019") == [apart]
    assert quoted("word " * 200 + "— Mayor of Halden (@halden_mayor)") == []


def test_the_turns_of_a_transcript_are_quoted() -> None:
    said = [
        "OLSEN: Did the dam hold?",
        "MR. BERG: It held until four.",
        "OLSEN: And then?",
    ]
    text = "\n".join(["The two met on Monday.", *said, "They left at noon."])
    assert [text[a:b] for a, b in quotations(text)] == [turn.split(": ")[1] for turn in said]
    asked = "\n".join(f"Nora Olsen: Question {number}?" for number in range(3))
    assert len(quotations(asked)) == 3


def test_a_label_before_a_colon_makes_no_transcript() -> None:
    text = "Update: The road is open.\nWhere: at Halden.\nUpdate: The road is shut."
    assert quotations(text) == []
    assert quotations("FILE: The dam in May.\nThe dam broke.") == []


def test_blocks_that_are_set_off_are_quoted() -> None:
    assert quoted("The note said:\n    We are leaving.\n    All of us.\nThey left.") == [
        ":\n    We are leaving.\n    All of us.\n"
    ]
    assert quoted("The note said\n> We are leaving.\nThey left.") == ["\n> We are leaving.\n"]
    assert quoted("    They left.\n    Nobody knew.\n    It rained.") == []


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.sampled_from("a \"'“”„«»‘’「」\n.:> —(@)"), max_size=120))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = quotations(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


LONG = ["w" * size for size in (740, 1_490, 1_500, 1_501, 1_999, 2_000, 2_001)]
PIECES = [
    *"\"“”‘’„«»「」'`\n\n .,!?…_>@:(\t\xa0é1",
    *(
        "a",
        "b ",
        "s",
        "\n\n",
        "\n \n",
        "''",
        "``",
        "    ",
        " ",
        ". ",
        "\n>",
        "(@ann)",
        "— Ann (@ann)",
    ),
    *("\nBob: ", "\nJIM LEE:\xa0", ":\n    x", "\n'We", "x", "yes", "— Ann (@ann)"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(PIECES) | st.sampled_from(LONG), max_size=30).map("".join),
        max_size=6,
    )
)
def test_quotations_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    """The compiled loop leaves the rarer kinds to what reads a text by itself."""
    spelled = spell(texts)
    found = set()
    for start, stop in quotation_spans(texts, spelled).tolist():
        found |= set(range(start, stop))
    wanted = set()
    for text, begin in zip(texts, spelled.begins.tolist(), strict=False):
        for start, stop in quotations(text):
            wanted |= set(range(begin + start, begin + stop))
    assert found == wanted
