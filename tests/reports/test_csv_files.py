"""CSV: what a reader gets back, and what a spreadsheet must not run."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reports.csv_files import write_csv


def written(frame: pl.DataFrame, *, byte_order_mark: bool = False) -> bytes:
    file = io.BytesIO()
    write_csv(frame, file, byte_order_mark=byte_order_mark)
    return file.getvalue()


def cells(frame: pl.DataFrame) -> list[list[str]]:
    text = written(frame).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_is_guarded(first: str) -> None:
    frame = pl.DataFrame({"article_id": [f"{first}1+1"], "n": [-1], "x": [-0.5]})
    assert cells(frame)[1] == [f"'{first}1+1", "-1", "-0.5"]


def test_nul_is_guarded_and_shown() -> None:
    assert cells(pl.DataFrame({"text": ["\0=1", "a\0b\x1bc\x7f"], "n": [1, 2]})) == [
        ["text", "n"],
        ["'␀=1", "1"],
        ["a␀b␛c␡", "2"],
    ]


def test_byte_order_mark_is_a_setting() -> None:
    frame = pl.DataFrame({"a": ["é"]})
    assert written(frame, byte_order_mark=True) == b"\xef\xbb\xbfa\n\xc3\xa9\n"
    assert written(frame) == b"a\n\xc3\xa9\n"


def test_numbers_truths_lists_and_the_unknown() -> None:
    frame = pl.DataFrame(
        {
            "f": [0.123456, -0.00001, 1e-9, float("nan")],
            "g": pl.Series([0.45, 1.0, None, 2.5], dtype=pl.Float32),
            "b": [True, False, None, True],
            "l": [["x", "y; z"], [], None, ["=1"]],
            "s": ["", None, "a", "b"],
        }
    )
    assert cells(frame)[1:] == [
        ["0.1235", "0.45", "true", "x; y; z", ""],
        ["0", "1", "false", "", ""],
        ["0", "", "", "", "a"],
        ["", "2.5", "true", "'=1", "b"],
    ]


def test_lines_end_with_lf_and_quotes_are_doubled() -> None:
    frame = pl.DataFrame({"a": ['say "so"', "one\r\ntwo", "x,y"]})
    assert written(frame) == b'a\n"say ""so"""\n"one\r\ntwo"\n"x,y"\n'


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_any_text_comes_back(rows: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    back = cells(frame)[1:]
    assert len(back) == len(rows)
    for given_row, got_row in zip(rows, back, strict=True):
        for given_cell, got in zip(given_row, got_row, strict=True):
            assert not got.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))
            plain = got[1:] if given_cell[:1] in set("=+-@\t\r\0") - {""} else got
            assert plain == "".join(map(_shown, given_cell))


def _shown(character: str) -> str:
    """A control character as its picture; a picture in the text is itself."""
    if character == "\x7f":
        return "␡"
    return (
        chr(ord(character) + 0x2400) if character < " " and character not in "\t\n\r" else character
    )


def test_rows_written_in_parts_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"a": ["=1", None, "é\n", "x", ""], "n": [1.25, None, -0.0, 3.0, 4.5]})
    whole = written(frame, byte_order_mark=True)
    monkeypatch.setattr("dedup.reports.csv_files._ROWS_AT_A_TIME", 2)
    assert written(frame, byte_order_mark=True) == whole
    assert written(frame.clear(), byte_order_mark=True) == b"\xef\xbb\xbfa,n\n"
