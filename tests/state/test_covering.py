"""Which articles the reports of a night cover."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import nights
import pytest

from dedup import incremental
from dedup.settings import Settings

JOB = nights.settings()


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
