"""Batches of pairs: which order they come in never changes a verdict."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from dedup import batches
from dedup.names import Names
from dedup.pipeline import run_job
from dedup.settings import EngineSettings, Settings
from dedup.tables import PAIRS, ROW

SEEDS = Path(__file__).parents[1] / "seeds"


def grid(size: int) -> pl.DataFrame:
    """PAIRS of many small groups of articles, their rows dealt out over the whole table."""
    rows = list(range(size * 8))
    random.Random(7).shuffle(rows)
    groups = [rows[start : start + 8] for start in range(0, len(rows), 8)]
    pairs = [(min(a, b), max(a, b)) for group in groups for a in group for b in group if a < b]
    return PAIRS.frame((a, b, "terms", 0.1, 0.1, 0.1, 0.3) for a, b in sorted(pairs))


def readings(pairs: pl.DataFrame) -> int:
    """Articles of each batch, summed."""
    return sum(
        pl.concat([part["left"], part["right"]]).n_unique() for part in pairs.iter_slices(100)
    )


def test_gathered_pairs_are_the_same_pairs_in_fewer_readings(monkeypatch):
    monkeypatch.setattr(batches, "PAIRS_A_BATCH", 100)
    pairs = grid(50)
    gathered = batches._neighbours_together(pairs)
    assert gathered.sort("left", "right").equals(pairs)
    assert readings(gathered) < 0.6 * readings(pairs)
    assert batches._neighbours_together(pairs).equals(gathered)


def test_one_batch_is_left_as_it_is():
    pairs = grid(3)
    assert batches._neighbours_together(pairs).equals(pairs)


@pytest.mark.parametrize("ordered", [True, False])
def test_the_lines_of_some_articles_are_what_a_filter_finds(ordered):
    draw = random.Random(3)
    rows = [row for row in range(40) for _ in range(draw.choice((0, 1, 1, 5)))]
    if not ordered:
        draw.shuffle(rows)
    frame = pl.DataFrame({"row": rows, "place": range(len(rows))}, schema_overrides={"row": ROW})
    for size in (0, 1, 7, 40):
        some = pl.Series("row", sorted(draw.sample(range(45), size)), dtype=ROW)
        wanted = frame.filter(pl.col("row").is_in(some.implode())).sort("row", maintain_order=True)
        assert batches._ByRow(frame).of(some).equals(wanted)
    assert batches._ByRow(frame.clear()).of(some).is_empty()


@pytest.fixture
def articles(tmp_path):
    for seed in SEEDS.glob("*.txt"):
        lines = [line for line in seed.read_text("utf-8").splitlines() if line.strip()]
        for share in (1, 2, 3):
            text = "\n".join(lines[: len(lines) * share // 3])
            (tmp_path / f"{share}-{seed.name}").write_text(text, "utf-8")
    return tmp_path


def test_the_size_of_batches_changes_no_verdict(articles, monkeypatch):
    settings = Settings(engine=EngineSettings(workers=1))
    whole = run_job([articles], settings).tables
    monkeypatch.setattr(batches, "PAIRS_A_BATCH", 7)
    parted = run_job([articles], settings).tables
    assert whole["pairs"].height > 14
    for name in ("alignments", "signals", "relations", "supports", "stories", "provenance"):
        assert parted[name].equals(whole[name]), name


@pytest.mark.parametrize("size", [0, 1, 7, 40])
@pytest.mark.parametrize("ready", [True, False])
def test_reasons_are_dealt_out_in_order_and_none_is_left_out(size, ready, monkeypatch):
    monkeypatch.setattr(batches, "WORTH_TELLING", 5)
    monkeypatch.setattr(batches, "at_work", lambda _: ready)
    signals = pl.DataFrame({"left": range(size)}, schema={"left": ROW})
    supports = pl.DataFrame({"third": [1]})
    dealt = list(batches.reason_batches(signals, supports, EngineSettings(workers=2)))
    assert pl.concat([some for some, _ in dealt]).equals(signals)
    assert all(given is supports for _, given in dealt)
    assert len(dealt) == (4 if ready and size > 5 else 1)


def test_outlets_are_compared_by_what_the_registry_calls_them():
    listed = pl.DataFrame(
        {
            "row": [1],
            "title": ["T"],
            "publisher": ["NPR Online News"],
            "attributed": [["NPR", "The Washington Post"]],
            "stretches": [[2, 1]],
            "earliest": [None],
            "latest": [None],
            "credited": [None],
            "retold": [["Washington Post"]],
            "named": [["National Public Radio", "Tarn Courier"]],
            "early": [[]],
        }
    )
    profile = batches._profiles(listed, Names())[1]
    assert profile.publisher in profile.named
    assert dict(profile.attributed)[profile.publisher] == 2
    assert dict(profile.attributed).keys() - {profile.publisher} == profile.retold
    assert "tarncourier" in profile.named
