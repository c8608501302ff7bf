"""The columns that compiled loops make of many texts are those of readings made one by one."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.readings import MOST_SENTENCES, Columns, plainly, together
from dedup.words import hash_word, tokenize

TERMS = {"row": pl.UInt32, "term": pl.UInt64, "idf": pl.Float32}
TEXTS = [
    "",
    "\n \xa0\n",
    "One word",
    "Mr. Smith of Halden Inc. sold 2.4 mln at 14:30. U.S. officials agreed... I said no! It fell.",
    "“We left at dawn.” he said. «Nous partons.» (He did?) 'So it is.' Next. etc. And No. 5 won.",
    "* First line\n— Second, by hand\n_under\n\n>>>>>>> too many marks\n1,200.50 men; 3.5.7 a.m.",
    "I was there. The dam broke. We ran for it. Roads were closed. Trains stood. It rained.",
    "I love this town. My street flooded. We left at dawn. The dam broke.",
    "東京の川が氾濫し、橋が流された。住民は避難した！「大丈夫」と言った。彼は去った。",
    "Größe: 3,5 Millionen. Über Nacht stieg der Fluß z.B. um 4 m. Dr. Weiß sagte: „Wir gehen.“",
    (
        "The river rose four metres overnight and swept away an old\nwooden bridge at Halden in a\n"
        "north. Three farms were cut off, and a school bus had to turn\nback at a bend before\n"
        "the town of Ostra on Sunday, the county said in a statement\nthat it issued at noon today."
    ),
    "A. B. Carr met J.R. Tolk. in Calif. on Sept. 3. The U.N. Security Council met. x. Y",
    'It sank off the cape.Four men swam ashore."We saw none," said one.“So?”Yes…No!Gov.Lee left.',
    "Wait… what?! Yes!! “Really?” — No. ‘Never.’\n\n\nThe end.... ) Or not.",
]
PIECES = [
    *"aAzZéßİ東か1৪. !?…。！？\n\t\xa0\u3000\"'”’»)]」（“‘«„([—–-_*,:/",
    "Mr",
    "Sept",
    "ocean",
    "The",
    "Éa",
    "U.S",
    "z.B",
    "I ",
]
ANY = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def same(texts: list[str]) -> Columns:
    """Both forms of the columns of some texts, compared; the first is returned."""
    rows = pl.Series("row", range(5, 5 + 2 * len(texts), 2), dtype=pl.UInt32)
    weights = [(row, hash_word("the"), 1.5) for row in rows] + [(7, hash_word("halden"), 6.25)]
    terms = pl.DataFrame(sorted(weights), schema=TERMS, orient="row")
    stories, tokens = pl.Series(texts, dtype=pl.String), tokenize(texts)
    one = together.read(rows, stories, tokens, terms)
    other = Columns.of(plainly.read(rows.to_list(), texts, tokens, terms))
    for name in (field.name for field in fields(Columns)):
        if name != "figures":
            left, right = getattr(one, name), getattr(other, name)
            np.testing.assert_array_equal(left, right, name)
            assert name == "stories" or left.dtype == right.dtype, name
    # Figures have other hashes, and the same ones where they are the same.
    assert one.figures.texts.tolist() == other.figures.texts.tolist()
    numbered = [np.unique(columns.figures.values).size for columns in (one, other)]
    assert numbered[0] == numbered[1]
    return one


def test_columns_are_those_of_readings_one_by_one() -> None:
    same(TEXTS)
    same([*TEXTS[::-1], TEXTS[3] * 30])
    same([""])
    same([])


@settings(deadline=None, max_examples=300)
@given(st.lists(ANY, min_size=1, max_size=4))
def test_whatever_marks_and_scripts_come_together(texts: list[str]) -> None:
    same(texts)


def test_a_text_of_very_many_sentences_is_read_in_the_same_groups() -> None:
    draw = random.Random(2)
    long = " ".join(f"It rained on {draw.randint(1, 99)} farms." for _ in range(MOST_SENTENCES * 3))
    found = same(["Short.", long, "It rained. " * (MOST_SENTENCES - 1), "End."])
    assert np.diff(found.bound_texts).max() <= MOST_SENTENCES + 1


def test_a_reading_out_of_columns_is_the_plain_one() -> None:
    terms = pl.DataFrame(schema=TERMS)
    tokens = tokenize(TEXTS)
    plain = plainly.read(list(range(len(TEXTS))), TEXTS, tokens, terms)
    columns = Columns.of(plain)
    for row, expected in plain.items():
        found = columns.reading(row)
        for name, value in expected._asdict().items():
            np.testing.assert_array_equal(getattr(found, name), value, name)
