"""What a state keeps, for how long, and under which names."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path

import nights
import polars as pl
import pytest

from dedup import incremental
from dedup.errors import RecipeError, StateError, UsageError
from dedup.incremental import finding, remaking
from dedup.settings import Settings
from dedup.state import database as databases
from dedup.state import packing
from dedup.timings import Timings

JOB = nights.settings()


def asked(state: Path, sql: str) -> pl.DataFrame:
    with databases.opened(state, JOB.state) as database:
        return database.frame(sql)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of ten articles and a state that knows them: in, s.duckdb."""
    nights.write(tmp_path / "in", nights.articles(7, 10), 0)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", JOB)
    return tmp_path


def story_ids(state: Path) -> dict[int, str]:
    return dict(asked(state, "SELECT article, story_id FROM members").iter_rows())


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
    assert done.summary.startswith("0 new articles")
    assert asked(place / "s.duckdb", "SELECT count(*) AS n FROM records")["n"][0] == 10


def test_an_edited_article_keeps_its_history(place: Path) -> None:
    piece = nights.articles(7, 10)[0]
    nights.write(place / "in", [nights.edited(random.Random(1), piece)], 1)
    done = nights.night(place / "s.duckdb", place / "in", JOB)
    assert "1 edited" in done.summary
    versions = asked(place / "s.duckdb", "SELECT version, until_run, text FROM versions")
    assert versions.rows() == [(1, 2, piece.record["text"])]
    assert asked(place / "s.duckdb", "SELECT max(version) AS v FROM records")["v"][0] == 2


def test_another_article_under_an_old_name_is_another_article(place: Path) -> None:
    path = nights.articles(7, 10)[0].path
    other = {k: v for k, v in nights.articles(7, 10)[0].record.items() if k != "text"}
    other["text"] = " ".join(nights.coined(random.Random(n)) for n in range(60))
    nights.write(place / "in", [nights.Piece(path, other)], 1)
    done = nights.night(place / "s.duckdb", place / "in", JOB)
    assert asked(place / "s.duckdb", "SELECT count(*) AS n FROM records")["n"][0] == 11
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
    before = story_ids(place / "s.duckdb")
    both = {"text": "\n\n".join([*one[:6], *other[:6]]), "publisher": "Paper 9"}
    nights.write(place / "in", [nights.Piece("m/9.json", both)], 2)
    nights.night(place / "s.duckdb", place / "in", JOB)
    after = story_ids(place / "s.duckdb")
    changes = asked(place / "s.duckdb", "SELECT kind, id, other_id FROM changes WHERE run = 3")
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
    dates = asked(
        place / "s.duckdb",
        "SELECT masthead.published_at AS d FROM alone WHERE masthead.published_at IS NOT NULL",
    )["d"].to_list()
    assert dates == ["2024-06-30"]
    whole = nights.exported(place / "s.duckdb", short)
    assert whole["articles"]["published_at"].drop_nulls().to_list() == ["2024-06-30"]


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
    assert asked(place / "s.duckdb", "SELECT count(*) AS n FROM records")["n"][0] == 11
    quiet = nights.night(place / "s.duckdb", place / "in", short).run.facts["warnings"]
    assert "2099" not in str(quiet)


def test_where_files_are_older_than_all_dates_these_are_believed(place: Path) -> None:
    record = {**nights.articles(7, 1)[0].record, "published_at": "2024-06-30"}
    nights.write(place / "in", [nights.Piece("late.json", record)])
    for file in (place / "in").rglob("*.json"):
        os.utime(file, (1, 1))
    short = replace(JOB, state=replace(JOB.state, keep_days=30))
    nights.night(place / "fresh.duckdb", place / "in", short)
    dates = asked(place / "fresh.duckdb", "SELECT masthead.published_at AS d FROM alone")["d"]
    assert dates.drop_nulls().to_list() == ["2024-06-30"]


def test_a_state_of_another_recipe_is_refused_and_made_anew(place: Path) -> None:
    state = place / "s.duckdb"
    other = replace(JOB, keys=replace(JOB.keys, terms=9))
    with pytest.raises(RecipeError, match=r"keys\.terms 12 then, 9 now.*dedup rebuild"):
        nights.night(state, place / "in", other)
    names = story_ids(state)
    assert remaking.rebuild(state, other, lambda _: None) == 10
    assert story_ids(state) == names
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
    frozen = asked(state, "SELECT language, max(articles) AS n FROM backgrounds GROUP BY 1")
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
    assert asked(state, "SELECT count(*) AS n FROM records")["n"][0] == 9
    assert asked(state, "SELECT count(*) AS n FROM bodies")["n"][0] == 9


def test_one_text_is_found_in_a_state(place: Path) -> None:
    piece = next(p for p in nights.articles(7, 10) if len(p.record["text"]) > 400)
    file = place / "asked.txt"
    file.write_text(piece.record["text"])
    with incremental.reading(place / "s.duckdb", JOB) as database:
        found = finding.find(database, file, JOB).rows
    assert found["relation"][0] == "copy"
    assert found["probability"][0] == 1.0
    assert all(found["because"])


def test_one_text_is_told_what_a_run_would_tell(place: Path) -> None:
    """Verdicts on a text that is asked for are those on it once it is in the state."""
    seeds = Path(__file__).parents[2] / "seeds"
    job, names = Settings(), ("000_b59426c947bcaf14.txt", "001_12064eb50091cbec.txt")
    (place / "news").mkdir()
    for name in names:
        (place / "news" / name).write_bytes((seeds / name).read_bytes())
    nights.night(place / "n.duckdb", place / "news", job)
    asked_for = seeds / "002_de11c77990c30cca.txt"
    with incremental.reading(place / "n.duckdb", job) as database:
        found = finding.find(database, asked_for, job).rows
    (place / "news" / asked_for.name).write_bytes(asked_for.read_bytes())
    told = nights.night(place / "n.duckdb", place / "news", job).run.tables["relations"]
    with_it = told.filter(pl.col("right") == 2)["relation"].sort().to_list()
    assert found["relation"].sort().to_list() == with_it


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


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    """A state of two events of January, one of March, one without a date; all published."""
    rng = random.Random(11)
    dates = ("2024-01-05", "2024-01-06", "2024-03-20", "")
    for number, day in enumerate(dates):
        facts = nights.sentences(rng)
        for paper in ("Lindvik Post", "Sella Times"):
            record = {"text": "\n\n".join(facts), "publisher": paper}
            record |= {"published_at": day} if day else {}
            path = f"{number}-{paper[0]}.json"
            nights.write(tmp_path / "in", [nights.Piece(path, record)], 0)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", COVERING)
    return tmp_path


COVERING = replace(
    JOB,
    keys=replace(JOB.keys, window_days=30),
    state=replace(JOB.state, cover="window"),
)


def covered_and_new(place: Path, job: Settings) -> tuple[set[str], set[str]]:
    """Articles in the reports of a night, and those they call new."""
    tables = nights.night(place / "s.duckdb", place / "in", job).run.tables
    told = tables["articles"].join(tables["fresh"], on="row")
    return set(told["article_id"]), set(told.filter("new")["article_id"])


MARCH = {"2-L.json", "2-S.json"}
DATELESS = {"3-L.json", "3-S.json"}


def test_a_quiet_night_leaves_the_picture_of_the_window(spring: Path) -> None:
    assert covered_and_new(spring, COVERING) == (MARCH | DATELESS, set())
    assert covered_and_new(spring, incremental.covering(COVERING, "touched")) == (set(), set())
    everything, new = covered_and_new(spring, incremental.covering(COVERING, "all"))
    assert (len(everything), new) == (8, set())


def test_what_was_touched_is_told_though_it_is_older_than_the_window(spring: Path) -> None:
    copied = json.loads((spring / "in" / "0-L.json").read_text())
    late = nights.Piece("late.json", {**copied, "published_at": "2024-01-07", "publisher": "Alm"})
    nights.write(spring / "in", [late], 1)
    told, new = covered_and_new(spring, COVERING)
    assert told == MARCH | DATELESS | {"0-L.json", "0-S.json", "late.json"}
    assert new == {"late.json"}
    assert covered_and_new(spring, COVERING) == (MARCH | DATELESS, set())


def test_articles_without_a_date_leave_the_picture_with_the_run_that_brought_them(
    spring: Path,
) -> None:
    facts = nights.sentences(random.Random(12))
    record = {"text": "\n\n".join(facts), "publisher": "Alm", "published_at": "2024-06-01"}
    nights.write(spring / "in", [nights.Piece("june.json", record)], 1)
    assert covered_and_new(spring, COVERING) == ({"june.json"}, {"june.json"})
    assert covered_and_new(spring, COVERING) == ({"june.json"}, set())


def test_an_article_dated_in_the_future_leaves_the_picture_of_the_window(spring: Path) -> None:
    facts = nights.sentences(random.Random(13))
    record = {"text": "\n\n".join(facts), "publisher": "Alm", "published_at": "2099-01-01"}
    nights.write(spring / "in", [nights.Piece("late.json", record)], 1)
    told = MARCH | DATELESS | {"late.json"}
    assert covered_and_new(spring, COVERING) == (told, {"late.json"})
    record = {"text": "\n\n".join(facts[::-1]), "publisher": "Alm", "published_at": "2024-06-01"}
    nights.write(spring / "in", [nights.Piece("june.json", record)], 2)
    assert "june.json" in covered_and_new(spring, COVERING)[0]
    facts = nights.sentences(random.Random(14))
    record = {"text": "\n\n".join(facts), "publisher": "Alm", "published_at": "2024-06-20"}
    nights.write(spring / "in", [nights.Piece("later.json", record)], 3)
    assert not MARCH & covered_and_new(spring, COVERING)[0]


def test_where_nothing_has_a_date_a_run_that_brings_something_is_a_day(tmp_path: Path) -> None:
    two = replace(COVERING, keys=replace(COVERING.keys, window_days=2))
    for night in range(3):
        facts = nights.sentences(random.Random(20 + night))
        piece = nights.Piece(f"{night}.json", {"text": "\n\n".join(facts), "publisher": "Alm"})
        nights.write(tmp_path / "in", [piece], night)
        told, new = covered_and_new(tmp_path, two)
        assert new == {f"{night}.json"}
    assert told == {"1.json", "2.json"}
    assert covered_and_new(tmp_path, two) == (told, set())


def test_a_window_without_end_covers_everything(spring: Path) -> None:
    endless = replace(COVERING, keys=replace(COVERING.keys, window_days=0))
    (spring / "s.duckdb").unlink()
    assert len(covered_and_new(spring, endless)[0]) == 8
    assert len(covered_and_new(spring, endless)[0]) == 8
