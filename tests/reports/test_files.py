"""The files of a run: the same bytes for any threads, no absolute paths, raw Parquet."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dedup import reports
from dedup.reports import columns
from dedup.reports.files import file_names
from dedup.settings import ReportSettings

Tables = dict[str, pl.DataFrame]
ALONE = set(columns.FILES) - set(columns.STATE_FILES)
"""What a run without a state writes."""

MANY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import polars as pl
from conftest import newsroom
from dedup import reports
from dedup.reports import files
from dedup.settings import ReportSettings

settings = ReportSettings(row_group_rows=1000)
built = reports.build(newsroom(), settings)
out = Path(sys.argv[2])
reports.write(built, {}, out, settings)
for name, frame in built.items():
    many = pl.concat([frame] * 400, rechunk=False)
    files._write_table(name, many, out, settings)
"""


def digests(out: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in out.iterdir()}


def test_bytes_do_not_depend_on_threads_or_hash_seed(tmp_path: Path) -> None:
    found = []
    for threads in ("1", "2", "7"):
        out = tmp_path / threads
        subprocess.run(
            [sys.executable, "-c", MANY, str(Path(__file__).parent), str(out)],
            env={**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads},
            check=True,
        )
        found.append(digests(out))
    assert found[0] == found[1] == found[2]
    assert set(found[0]) == ALONE


@pytest.fixture
def out(stage_tables: Tables, tmp_path: Path) -> Path:
    settings = ReportSettings()
    built = reports.build(stage_tables, settings)
    facts = {"timings": {"seconds": 1.5}, "warnings": ["ä"], "counts": {"articles": 8}}
    reports.write(built, facts, tmp_path / "out", settings, tmp_path / "texts")
    return tmp_path / "out"


def test_every_file_is_there_and_listed(out: Path) -> None:
    assert {file.name for file in out.iterdir()} == ALONE
    text = (out / "run.json").read_text("utf-8")
    manifest = json.loads(text)
    assert text == json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    assert set(manifest["files"]) == ALONE - {"run.json"}
    for name, told in manifest["files"].items():
        data = (out / name).read_bytes()
        assert told == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert manifest["timings"] == {"seconds": 1.5}


def test_csv_and_parquet_say_the_same(out: Path) -> None:
    raw = pl.read_parquet(out / "articles.parquet")
    assert raw["title"][3] == "=Trade fears"
    assert raw["text"][0].startswith("The old harbour")
    with (out / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [c for c in columns.ARTICLES.schema.names() if c != "text"]
    assert rows[3]["title"] == "'=Trade fears"
    assert [row["keep"] for row in rows] == [str(k).lower() for k in raw["keep"]]


def test_no_file_names_an_absolute_path(out: Path) -> None:
    for file in out.iterdir():
        assert str(out.parent).encode() not in file.read_bytes(), file.name


def test_texts_are_files_too(out: Path) -> None:
    folder = out.parent / "texts"
    names = {file.name for file in folder.iterdir()}
    assert len(names) == 9
    assert "b.txt" in names
    assert "Read  also" not in (folder / "b.txt").read_text("utf-8")


def test_file_names_are_safe_and_apart() -> None:
    ids = ["a.txt", "a", "A", "../../etc/passwd", "", ".", "x" * 300, "b.html", "é/ü", "-", "a b"]
    names = file_names(ids)
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert "/" not in name
        assert not name.startswith(".")
        assert name.endswith(".txt")
        assert len(name.encode()) < 200
    assert names[ids.index("b.html")] == "b.html.txt"
