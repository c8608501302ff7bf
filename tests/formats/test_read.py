from __future__ import annotations

import gzip
import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dedup.errors import SettingsError, UsageError
from dedup.formats import MEMBERS, Batch, read
from dedup.settings import InputSettings
from dedup.tables import ARTICLES, EVIDENCE, REJECTS

STORY = "The harbour office closed on Friday.\nFerries will run again on Monday."
RECORDS: list[dict[str, Any]] = [
    {"ID": "a", "Headline": "Harbour shut", "Text": STORY, "Outlet": "Harbour Post"},
    {"ID": "b", "Headline": "Bridge opens", "Text": "A bridge was opened, at last."},
]
PAGE = """<!doctype html><html lang="en"><head><title>Bridge opens - Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"></head><body><article><h1>Bridge opens</h1>
<p>A bridge was opened on Sunday after nine years of work, the town's mayor said.</p>
<p>Some two hundred people walked across it before the rain came down on them.</p>
</article></body></html>"""


def save(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = content.encode("utf-8") if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def take(*inputs: Path, **changes: Any) -> Batch:
    return read(inputs, InputSettings(**changes))


def ids(batch: Batch) -> list[str]:
    return batch.articles["article_id"].to_list()


def reasons(batch: Batch) -> list[str]:
    return batch.rejects["reason"].to_list()


def evidence(batch: Batch, row: int = 0) -> list[tuple[str, str, str]]:
    return batch.evidence.filter(pl.col("row") == row).drop("row").rows()


def content_of(suffix: str) -> bytes:
    if suffix == ".parquet":
        path = Path(os.environ["PYTEST_SCRATCH"])
        pl.DataFrame(RECORDS).write_parquet(path)
        return path.read_bytes()
    if suffix in (".csv", ".tsv"):
        text = pl.DataFrame(RECORDS).write_csv(separator="," if suffix == ".csv" else "\t")
    elif suffix == ".json":
        text = json.dumps(RECORDS)
    elif suffix in (".jsonl", ".ndjson"):
        text = lines(RECORDS)
    else:
        text = PAGE if suffix in (".html", ".htm", ".xhtml") else STORY
    return text.encode("utf-8")


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("suffix", sorted(MEMBERS))
def test_every_format_packed_and_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, packed: str
) -> None:
    monkeypatch.setenv("PYTEST_SCRATCH", str(tmp_path / "scratch"))
    folder = tmp_path / "in"
    save(folder / f"sub/file{suffix.upper()}{packed}", content_of(suffix))
    batch = take(folder)
    assert reasons(batch) == []
    assert batch.articles.schema == ARTICLES.schema
    assert batch.evidence.schema == EVIDENCE.schema
    assert batch.rejects.schema == REJECTS.schema
    assert set(batch.articles["path"]) == {f"sub/file{suffix.upper()}{packed}"}
    if suffix in (".txt", ".md"):
        assert batch.articles["text"].to_list() == [STORY]
    elif "htm" in suffix:
        assert "nine years of work" in batch.articles["text"][0]
        assert batch.articles["title"].to_list() == ["Bridge opens"]
        assert ("publisher", "page", "Harbour Post") in evidence(batch)
    else:
        assert ids(batch) == ["a", "b"]
        assert batch.articles["text"][0] == STORY
        assert batch.articles["title"].to_list() == ["Harbour shut", "Bridge opens"]
        assert evidence(batch) == [("publisher", "record", "Harbour Post")]
        assert batch.articles["record"].to_list() == [1, 2]


def test_text_is_kept_as_it_stands(tmp_path: Path) -> None:
    text = "\n  One line\r\nand \u00a0 another \r\n\r\n\tthird\n"
    save(tmp_path / "a.txt", b"\xef\xbb\xbf" + text.encode())
    save(tmp_path / "b.csv", ('\ufeffid,text\r\n1,"' + text + '"\r\n').encode())
    save(tmp_path / "c.jsonl", b"\xef\xbb\xbf" + lines([{"text": text}]).encode())
    assert take(tmp_path).articles["text"].to_list() == [text] * 3


def test_columns_are_matched_without_case_and_the_others_carried(tmp_path: Path) -> None:
    record = {
        "publishedAt": "2020-03-04T10:00:00Z",
        "Body": STORY,
        "SOURCE": {"id": None, "name": "Harbour Post"},
        "authors": ["Ann Lee", {"name": "Bo Ek"}],
        "lang": "en-GB",
        "link": "https://example.org/2019/01/02/harbour",
        "copyright": "Harbour Media",
        "score": float("nan"),
        "tags": ["sea", "town"],
        "nothing": None,
    }
    save(tmp_path / "a.jsonl", lines([record]))
    batch = take(tmp_path)
    row = batch.articles.row(0, named=True)
    assert (row["byline"], row["language"], row["record"]) == ("Ann Lee, Bo Ek", "en", None)
    assert json.loads(row["extra"]) == {"score": None, "tags": ["sea", "town"]}
    assert evidence(batch) == [
        ("publisher", "record", "Harbour Post"),
        ("published_at", "record", "2020-03-04T10:00:00Z"),
        ("url", "record", "https://example.org/2019/01/02/harbour"),
        ("copyright", "record", "Harbour Media"),
        ("author", "record", "Ann Lee, Bo Ek"),
        ("language", "record", "en-GB"),
    ]


def test_source_beside_a_publisher_is_evidence_of_its_own(tmp_path: Path) -> None:
    save(tmp_path / "a.jsonl", lines([{"text": STORY, "publisher": "Post", "source": "Agency"}]))
    batch = take(tmp_path)
    assert evidence(batch) == [("publisher", "record", "Post"), ("source", "record", "Agency")]


def test_parquet_dates_and_types(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "id": [7, 8],
            "text": [STORY, "More words."],
            "date": [date(2020, 3, 4), None],
            "timestamp": [None, datetime(2020, 3, 4, 5, 6)],  # noqa: DTZ001
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    batch = take(tmp_path)
    assert ids(batch) == ["7", "8"]
    assert batch.evidence["value"].to_list() == ["2020-03-04", "2020-03-04T05:06:00"]


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "tags": ["x"], "articles": [{"content": STORY}]},
        [{"content": STORY}],
        {"content": STORY, "tags": [1, 2]},
    ],
)
def test_shapes_of_json(tmp_path: Path, document: object) -> None:
    save(tmp_path / "a.json", json.dumps(document))
    batch = take(tmp_path)
    assert batch.articles["text"].to_list() == [STORY]
    assert ids(batch) == ["a.json"]


def test_json_lines_named_json(tmp_path: Path) -> None:
    save(tmp_path / "a.json", lines(RECORDS))
    assert ids(take(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_quotes_and_line_breaks(tmp_path: Path, delimiter: str) -> None:
    text = 'He said, "No";\nthen | he left.\tThat was, it seems; all.'
    quoted = '"' + text.replace('"', '""') + '"'
    save(tmp_path / "a.csv", delimiter.join(["id", "text"]) + f"\n9{delimiter}{quoted}\n")
    batch = take(tmp_path)
    assert (ids(batch), batch.articles["text"].to_list()) == (["9"], [text])


def test_utf16_table_of_a_spreadsheet(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", "id\ttext\r\n1\tÄrger im Hafen\r\n".encode("utf-16"))
    assert take(tmp_path).articles["text"].to_list() == ["Ärger im Hafen"]


def test_a_file_without_a_text_column_is_one_line(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", "left,right,label\n1,2,copy\n3,4,copy\n")
    save(tmp_path / "b.jsonl", '{"left": 1}\n{"right": 2}\n')
    pl.DataFrame({"left": [1]}).write_parquet(tmp_path / "c.parquet")
    batch = take(tmp_path)
    assert batch.rejects.rows() == [
        ("a.csv", None, "no text column; columns found: left, right, label"),
        ("b.jsonl", None, "no text column in any of 2 records; columns found: left, right"),
        ("c.parquet", None, "no text column; columns found: left"),
    ]


def test_path_pattern(tmp_path: Path) -> None:
    save(tmp_path / "post/2020-03-04/deep/a.txt", STORY)
    save(tmp_path / "b.txt", "Other words.")
    batch = take(tmp_path, path_pattern="{publisher}/{date}/*")
    assert evidence(batch, 1) == [
        ("publisher", "path", "post"),
        ("published_at", "path", "2020-03-04"),
    ]
    assert batch.warnings == ["the path pattern does not fit 1 of 2 articles"]
    parts = take(tmp_path / "post", path_pattern="{year}-{month}-{day}/*/{publisher}.txt")
    assert evidence(parts) == [
        ("publisher", "path", "a"),
        ("published_at", "path", "2020-03-04"),
    ]


@pytest.mark.parametrize("pattern", ["{writer}/*", "{date}/{date}/*", "{}/*"])
def test_a_wrong_path_pattern_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(SettingsError, match=r"input\.path_pattern"):
        take(tmp_path, path_pattern=pattern)


def test_sidecar(tmp_path: Path) -> None:
    save(tmp_path / "in/x/a.txt", STORY)
    save(tmp_path / "in/b.jsonl", lines(RECORDS))
    sidecar = save(
        tmp_path / "in/side.csv",
        "path,publisher,published_at,url\nx\\a.txt,Post,4 March 2020,\n"
        "b.jsonl#2,Mail,,\ngone.txt,X,,\n",
    )
    batch = take(tmp_path / "in", sidecar=str(sidecar))
    assert ids(batch) == ["a", "b", "x/a.txt"]
    assert evidence(batch, 1) == [("publisher", "sidecar", "Mail")]
    assert evidence(batch, 2) == [
        ("publisher", "sidecar", "Post"),
        ("published_at", "sidecar", "4 March 2020"),
    ]
    assert reasons(batch) == []
    assert batch.warnings == ["1 of 3 sidecar rows name no article read: gone.txt"]
    with pytest.raises(SettingsError, match="needs the columns"):
        take(tmp_path / "in", sidecar=str(save(tmp_path / "no.csv", "a,b\n")))
    with pytest.raises(SettingsError, match="cannot be read"):
        take(tmp_path / "in", sidecar=str(tmp_path / "missing.csv"))


def test_what_is_no_article_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.JPG", "c.jpg", "README.md", ".hidden/x.txt", "Makefile"):
        save(tmp_path / name, STORY)
    batch = take(tmp_path)
    assert ids(batch) == ["a.txt"]
    kinds = ".jpg 2, README.md 1, hidden 1, no suffix 1"
    assert batch.warnings == [
        f"5 files or folders in the INPUTs are no articles by their name: {kinds}"
    ]
    given = take(tmp_path / "README.md", tmp_path / "b.JPG")
    assert ids(given) == ["README.md"]
    assert given.rejects.rows() == [("b.JPG", None, "not a format dedup reads (.jpg)")]


def test_reports_of_an_earlier_run_are_not_read(tmp_path: Path) -> None:
    save(tmp_path / "a.txt", STORY)
    for name in ("run.json", "rejects.csv", "articles.parquet", "more.txt"):
        save(tmp_path / "reports" / name, "{}")
    batch = take(tmp_path)
    assert (ids(batch), reasons(batch)) == (["a.txt"], [])
    assert batch.warnings == ["1 folders with reports of an earlier run were not read"]


def test_no_inputs_and_missing_inputs(tmp_path: Path) -> None:
    batch = take(tmp_path)
    assert (batch.articles.height, batch.evidence.height, batch.rejects.height) == (0, 0, 0)
    with pytest.raises(UsageError, match="does not exist"):
        take(tmp_path / "gone")


def test_digests_tell_content_not_packing(tmp_path: Path) -> None:
    one = take(save(tmp_path / "one/a.jsonl", lines(RECORDS))).digests
    two = take(save(tmp_path / "two/b.jsonl.gz", lines(RECORDS))).digests
    other = take(save(tmp_path / "other/a.jsonl", lines(RECORDS).replace("shut", "open"))).digests
    assert one["digest"] == two["digest"] != other["digest"]
    assert (one["files"], one["articles"], one["kinds"]) == (1, 2, {".jsonl": 1})
