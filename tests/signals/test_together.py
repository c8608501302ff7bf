"""Signals of a batch by compiled loops are, bit for bit, what each pair's plain form says."""

import random
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels, signals
from dedup.alignments import align
from dedup.kernels.likeness import liken
from dedup.readings import read
from dedup.settings import AlignmentSettings
from dedup.signals import MEMBERS, Profile, batch, coverage
from dedup.tables import PAIRS
from dedup.words import hash_word

SENTENCES = [
    "The river rose 4.2 metres overnight and swept away the old wooden bridge at Halden.",
    "Three farms were cut off, and a school bus with 14 children turned back near Ostra.",
    "“The water came so fast that we left with nothing but the dog”, a farmer told the Post.",
    "I saw the wall give way and I ran for the boat with my brother.",
    "Engineers expect the water to fall by the weekend, but repairs will take months.",
    "The county has set aside 2,4 million crowns, 1,100 beds and 3 boats, officials announced.",
    "Midor sold 40 mln dlrs of 5.5 pct bonds due 1998 at 101.25 through Kvarn Bank on Monday.",
    (
        "As the Post wrote:\n“The river rose 4.2 metres overnight and swept away the old wooden "
        "bridge at Halden, and three farms near Ostra were cut off when the road gave way.”"
    ),
    "Nobody was hurt.",
    "The bridge is to open again on Friday, May 5, and the school on 8 May.",
    "Am Montag, dem 15. Mai, soll die Brücke wieder offen sein.",
    "東京の川が氾濫し、橋が流された。住民は避難した。",
]
NAMES = st.frozensets(st.sampled_from(["Halden Post", "NTB", "Fjord Daily"]), max_size=2)
PROFILES = st.builds(
    Profile,
    st.sampled_from(["", "Bridge swept away at Halden", "Flood at Halden takes old bridge away"]),
    st.sampled_from(["", "Halden Post", "NTB"]),
    *(NAMES,) * 4,
    st.dictionaries(
        st.sampled_from(["Halden Post", "NTB", "Fjord Daily"]), st.integers(1, 6), max_size=2
    ).map(lambda told: tuple(told.items())),
    st.none() | st.integers(0, 40).map(lambda day: (day * 43_200, day * 43_200 + 86_399)),
)
TEXTS = st.lists(st.sampled_from(SENTENCES), max_size=7).map("\n".join)
COMPILED = kernels.compiled
TERMS = {"row": pl.UInt32, "term": pl.UInt64, "idf": pl.Float32}


def both(texts, profiles, members=MEMBERS):
    """SIGNALS of every pair of some texts, by compiled loops and plainly."""
    frame = pl.DataFrame(
        {"row": list(range(len(texts))), "text": texts},
        schema={"row": pl.UInt32, "text": pl.String},
    )
    weights = {hash_word("the"): 0.3, hash_word("of"): 1.1, hash_word("water"): 4.7}
    terms = [(row, term, weight) for row in range(len(texts)) for term, weight in weights.items()]
    found = read(frame, pl.DataFrame(sorted(terms), schema=TERMS, orient="row"))
    pairs = PAIRS.frame(
        (a, b, "terms", 0.0, 0.0, 0.0, 0.0) for a, b in combinations(range(len(texts)), 2)
    )
    shared = align(pairs, found, AlignmentSettings())
    known = dict(enumerate(profiles))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "worth", lambda characters: True)
        together = signals.measure(pairs, shared, found, known)
        patch.setattr(kernels, "worth", lambda characters: False)
        plain = signals.measure(pairs, shared, found, known)
    return together, plain


@settings(deadline=None, max_examples=150)
@given(st.lists(TEXTS, min_size=2, max_size=4), st.lists(PROFILES, min_size=4, max_size=4))
def test_a_batch_gives_what_pairs_give(texts, profiles):
    together, plain = both(texts, profiles)
    assert together.equals(plain)


def test_long_texts_in_another_order_give_what_pairs_give():
    draw = random.Random(5)
    words = [f"word{number}" for number in range(400)]
    known = [" ".join(draw.choices(words, k=draw.randint(3, 25))).capitalize() for _ in range(90)]
    texts = []
    for _ in range(12):
        kept = draw.sample(known, 60)
        edited = [" ".join(w for w in one.split() if draw.random() > 0.1) for one in kept]
        texts.append(". ".join(edited))
    together, plain = both([*texts, "", "One word", texts[0]], [])
    assert together.equals(plain)
    assert together["retold_in_order"].max() > 0.5
    assert together["order"].n_unique() > 20


class _PlainLiken:
    """The compiled loops but one, which as plain Python cannot write past the end of arrays."""

    liken = staticmethod(liken)

    def __getattr__(self, name):
        return getattr(COMPILED(), name)


def test_a_chain_holds_one_link_a_place_however_many_sentences_resemble_it(monkeypatch):
    monkeypatch.setattr(batch.kernels, "compiled", _PlainLiken, raising=True)
    words = [f"word{number}" for number in range(40)]
    nested = [" ".join(words[: 36 - number]).capitalize() + "." for number in range(28)]
    together, plain = both(["\n".join(nested), "\n".join(reversed(nested))], [])
    assert together.equals(plain)


def test_a_member_without_a_form_for_batches_is_measured_a_pair_at_a_time(monkeypatch):
    texts = ["\n".join(SENTENCES[:6]), "\n".join(SENTENCES[2:9])]
    with_it, plain = both(texts, [])
    monkeypatch.delattr(coverage, "measure_all")
    without, _ = both(texts, [])
    assert without.equals(with_it)
    assert without.equals(plain)


def test_no_pairs_give_an_empty_table():
    together, plain = both(["One text."], [])
    assert together.is_empty()
    assert together.schema == plain.schema == signals.SCHEMA
