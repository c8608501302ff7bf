"""Texts that stay in their column as a table is read are those that are looked at one by one."""

from pathlib import Path

import polars as pl
import pytest

from dedup.formats import parquet, read
from dedup.formats.records import Block, Record, SourceFile
from dedup.formats.shelf import Shelf
from dedup.settings import InputSettings

STORY = "The ferry to Lindvik sails again after {} days at the quay."
ODD = [
    None,
    "",
    "   ",
    "nan",
    "12 34 56 78 90",
    "καράβι ξανά στο λιμάνι",
    "n/a",
    "x" * 90,
    "The \0 end is",
]


def table(texts: list[str | None]) -> pl.DataFrame:
    rows = range(len(texts))
    return pl.DataFrame(
        {
            "id": [f"a{row % 700}" for row in rows],
            "Text": texts,
            "publisher": ["Lindvik Post" if row % 3 else None for row in rows],
            "published_at": ["2024-05-01T10:00Z"] * len(texts),
            "section": [row % 7 for row in rows],
        }
    )


def texts(kind: str) -> list[str | None]:
    plain: list[str | None] = [STORY.format(number) for number in range(2500)]
    if kind == "fit":
        return plain
    return [ODD[n % len(ODD)] if n % 300 == 7 else text for n, text in enumerate(plain)]


@pytest.mark.parametrize("kind", ["fit", "odd"])
def test_a_table_read_by_columns_is_that_read_by_rows(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table(texts(kind)).write_parquet(tmp_path / "a.parquet")
    settings = InputSettings(largest_text=80)
    by_columns = read([tmp_path], settings)
    monkeypatch.setattr(parquet, "_fit", lambda *_: False)
    by_rows = read([tmp_path], settings)
    assert by_columns.articles.equals(by_rows.articles)
    assert by_columns.evidence.equals(by_rows.evidence)
    assert by_columns.rejects.equals(by_rows.rejects)
    assert (by_columns.digests, by_columns.warnings) == (by_rows.digests, by_rows.warnings)
    assert by_rows.articles.height > 2400


@pytest.mark.parametrize("kind", ["fit", "odd"])
def test_records_of_blocks_are_those_of_the_file(kind: str, tmp_path: Path) -> None:
    table(texts(kind)).write_parquet(tmp_path / "a.parquet")
    file = SourceFile(str(tmp_path / "a.parquet"), "a.parquet", "a", ".parquet")
    blocks = list(parquet.read_blocks(file, InputSettings()))
    assert any(isinstance(found, Block) for found in blocks) or kind == "odd"
    flat = [r for b in blocks for r in (b.whole() if isinstance(b, Block) else [b])]
    assert flat == list(parquet.read_file(file, InputSettings()))
    told = [record.text for record in flat if isinstance(record, Record)]
    assert told == [t for t in texts(kind) if t in told]


def test_a_shelf_holds_texts_and_columns_in_the_order_they_came() -> None:
    shelf, expected = Shelf(), []
    for round_ in range(4):
        some = [f"text {round_} {number}" for number in range(700)]
        for text in some:
            shelf.add(text)
        column = [f"column {round_} {number}" for number in range(300)]
        shelf.extend(pl.Series(column))
        expected += some + column
    shelf.add("last")
    expected.append("last")
    assert len(shelf) == len(expected)
    assert [shelf[place] for place in range(len(shelf))] == expected
    order = list(range(len(shelf)))[::-1]
    assert shelf.column(order).to_list() == expected[::-1]
