"""What a run with a state prints, and when it prints nothing: what lands in the mail of cron."""

from __future__ import annotations

import json
from pathlib import Path

import nights
import pytest

from dedup.commands.run import Outcome, Request, run
from dedup.commands.status import status
from dedup.errors import UsageError
from dedup.logs import Log
from dedup.state import database as databases


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Three articles that have come in."""
    nights.write(tmp_path / "in", nights.articles(1, 3), 0)
    return tmp_path


def night(place: Path, *, if_new: bool = False) -> Outcome:
    return run(
        Request(
            inputs=[place / "in"],
            out=place / "out",
            state=place / "in" / "s.duckdb",  # among the articles: no article itself
            if_new=if_new,
        )
    )


def test_a_night_without_news_says_so_or_nothing(place: Path) -> None:
    assert night(place, if_new=True).text.startswith("3 new articles; ")
    assert night(place).text.startswith("nothing new; 3 known; see ")
    assert not night(place, if_new=True).text


def test_a_warning_that_stands_is_told_once(place: Path) -> None:
    (place / "in" / "one.jpg").write_bytes(b"")
    assert "no articles by their name: .jpg 1" in "".join(night(place).warnings)
    (place / "in" / "two.jpg").write_bytes(b"")
    second = night(place)
    assert second.warnings == ()
    assert ".jpg 2" in "".join(second.standing)
    assert ".jpg 2" in str(json.loads((place / "out" / "run.json").read_text())["warnings"])
    (place / "in" / "three.pdf").write_bytes(b"")
    assert ".pdf 1" in "".join(night(place).warnings)


def test_why_nothing_was_done_is_told_every_time(place: Path) -> None:
    night(place)
    for file in (place / "in").rglob("*.json"):
        file.unlink()
    for _ in range(2):
        done = night(place)
        assert not done.text
        assert "is its disk there?" in "".join(done.warnings)


def test_what_a_killed_run_did_not_tell_the_next_one_tells(place: Path) -> None:
    (place / "in" / "one.jpg").write_bytes(b"")
    night(place)
    with databases.opened(place / "in" / "s.duckdb", nights.settings().state) as database:
        database.run("UPDATE meta SET value = '0' WHERE name = 'published'")
    done = night(place)
    assert "3 new articles" in done.text
    assert ".jpg 1" in "".join(done.warnings)


def test_an_input_that_has_gone_empty_among_others_is_told(place: Path) -> None:
    nights.write(place / "more", nights.articles(2, 9), 0)
    both = {"inputs": [place / "in", place / "more"], "out": place / "out"}
    state = place / "s.duckdb"
    run(Request(**both, state=state))
    for file in (place / "in").rglob("*.json"):
        file.unlink()
    done = run(Request(**both, state=state))
    assert "the INPUT in holds none of the 3 files known from there" in "".join(done.warnings)
    assert done.text.startswith("nothing new; 12 known")


def test_a_folder_is_no_state(place: Path) -> None:
    for folder in (place, Path()):
        with pytest.raises(UsageError, match="is a folder"):
            run(Request(inputs=[place / "in"], out=place / "out", state=folder))
        with pytest.raises(UsageError, match="is a folder"):
            status(folder)


def test_a_log_that_cannot_be_written_is_told_at_once(place: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        Log(place / "nowhere" / "dedup.log").begin()
    Log(place / "dedup.log").begin()
    assert not (place / "dedup.log").read_text()


def test_the_last_good_run_is_the_last_by_number_whatever_the_clock_said(place: Path) -> None:
    night(place)
    night(place)
    state = place / "in" / "s.duckdb"
    with databases.opened(state, nights.settings().state) as database:
        database.run("UPDATE runs SET finished = '2099-01-01T00:00:00Z' WHERE run = 1")
    hours = status(state).hours
    assert hours is not None
    assert 0 <= hours < 1
