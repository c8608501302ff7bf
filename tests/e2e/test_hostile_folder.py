"""A folder made to cost the run or the machine costs neither."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
STORY = (
    "The ferry between Aldmoor and Stell was stopped on Monday after a storm broke two masts. "
    "Crews will raise the third boat once the wind drops, which may take until the weekend. "
    "Passengers were told to travel by the bridge, an hour further up the river."
)


def wicked(folder: Path) -> None:
    """One of each thing that has ever stopped a nightly run, among two good articles."""
    folder.mkdir()
    (folder / "good.txt").write_text(STORY, "utf-8")
    (folder / "good too.html").write_text(f"<html><body><p>{STORY}</p></body></html>", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "nul.txt").write_bytes(b"\0" * 100_000)
    (folder / "nul in text.txt").write_text(STORY.replace("Monday", "Mon\0day"), "utf-8")
    (folder / "random.txt").write_bytes(bytes(range(256)) * 400)
    (folder / "half.txt").write_bytes(STORY.encode("utf-16-le")[:-1])
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"a" * 60_000_000))
    (folder / "bomb.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + b"a" * 60_000_000))
    (folder / "cut short.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 999)[:-20])
    (folder / "deep.json").write_text("[" * 500_000, "utf-8")
    (folder / "deep.html").write_text("<div>" * 200_000 + STORY, "utf-8")
    (folder / "entities.html").write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]><p>&a11;</p>",
        "utf-8",
    )
    (folder / "no text.csv").write_text("name,colour\nsea,blue\n", "utf-8")
    (folder / "quotes.csv").write_text('id,text\n1,"' + "never closed " * 5000, "utf-8")
    (folder / "broken.parquet").write_bytes(b"PAR1" + b"\xff" * 1000 + b"PAR1")
    (folder / "words.txt").write_text("word " * 200_000, "utf-8")
    (folder / "one word.txt").write_text("a" * 1_000_000, "utf-8")
    (folder / "quotes.txt").write_text("“" * 50_000 + '"' * 50_000 + "'" * 50_000, "utf-8")
    (folder / "brackets.txt").write_text("(" * 50_000 + "By (AP " * 20_000, "utf-8")
    (folder / "lines.txt").write_text("\n" * 200_000 + "- Read also:\n" * 5000, "utf-8")
    (folder / "marks.txt").write_text("e" + "\u0301" * 100_000 + "\u202e" * 1000, "utf-8")
    records = [
        {"id": "x", "text": STORY},
        {"id": "x", "text": STORY[::-1]},
        {"id": {"a": 1}, "text": ["no", "text"]},
        {"id": "../../etc/passwd", "text": STORY + " One more."},
        {"id": "date", "text": STORY + " Two more.", "date": "9" * 5000},
        {"id": "=1+1", "text": STORY + " Three more.", "publisher": "x" * 100_000},
        [],
        None,
    ]
    (folder / "records.jsonl").write_text(
        "".join(json.dumps(record) + "\n" for record in records) + '{"text": "\\ud800 lone"}\n',
        "utf-8",
    )
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.txt")
    deep = folder.joinpath(*["d" * 200] * 12)
    deep.mkdir(parents=True)
    (deep / "far.txt").write_text(STORY + " From afar.", "utf-8")
    for name, target in (
        ("loop", "."),
        ("up", ".."),
        ("dangling.txt", "nowhere.txt"),
        ("itself.txt", "itself.txt"),
        ("device.txt", "/dev/zero"),
    ):
        (folder / name).symlink_to(target)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "in"
    try:
        wicked(folder)
    except OSError as error:
        pytest.skip(f"this file system takes no such files: {error}")
    return folder


@pytest.fixture(scope="module")
def out(dedup: Command, hostile: Path) -> Path:
    reports = hostile.parent / "out"
    done = dedup("run", hostile, "--out", reports)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "\0" not in done.stdout + done.stderr
    return reports


def test_good_articles_among_bad_ones_come_through(out: Path) -> None:
    articles = pl.read_parquet(out / "articles.parquet")
    known = set(articles["path"])
    assert {"good.txt", "good too.html"} <= known
    assert any(path.endswith("far.txt") for path in known)
    assert any("Three more." in text for text in articles["text"])
    same = articles.filter(pl.col("path").is_in(["good.txt", "good too.html"]))
    assert same["story_id"].n_unique() == 1


def test_what_is_no_article_is_listed_with_its_reason(out: Path) -> None:
    with (out / "rejects.csv").open(encoding="utf-8-sig", newline="") as opened:
        rejects = list(csv.DictReader(opened))
    reasons = {row["path"]: row["reason"] for row in rejects}
    assert all(reason for reason in reasons.values())
    for name in (
        "empty.txt",
        "nul.txt",
        "bomb.txt.gz",
        "deep.json",
        "no text.csv",
        "broken.parquet",
        "records.jsonl",
        "device.txt",
        "dangling.txt",
    ):
        assert name in reasons, name
    assert "name, colour" in reasons["no text.csv"]


def test_links_lead_nowhere_and_files_are_read_once(out: Path) -> None:
    paths = pl.read_parquet(out / "articles.parquet")["path"]
    assert not [path for path in paths if path.startswith(("loop/", "up/"))]
    assert paths.to_list().count("good.txt") == 1


def test_nothing_is_written_outside_the_folder_for_reports(
    dedup: Command, hostile: Path, tmp_path: Path
) -> None:
    records = tmp_path / "in"
    records.mkdir()
    shutil.copyfile(hostile / "records.jsonl", records / "records.jsonl")
    place = tmp_path / "a" / "b"
    done = dedup("run", records, "--out", place / "out", "--texts", place / "texts")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in place.iterdir()) == ["out", "texts"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "in"]


def test_the_reports_of_a_hostile_folder_can_be_read(out: Path) -> None:
    for path in out.glob("*.csv"):
        content = path.read_bytes()
        assert b"\0" not in content, path.name
        with path.open(encoding="utf-8-sig", newline="") as opened:
            widths = {len(row) for row in csv.reader(opened)}
        assert len(widths) == 1, path.name
    page = (out / "report.html").read_text("utf-8")
    assert page.count("<html") == 1
    assert "\0" not in page
    json.loads((out / "run.json").read_text("utf-8"))


def test_strict_makes_it_a_failure(dedup: Command, hostile: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("good.txt", "nul.txt"):
        shutil.copyfile(hostile / name, tmp_path / "in" / name)
    done = dedup("run", tmp_path / "in", "--out", tmp_path / "out", "--strict")
    assert done.returncode == 3
