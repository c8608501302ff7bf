"""Outlets that only the run knows, credited by its other articles."""

from __future__ import annotations

import random

import polars as pl
import pytest

from dedup import kernels, registry
from dedup.credits import local
from dedup.credits.page import Page
from dedup.credits.persons import is_person
from dedup.credits.reading import read_page
from dedup.registry_files import Entry
from dedup.settings import CreditSettings
from dedup.tables import ARTICLES, CREDITS, EVIDENCE

HARBOUR, QUAY = "The Harbour Post", "Quay Observer"
SETTINGS = CreditSettings()
PIECES = [
    "The ferry sailed again on Monday, the line said in a statement to its passengers.",
    "The Harbour Post first reported that the tug had been sold.",
    "It was sold for a song, the Quay Observer wrote.",
    "LINDVIK (Reuters) - The ferry sailed again.",
    "Source: Quay Observer",
    "This article originally appeared in The Harbour Post.",
    "Jo Doe, Harbour Post Weekly",
    "Harbour Posts are painted green.",
]


def tables(texts: list[str], publishers: list[str | None]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = range(len(texts))
    articles = pl.DataFrame({"row": rows, "text": texts}, schema_overrides={"row": pl.UInt32})
    mastheads = pl.DataFrame(
        {"row": rows, "publisher": publishers},
        schema={"row": pl.UInt32, "publisher": pl.String},
    )
    blank = (
        pl.lit(None, kind).alias(n)
        for n, kind in ARTICLES.schema.items()
        if n not in ("row", "text")
    )
    return articles.with_columns(*blank), mastheads


def found(texts: list[str], publishers: list[str | None]) -> list[tuple[object, ...]]:
    articles, mastheads = tables(texts, publishers)
    named = local.strangers(articles, EVIDENCE.empty(), mastheads, SETTINGS)
    return local.read_strangers(named.articles, named.names, SETTINGS).rows()


def test_an_outlet_of_the_run_is_credited_by_others_and_not_by_itself() -> None:
    said = "The Harbour Post first reported that the tug had been sold."
    rows = found([said, said, PIECES[0]], [HARBOUR, QUAY, None])
    assert [(row, name) for row, _, _, name, _ in rows] == [(1, HARBOUR)]


TITLED = [
    "In a speech on Friday, President Jonah Roe said that the ferry would sail again in spring.",
    "The ferry sails in spring, former president Jonah Roe said in an interview on Friday.",
    "Präsident Jonah Roe has told reporters so. The ferry would sail again, Jonah Roe reported.",
]


@pytest.mark.parametrize("text", TITLED)
def test_a_publisher_with_a_personal_title_is_a_person(text: str) -> None:
    assert found([text, PIECES[0]], [HARBOUR, "Jonah Roe"]) == []
    untitled = text.replace("resident Jonah", "resident. Jonah").replace(
        "räsident Jonah", "räsident. Jonah"
    )
    assert found([untitled, PIECES[0]], [HARBOUR, "Jonah Roe"])


def test_a_title_is_a_whole_word() -> None:
    assert is_person("Jonah Roe", "So said Sen. Jonah Roe.")
    assert not is_person("Jonah Roe", "The unking Jonah Roe, at 5 p.m. Jonah Roe said.")


def test_a_name_within_the_own_one_is_no_stranger() -> None:
    articles, mastheads = tables(
        ["Jo Doe, Lindvik Harbour Post"] * 2, [HARBOUR, "Lindvik Harbour Post"]
    )
    named = local.strangers(articles, EVIDENCE.empty(), mastheads, SETTINGS)
    assert named.articles["row"].to_list() == [0]


def test_without_unknown_outlets_nothing_is_read() -> None:
    articles, mastheads = tables([PIECES[1]], ["Reuters"])
    named = local.strangers(articles, EVIDENCE.empty(), mastheads, SETTINGS)
    assert named.names == ()
    assert named.articles.is_empty()
    assert local.read_strangers(named.articles, named.names, SETTINGS).is_empty()


@pytest.mark.parametrize("seed", range(3))
def test_many_at_once_say_what_single_pages_do(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "WORTH_LOADING", 0)
    monkeypatch.setattr(kernels, "WORTH_CALLING", 0)
    draw = random.Random(seed)
    texts = ["\n\n".join(draw.choices(PIECES, k=draw.randint(1, 6))) for _ in range(60)]
    publishers = [draw.choice([HARBOUR, QUAY, None]) for _ in texts]
    outlets = tuple(Entry(name=name, kind="outlet") for name in (HARBOUR, QUAY))
    known = registry.Registry((*registry.load(None).entries, *outlets))
    expected = [
        (row, *credit)
        for row, (text, own) in enumerate(zip(texts, publishers, strict=True))
        for credit in read_page(
            Page(text, known, frozenset({own or ""}), SETTINGS.retold_paragraphs)
        )
        if credit.name in (HARBOUR, QUAY) and credit.name != own and credit.role != "publisher"
    ]
    assert found(texts, publishers) == expected
    assert expected


def test_of_two_names_in_one_place_the_longer_stays() -> None:
    before = CREDITS.frame(
        [(0, 0, 12, "Harbour Post", "mention"), (0, 40, 47, "Reuters", "author")]
    )
    more = CREDITS.frame(
        [(0, 0, 19, "Harbour Post Weekly", "mention"), (0, 42, 46, "uter", "mention")]
    )
    names = local.with_local(before, more)["name"].to_list()
    assert names == ["Harbour Post Weekly", "Reuters"]
