"""No CSV cell that comes from an article is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dedup.reports import columns

Command = Callable[..., subprocess.CompletedProcess[str]]
MARKS = ("=", "+", "-", "@", "\t", "\r", "\0")
LEAD = "1+1,cmd|' /C calc'!A0 The council of Aldmoor closed the ferry on Monday after a storm."
BODY = (
    "Two boats lay in the harbour with broken masts, and a third one had gone down overnight. "
    "Crews will begin to raise it once the wind drops, which may take until the weekend. "
    "Passengers were told to travel by the bridge at Stell, an hour further up the river."
)
NUMBERS = {
    name
    for table in (columns.ARTICLES, columns.PAIRS, columns.PASSAGES, columns.STORIES)
    for name, kind in table.schema.items()
    if kind.is_numeric()
}


@pytest.fixture(scope="module")
def out(dedup: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on articles whose every field begins like a formula; each text stands there twice."""
    folder = tmp_path_factory.mktemp("formulas")
    records = [
        {
            "id": f"{mark}id{number}{copy}",
            "title": f"{mark}HYPERLINK(title)",
            "publisher": f"{mark}Outlet {copy}",
            "byline": f"{mark}Byline",
            "text": f"{mark}{LEAD} No {number * 7919}.\n\n{mark}{BODY} {'So it is. ' * copy}\n\n"
            f"Read also:\n- {mark}Ten walks along the river\n\nReporting by {mark}Union Wire",
            "section": f"{mark}extra",
            f"{mark}column": "extra",
        }
        for number, mark in enumerate(MARKS)
        for copy in range(2)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    for mark in "=+-@":
        (folder / f"{mark}file.txt").write_text(f"{mark}{LEAD}\n\n{mark}{BODY}\n", "utf-8")
        (folder / f"{mark}broken.json").write_text("{", "utf-8")
    done = dedup("run", folder, "--out", folder / "reports")
    assert done.returncode == 0, done.stderr
    return folder / "reports"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_every_cell_of_every_csv_is_guarded(out: Path) -> None:
    files = sorted(out.glob("*.csv"))
    assert len(files) >= 10
    unguarded = [
        (path.name, column, cell)
        for path in files
        for row in rows(path)
        for column, cell in row.items()
        if cell.startswith(MARKS) and column not in NUMBERS
    ]
    assert unguarded == []


def test_headers_are_guarded_too(out: Path) -> None:
    for path in out.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as opened:
            assert not [name for name in next(csv.reader(opened)) if name.startswith(MARKS)]


def test_there_was_something_to_guard(out: Path) -> None:
    for name in (
        "articles",
        "pairs",
        "passages",
        "provenance",
        "rejects",
        "stories",
        "boilerplate",
    ):
        cells = [cell for row in rows(out / f"{name}.csv") for cell in row.values()]
        assert [cell for cell in cells if cell.startswith("'")], name


def test_an_id_is_written_alike_in_every_table(out: Path) -> None:
    ids = {row["article_id"] for row in rows(out / "articles.csv")}
    assert {name[:2] for name in ids} >= {"'=", "'+", "'-", "'@"}
    for table, column in (
        ("pairs", "left_id"),
        ("pairs", "right_id"),
        ("passages", "left_id"),
        ("provenance", "article_id"),
        ("boilerplate", "article_id"),
        ("credits", "article_id"),
        ("stories", "first_article_id"),
    ):
        assert {row[column] for row in rows(out / f"{table}.csv")} <= ids, table


def test_parquet_has_the_values_as_they_are(out: Path) -> None:
    ids = pl.read_parquet(out / "articles.parquet")["article_id"].to_list()
    assert not [name for name in ids if name.startswith("'")]
    assert {name[0] for name in ids} >= set("=+-@")


def test_the_page_and_the_terminal_do_not_carry_markup_of_articles(
    dedup: Command, tmp_path: Path
) -> None:
    evil = "<script>alert(1)</script> \x1b[2J</pre>"
    (tmp_path / "a.txt").write_text(f"{evil} {LEAD}\n\n{BODY}", "utf-8")
    (tmp_path / "b.txt").write_text(f"{evil} {LEAD}\n\n{BODY} More.", "utf-8")
    done = dedup("run", tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "\x1b" not in page
