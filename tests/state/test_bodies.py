"""Texts packed one by one, and the filter of the names in them."""

from __future__ import annotations

import random
from pathlib import Path

import nights
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.state import bodies
from dedup.state import database as databases
from dedup.state.schema import create

JOB = nights.settings()
NAMES = ("Lindvik Gazette", "sella-news.example", "Post & Courier", "朝日 新聞", "Écho Alpin")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_out_as_it_went_in(text: str) -> None:
    packed = bodies.pack(pl.DataFrame({"article": [7], "text": [text]}))
    assert bodies.unpack(packed.drop("named")).rows() == [(7, text)]


def held(folder: Path, texts: list[str], names: list[str]) -> list[int]:
    """The texts, by number, that are found to hold one of the names."""
    with databases.opened(folder / "s.duckdb", JOB.state) as database:
        create(database)
        frame = pl.DataFrame({"article": range(len(texts)), "text": texts})
        database.add("bodies", bodies.pack(frame))
        return bodies.naming(database, names).to_list()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_wherever_it_stands(tmp_path: Path, name: str) -> None:
    rng = random.Random(name)
    plain = [" ".join(nights.sentences(rng)) for _ in range(40)]
    around = ["{} said so.", "It was the {}’s report.", "(via {})", "“{}”, by Mira Dahl", "\n{}\n"]
    texts = [f"{text} {form.format(name)}" for text, form in zip(plain, around, strict=False)]
    texts += [f"{text} {name[1:]}" for text in plain]
    assert held(tmp_path, texts, [name, "Nobody Knows"]) == list(range(len(around)))


def test_most_texts_need_not_be_read_for_a_name(tmp_path: Path) -> None:
    rng = random.Random(1)
    texts = [" ".join(s for _ in range(4) for s in nights.sentences(rng)) for _ in range(400)]
    likely = 0
    for text in texts:
        packed = bodies.pack(pl.DataFrame({"article": [1], "text": [text]}))
        likely += bodies.may_hold(packed["named"][0], "Lindvik Gazette")
    assert likely < 3
