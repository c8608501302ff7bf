"""Shared passages of two texts."""

from itertools import chain, combinations, pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import alignments, kernels
from dedup.alignments import align, plainly
from dedup.alignments.plainly import passages, tiles
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


# The compiled way is held to the plain one.


def both_ways(monkeypatch, texts, settings=AlignmentSettings()):  # noqa: B008
    """ALIGNMENTS of all pairs of the texts, by the loops; equal to those by plain Python."""
    read_ = readings(*texts)
    rows = [(a, b, "terms", 0.0, 0.0, 0.0, 0.0) for a, b in combinations(range(len(texts)), 2)]
    found = []
    for compiled in (True, False):
        monkeypatch.setattr(kernels, "worth", lambda _, way=compiled: way)
        found.append(align(PAIRS.frame(rows), read_, settings))
    assert found[0].equals(found[1])
    return found[0]


def edited(text, step):
    """The text with every so many words replaced by others."""
    words = text.split(" ")
    words[::step] = [f"other{place}" for place in range(len(words[::step]))]
    return " ".join(words)


def test_the_loops_find_what_plain_python_finds(monkeypatch):
    told = [LEAD, SECOND, OTHER, f"“{SECOND}” said “the mayor”", f"{LEAD} {LEAD}", "", "One"]
    texts = [
        *told,
        "\n".join(told),
        "\n".join(reversed(told)),
        *(edited("\n".join(told), step) for step in (2, 3, 4, 5, 7, 11)),
        "\n".join(edited(one, 6) for one in told),
    ]
    found = both_ways(monkeypatch, texts)
    assert set(found["kind"]) == {"verbatim", "edited"}
    assert found["run"].min() == 0
    both_ways(monkeypatch, texts, AlignmentSettings(seed_words=1, least_words=1))
    both_ways(monkeypatch, texts, AlignmentSettings(seed_words=7, edited_similarity=0.3))


def test_a_little_room_at_a_time_finds_the_same(monkeypatch):
    monkeypatch.setattr(kernels, "_ROWS_AT_A_TIME", 0)
    texts = [edited(f"{LEAD} {SECOND}\n{OTHER}", step) for step in (6, 7, 9, 11, 13)]
    assert both_ways(monkeypatch, texts).height > 10


@pytest.mark.parametrize(("limit", "value"), [("_MOST_LETTERS", 3), ("_AT_A_TIME", 2)])
def test_few_letters_or_sentences_at_a_time_find_the_same(monkeypatch, limit, value):
    monkeypatch.setattr(alignments.batches, limit, value)
    texts = [edited(f"{LEAD} {SECOND}\n{OTHER}", step) for step in (6, 7, 9, 11, 13)]
    assert "edited" in both_ways(monkeypatch, texts)["kind"]


def test_of_very_many_sentences_only_the_first_are_compared(monkeypatch):
    told = f"{LEAD}\n{SECOND}\n{OTHER}"
    texts = [told, *(edited(told, step) for step in (2, 3, 4))]
    loose = AlignmentSettings(seed_words=9, edited_similarity=0.3)
    whole = both_ways(monkeypatch, texts, loose)
    for module in (plainly, alignments.batches):
        monkeypatch.setattr(module, "MOST_UNMATCHED", 1)
    assert 0 < both_ways(monkeypatch, texts, loose).height < whole.height


def test_lines_repeated_without_end_cost_no_more_than_allowed(monkeypatch):
    texts = ["word " * 3000, "word " * 2000 + "last", "a b c d e f " * 300, "b c d e f a " * 200]
    both_ways(monkeypatch, texts)
    for module in (plainly, alignments.batches):
        monkeypatch.setattr(module, "MOST_STEPS", 1)
    assert (
        align(
            PAIRS.frame([(0, 1, "terms", 0.0, 0.0, 0.0, 0.0)]),
            readings(*texts[:2]),
            AlignmentSettings(),
        ).height
        == 1
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abc. ", max_size=120), min_size=2, max_size=4))
def test_any_texts_align_alike_both_ways(texts):
    with pytest.MonkeyPatch.context() as patch:
        both_ways(patch, texts, AlignmentSettings(seed_words=2, least_words=2))


@given(st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3)), min_size=1, max_size=4))
def test_places_are_in_order_of_value(texts):
    values = np.array([one for text in texts for one in text], dtype=np.uint64)
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    expected = [np.argsort(np.array(text, np.uint64), kind="stable").tolist() for text in texts]
    assert kernels.ordered(values, offsets).tolist() == [*chain(*expected)]
