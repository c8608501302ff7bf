"""Furniture learned where a night touched it, against furniture learned anew from everything."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import nights
import polars as pl
import pytest

from dedup import incremental
from dedup.incremental import learning, remaking, sampling
from dedup.settings import Settings
from dedup.state.database import Database
from dedup.timings import Timings

JOB = nights.settings()


def prints(database: Database) -> pl.DataFrame:
    return database.frame("SELECT * FROM prints ORDER BY kind, print")


def learned_from_all(database: Database, job: Settings) -> pl.DataFrame:
    """What would be learned if nothing were known; the state stays as it is."""
    database.run("BEGIN")
    database.run("DELETE FROM sampled")
    database.run("DELETE FROM prints")
    database.run("DELETE FROM meta WHERE name = 'learned_by'")
    learning.learn(database, pl.Series("article", [], dtype=pl.Int64), job)
    found = prints(database)
    database.run("ROLLBACK")
    return found


def few_at_a_time(seed: int) -> list[list[nights.Piece]]:
    """A first night of many articles, then nights of one to three, new ones and edited ones."""
    rng = random.Random(seed)
    pieces = nights.articles(seed, 64)
    dealt, rest = [pieces[:48]], pieces[48:]
    while rest:
        count = rng.randrange(1, 4)
        some, rest = rest[:count], rest[count:]
        if rng.random() < 0.5:
            some = [*some, nights.edited(rng, rng.choice(pieces[:48]))]
        dealt.append(some)
    return dealt


@pytest.mark.parametrize("seed", range(2))
def test_little_by_little_is_all_at_once(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly: list[int] = []
    inner = sampling._stir_some

    def counted(database: Database, least: int) -> None:
        inner(database, least)
        partly.append(int(database.one("SELECT count(*) FROM stirred_prints")))

    monkeypatch.setattr(sampling, "_stir_some", counted)
    seen: set[int] = set()
    for number, some in enumerate(few_at_a_time(seed)):
        nights.write(tmp_path / "in", some, number)
        nights.night(tmp_path / "s.duckdb", tmp_path / "in", JOB)
        with incremental.ready(tmp_path / "s.duckdb", JOB) as database:
            found = prints(database)
            assert found.equals(learned_from_all(database, JOB))
            seen.add(found.height)
    assert len(partly) > 3
    assert len(seen) > 1


def test_what_is_forgotten_is_learned_from_no_more(tmp_path: Path) -> None:
    nights.write(tmp_path / "in", nights.articles(5, 30), 0)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", JOB)
    with incremental.ready(tmp_path / "s.duckdb", JOB) as database:
        before = prints(database)
        names = database.frame(
            "SELECT article_id FROM sampled JOIN names USING (article) ORDER BY article_id"
        )["article_id"].to_list()
        for name in names[:6]:
            remaking.forget(database, [name], JOB, Timings(lambda _: None))
            assert prints(database).equals(learned_from_all(database, JOB))
        assert not prints(database).equals(before)


def test_other_settings_are_learned_by_from_all_articles(tmp_path: Path) -> None:
    nights.write(tmp_path / "in", nights.articles(5, 30), 0)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", JOB)
    off = replace(JOB, furniture=replace(JOB.furniture, learn=False))
    other = replace(JOB, furniture=replace(JOB.furniture, least_stories=3))
    for job in (off, other):
        nights.night(tmp_path / "s.duckdb", tmp_path / "in", job)
    with incremental.ready(tmp_path / "s.duckdb", other) as database:
        assert prints(database).equals(learned_from_all(database, other))
