"""What a state keeps, for how long, and under which names."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import nights
import pytest

from dedup import incremental
from dedup.errors import StateError
from dedup.state import packing

JOB = nights.settings()


def test_what_is_gone_from_input_stays_known(place: Path) -> None:
    before = nights.exported(place / "s.duckdb", JOB)
    for file in sorted((place / "in").rglob("*.json"))[:4]:
        file.unlink()
    assert not nights.night(place / "s.duckdb", place / "in", JOB).refused
    assert nights.differences(before, nights.exported(place / "s.duckdb", JOB)) == []


@pytest.mark.parametrize("left", [0, 2])
def test_an_input_that_looks_unmounted_is_left_alone(place: Path, left: int) -> None:
    careful = replace(JOB, state=replace(JOB.state, rotating=False))
    for file in sorted((place / "in").rglob("*.json"))[left:]:
        file.unlink()
    done = nights.night(place / "s.duckdb", place / "in", careful)
    assert "is its disk there?" in done.refused
    assert done.run.tables["articles"].is_empty()


def test_a_folder_that_was_moved_is_known_again(place: Path) -> None:
    (place / "in").rename(place / "elsewhere")
    done = nights.night(place / "s.duckdb", place / "elsewhere", JOB)
    assert done.summary == "nothing new; 10 known"
    candidates = done.run.facts["candidates"]
    assert isinstance(candidates, dict)
    assert candidates["files_read"] == 0
    assert nights.asked(place / "s.duckdb", "SELECT count(*) AS n FROM records")["n"][0] == 10


def test_an_edited_article_keeps_its_history(place: Path) -> None:
    piece = nights.articles(7, 10)[0]
    nights.write(place / "in", [nights.edited(random.Random(1), piece)], 1)
    done = nights.night(place / "s.duckdb", place / "in", JOB)
    assert "1 edited" in done.summary
    versions = nights.asked(place / "s.duckdb", "SELECT version, until_run, text FROM versions")
    assert versions.rows() == [(1, 2, piece.record["text"])]
    assert nights.asked(place / "s.duckdb", "SELECT max(version) AS v FROM records")["v"][0] == 2


def test_another_article_under_an_old_name_is_another_article(place: Path) -> None:
    path = nights.articles(7, 10)[0].path
    other = {k: v for k, v in nights.articles(7, 10)[0].record.items() if k != "text"}
    other["text"] = " ".join(nights.coined(random.Random(n)) for n in range(60))
    nights.write(place / "in", [nights.Piece(path, other)], 1)
    done = nights.night(place / "s.duckdb", place / "in", JOB)
    assert nights.asked(place / "s.duckdb", "SELECT count(*) AS n FROM records")["n"][0] == 11
    warnings = done.run.facts["warnings"]
    assert isinstance(warnings, list)
    assert any("under the same names" in str(w) for w in warnings)


def test_what_a_killed_run_did_not_show_the_next_one_shows(place: Path) -> None:
    nights.write(place / "in", nights.articles(8, 16)[10:], 1)
    with incremental.ready(place / "s.duckdb", JOB) as database:
        lost = incremental.run_job(database, [place / "in"], JOB)
    again = nights.night(place / "s.duckdb", place / "in", JOB)
    assert again.run.tables["fresh"].equals(lost.run.tables["fresh"])
    quiet = nights.night(place / "s.duckdb", place / "in", JOB).run.tables
    assert not quiet["fresh"]["new"].any()


def test_stories_keep_their_names_and_merges_are_told(place: Path) -> None:
    rng = random.Random(3)
    one, other = nights.sentences(rng), nights.sentences(rng)
    pieces = [
        nights.Piece(f"m/{n}.json", {"text": "\n\n".join(facts), "publisher": f"Paper {n}"})
        for n, facts in enumerate((one, one[:6], other, other[:6]))
    ]
    nights.write(place / "in", pieces, 1)
    nights.night(place / "s.duckdb", place / "in", JOB)
    before = nights.story_ids(place / "s.duckdb")
    both = {"text": "\n\n".join([*one[:6], *other[:6]]), "publisher": "Paper 9"}
    nights.write(place / "in", [nights.Piece("m/9.json", both)], 2)
    nights.night(place / "s.duckdb", place / "in", JOB)
    after = nights.story_ids(place / "s.duckdb")
    changes = nights.asked(
        place / "s.duckdb", "SELECT kind, id, other_id FROM changes WHERE run = 3"
    )
    moved = {before[a]: after[a] for a in before if before[a] != after[a]}
    told = {id_: other_id for kind, id_, other_id in changes.iter_rows() if kind == "merged"}
    assert {k: v for k, v in told.items() if k.startswith("S")} == moved
    assert set(moved.values()) <= set(before.values())


def test_days_are_counted_from_the_newest_article(place: Path) -> None:
    late = nights.Piece("late.json", {**nights.articles(7, 1)[0].record, "id": "late"})
    late.record["published_at"] = "2024-06-30"  # type: ignore[index]
    nights.write(place / "in", [late], 1)
    short = replace(JOB, state=replace(JOB.state, keep_days=30))
    nights.night(place / "s.duckdb", place / "in", short)
    dates = nights.asked(
        place / "s.duckdb",
        "SELECT masthead.published_at AS d FROM alone WHERE masthead.published_at IS NOT NULL",
    )["d"].to_list()
    assert dates == ["2024-06-30"]
    whole = nights.exported(place / "s.duckdb", short)
    assert whole["articles"]["published_at"].drop_nulls().to_list() == ["2024-06-30"]


def test_files_that_are_gone_with_their_articles_are_known_no_more(place: Path) -> None:
    record = {**nights.articles(7, 1)[0].record, "published_at": "2024-06-30"}
    nights.write(place / "in", [nights.Piece("late.json", record)], 1)
    short = replace(JOB, state=replace(JOB.state, keep_days=30))
    dated = [p for p in nights.articles(7, 10) if "published_at" in p.record]
    (place / "in" / dated[0].path).unlink()
    nights.night(place / "s.duckdb", place / "in", short)
    left = nights.asked(place / "s.duckdb", "SELECT path FROM files")["path"].to_list()
    assert dated[0].path not in left
    assert dated[1].path in left
    done = nights.night(place / "s.duckdb", place / "in", short)
    assert done.summary.startswith("nothing new")


def test_what_a_killed_run_left_beside_a_state_is_removed(place: Path) -> None:
    for name in ("s.duckdb.packed", "s.duckdb.packed.wal", "s.duckdb.rebuilt"):
        (place / name).write_bytes(b"half a state")
    (place / "s.duckdb.rebuilt.work").mkdir()
    packing.tidy(place / "s.duckdb")
    assert sorted(f.name for f in place.iterdir()) == ["in", "s.duckdb"]


def test_an_article_dated_in_the_future_makes_nothing_old(place: Path) -> None:
    record = {**nights.articles(7, 1)[0].record, "published_at": "2099-01-01"}
    nights.write(place / "in", [nights.Piece("late.json", record)], 1)
    short = replace(JOB, state=replace(JOB.state, keep_days=40))
    done = nights.night(place / "s.duckdb", place / "in", short)
    told = done.run.facts
    assert isinstance(told["candidates"], dict)
    assert told["candidates"]["articles_dropped"] == 0
    assert isinstance(told["warnings"], list)
    assert any("such as late.json (2099-01-01)" in str(w) for w in told["warnings"])
    assert nights.asked(place / "s.duckdb", "SELECT count(*) AS n FROM records")["n"][0] == 11
    quiet = nights.night(place / "s.duckdb", place / "in", short).run.facts["warnings"]
    assert "2099" not in str(quiet)


def test_where_files_are_older_than_all_dates_these_are_believed(place: Path) -> None:
    record = {**nights.articles(7, 1)[0].record, "published_at": "2024-06-30"}
    nights.write(place / "in", [nights.Piece("late.json", record)])
    for file in (place / "in").rglob("*.json"):
        os.utime(file, (1, 1))
    short = replace(JOB, state=replace(JOB.state, keep_days=30))
    nights.night(place / "fresh.duckdb", place / "in", short)
    dates = nights.asked(place / "fresh.duckdb", "SELECT masthead.published_at AS d FROM alone")[
        "d"
    ]
    assert dates.drop_nulls().to_list() == ["2024-06-30"]


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.duckdb").write_bytes(b"no database at all" * 1000)
    with (
        pytest.raises(StateError, match="put a saved copy in its place"),
        incremental.ready(tmp_path / "s.duckdb", JOB),
    ):
        pass
    (tmp_path / "e.duckdb").write_bytes(b"")
    with (
        pytest.raises(StateError, match="empty file"),
        incremental.ready(tmp_path / "e.duckdb", JOB),
    ):
        pass
