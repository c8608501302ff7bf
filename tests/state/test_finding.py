"""One text held against a state."""

from __future__ import annotations

from pathlib import Path

import nights
import polars as pl

from dedup import incremental
from dedup.incremental import finding
from dedup.settings import Settings

JOB = nights.settings()


def test_one_text_is_found_in_a_state(tmp_path: Path) -> None:
    place = tmp_path
    nights.write(place / "in", nights.articles(7, 10), 0)
    nights.night(place / "s.duckdb", place / "in", JOB)
    piece = next(p for p in nights.articles(7, 10) if len(p.record["text"]) > 400)
    file = place / "asked.txt"
    file.write_text(piece.record["text"])
    with incremental.reading(place / "s.duckdb", JOB) as database:
        found = finding.find(database, file, JOB).rows
    assert found["relation"][0] == "copy"
    assert found["probability"][0] == 1.0
    assert all(found["because"])


def test_one_text_is_told_what_a_run_would_tell(tmp_path: Path) -> None:
    """Verdicts on a text that is asked for are those on it once it is in the state."""
    place = tmp_path
    seeds = Path(__file__).parents[2] / "seeds"
    job, names = Settings(), ("000_b59426c947bcaf14.txt", "001_12064eb50091cbec.txt")
    (place / "news").mkdir()
    for name in names:
        (place / "news" / name).write_bytes((seeds / name).read_bytes())
    nights.night(place / "n.duckdb", place / "news", job)
    asked_for = seeds / "002_de11c77990c30cca.txt"
    with incremental.reading(place / "n.duckdb", job) as database:
        found = finding.find(database, asked_for, job).rows
    (place / "news" / asked_for.name).write_bytes(asked_for.read_bytes())
    told = nights.night(place / "n.duckdb", place / "news", job).run.tables["relations"]
    with_it = told.filter(pl.col("right") == 2)["relation"].sort().to_list()
    assert found["relation"].sort().to_list() == with_it
    with incremental.reading(place / "n.duckdb", job) as database:  # now that it is known itself
        again = finding.find(database, asked_for, job).rows
    assert again["relation"].to_list()[0] == "copy"
    assert again["relation"].sort().to_list() == sorted(["copy", *with_it])
