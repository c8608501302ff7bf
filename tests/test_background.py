import gzip

import numpy as np
import pytest
import wordfreq
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import background
from dedup.background import Background, hash_words, load, read_table, write_table
from dedup.words import NORMALISER, fold, hash_word


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=20)))
def test_hashes_are_those_of_single_words(words: list[str]) -> None:
    assert hash_words(words).tolist() == [hash_word(word) for word in words]


def test_a_table_reads_as_written() -> None:
    table = read_table(write_table({"bridge": 7, "été": 3, "橋が": 4}, articles=90))
    assert table.articles == 90
    asked = hash_words(["橋が", "bridge", "unknown", "été"])
    assert table.counts_of(asked).tolist() == [4, 7, 0, 3]


def test_a_table_has_the_same_bytes_whatever_the_order() -> None:
    assert write_table({"a": 5, "b": 4}, 9) == write_table({"b": 4, "a": 5}, 9)


def test_a_table_of_another_folding_is_refused() -> None:
    other = gzip.compress(b"# words\n# articles=9 normaliser=fold-0\na\t5\n")
    with pytest.raises(ValueError, match="build it anew"):
        read_table(other)


def test_an_empty_background_knows_nothing() -> None:
    empty = Background(0, np.zeros(0, dtype=np.uint64), np.zeros(0))
    assert empty.counts_of(hash_words(["bridge"])).tolist() == [0]


def test_all_languages_that_wordfreq_lists_are_known() -> None:
    assert set(wordfreq.available_languages("best")) == background._LISTED


def test_the_shipped_english_table() -> None:
    english = load(["en"])["en"]
    assert english.articles > 10_000
    assert len(english.terms) > 30_000
    the, bridge, rare = english.counts_of(hash_words(["the", "bridge", "quokkas"])).tolist()
    assert the > 0.95 * english.articles
    assert 0 < bridge < 0.1 * english.articles
    assert rare < bridge
    assert english.counts.max() <= english.articles
    assert (np.diff(english.terms.astype(object)) > 0).all()


def test_the_shipped_table_is_folded_as_texts_are() -> None:
    path = background.files("dedup").joinpath("data/background_en.tsv.gz")
    packed = path.read_bytes()
    assert len(packed) < 1_000_000
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    assert f"normaliser={NORMALISER}" in lines[1]
    words = [line.split("\t")[0] for line in lines[2:]]
    assert all(fold(word) == word for word in words[::50])
    assert words == sorted(words)


@pytest.mark.parametrize(
    ("language", "common", "rarer"),
    [("de", "der", "regierung"), ("fr", "les", "gouvernement"), ("no", "og", "regjeringen")],
)
def test_word_frequencies_become_document_frequencies(
    language: str, common: str, rarer: str
) -> None:
    table = load([language])[language]
    high, low, none = table.counts_of(hash_words([common, rarer, "qqxyz"])).tolist()
    assert table.articles >= high > 0.9 * table.articles
    assert background.LEAST_EXPECTED < low < 0.5 * table.articles
    assert none == 0


def test_numbers_are_not_rare_words() -> None:
    german = load(["de"])["de"]
    year, day, smashed = german.counts_of(hash_words(["2016", "17", "00"])).tolist()
    assert year > 50
    assert day > year
    assert smashed == 0


def test_chinese_words_count_as_the_pairs_that_texts_are_cut_into() -> None:
    chinese = load(["zh"])["zh"]
    assert chinese.counts_of(hash_words(["中国", "共和"])).min() > 100


def test_pairs_of_characters_across_words_are_not_rare() -> None:
    """A particle before or after a common word makes a pair that means nothing."""
    chinese = load(["zh"])["zh"]
    across, within, never = chinese.counts_of(hash_words(["的中", "共和", "橋椅"])).tolist()
    assert across > within > never == 0


def test_languages_without_a_background_are_left_out() -> None:
    assert list(load(["und", "en", "xx", "cy", "../en", ""])) == ["en"]
