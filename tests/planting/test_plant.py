"""What the planter says of its articles is true of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dedup.commands.plant import plant as plant_files
from dedup.errors import SettingsError, UsageError
from dedup.planting import Planted, operations, phrases
from dedup.settings.planting import PlantSettings

Plant = Callable[..., Planted]


def texts(planted: Planted) -> dict[str, str]:
    return dict(planted.articles.select("id", "text").iter_rows())


def test_the_same_seed_plants_the_same_and_another_other_stories(plant: Plant) -> None:
    one, same, other = plant(seed=3), plant(seed=3), plant(seed=4)
    assert all(a.equals(b) for a, b in zip(one, same, strict=True))
    assert not one.articles.equals(other.articles)


def test_verbatim_passages_are_the_same_characters_on_both_sides(plant: Plant) -> None:
    planted = plant()
    text = texts(planted)
    assert planted.passages.height > 100
    for row in planted.passages.iter_rows(named=True):
        left = text[row["left"]][row["left_start"] : row["left_stop"]]
        right = text[row["right"]][row["right_start"] : row["right_stop"]]
        assert left
        assert right
        if row["kind"] == "verbatim":
            assert left.split() == right.split()
        else:
            assert left.split() != right.split()


def test_cuts_and_passages_never_overlap(plant: Plant) -> None:
    planted = plant(furniture=1.0)
    cuts = planted.cuts.select("article", "start", "stop")
    left = planted.passages.select(article="left", start="left_start", stop="left_stop")
    for article, start, stop in left.unique().iter_rows():
        inside = cuts.filter(
            pl.col("article") == article, pl.col("start") < stop, pl.col("stop") > start
        )
        assert inside.is_empty()


def test_without_furniture_and_credits_only_sentences_are_left(plant: Plant) -> None:
    planted = plant(furniture=0.0, strip=1.0)
    outlets = planted.chains.filter(
        pl.col("operation") != "wire", pl.col("operation") != "write_through"
    )
    cuts = planted.cuts.join(outlets, on="article", how="semi")
    assert cuts.is_empty()
    assert planted.chains.join(outlets, on="article", how="semi")[
        "credit_forms"
    ].unique().to_list() == [""]


def test_a_copy_comes_after_what_it_took(plant: Plant) -> None:
    chains = plant(deep=0.6).chains
    times = dict(chains.select("article", "published_at").iter_rows())
    taken = chains.filter(pl.col("parent").is_in(list(times)))
    assert taken.height > 20
    for article, parent in taken.select("article", "parent").iter_rows():
        assert times[parent] < times[article]


def test_directions_follow_the_chains(plant: Plant) -> None:
    planted = plant(deep=0.6)
    parents = dict(planted.chains.select("article", "parent").iter_rows())
    labels = planted.labels.filter(pl.col("label") != "different")
    ways = {
        (left, right): way
        for left, right, way in labels.select("left", "right", "direction").iter_rows()
    }
    assert set(ways.values()) == {"L->R", "common"}
    for (left, right), way in ways.items():
        if parents[right] == left:
            assert way == "L->R"


def test_a_wire_held_back_is_an_outlet_without_text(plant: Plant) -> None:
    planted = plant(hold_back_wire=1.0, two_wires=0.0)
    roots = planted.chains.filter(pl.col("hop") == 1)
    assert roots.height > 8
    assert roots.select(pl.col("parent") == "outlet:" + pl.col("origin")).to_series().all()
    assert not planted.events.head(8)["wire_present"].any()
    assert planted.events["independent_origins"].unique().to_list() == [1]


def test_times_are_as_asked(plant: Plant) -> None:
    minute = plant(times="minute").articles["published_at"]
    assert minute.str.contains(r"^\d{4}-\d\d-\d\dT\d\d:\d\dZ$").all()
    assert plant(times="day").articles["published_at"].str.contains(r"^\d{4}-\d\d-\d\d$").all()
    assert plant(times="none").articles["published_at"].is_null().all()
    wrong = plant(wrong_times=1.0).chains.filter("wrong_time")
    assert wrong.height > 20


@pytest.mark.parametrize(
    ("operation", "label"),
    [("copy", "copy"), ("trim", "copy"), ("restyle", "copy"), ("reorder", "copy")],
)
def test_operations_make_what_they_are_for(plant: Plant, operation: str, label: str) -> None:
    planted = plant(operations=(operation,), deep=0.0, two_wires=0.0)
    direct = planted.labels.filter(pl.col("operation") == operation)
    assert direct.height > 10
    assert direct["label"].unique().to_list() == [label]


def test_heavy_rewording_leaves_little_running_text(plant: Plant) -> None:
    planted = plant(operations=("reword_heavy",), deep=0.0, two_wires=0.0)
    labels = planted.labels.filter(pl.col("operation") == "reword_heavy")["label"]
    assert (labels != "copy").mean() > 0.7


def test_training_uses_nothing_that_is_held_back(plant: Plant) -> None:
    planted = plant(part="train", furniture=1.0)
    assert not planted.chains["held_back"].any()
    assert not planted.cuts["held_back"].any()
    assert not set(planted.chains["operation"]) & operations.HELD_BACK
    held = {agency.name for agency in phrases.agencies() if agency.held_back}
    assert not set(planted.chains["origin"]) & held


def test_what_is_held_back_comes_first_in_its_part(plant: Plant) -> None:
    chains = plant(part="held-back").chains
    outlets = chains.filter(pl.col("hop") > 0)
    assert outlets["held_back"].all()


def test_events_count_the_reports_they_go_back_to(plant: Plant) -> None:
    planted = plant(two_wires=1.0, operations=("merge",))
    assert 2 in planted.events["independent_origins"].to_list()
    assert planted.events["articles"].sum() == planted.articles.height


def test_too_few_articles_are_a_sentence(plant: Plant) -> None:
    with pytest.raises(UsageError, match="give more articles"):
        plant(5, stories=20)


def test_unknown_names_and_shares_are_refused(plant: Plant) -> None:
    with pytest.raises(UsageError, match="no operation; there are copy"):
        plant(operations=("copies",))
    with pytest.raises(SettingsError, match=r"plant\.strip"):
        PlantSettings(strip=2.0)


def test_the_command_writes_the_same_bytes_under_any_hash_seed(
    folder: Path, tmp_path: Path
) -> None:
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        done = subprocess.run(
            [sys.executable, "-m", "dedup", "plant", folder, "--out", out, "--stories", "3",
             "--alone", "1", "--least-words", "60", "--json"],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["articles"] > 10
        made.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert made[0] == made[1]
    assert {path.name for path in made[0]} == {
        "articles.jsonl", "labels.csv", "passages.csv", "cuts.csv", "chains.csv", "events.csv",
        "plant.json",
    }  # fmt: skip


def test_a_folder_in_use_is_not_written_to(folder: Path) -> None:
    with pytest.raises(UsageError, match="not an empty folder"):
        plant_files([folder], folder, PlantSettings(), None, as_json=False)
    with pytest.raises(UsageError, match="there is no file or folder"):
        plant_files([folder / "no"], folder / "new", PlantSettings(), None, as_json=False)
