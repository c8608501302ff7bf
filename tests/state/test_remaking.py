"""States made anew, and articles taken out of one for good."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nights
import pytest

from dedup import incremental
from dedup.errors import RecipeError, UsageError
from dedup.incremental import remaking
from dedup.state import bodies, packing
from dedup.state import database as databases
from dedup.timings import Timings

JOB = nights.settings()


def test_a_state_of_another_recipe_is_refused_and_made_anew(place: Path) -> None:
    state = place / "s.duckdb"
    other = replace(JOB, keys=replace(JOB.keys, terms=9))
    with pytest.raises(RecipeError, match=r"keys\.terms 12 then, 9 now.*dedup rebuild"):
        nights.night(state, place / "in", other)
    names = nights.story_ids(state)
    assert remaking.rebuild(state, other, lambda _: None) == 10
    assert nights.story_ids(state) == names
    assert not nights.night(state, place / "in", other).refused
    nights.write(place / "whole", nights.articles(7, 10), 0)
    (place / "in").rename(place / "apart")
    (place / "whole").rename(place / "in")
    nights.night(place / "whole.duckdb", place / "in", other)
    grown, whole = (nights.exported(s, other) for s in (state, place / "whole.duckdb"))
    assert nights.differences(grown, whole) == []


def test_frozen_counts_weigh_from_then_on(place: Path) -> None:
    state = place / "s.duckdb"
    remaking.rebuild(state, JOB, lambda _: None, freeze=True)
    frozen = nights.asked(state, "SELECT language, max(articles) AS n FROM backgrounds GROUP BY 1")
    assert frozen.height >= 1
    assert not nights.night(state, place / "in", JOB).refused


def test_what_is_forgotten_stays_so(place: Path) -> None:
    state = place / "s.duckdb"
    gone = nights.exported(state, JOB)["articles"]["article_id"][0]
    with incremental.ready(state, JOB) as database:
        with pytest.raises(UsageError, match="no article nobody"):
            remaking.forget(database, [gone, "nobody"], JOB, Timings(lambda _: None))
        remaking.forget(database, [gone], JOB, Timings(lambda _: None))
    packing.pack(state, JOB.state, above=-1.0)
    for file in (place / "in").rglob("*.json"):  # a new look at every file
        record = json.loads(file.read_text())
        file.write_text(json.dumps(record, indent=1))
    nights.night(state, place / "in", JOB)
    assert gone not in nights.exported(state, JOB)["articles"]["article_id"].to_list()
    assert nights.asked(state, "SELECT count(*) AS n FROM records")["n"][0] == 9
    assert nights.asked(state, "SELECT count(*) AS n FROM bodies")["n"][0] == 9


def test_a_state_of_the_version_before_is_made_anew(place: Path) -> None:
    state = place / "s.duckdb"
    before = nights.exported(state, JOB)
    with databases.opened(state, JOB.state) as database:
        database.run("UPDATE meta SET value = '2' WHERE name = 'schema'")
        database.run("DROP TABLE sampled")
        database.run("UPDATE bodies SET named = '\\x01'::BLOB")
    with pytest.raises(RecipeError, match="dedup rebuild"):
        nights.night(state, place / "in", JOB)
    assert remaking.rebuild(state, JOB, lambda _: None) == 10
    assert nights.asked(state, "SELECT DISTINCT octet_length(named) AS n FROM bodies")[
        "n"
    ].to_list() == [bodies.FILTER_BYTES]
    assert nights.night(state, place / "in", JOB).summary == "nothing new; 10 known"
    assert nights.differences(before, nights.exported(state, JOB)) == []


def test_a_state_of_another_version_is_refused(place: Path) -> None:
    state = place / "s.duckdb"
    for version in ("1", "99", "what"):
        with databases.opened(state, JOB.state) as database:
            database.run("UPDATE meta SET value = ? WHERE name = 'schema'", [version])
        with pytest.raises(RecipeError, match="begin a new state"):
            remaking.rebuild(state, JOB, lambda _: None)
