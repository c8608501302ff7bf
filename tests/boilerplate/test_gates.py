"""No gate keeps a piece from a pattern that it matches, and few patterns are asked of a story."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from test_worded import TABLES

from dedup.alike import alike, count_words
from dedup.boilerplate.gates import Gate, Phrase, gate
from dedup.boilerplate.rules import load
from dedup.boilerplate.screening import screen_blocks, screen_of
from dedup.kernels import prepare
from dedup.spellings import spell

WRITTEN = sorted((Path(__file__).parents[1] / "quality" / "written").glob("*.jsonl"))
ODD = ("2 min read", "📰 Quayside news today", "© 2024 Post", "- 30 -", "(lake)", "12+", "저작권자")
MOST_OF_STORIES = 0.05
"""Of the paragraphs of stories, those that one pattern may be held against."""


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Lines around stories, of which many match some pattern, and sentences of stories."""
    told = [line for table in TABLES for own in table.values() if own for line in own]
    return [*ODD, *(line for line in told if len(line) > 1)]


def matched(line: str) -> set[int]:
    """The patterns that a line matches when it is held against every one."""
    plain, words = alike(line), count_words(line)
    return {
        number
        for number, one in enumerate(load().patterns)
        if words <= one.phrase.longest and one.pattern.match(plain)
    }


def test_gates_and_screen_let_through_what_matches(lines: list[str]) -> None:
    prepare(lambda _: None)
    phrases = load()
    spelled = spell(pl.Series(lines))
    screened = screen_blocks(spelled, screen_of(phrases), np.zeros(len(lines), dtype=np.bool_))
    hits = 0
    for number, line in enumerate(lines):
        found = matched(line)
        hits += len(found)
        plain, words = alike(line), count_words(line)
        assert found <= set(phrases.asked_of(plain.lower(), words)), line
        assert found <= set(screened.asked.get(number, ())), line
        assert all(phrases.patterns[one].matches(plain, words) for one in found), line
    assert hits > len(lines) // 10


def test_no_pattern_is_held_against_many_paragraphs_of_stories() -> None:
    prepare(lambda _: None)
    phrases = load()
    pages = [json.loads(line) for file in WRITTEN for line in file.read_bytes().splitlines()]
    stories = [text for page in pages for kind, _, text in page["blocks"] if kind == "story"]
    alone = np.zeros(len(stories), dtype=np.bool_)
    screened = screen_blocks(spell(pl.Series(stories)), screen_of(phrases), alone)
    asked = Counter(number for own in screened.asked.values() for number in own)
    patterns = {number: many for number, many in asked.items() if number < len(phrases.patterns)}
    assert sum(patterns.values()) < len(stories)
    often = {number for number, many in patterns.items() if many > MOST_OF_STORIES * len(stories)}
    assert [phrases.patterns[number].pattern.pattern for number in often] == []


def opened(pattern: str) -> Gate:
    return gate(pattern, Phrase("", "own.rule", 20))


def test_a_gate_asks_for_the_rarest_that_a_pattern_needs() -> None:
    one = opened(r"[A-Z][a-z]{2,9} (?:at|by) [^.]{1,20} harbourmaster$")
    assert (one.needs, one.near) == ({" harbourmaster"}, False)
    assert one.also == {" at ", " by "}
    assert (one.least, one.most) == (22, 48)


def test_a_gate_knows_what_begins_and_what_stands_near() -> None:
    one = opened("(?:Quayside|Harbour)s? of [^.]{1,20}")
    assert (one.needs, one.near) == ({"quayside", "harbour"}, True)
    assert one.firsts == {"h", "q"}


def test_a_gate_is_closed_to_what_is_too_long_or_too_short() -> None:
    one = opened("(?i:quay [0-9]{1,2}$)")
    assert one.matches("Quay 12", 2)
    assert not one.matches("Quay 12", 21)
    assert not one.matches("Quay 123", 2)
    assert not one.matches("Quay ", 1)
