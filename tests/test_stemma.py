"""Texts of a story compared three at a time: the compiled loop says what the plain form says."""

import random

import pytest

from dedup import kernels
from dedup.stemma import MOST_OF_LEAD, Stemma, lead_words

WORDS = [f"word{number}" for number in range(60)]


def texts(number, seed):
    """Versions of one text: words left out, put in, paragraphs dropped."""
    draw = random.Random(seed)
    first = [" ".join(draw.choices(WORDS, k=draw.randint(4, 30))) for _ in range(8)]
    found = []
    for _ in range(number):
        kept = draw.sample(first, draw.randint(1, 8))
        edited = [" ".join(w for w in one.split() if draw.random() > 0.05) for one in kept]
        found.append("\n\n".join(edited))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_many_at_once_are_what_each_three_are(seed, monkeypatch):
    told = [*texts(14, seed), "", "word1 word2", "word1 word2 word3 word4"]
    rows = list(range(100, 100 + len(told)))
    pairs = [(left, right) for left in rows for right in rows if left < right]
    draw = random.Random(seed)
    thirds = [draw.sample([row for row in rows if row not in pair], 4) for pair in pairs]
    thirds[3] = []
    monkeypatch.setattr(kernels, "worth", lambda characters: False)
    leads = [draw.random() < 0.5 for _ in pairs]
    plain = Stemma(rows, told).compare_all(pairs, thirds, leads)
    monkeypatch.setattr(kernels, "worth", lambda characters: True)
    assert Stemma(rows, told).compare_all(pairs, thirds, leads) == plain
    assert any(told.inside for heard in plain for told in heard.told)
    assert max(heard.left_lead or 0 for heard in plain) > 0


@pytest.mark.parametrize("seed", range(4))
def test_what_sources_lack_is_found_alike_by_the_loop(seed, monkeypatch):
    told = [*texts(12, seed), "", "word1 word2 word3 word4 word1 word2 word3 word4"]
    rows = list(range(50, 50 + len(told)))
    draw = random.Random(seed)
    asked = [
        (copy, draw.sample(rows, draw.randint(1, 6)), draw.randint(0, 3), draw.sample(rows, 3))
        for copy in rows
    ]
    found = []
    for way in (False, True):
        monkeypatch.setattr(kernels, "worth", lambda characters, way=way: way)
        stemma = Stemma(rows, told)
        found.append([stemma.missed(*one) for one in asked])
    assert found[0] == found[1]
    assert any(min(both) for missed in found[0] for both in missed)


def test_no_texts_and_no_pairs_say_nothing(monkeypatch):
    monkeypatch.setattr(kernels, "worth", lambda characters: True)
    assert Stemma([], []).compare_all([], [], []) == []


def test_a_lead_is_the_first_paragraph_that_is_more_than_a_label():
    label, lead = "Halden", "The river rose four metres overnight and swept the bridge away."
    found = lead_words([f"{label}\n\n{lead}\n\nMore.", lead, label, "", " ".join(WORDS * 2)])
    assert found.tolist() == [11, 11, MOST_OF_LEAD, MOST_OF_LEAD, MOST_OF_LEAD]
