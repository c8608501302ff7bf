"""Each signal on pairs that a reader would judge at once."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import signals
from dedup.alignments import align
from dedup.readings import read
from dedup.settings import AlignmentSettings
from dedup.signals import Profile
from dedup.signals.sentences import _median
from dedup.tables import PAIRS

STORY = (
    "The river rose four metres overnight and swept away the wooden bridge at Halden.\n"
    "Three farms were cut off and a school bus had to turn back at the last bend.\n"
    "Engineers expect the water to fall by the weekend, but repairs will take months.\n"
    "The county has set aside 2.4 million crowns for the work, officials announced."
)
ELSEWHERE = (
    "A bakery in the north has won first prize for its rye loaves at the autumn fair.\n"
    "Judges praised the crust and the patience of the family that runs the ovens."
)
BULLETIN = "{0} sold {1} mln dlrs of {2} pct bonds due 1998 at a price of {3} through {4} Ltd."
NONE = frozenset()
NOBODY = Profile("", "", NONE, NONE, NONE)


def measured(left, right, *profiles):
    texts = pl.DataFrame(
        {"row": [0, 1], "text": [left, right]}, schema={"row": pl.UInt32, "text": pl.String}
    )
    none = pl.DataFrame(schema={"row": pl.UInt32, "term": pl.UInt64, "idf": pl.Float32})
    found = read(texts, none)
    pair = PAIRS.frame([(0, 1, "terms", 0.0, 0.0, 0.0, 0.0)])
    shared = align(pair, found, AlignmentSettings())
    return signals.measure(pair, shared, found, dict(enumerate(profiles))).row(0, named=True)


def test_a_copy_shares_everything_and_a_trimmed_one_is_contained():
    same = measured(STORY, STORY)
    assert same["narration_shared"] == same["sentences_shared"] == same["best_match"] == 1
    assert same["order"] == 1
    trimmed = measured(STORY, STORY.rsplit("\n", 2)[0])
    assert trimmed["right_covered"] > 0.95
    assert 0.3 < trimmed["left_covered"] < 0.7
    assert trimmed["narration_shared"] > trimmed["narration_shared_longer"]


def test_unrelated_texts_share_nothing():
    found = measured(STORY, ELSEWHERE)
    assert found["narration_shared"] == found["sentences_kept"] == found["longest_run"] == 0


def test_reversed_sentences_are_out_of_order():
    backwards = "\n".join(reversed(STORY.split("\n")))
    found = measured(STORY, backwards)
    assert found["sentences_shared"] == 1
    assert found["order"] == -1


def test_quotations_of_speakers_are_no_shared_narration():
    quote = "“The water came so fast that we left the house with nothing but the dog”"
    found = measured(f"{quote}, a farmer told us.", f"Elsewhere a woman recalled: {quote}.")
    assert found["left_covered"] > 0.7
    assert found["narration_shared"] < 0.2
    assert found["quoted_share"] > 0.9


def test_narration_that_the_other_quotes_is_shared():
    lead = " ".join(STORY.split("\n")[:2])
    quoting = f"As the Halden Post wrote: “{lead}” We have asked for more."
    naming = Profile("", "", NONE, NONE, frozenset({"Halden Post"}))
    taken_over = measured(STORY, quoting, NOBODY, naming)
    assert taken_over["sentences_kept"] >= 1
    assert taken_over["longest_narrated_run"] == taken_over["longest_run"] > 20
    spoken = measured(STORY, quoting, NOBODY, NOBODY)
    assert spoken["sentences_kept"] == spoken["longest_narrated_run"] == 0
    known = Profile("", "Fjord Daily", NONE, NONE, NONE)
    assert measured(STORY, quoting, known, naming)["sentences_kept"] == 0
    apart = quoting.replace("wrote: ", "wrote:\n").replace("” ", "”\n")
    assert measured(STORY, apart, NOBODY, NOBODY)["sentences_kept"] >= 1
    spoken = apart.replace("”\n", ",” the warden said.\n")
    assert measured(STORY, spoken, NOBODY, NOBODY)["sentences_kept"] == 0


def test_a_retelling_may_be_of_a_text_that_nobody_signed():
    wire = frozenset({"NTB"})
    retelling = Profile("", "Fjord Daily", wire, wire, wire, wire)
    unsigned, signed = NOBODY, Profile("", "Halden Post", NONE, NONE, NONE)
    agency = Profile("", "NTB", NONE, NONE, NONE)
    assert measured(STORY, ELSEWHERE, retelling, unsigned)["retells"] == 1
    further_down = retelling._replace(early=NONE)
    assert 0 < measured(STORY, ELSEWHERE, further_down, unsigned)["retells"] < 1
    assert measured(STORY, ELSEWHERE, agency, retelling)["credits_other"] == 1
    assert measured(STORY, ELSEWHERE, retelling, signed)["retells"] == 0


def test_a_bulletin_template_with_other_facts_is_not_shared_narration():
    one = BULLETIN.format("Ostra", "40", "5.5", "101.25", "Kvarn Bank")
    other = BULLETIN.format("Midor", "75", "6.25", "99.5", "Leith House")
    found = measured(one, other)
    assert found["narration_shared"] == 0
    assert found["facts_replaced"] > 0.4
    assert measured(one, one)["facts_replaced"] == 0


def test_a_form_filled_in_with_another_name_is_another_notice():
    form = "Thank you all for the flowers sent to the family of the late {0} {1} last week."
    one, other = form.format("Ada", "Lovdal"), form.format("Nils", "Bratt")
    found = measured(one, other)
    assert found["covered_most"] > 0.7
    assert found["facts_replaced"] > 0.9
    assert "the shared sentences state other figures and names" in signals.explain(found)
    same = measured(one, one.replace("late", "dear"))
    assert same["facts_replaced"] == 0


def test_pages_with_nothing_in_common_but_what_stands_around_them_are_told_apart():
    around = "Readers may write to the desk below, which opens at nine and answers within a day."
    prize = "Bakers from Nordvik won prizes: rye loaves, dark crusts, patient ovens, proud judges."
    found = measured(f"{STORY}\n{around}", f"{prize}\n{around}")
    assert found["sentences_kept"] == 1
    assert found["rest_apart"] > 0.3
    said = "beside these passages the two have next to nothing in common"
    assert said in signals.explain(found)
    # An excerpt in a digest of other matters: the rest of the story speaks of the excerpt.
    first, rest = STORY.split("\n", 1)
    told = f"{first}\nThe river at Halden rose, and the bridge was swept away. {rest}"
    assert measured(told, f"{first}\n{ELSEWHERE}")["rest_apart"] < found["rest_apart"]
    assert measured(STORY, f"{STORY}\n{ELSEWHERE}")["rest_apart"] == 0


def test_headlines_and_credits_speak():
    left = Profile("Bridge swept away at Halden", "Halden Post", NONE, NONE, NONE)
    right = Profile(
        "Halden bridge swept away by flood",
        "",
        frozenset({"Halden Post"}),
        NONE,
        frozenset({"NTB"}),
    )
    found = measured(STORY, ELSEWHERE, left, right)
    assert found["headline_overlap"] == 1
    assert found["credits_other"] == 1
    assert found["credits_common"] == found["source_common"] == 0


def test_a_source_of_both_counts_by_how_much_of_each_piece_it_speaks_for():
    wire = frozenset({"NTB"})
    whole = Profile("", "Halden Post", wire, wire, wire, wire)
    lead = Profile("", "Fjord Daily", NONE, NONE, wire, wire)
    once = Profile("", "Bergen Echo", NONE, NONE, wire)
    strong = measured(STORY, ELSEWHERE, whole, lead)["source_common"]
    weak = measured(STORY, ELSEWHERE, whole, once)["source_common"]
    assert 1 > strong > weak > measured(STORY, ELSEWHERE, once, once)["source_common"] > 0


def test_two_that_print_one_agency_share_an_author_and_its_own_dispatches_share_none():
    wire = frozenset({"NTB"})
    prints, agency = (
        Profile("", "Halden Post", wire, NONE, wire),
        Profile("", "NTB", wire, NONE, wire),
    )
    other = prints._replace(publisher="Fjord Daily")
    both = measured(STORY, ELSEWHERE, prints, other)
    assert (both["credits_common"], both["source_common"]) == (1, 0)
    carried = measured(STORY, ELSEWHERE, prints, agency)
    assert carried["credits_other"] == 1
    assert carried["retells_other"] == carried["names_other"] == 0
    own = measured(STORY, ELSEWHERE, agency, agency)
    assert own["credits_other"] == own["credits_common"] == own["source_common"] == 0


def test_speech_whose_marks_one_side_lost_is_nobodys_narration():
    said = "I saw the water come over the wall and I ran for the boat with my brother"
    found = measured(f"He said: “{said}”.\n{ELSEWHERE}", f"{said}.\n{STORY}")
    assert found["longest_run"] > 10
    assert found["narration_shared"] == 0


def test_facts_exchanged_place_by_place_are_swapped_and_the_rest_is_kept():
    one = "The club from the old harbour beat Ostra in front of a full house in Halden on Sunday"
    other = "The club from the old harbour beat Midor in front of a full house in Halden on Monday"
    found = measured(one, other)
    assert 0.3 < found["facts_swapped"] < 0.7
    assert 0 < found["facts_kept"] < 0.6
    assert measured(one, one)["facts_swapped"] == 0
    assert measured(one, one)["facts_kept"] == 1


def test_a_story_retold_in_order_is_a_longer_chain_than_one_in_another():
    retold = (
        "A wooden bridge was swept away at Halden overnight as the river rose four metres.\n"
        "It cut off three farms, and a school bus turned back at the last bend.\n"
        "The water is to fall by the weekend, engineers expect, while repairs take months."
    )
    shuffled = "\n".join(reversed(retold.split("\n")))
    ordered = measured(STORY, retold)["retold_in_order"]
    assert ordered > 2 * measured(STORY, shuffled)["retold_in_order"] - 0.01
    assert ordered > 0.5
    assert measured(STORY, ELSEWHERE)["retold_in_order"] == 0


@pytest.mark.parametrize(("left", "right"), [("", ""), ("", STORY), ("One word", STORY)])
def test_next_to_nothing_gives_zeros_and_no_warning(left, right):
    found = measured(left, right, NOBODY, NOBODY)
    assert not any(math.isnan(value) for value in found.values())
    assert found["narration_shared"] == 0


def test_words_for_because_follow_the_evidence():
    said = "; ".join(signals.explain(measured(STORY, STORY)))
    assert "100% of the left and 100% of the right" in said
    assert "4 sentences stand in both" in said
    assert "no passage shared" in "; ".join(signals.explain(measured(STORY, ELSEWHERE)))


def test_every_member_names_what_it_measures():
    row = measured(STORY, ELSEWHERE)
    assert set(row) == {"left", "right", *signals.SIGNALS, *signals.CARRIED}
    assert len(set(signals.SIGNALS)) == len(signals.SIGNALS)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30))
def test_the_median_is_numpy_s(values):
    some = np.array(values, dtype=np.float32)
    assert _median(some) == float(np.median(some))
