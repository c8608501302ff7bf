"""Directions and provenance of some stories at a time are those of all at once."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from dedup import tracing
from dedup.pipeline import run_job
from dedup.settings import EngineSettings, ProvenanceSettings, Settings

SEEDS = Path(__file__).parents[1] / "seeds"


WORDS = [
    "river",
    "bridge",
    "harbour",
    "council",
    "bakery",
    "engine",
    "teacher",
    "winter",
    "market",
    "orchard",
    "signal",
    "lantern",
    "ferry",
    "copper",
    "violin",
    "garden",
    "stadium",
    "museum",
    "tunnel",
    "glacier",
    "pepper",
    "carpet",
    "mirror",
    "ladder",
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The seeds, whole and trimmed, and a few stories of an invented kind, printed by several."""
    for seed in SEEDS.glob("*.txt"):
        lines = [line for line in seed.read_text("utf-8").splitlines() if line.strip()]
        for share in (2, 3):
            text = "\n".join(lines[: len(lines) * share // 3])
            (tmp_path / f"{share}-{seed.name}").write_text(text, "utf-8")
    draw = random.Random(4)
    for story in range(6):
        own = [f"{draw.choice(WORDS)}{story}" for _ in range(40)]
        told = [f"The {' '.join(draw.choices(own, k=14))} of Halden." for _ in range(9)]
        for print_, lines in enumerate((told, told[:7], [*told[1:], "Nobody was hurt."], told)):
            (tmp_path / f"{story}-{print_}.txt").write_text("\n".join(lines), "utf-8")
    (tmp_path / "alone.txt").write_text("A bakery has won a prize for its loaves again.", "utf-8")
    return tmp_path


def test_stories_dealt_out_have_the_same_sources(
    articles: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rulings = tmp_path_factory.mktemp("rulings") / "rulings.csv"
    names = sorted(file.name for file in articles.glob("*.txt"))
    rulings.write_text(f"left,source\nalone.txt,{names[3]}\n", "utf-8")
    settings = Settings(
        engine=EngineSettings(workers=1), provenance=ProvenanceSettings(rulings=str(rulings))
    )
    whole = run_job([articles], settings).tables
    monkeypatch.setattr(tracing, "_WORTH_PARTING", 0)
    monkeypatch.setattr(tracing, "_LEAST_A_BATCH", 5)
    monkeypatch.setattr(tracing, "_ARTICLES_A_BATCH", 5)
    batches = list(tracing.story_batches(whole, settings))
    assert len(batches) > 2
    directions, provenance = tracing.trace(whole, settings)
    assert directions.equals(whole["directions"])
    assert provenance.equals(whole["provenance"])
    assert directions.height > 10
    assert provenance.filter(pl.col("basis") == "ruled").height == 1


def test_texts_that_nobody_looks_at_are_not_handed_on(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(engine=EngineSettings(workers=1))
    tables = run_job([articles], settings).tables
    monkeypatch.setattr(tracing, "_WORTH_PARTING", 0)
    alone = tables["articles"].filter(pl.col("article_id") == "alone.txt")["row"]
    handed = pl.concat([some["texts"] for some, _ in tracing.story_batches(tables, settings)])
    assert handed.height == tables["texts"].height
    assert handed.filter(pl.col("row").is_in(alone.implode()))["text"].to_list() == [None]
    assert handed["text"].null_count() < handed.height
