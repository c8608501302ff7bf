"""One story in whatever furniture and layout is one story, in many languages."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load
from dedup.spans import story_text
from dedup.words import fold

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))["story"]


def wrapped(lines: Sequence[str]) -> str:
    """Hard-wrapped paragraphs with blank lines between them."""
    return "\n\n".join("\n".join(textwrap.wrap(line, 72)) for line in lines)


LAYOUTS: dict[str, Callable[[Sequence[str]], str]] = {
    "a line a paragraph": "\n".join,
    "blank lines": "\n\n".join,
    "no-break spaces": "\r\n\xa0\r\n".join,
    "hard-wrapped": wrapped,
}


def story(text: str) -> str:
    """The words that are left of a text."""
    return fold(
        story_text(text, [(one.start, one.stop) for one in cuts_of(text, None, None, load())])
    )


@pytest.mark.parametrize("given", STORIES, ids=lambda given: given["language"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_story_is_the_same_in_any_furniture(given: dict[str, Any], layout: str) -> None:
    first, second, third = given["paragraphs"]
    inside = given["inside"]
    page = [given["title"], first, *inside[:2], second, *inside[2:], third, *given["below"]]
    assert story(LAYOUTS[layout](page)) == fold("\n".join(given["paragraphs"]))


def test_there_are_stories_in_twenty_languages() -> None:
    assert len({given["language"] for given in STORIES}) >= 20


@pytest.mark.parametrize("given", STORIES, ids=lambda given: given["language"])
def test_a_story_all_in_one_line_loses_no_sentence(given: dict[str, Any]) -> None:
    first, second, third = given["paragraphs"]
    line = " ".join([first, *given["inside"], second, third, *given["below"]])
    left = story(line)
    assert all(fold(paragraph) in left for paragraph in (first, second, third))
