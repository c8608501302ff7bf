"""The five seeds come out as their truth says: exact sets, nothing more and nothing less."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

GOLDEN = Path(__file__).parent
SEEDS = GOLDEN.parents[1] / "seeds"
BLANK = " \t\r\n\xa0"
Row = Mapping[str, str]


def truth(name: str) -> list[Row]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def seed(article_id: str) -> str:
    return (SEEDS / article_id).read_text("utf-8")


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of one run of the real command on the seeds."""
    folder = tmp_path_factory.mktemp("seeds") / "reports"
    done = subprocess.run(
        [sys.executable, "-m", "dedup", "run", str(SEEDS), "--out", str(folder), "--strict"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder


def found(out: Path, table: str) -> list[Row]:
    """A report's rows with every cell as people see it, `-` where it is empty."""
    rows = pl.read_parquet(out / f"{table}.parquet").to_dicts()
    return [{column: shown(value) for column, value in row.items()} for row in rows]


def shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "-" if value is None or value == "" else str(value)


def agrees(row: Row, wanted: Row) -> bool:
    return all(row[column] in cell.split(" | ") for column, cell in wanted.items())


def told(row: Row, columns: Iterable[str]) -> str:
    return ", ".join(f"{column}={row[column]}" for column in columns)


def same(rows: Sequence[Row], wanted: Sequence[Row]) -> None:
    """Each row stands for one that is wanted, and each wanted one is there; else say which not."""
    columns = list(wanted[0])
    missing = [f"  missing   {told(w, columns)}" for w in wanted if count(w, rows) == 0]
    unwanted = [
        f"  unwanted  {told(r, columns)}" for r in rows if not any(agrees(r, w) for w in wanted)
    ]
    twice = [f"  repeated  {told(w, columns)}" for w in wanted if count(w, rows) > 1]
    wrong = sorted([*missing, *unwanted, *twice], key=key)
    if wrong:
        pytest.fail("\n".join(["not as the truth about the seeds says:", *wrong]), pytrace=False)


def count(wanted: Row, rows: Sequence[Row]) -> int:
    return sum(agrees(row, wanted) for row in rows)


def key(line: str) -> str:
    """Lines on the same article stand together, whatever is wrong with them."""
    return line.split(None, 1)[1]


def test_the_truth_is_about_the_seeds() -> None:
    names = {path.name for path in SEEDS.iterdir()}
    assert len(names) == 5
    assert {row["article_id"] for row in truth("articles")} == names
    for row in truth("cuts"):
        text = seed(row["article_id"])
        assert text[int(row["start"]) : int(row["stop"])] == row["text"]


def test_articles(out: Path) -> None:
    same(found(out, "articles"), truth("articles"))


def test_nothing_is_rejected(out: Path) -> None:
    assert found(out, "rejects") == []


def test_cuts(out: Path) -> None:
    same(list(cut_lines(found(out, "boilerplate"))), truth("cuts"))


def cut_lines(cuts: Iterable[Row]) -> Iterable[Row]:
    """Cuts line by line: whether lines that follow one another are one cut is left open."""
    for cut in cuts:
        text, start = seed(cut["article_id"]), int(cut["start"])
        for line in text[start : int(cut["stop"])].split("\n"):
            body = line.strip(BLANK)
            if body:
                at = start + line.index(body)
                yield {
                    "article_id": cut["article_id"],
                    "start": str(at),
                    "stop": str(at + len(body)),
                    "text": body,
                }
            start += len(line) + 1


def test_all_that_is_not_cut_is_story_text(out: Path) -> None:
    stories = {row["article_id"]: row["text"] for row in found(out, "texts")}
    for article_id, story in stories.items():
        left, position = "", 0
        text = seed(article_id)
        for row in truth("cuts"):
            if row["article_id"] == article_id:
                left += text[position : int(row["start"])]
                position = int(row["stop"])
        assert story.split() == (left + text[position:]).split(), article_id


def test_the_text_as_read_is_kept(out: Path) -> None:
    for row in pl.read_parquet(out / "articles.parquet").iter_rows(named=True):
        assert row["text"] == seed(row["article_id"])


def test_credits(out: Path) -> None:
    named = {(row["article_id"], row["name"], row["role"]) for row in found(out, "credits")}
    columns = ("article_id", "name", "role")
    rows = [dict(zip(columns, credit, strict=True)) for credit in sorted(named)]
    same(rows, truth("credits"))


def test_credits_stand_where_they_say(out: Path) -> None:
    for row in found(out, "credits"):
        text = seed(row["article_id"])
        assert text[int(row["start"]) : int(row["stop"])] == row["text"]


def test_relations_of_all_ten_pairs(out: Path) -> None:
    same(found(out, "pairs"), truth("relations"))


def test_stories(out: Path) -> None:
    members: dict[str, list[str]] = {}
    for row in found(out, "articles"):
        members.setdefault(row["story_id"], []).append(row["article_id"])
    rows = [
        {**row, "members": "; ".join(members[row["story_id"]])} for row in found(out, "stories")
    ]
    same(rows, truth("stories"))


def test_one_event_of_three_independent_origins(out: Path) -> None:
    same(
        found(out, "events"),
        [{"stories": "3", "articles": "5", "independent_origins": "3"}],
    )


def test_provenance(out: Path) -> None:
    same(found(out, "provenance"), truth("provenance"))


def test_why_the_inferred_origins_are_known(out: Path) -> None:
    """Reuters is inferred from the one article that credits it."""
    told_of = {row["article_id"]: row["because"] for row in found(out, "provenance")}
    for number in ("000", "002"):
        because = next(words for name, words in told_of.items() if name.startswith(number))
        assert "001_12064eb50091cbec.txt" in because, because
