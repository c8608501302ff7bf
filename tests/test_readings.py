"""Words, sentences, quotations and facts of one story text."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dedup.ascending import among, shared
from dedup.kernels.recalling import recall
from dedup.readings import MOST_SENTENCES, UNKNOWN_IDF, read
from dedup.readings.listed import PERSONAL, _slots, first_person, listed, listed_plainly
from dedup.words import hash_word

TERMS = {"row": pl.UInt32, "term": pl.UInt64, "idf": pl.Float32}


def reading(text, weights=None):
    terms = sorted((hash_word(w), v) for w, v in (weights or {}).items())
    return read(
        pl.DataFrame({"row": [0], "text": [text]}, schema={"row": pl.UInt32, "text": pl.String}),
        pl.DataFrame([(0, t, v) for t, v in terms], schema=TERMS, orient="row"),
    )[0]


def marked(found, flags):
    return [found.text[a:b] for a, b in zip(found.starts[flags], found.stops[flags], strict=True)]


def test_sentences_are_numbered_and_bounded():
    found = reading("The dam broke. Two villages were flooded.\nNobody was hurt.")
    assert found.sentence.tolist() == [0] * 3 + [1] * 4 + [2] * 3
    assert found.bounds.tolist() == [0, 3, 7, 10]


def test_weights_come_from_terms_and_unknown_words_are_rare():
    found = reading("The dam broke", {"the": 1.0, "dam": 6.5})
    assert found.idf.tolist() == [1.0, 6.5, UNKNOWN_IDF]


def test_quotations_are_marked():
    found = reading("The mayor said “it was a long night” before leaving.")
    assert marked(found, found.quoted) == ["it", "was", "a", "long", "night"]


def test_first_person_sentences_are_speech_whose_marks_are_lost():
    text = "The mayor spoke. I was up all night. The water fell. Roads opened. Trains ran again."
    assert marked(reading(text), reading(text).quoted) == ["I", "was", "up", "all", "night"]


def test_a_column_in_the_first_person_is_narration():
    found = reading("I love this town. My street flooded. We left at dawn. The dam broke.")
    assert not found.quoted.any()


def test_figures_and_names_are_facts_but_first_words_are_not():
    found = reading("Rescuers in Ostrava freed 14 people. Nobody died.")
    assert marked(found, found.fact) == ["Ostrava", "14"]


def test_a_text_of_very_many_sentences_is_read_in_groups_of_them():
    short = reading("It rained in Ostrava. " * MOST_SENTENCES)
    long = reading("It rained in Ostrava. " * (MOST_SENTENCES * 5))
    for found in (short, long):
        assert len(found.bounds) - 1 <= MOST_SENTENCES
        assert found.bounds[-1] == len(found.hashes)
        assert found.sentence.max() == len(found.bounds) - 2
        assert set(marked(found, found.fact)) == {"Ostrava"}


def test_an_empty_text_has_an_empty_reading():
    found = reading("")
    assert len(found.hashes) == 0
    assert found.bounds.tolist() == [0]
    assert found.quoted.dtype == np.bool_


@given(st.sets(st.integers(0, 40)), st.lists(st.integers(0, 40)))
def test_among_and_shared_say_what_numpy_says(known: set[int], values: list[int]) -> None:
    ordered = np.array(sorted(known), dtype=np.uint64)
    asked = np.array(values, dtype=np.uint64)
    assert among(asked, ordered).tolist() == np.isin(asked, ordered).tolist()
    distinct = np.unique(asked)
    _, one, other = np.intersect1d(distinct, ordered, assume_unique=True, return_indices=True)
    found = shared(distinct, ordered)
    assert [found[0].tolist(), found[1].tolist()] == [one.tolist(), other.tolist()]


@given(st.lists(st.sampled_from(["May", "I", "5", "friday", "our", "the", "bridge", "5th"])))
def test_listed_words_are_found_by_the_compiled_loop_as_plainly(told: list[str]) -> None:
    hashes = np.array([hash_word(word.lower()) for word in told], dtype=np.uint64)
    hashes = np.concatenate((hashes, first_person(), np.arange(40, dtype=np.uint64)))
    found = np.empty(len(hashes), dtype=np.uint16)
    recall(hashes, *_slots(), found)
    assert found.tolist() == listed_plainly(hashes).tolist() == listed(hashes).tolist()
    assert (found[len(told) :][: len(first_person())] & PERSONAL).all()
