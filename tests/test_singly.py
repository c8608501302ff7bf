"""Articles read and cut while others are still read: the same tables as afterwards."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest

from dedup import formats, kernels, singly
from dedup.engines import Crew
from dedup.formats import early
from dedup.settings import InputSettings, Settings
from dedup.timings import Timings

STORY = """By Ann Lee

LINDVIK (Reuters) - The ferry to Lindvik sails again after {} days at the quay.
"It was time," said the mayor, who had waited for it since the winter.

Read also: The pier of Lindvik is closed
Photo: Bo Ek / AFP
"""
TABLES = ("credits", "cuts", "languages", "blocks", "mastheads")


class Obliging:
    """A crew that does at once what it is asked for, until it has enough."""

    def __init__(self, most: int) -> None:
        self.left = most

    def begin(self, ready: Callable[..., object], *given: object) -> None:
        del ready, given

    def busy(self) -> bool:
        return self.left <= 0

    def ask(self, function: Callable[..., Any], *batch: object) -> Callable[[], Any]:
        self.left -= 1
        found = function(*batch)
        return lambda: found


def written(folder: Path) -> Path:
    """Files of several kinds; one article is listed twice, names do not come in path order."""
    rows = [{"id": f"a{99 - n}", "text": STORY.format(n), "date": "2024-05-01"} for n in range(20)]
    rows.insert(7, rows[3])
    (folder / "lines.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    table = pl.DataFrame({"text": [STORY.format(100 + n) for n in range(9)], "lang": ["de"] * 9})
    table.write_parquet(folder / "b.parquet")
    for number in range(8):
        (folder / f"Post_{number}.txt").write_text(STORY.format(200 + number), "utf-8")
    (folder / "z.json").write_text(json.dumps([{"text": STORY.format(300)}] * 3), "utf-8")
    return folder


@pytest.mark.parametrize("most", [0, 1, 2, 99])
def test_what_is_done_early_is_what_is_done_later(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early, "AT_A_TIME", 4)
    monkeypatch.setattr(early, "_FEWEST", 1)
    monkeypatch.setattr(kernels, "is_compiled", lambda: True)
    settings = Settings(input=InputSettings(path_pattern="{publisher}_*"))
    found = formats.find([written(tmp_path)], settings.input)

    def tables(ahead: singly.Ahead | None) -> dict[str, pl.DataFrame]:
        read = formats.read_found(found, settings.input, 1, ahead)
        made = {"articles": read.articles, "evidence": read.evidence}
        if ahead is not None:
            assert read.marks is not None
            ahead.number(read.marks)
        singly.read(made, settings, Timings(lambda _: None), ahead)
        return made

    crew = Obliging(most)
    ahead = singly.Ahead(cast("Crew", crew), settings)
    begun = tables(ahead)
    later = tables(None)
    assert {name: begun[name].equals(later[name]) for name in later} == dict.fromkeys(later, True)
    assert set(TABLES) < set(later)
    assert all(later[name]["row"].is_sorted() for name in TABLES)
    assert later["articles"].height == 40
    assert later["mastheads"]["publisher"].eq("Post").sum() == 8
    taken = ahead.rows()
    assert taken.is_unique().all()
    # All but one that is listed twice, were there no end to what the crew takes.
    assert len(taken) == (40 if most == 99 else {0: 0, 1: 4, 2: 8}[most])


def test_nothing_is_wanted_early_before_loops_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    crew = cast("Crew", Obliging(9))
    for compiled in (False, True):
        monkeypatch.setattr(kernels, "is_compiled", lambda compiled=compiled: compiled)
        assert singly.Ahead(crew, Settings()).wants() is compiled


def test_a_crew_is_asked_for_some_batches_at_a_time() -> None:
    crew = Crew(2)
    assert crew.busy(), "no process stands ready"
    with pytest.raises(RuntimeError, match="no process"):
        crew.ask(len, "abc")
    try:
        crew.begin(len, "")
        asked = []
        while not crew.busy():
            asked.append(crew.ask(pow, 2, len(asked)))
        assert [wait() for wait in asked] == [2**n for n in range(len(asked))]
        assert not crew.busy()
        assert crew.used
    finally:
        crew.stop()
