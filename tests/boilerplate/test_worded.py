"""What pages say around stories goes, language by language, and sentences that sound like it stay.

Each table of `worded/*.toml` has three paragraphs of a story in one language; what stands `above`
the first, `inside` behind the first, and `below` the last, each line by itself; and sentences of
stories which stay wherever they stand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load

FILES = sorted(Path(__file__).with_name("worded").glob("*.toml"))
TABLES = [table for file in FILES for table in tomllib.loads(file.read_text("utf-8"))["words"]]
PLACES = {"above": 0, "inside": 1, "below": 3}


def lines() -> Iterator[Any]:
    for table in TABLES:
        for place, number in PLACES.items():
            for line in table.get(place, ()):
                yield pytest.param(table, number, line, id=f"{table['language']}-{line[:40]}")


def stays() -> Iterator[Any]:
    for table in TABLES:
        for line in table["stays"]:
            yield pytest.param(table, line, id=f"{table['language']}-{line[:40]}")


def left_of(text: str) -> str:
    """What is left of a text."""
    for one in reversed(cuts_of(text, None, None, load())):
        text = text[: one.start] + text[one.stop :]
    return text


@pytest.mark.parametrize(("table", "number", "line"), list(lines()))
def test_what_is_not_the_story_goes(table: dict[str, Any], number: int, line: str) -> None:
    pieces = list(table["paragraphs"])
    pieces.insert(number, line)
    left = left_of("\n".join(pieces))
    assert line not in left.split("\n")
    assert all(paragraph in left for paragraph in table["paragraphs"])


@pytest.mark.parametrize(("table", "line"), list(stays()))
def test_what_the_story_says_stays(table: dict[str, Any], line: str) -> None:
    paragraphs = table["paragraphs"]
    for number in range(len(paragraphs) + 1):
        text = "\n".join([*paragraphs[:number], line, *paragraphs[number:]])
        assert left_of(text) == text
