"""The same articles give the same bytes, however many threads, in whatever order they come."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

# Compiled loops for so few articles too, and several batches, so that there is work to share.
ANOTHER_WAY = """
from dedup import batches, kernels
kernels.WORTH_LOADING = kernels.WORTH_CALLING = 0
batches.ARTICLES_A_BATCH, batches.PAIRS_A_BATCH = 9, 40
"""


def contents(out: Path) -> dict[str, bytes]:
    """Every report but run.json, which tells the time."""
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}


def shuffled(folder: Path, target: Path, order: int) -> Path:
    """A copy of a folder whose files were made in another order."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    random.Random(order).shuffle(files)
    for path in files:
        copy = target / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return target


@pytest.fixture(scope="module")
def usual(
    dedup: Command, seeds: Path, newsroom: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("usual") / "reports"
    done = dedup("run", seeds, newsroom, "--out", out, "--strict", "--graphs", PYTHONHASHSEED="0")
    assert done.returncode == 0, done.stderr
    return out


def test_there_is_something_to_compare(usual: Path) -> None:
    """Else equal bytes say little: all relations, several stories, groups of identical texts."""
    assert set(pl.read_parquet(usual / "pairs.parquet")["relation"]) >= {"copy", "partial"}
    articles = pl.read_parquet(usual / "articles.parquet")
    assert articles.height == 65
    assert articles["identical_group"].n_unique() > 5
    assert articles["credited_to"].n_unique() > 2
    assert articles["publisher"].n_unique() > 4
    for name in ("passages", "boilerplate", "credits", "provenance", "outlets", "stories"):
        assert pl.read_parquet(usual / f"{name}.parquet").height > 5, name


@pytest.mark.parametrize(
    ("workers", "environment", "code"),
    [
        (1, {"POLARS_MAX_THREADS": "1", "NUMBA_NUM_THREADS": "1", "PYTHONHASHSEED": "1"}, ""),
        (3, {"POLARS_MAX_THREADS": "5", "NUMBA_NUM_THREADS": "2", "PYTHONHASHSEED": "77"}, ""),
        (2, {"POLARS_MAX_THREADS": "2", "PYTHONHASHSEED": "random"}, ANOTHER_WAY),
    ],
    ids=["one thread", "many threads", "compiled and in batches"],
)
def test_threads_hash_seed_and_order_change_nothing(
    dedup: Command,
    seeds: Path,
    newsroom: Path,
    usual: Path,
    tmp_path: Path,
    workers: int,
    environment: dict[str, str],
    code: str,
) -> None:
    pipeline = tmp_path / "job.toml"
    pipeline.write_text(f"[engine]\nworkers = {workers}\n", encoding="utf-8")
    inputs = [
        shuffled(newsroom, tmp_path / "other place" / "articles", workers),
        shuffled(seeds, tmp_path / "other place" / "seeds", workers),
    ]
    out = tmp_path / "reports"
    asked = ("--out", out, "--graphs", "--pipeline", pipeline)
    done = dedup("run", *inputs, *asked, code=code, **environment)
    assert done.returncode == 0, done.stderr
    again, before = contents(out), contents(usual)
    assert sorted(again) == sorted(before)
    changed = sorted(name for name, content in again.items() if content != before[name])
    assert changed == []


def test_only_times_and_settings_differ_in_run_json(
    dedup: Command, seeds: Path, newsroom: Path, usual: Path, tmp_path: Path
) -> None:
    done = dedup("run", newsroom, seeds, "--out", tmp_path, "--graphs", PYTHONHASHSEED="5")
    assert done.returncode == 0, done.stderr
    first, second = (json.loads((folder / "run.json").read_text()) for folder in (usual, tmp_path))
    for facts in (first, second):
        del facts["timings"]
    assert first == second


def test_no_report_names_a_place_on_this_machine(usual: Path, newsroom: Path, seeds: Path) -> None:
    places = [str(place.parent).encode() for place in (newsroom, seeds, usual)]
    for path in usual.iterdir():
        content = path.read_bytes()
        assert not [place for place in places if place in content], path.name
