"""Blocks and sentences, in every layout."""

import textwrap
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.blocks import block_table, blocks, lines, sentences, wrap_column

COUNCIL = (
    "The council of the harbour town voted on Monday to rebuild the old pier, which a storm tore "
    "away last winter, and to pay for it with a levy on cruise ships."
)
FISHERMEN = (
    "Fishermen had asked for the money to go to the fish market instead, the mayor said, but most "
    "members held that visitors come for the pier and not for the market."
)
WORK = "Work begins in May and is to last two summers, with a pause in weeks when the birds breed."
PARAGRAPHS = [COUNCIL, FISHERMEN, WORK]
WRAPPED = [
    "\n".join("\n".join(textwrap.wrap(one, width)) for one in PARAGRAPHS) for width in (60, 79)
]


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def test_lines_of_any_ending() -> None:
    assert [(a, b) for a, b in lines("a\r\n \xa0\n  b c \n")] == [(0, 1), (3, 3), (8, 11)]
    assert lines("") == []
    assert lines("\n") == [(0, 0)]


def test_layouts_give_the_same_blocks() -> None:
    for between in ("\n", "\n\n", "\r\n", "\n\xa0\n"):
        assert texts(between.join(PARAGRAPHS)) == PARAGRAPHS


def test_hard_wrapped_paragraphs_are_joined() -> None:
    for width in (60, 72, 79):
        wrapped = ["\n".join(textwrap.wrap(one, width)) for one in PARAGRAPHS]
        assert texts("\n\n".join(wrapped)) == PARAGRAPHS
        assert wrap_column("\n".join(wrapped)) is not None
    assert wrap_column("\n".join(PARAGRAPHS)) is None


def test_list_items_stay_apart() -> None:
    wrapped = "\n".join(textwrap.wrap(" ".join(PARAGRAPHS), 70))
    assert texts(f"{wrapped}\n- one\n- two")[-2:] == ["- one", "- two"]


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.sampled_from("ab. \n\t\xa0-–。A1"), max_size=200))
def test_blocks_cover_all_that_is_not_blank(text: str) -> None:
    found = blocks(text)
    covered = "".join(text[block.start : block.stop] for block in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.stop <= b.start for a, b in pairwise(found))


def test_sentences() -> None:
    text = "Mr. Lee of the U.S. Navy came. “Did he?” asked Bo. 3 ships sank! 港口开放。渔民高兴。"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Mr. Lee of the U.S. Navy came.",
        "“Did he?” asked Bo.",
        "3 ships sank!",
        "港口开放。",
        "渔民高兴。",
    ]


def test_sentences_whose_blank_a_site_has_lost() -> None:
    text = (
        'The ferry sank off the cape.Four men swam ashore."We saw no light," said one.'
        "Gov.Brown of Node.js and St.Louis asked harbour.example for U.S.Navy help."
    )
    assert [text[a:b] for a, b in sentences(text)] == [
        "The ferry sank off the cape.",
        'Four men swam ashore."',
        'We saw no light," said one.',
        "Gov.Brown of Node.js and St.Louis asked harbour.example for U.S.Navy help.",
    ]


BEGINNINGS = ("", "  ", "\t", "- ", "2) ", "•\u2003", "a", "É", "\x1cz", "\u2028", "“")
LONG_LINES = st.builds(
    lambda begun, said, size: (begun + 20 * said)[:size],
    st.sampled_from(BEGINNINGS),
    st.sampled_from(("The pier ", "gone. ", "x", "“Ho!” ")),
    st.integers(35, 70),
)
ODDLY_WRAPPED = st.lists(
    LONG_LINES | st.sampled_from(("", " ", "Ends.", "\u2028", "\xa0")), min_size=4, max_size=12
).map("\n".join)


@given(st.lists(st.text(max_size=200) | st.sampled_from(WRAPPED) | ODDLY_WRAPPED, max_size=6))
def test_a_batch_has_the_blocks_of_each_text(texts: list[str]) -> None:
    table = block_table(pl.Series(texts, dtype=pl.String))
    expected = [(n, *block) for n, text in enumerate(texts) for block in blocks(text)]
    assert list(table.drop("spaces").iter_rows()) == expected
    assert table["spaces"].to_list() == [text.count(" ") for text in table["text"]]
