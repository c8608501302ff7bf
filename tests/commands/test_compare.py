from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.commands.compare import compare
from dedup.errors import UsageError

SENTENCES = (
    "The harbour of Lindmouth was closed for six hours on Tuesday after a crane fell.",
    "Nobody was hurt, the port authority's duty officer wrote in a log that was seen later.",
    "Two ferries with some four hundred passengers had to wait outside the breakwater.",
    "Engineers blamed a bolt that had been ordered in March and never replaced since.",
    "The port handles a third of the region's timber and nearly all of its fertiliser.",
    "Ship owners asked for a refund of fees, which the harbour board will weigh in May.",
    "An older crane of the same make was taken out of service until it is inspected.",
)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A text and a shortened copy of it, whose name sorts first."""
    long, short = tmp_path / "whole.txt", tmp_path / "cut.txt"
    long.write_text("\n".join(SENTENCES), encoding="utf-8")
    short.write_text("\n".join(SENTENCES[:5]), encoding="utf-8")
    return long, short


def test_left_is_what_was_named_first(pair: tuple[Path, Path]) -> None:
    for left, right in (pair, pair[::-1]):
        told = json.loads(compare(left, right, None, as_json=True))
        assert (told["left_id"], told["right_id"]) == (left.name, right.name)
        covered = {left.name: told["left_covered"], right.name: told["right_covered"]}
        assert covered["cut.txt"] > covered["whole.txt"]


def test_passages_are_spans_of_both_texts(pair: tuple[Path, Path]) -> None:
    left, right = (path.read_text(encoding="utf-8") for path in pair)
    told = json.loads(compare(*pair, None, as_json=True))
    assert told["relation"] == "copy"
    assert told["because"]
    for passage in told["passages"]:
        one = left[passage["left_start"] : passage["left_stop"]]
        other = right[passage["right_start"] : passage["right_stop"]]
        assert passage["text"] == one
        assert passage["kind"] != "verbatim" or one == other
    assert sum(passage["words"] for passage in told["passages"]) > 50


def test_the_two_stand_side_by_side_within_the_width(pair: tuple[Path, Path]) -> None:
    lines = compare(*pair, None, as_json=False).splitlines()
    assert lines[0].startswith("One reproduces nearly all the text of the other (copy, ")
    assert all(len(line) <= 100 for line in lines)
    (head,) = (line for line in lines if "whole.txt" in line)
    assert head.index("whole.txt") < head.index("cut.txt")
    assert sum("[1> " in line for line in lines) >= 1
    assert any(line.endswith("verbatim") for line in lines)


def test_wide_characters_keep_the_columns_apart(tmp_path: Path) -> None:
    from rich.cells import cell_len

    left, right = tmp_path / "a.txt", tmp_path / "b.txt"
    left.write_text("港湾は火曜日に六時間閉鎖された。" * 12, encoding="utf-8")
    right.write_text("\n".join(SENTENCES), encoding="utf-8")
    lines = compare(left, right, None, as_json=False).splitlines()
    assert all(cell_len(line) <= 100 for line in lines)


def test_two_texts_that_share_nothing_still_get_an_answer(tmp_path: Path) -> None:
    left, right = tmp_path / "a.txt", tmp_path / "b.txt"
    left.write_text("\n".join(SENTENCES), encoding="utf-8")
    right.write_text("Snow fell early in the hills, and sheep were brought down. " * 6, "utf-8")
    told = json.loads(compare(left, right, None, as_json=True))
    assert told["relation"] in {"different", "same_event"}
    assert told["passages"] == []


def test_a_file_of_several_articles_is_refused(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    many = tmp_path / "many.jsonl"
    line = json.dumps({"text": " ".join(SENTENCES)})
    many.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="one article each; found 3"):
        compare(pair[0], many, None, as_json=False)


def test_a_page_without_a_story_gets_no_verdict_but_a_reason(tmp_path: Path) -> None:
    left, right = tmp_path / "a.txt", tmp_path / "b.txt"
    left.write_text("\n".join(SENTENCES), encoding="utf-8")
    right.write_text("Read also:\n", encoding="utf-8")
    told = json.loads(compare(left, right, None, as_json=True))
    assert told["relation"] is None
    assert told["because"].startswith("b.txt: no story text")
    assert told["signals"] == {}
    shown = compare(left, right, None, as_json=False)
    assert shown.startswith("No verdict.\n  b.txt: no story text")


def test_signals_are_told_by_name(pair: tuple[Path, Path]) -> None:
    told = json.loads(compare(*pair, None, as_json=True))
    assert told["signals"]["left_covered"] > 0.5
    assert "left_covered" in compare(*pair, None, as_json=False)


def test_brief_is_shorter(tmp_path: Path) -> None:
    left, right = tmp_path / "a.txt", tmp_path / "b.txt"
    own = " ".join(
        f"Gull number {number} was counted on the northern pier." for number in range(40)
    )
    left.write_text("\n".join(SENTENCES), encoding="utf-8")
    right.write_text("\n".join([*SENTENCES[:3], own, *SENTENCES[3:]]), encoding="utf-8")
    full = compare(left, right, None, as_json=False)
    brief = compare(left, right, None, as_json=False, brief=True)
    assert len(brief) < 0.8 * len(full)
    assert "Gull number 0" in brief
