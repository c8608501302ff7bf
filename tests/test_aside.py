from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dedup import aside
from dedup.pipeline import run_job
from dedup.settings import Settings

SEEDS = Path(__file__).parents[1] / "seeds"

TABLE = pl.DataFrame({"row": [0, 1, 2], "text": ["The dam broke.", None, "堤防が決壊"]})


def test_a_column_is_gone_meanwhile_and_the_same_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "WORTH_WRITING", 0)
    tables = {"articles": TABLE}
    with aside.set_aside(tables, "articles", "text"):
        assert tables["articles"].equals(TABLE.drop("text"))
    assert tables["articles"].equals(TABLE)
    with pytest.raises(KeyError), aside.set_aside(tables, "articles", "text"):
        raise KeyError
    assert tables["articles"].equals(TABLE)


def test_a_small_one_stays_and_so_does_one_that_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = {"articles": TABLE}
    with aside.set_aside(tables, "articles", "text"):
        assert tables["articles"] is TABLE

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(aside, "WORTH_WRITING", 0)
    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    with aside.set_aside(tables, "articles", "text"):
        assert tables["articles"] is TABLE


def test_a_run_whose_texts_are_set_aside_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run_job([SEEDS], Settings()).tables
    monkeypatch.setattr(aside, "WORTH_WRITING", 0)
    apart = run_job([SEEDS], Settings()).tables
    assert plain.keys() == apart.keys()
    assert all(plain[name].equals(apart[name]) for name in plain)
