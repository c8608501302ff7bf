from __future__ import annotations

import gzip
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.formats import Batch, read
from dedup.formats.json_lines import read_file
from dedup.formats.records import SourceFile
from dedup.settings import InputSettings

GOOD = json.dumps({"text": "Words that can be read."}) + "\n"


def take(*inputs: Path, **changes: Any) -> Batch:
    return read(inputs, InputSettings(**changes))


def only_reject(folder: Path, **changes: Any) -> str:
    batch = take(folder, **changes)
    assert batch.rejects.height == 1
    return str(batch.rejects["reason"][0])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "cut off', "no JSON"),
        (b"[1, 2]", "not an object"),
        (b'{"text": NaN}', "the text is empty"),
        (b'{"text": null}', "the text is empty"),
        (b'{"text": "  \\n"}', "the text is empty"),
        (b'{"text": "nan"}', "the text is empty"),
        (b'{"text": 17}', "column text holds a number, not text"),
        (b'{"text": ["a"]}', "column text holds a list, not text"),
        (b'{"text": "12 345"}', "no letters"),
        (b'{"text": "' + b"a" * 2000 + b'"}', "code points of text"),
        (b'{"other": 1}', "no text column; columns found: other"),
        (b'{"o\\ud800": 1}', "columns found: o\ufffd"),
        (b'{"text": 1, "\\ud800": 1}', "holds a number"),
        (b'{"x": ' + b"[" * 100_000, "nested too deep"),
        (b'{"n": ' + b"9" * 5000 + b"}", "no JSON"),
    ],
)
def test_a_bad_line_costs_itself_alone(tmp_path: Path, line: bytes, reason: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD.encode() + line + b"\n\n" + GOOD.encode())
    batch = take(tmp_path, largest_text=1000)
    assert batch.articles["article_id"].to_list() == ["a.jsonl#1", "a.jsonl#4"]
    assert batch.rejects["record"].to_list() == [2]
    assert reason in batch.rejects["reason"][0]


def test_a_line_longer_than_any_record(tmp_path: Path) -> None:
    line = b'{"x": "' + b"a" * 1_200_000 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(GOOD.encode() + line + GOOD.encode() + line.rstrip())
    batch = take(tmp_path, largest_text=100)
    assert batch.articles["record"].to_list() == [1, 3]
    assert batch.rejects["record"].to_list() == [2, 4]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "the text is empty"),
        ("a.txt", b"\x00\x01\x02words", "binary content"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary content"),
        ("a.txt", b"words " * 400, "setting input.largest_text"),
        ("a.jsonl", b"\x00" * 100, "binary content"),
        ("a.json", b"[" * 100_000, "nested too deep"),
        ("a.json", b'{"a": ', "no JSON"),
        ("a.json", b"[]", "the file holds no records"),
        ("a.jsonl", b"\n\n", "the file holds no records"),
        ("a.csv", b"id,text\n", "the file holds no records"),
        ("a.json", b"17", "neither a list nor an object"),
        ("a.json", b'{"a": [1], "b": {}}', "columns found: a, b"),
        ("a.json", b'{"a": [{"text": "x"}], "b": [{"text": "y"}]}', "several lists"),
        ("a.csv", b"id,te\rxt\n1,One.\n", "no CSV: its header cannot be read"),
        ("a.csv", b"id," + b"a" * 1_001 + b"\n1,One.\n", "a field of more than 1,000"),
        ("a.csv", b"", "no text column; columns found: none"),
        ("a.parquet", b"PAR1 not really", "no Parquet that can be read"),
        ("a.parquet", b"", "no Parquet that can be read"),
        ("a.html", b"", "the page is empty"),
        ("a.html", b"<html><body></body></html>", "no article on the page"),
        ("a.html", b"\x00\x01\x02", "binary content"),
        ("a.txt.gz", b"\x1f\x8b damaged", "damaged gzip data"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason in only_reject(tmp_path, largest_text=1000)


def test_a_gzip_bomb_ends_at_the_cap(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 50_000_000))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(GOOD.encode() + b"\n" * 50_000_000))
    (tmp_path / "c.json.gz").write_bytes(gzip.compress(b" " * 50_000_000))
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(b" " * 50_000_000))
    limits = {"largest_file": 1_000_000, "largest_document": 1_000_000, "largest_page": 1_000_000}
    batch = take(tmp_path, largest_text=1000, **limits)
    assert batch.rejects["path"].to_list() == ["a.txt.gz", "b.jsonl.gz", "c.json.gz", "d.html.gz"]
    assert all("bytes" in reason for reason in batch.rejects["reason"])
    assert batch.articles["text"].to_list() == ["Words that can be read."]


def test_gzip_cut_short_keeps_what_was_whole(tmp_path: Path) -> None:
    records = [{"id": n, "text": f"Story {n} " + os.urandom(300).hex()} for n in range(2000)]
    packed = gzip.compress("".join(json.dumps(r) + "\n" for r in records).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    batch = take(tmp_path)
    kept = batch.articles.height
    assert 0 < kept < 2000
    assert set(batch.articles["article_id"]) == {str(n) for n in range(kept)}
    assert batch.rejects["reason"].to_list() == [
        f"the gzip data breaks off before its end; the {kept} records before that are kept"
    ]


def test_gzip_in_several_parts_and_gzip_in_name_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(
        gzip.compress(b"One ") + gzip.compress(b"story.") + b"\0" * 9
    )
    (tmp_path / "b.txt.gz").write_bytes(b"Plain words.")
    (tmp_path / "c.txt").write_bytes(gzip.compress(b"Packed words."))
    texts = take(tmp_path).articles["text"].to_list()
    assert texts == ["One story.", "Plain words.", "Packed words."]


def test_bad_rows_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "id,text\n1,Good words.\n2,Too,many,fields\n3,\n\n4," + "x" * 2000 + '\n5\n6,"Open quote\n'
    )
    batch = take(tmp_path, largest_text=1000)
    assert batch.articles["article_id"].to_list() == ["1", "6"]
    assert batch.rejects.rows() == [
        ("a.csv", 2, "4 fields where the header has 2"),
        ("a.csv", 3, "the text is empty"),
        ("a.csv", 4, "a field of more than 1,000 code points (setting input.largest_text)"),
        ("a.csv", 5, "the text is empty"),
    ]


def test_a_field_of_many_lines_that_is_too_long_costs_its_own_row_alone(tmp_path: Path) -> None:
    long = '"' + 'He said ""no"", and left.\n\n2,Not a row,\n' * 100 + '"'
    (tmp_path / "a.csv").write_text(f"id,text\n1,One.\n2,{long}\n3,Three.\n")
    (tmp_path / "b.csv").write_text(f"id,text\n4,Four.\n5,{long[:-1]}\n6,Six.\n")
    batch = take(tmp_path, largest_text=1000)
    assert batch.articles["text"].to_list() == ["One.", "Three.", "Four."]
    too_long = "a field of more than 1,000 code points (setting input.largest_text)"
    never = "the quotation mark is never closed: nothing more was read"
    assert sorted(batch.rejects.rows()) == [
        ("a.csv", 2, too_long),
        ("b.csv", 2, too_long),
        ("b.csv", 2, never),
    ]


def test_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "x.txt").write_text("Outside words.")
    (folder / "sub/a.txt").write_text("Inside words.")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "out.txt").symlink_to(outside / "x.txt")
    (folder / "outdir").symlink_to(outside)
    (folder / "again.txt").symlink_to("sub/a.txt")
    (folder / "other").symlink_to("sub")
    batch = take(folder)
    assert batch.articles["article_id"].to_list() == ["again.txt"]
    assert batch.rejects.select("path", "reason").rows() == [
        ("gone.txt", "a link that leads nowhere or in a circle"),
        ("loop", "a link to a folder around it, a circle"),
        ("out.txt", "a link out of the INPUT folder, not followed; give its target as an INPUT"),
        ("outdir", "a link out of the INPUT folder, not followed; give its target as an INPUT"),
        ("self.txt", "a link that leads nowhere or in a circle"),
    ]
    assert batch.warnings == [
        "1 links to folders of the same INPUT were not followed",
        "1 files were met under several paths and read once",
    ]


def test_pipes_and_sockets_are_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("b.jsonl")
        batch = take(tmp_path, tmp_path / "a.txt")
    assert set(batch.rejects["reason"]) == {"not a regular file; never opened"}


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Closed words.")
    (tmp_path / "b.txt").write_text("Open words.")
    real = os.open

    def refusing(name: str, *arguments: Any, **named: Any) -> int:
        if str(name).endswith("a.txt"):
            raise PermissionError(13, "Permission denied")
        return real(name, *arguments, **named)

    monkeypatch.setattr(os, "open", refusing)
    batch = take(tmp_path)
    assert batch.rejects.rows() == [("a.txt", None, "cannot be read: Permission denied")]
    assert batch.articles["article_id"].to_list() == ["b.txt"]


def test_a_file_of_nothing_but_bad_lines_stays_short(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("no\n" * 50)
    batch = take(tmp_path, most_rejects=10)
    assert batch.rejects.height == 11
    assert "40 further records were rejected (setting input.most_rejects)" in set(
        batch.rejects["reason"]
    )


def test_every_record_with_columns_of_its_own(tmp_path: Path) -> None:
    records = ({f"c{n}": n, "text": f"Story number {n}."} for n in range(3000))
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    assert take(tmp_path).articles.height == 3000


@given(st.lists(st.one_of(st.binary(max_size=60), st.just(GOOD.encode())), max_size=6))
@settings(deadline=None, max_examples=150)
def test_random_bytes_never_stop_json_lines(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.jsonl"
    path.write_bytes(b"".join(parts))
    take(path).articles.write_csv(path.with_suffix(".csv"))


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["text", "id", "date", "source", "x", "Text"]), inner),
        ),
        max_leaves=12,
    )
)
@settings(deadline=None, max_examples=200)
def test_any_json_is_an_article_or_a_reject(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.mktemp("json") / "a.jsonl"
    path.write_text(json.dumps(value) + "\n")
    file = SourceFile(str(path), "a.jsonl", "in", ".jsonl")
    assert len(list(read_file(file, InputSettings()))) == 1
    take(path)
