"""Shared passages of two texts."""

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.alignments import align, passages, tiles
from dedup.readings import read
from dedup.settings import AlignmentSettings
from dedup.tables import PAIRS
from dedup.words import tokenize

LEAD = (
    "The river rose four metres overnight and swept away the old wooden bridge at Halden, "
    "cutting off three farms."
)
SECOND = "Engineers expect the water to fall by the weekend, but repairs will take months."
OTHER = "A bakery in the north of the country has won first prize for its rye loaves again."


def readings(*texts):
    frame = pl.DataFrame(
        {"row": list(range(len(texts))), "text": texts},
        schema={"row": pl.UInt32, "text": pl.String},
    )
    none = pl.DataFrame(schema={"row": pl.UInt32, "term": pl.UInt64, "idf": pl.Float32})
    return read(frame, none)


def aligned(left, right):
    pair = PAIRS.frame([(0, 1, "terms", 0.0, 0.0, 0.0, 0.0)])
    found = align(pair, readings(left, right), AlignmentSettings())
    return [
        (left[r["left_start"] : r["left_stop"]], right[r["right_start"] : r["right_stop"]], r)
        for r in found.iter_rows(named=True)
    ]


def test_a_verbatim_sentence_is_one_passage_with_exact_offsets():
    (found,) = aligned(f"{OTHER}\n{LEAD}", f"{LEAD}\n{SECOND}")
    assert found[0] == found[1] == LEAD.rstrip(".")
    assert found[2]["kind"] == "verbatim"
    assert found[2]["words"] == 19


def test_passages_that_changed_places_are_both_found():
    found = aligned(f"{LEAD}\n{SECOND}", f"{SECOND}\n{OTHER}\n{LEAD}")
    assert {left for left, _, _ in found} == {LEAD.rstrip("."), SECOND.rstrip(".")}


def test_an_edited_sentence_is_one_edited_passage():
    edited = LEAD.replace("overnight", "in the night").replace("old wooden", "wooden")
    (found,) = aligned(LEAD, edited)
    assert found[2]["kind"] == "edited"
    assert found[0] == LEAD.rstrip(".")


def test_short_chance_runs_are_no_passage():
    assert aligned("He said it was one of the best.", "She left: it was one of those days.") == []


def test_quoted_share_counts_what_both_quote():
    quote = "“We have never seen the water this high in all our years on the farm”"
    (both,) = aligned(f"{quote}, one said.", f"{quote}, one said.")
    assert both[2]["quoted"] > 0.8
    (one,) = aligned(quote, quote.strip("“”") + ".")
    assert one[2]["quoted"] < 0.5


def test_tiles_use_each_word_once():
    words = tokenize(["a b c d a b c d", "a b c d"])
    left = words.hashes[: words.offsets[1]]
    right = words.hashes[words.offsets[1] :]
    assert [tile.words for tile in tiles(left, right, 4)] == [4]


@pytest.mark.parametrize(("left", "right"), [("", ""), ("", LEAD), ("Word", "Word")])
def test_next_to_nothing_shares_nothing(left, right):
    assert aligned(left, right) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("abcdefg"), max_size=80),
    st.lists(st.sampled_from("abcdefg"), max_size=80),
)
def test_passages_never_overlap_on_either_side(left, right):
    one = readings(" ".join(left), " ".join(right))
    found = passages(one[0], one[1], AlignmentSettings())
    for side in (0, 2):
        spans = sorted((p[side], p[side + 1]) for p in found)
        assert all(a < b for a, b in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_an_edited_passage_knows_its_longest_run():
    edited = LEAD.replace("overnight", "in the night")
    (found,) = aligned(LEAD, edited)
    assert found[2]["kind"] == "edited"
    assert found[2]["run"] == 13  # from "and swept" to "three farms"
    (whole,) = aligned(LEAD, LEAD)
    assert whole[2]["run"] == whole[2]["words"] == 19
