"""Names of articles, night by night, against those that all would have at once."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import nights
import polars as pl
import pytest

from dedup import incremental
from dedup.state import database as databases

JOB = nights.settings()
FOLDERS = ("a/x", "b/x", "x", "d", "c/d")


def night(state: Path, inputs: Sequence[Path]) -> incremental.Night:
    with incremental.ready(state, JOB) as database:
        done = incremental.run_job(database, inputs, JOB)
        incremental.publish(database, done.number)
    return done


def names(state: Path) -> list[tuple[str, str | None, str | None]]:
    with databases.opened(state, JOB.state) as database:
        return database.frame(
            "SELECT place, article_id, repeats FROM names JOIN records USING (article) "
            "ORDER BY place, position"
        ).rows()


@pytest.mark.parametrize("seed", range(3))
def test_inputs_that_come_one_by_one_are_named_as_all_at_once(seed: int, tmp_path: Path) -> None:
    """Paths, ids and names of INPUTs that are alike, in any order of nights."""
    rng = random.Random(seed)
    folders = [tmp_path / "in" / name for name in FOLDERS]
    for number, folder in enumerate(folders):
        for path in rng.sample(("1.json", "x/1.json", "a/x/1.json", "2.json"), 3):
            text = " ".join(nights.sentences(rng if rng.random() < 0.7 else random.Random(1)))
            record = {"text": text, "publisher": ""}
            if rng.random() < 0.5:
                record["id"] = rng.choice(("1.json", "x/1.json", "7", "8"))
            nights.write(folder, [nights.Piece(path, record)], number)
    order = rng.sample(folders, len(folders))
    for count in range(1, len(order) + 1):
        some = order[:count] if rng.random() < 0.5 else order[count - 1 : count]
        night(tmp_path / "grown.duckdb", some)
    night(tmp_path / "grown.duckdb", order)
    night(tmp_path / "whole.duckdb", folders)
    assert names(tmp_path / "grown.duckdb") == names(tmp_path / "whole.duckdb")


def test_a_folder_a_day_names_nobody_anew(tmp_path: Path) -> None:
    for day in ("2024-03-01", "2024-03-02", "2024-03-03"):
        folder = tmp_path / "in" / day
        nights.write(folder, [nights.Piece(f"{day}.json", nights.articles(1, 1)[0].record)], 0)
        record = json.loads((folder / f"{day}.json").read_text())
        record.pop("id", None)
        (folder / f"{day}.json").write_text(json.dumps(record))
        before = names(tmp_path / "s.duckdb") if (tmp_path / "s.duckdb").exists() else []
        night(tmp_path / "s.duckdb", [folder])
        assert [row for row in names(tmp_path / "s.duckdb") if row in before] == before
    with databases.opened(tmp_path / "s.duckdb", JOB.state) as database:
        found = database.frame("SELECT article_id FROM names ORDER BY article")
    assert found.equals(pl.DataFrame({"article_id": [f"2024-03-0{n}.json" for n in (1, 2, 3)]}))


def test_a_renamed_folder_is_not_read_again_and_its_articles_keep_their_names(
    tmp_path: Path,
) -> None:
    nights.write(tmp_path / "one", nights.articles(7, 8), 0)
    nights.write(tmp_path / "two", nights.articles(8, 8), 0)
    both = [tmp_path / "one", tmp_path / "two"]
    night(tmp_path / "s.duckdb", both)
    before = [name for _, name, _ in names(tmp_path / "s.duckdb")]
    (tmp_path / "two").rename(tmp_path / "three")
    done = night(tmp_path / "s.duckdb", [tmp_path / "one", tmp_path / "three"])
    candidates = done.run.facts["candidates"]
    assert isinstance(candidates, dict)
    assert candidates["files_read"] == 0
    assert done.summary == f"nothing new; {len([n for n in before if n])} known"
    after = [name for _, name, _ in names(tmp_path / "s.duckdb")]
    told = {(name or "").replace("two/", "three/") for name in before}
    assert {name or "" for name in after} == told
