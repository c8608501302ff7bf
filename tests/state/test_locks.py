"""One run at a time; those who only look keep no run out for long."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from dedup.errors import StateHeldError
from dedup.state import locks


def test_a_second_run_is_refused_and_told_who_holds_the_state(tmp_path: Path) -> None:
    state = tmp_path / "s.duckdb"
    with locks.held(state):
        holder = locks.holder(state)
        assert holder is not None
        assert holder["pid"]
        with pytest.raises(StateHeldError, match="another run holds"), locks.held(state):
            pass
    assert locks.holder(state) is None
    with locks.held(state):
        pass


def test_a_second_run_may_wait(tmp_path: Path) -> None:
    state = tmp_path / "s.duckdb"
    began, done = threading.Event(), threading.Event()

    def first() -> None:
        with locks.held(state):
            began.set()
            done.wait(60)

    thread = threading.Thread(target=first)
    thread.start()
    began.wait(60)
    threading.Timer(0.3, done.set).start()
    with locks.held(state, wait=60):
        assert done.is_set()
    thread.join()


def test_a_run_waits_for_those_who_look(tmp_path: Path) -> None:
    state = tmp_path / "s.duckdb"
    with (
        locks.held(state),
        pytest.raises(StateHeldError, match="ask again"),
        locks.shared(state),
    ):
        pass
    looked = threading.Event()

    def look() -> None:
        with locks.shared(state), locks.shared(state):
            looked.set()
            time.sleep(0.5)

    thread = threading.Thread(target=look)
    thread.start()
    looked.wait(60)
    with locks.held(state):
        pass
    thread.join()
