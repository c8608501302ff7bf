from __future__ import annotations

import itertools
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.formats import Batch, read
from dedup.formats.naming import name
from dedup.settings import InputSettings


def save(path: Path, *records: dict[str, Any] | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records))
    return path


def take(*inputs: Path) -> Batch:
    return read(inputs, InputSettings())


def ids(batch: Batch) -> list[str]:
    return batch.articles["article_id"].to_list()


def test_own_ids_else_paths(tmp_path: Path) -> None:
    save(tmp_path / "a.jsonl", {"id": 5, "text": "One story."}, {"text": "Two stories."})
    save(tmp_path / "b.jsonl", {"text": "A third story."})
    save(tmp_path / "sub/c.txt", "A fourth.")
    assert ids(take(tmp_path)) == ["5", "a.jsonl#2", "b.jsonl", "sub/c.txt"]


def test_rows_follow_the_code_points_of_the_ids(tmp_path: Path) -> None:
    save(
        tmp_path / "a.jsonl",
        *({"id": i, "text": f"Story {i}."} for i in ("é", "b", "Z", "10", "9")),
    )
    batch = take(tmp_path)
    assert ids(batch) == ["10", "9", "Z", "b", "é"]
    assert batch.articles["row"].to_list() == [0, 1, 2, 3, 4]


def test_an_id_of_several_texts_gives_way_to_the_path(tmp_path: Path) -> None:
    save(tmp_path / "a.jsonl", {"id": 1, "text": "One story."}, {"id": 2, "text": "Another."})
    save(tmp_path / "b.jsonl", {"id": 1, "text": "Not the same."})
    batch = take(tmp_path)
    assert ids(batch) == ["2", "a.jsonl#1", "b.jsonl"]
    assert batch.warnings == [
        "1 ids stand for different texts; their articles are named by path and record instead: 1"
    ]


def test_one_id_with_one_text_twice_is_one_article(tmp_path: Path) -> None:
    save(tmp_path / "b.jsonl", {"id": 1, "text": "One story."})
    save(tmp_path / "a.jsonl", {"id": 0, "text": "Zero."}, {"id": 1, "text": "One story."})
    batch = take(tmp_path)
    assert ids(batch) == ["0", "1"]
    assert batch.articles["path"].to_list() == ["a.jsonl", "a.jsonl"]
    assert batch.rejects.rows() == [
        ("b.jsonl", None, "listed twice: id 1 with the same text is in a.jsonl#2")
    ]


def test_one_name_in_two_inputs_is_qualified_and_nothing_dropped(tmp_path: Path) -> None:
    save(tmp_path / "post/001.txt", "One story.")
    save(tmp_path / "mail/001.txt", "One story.")
    batch = take(tmp_path / "post", tmp_path / "mail")
    assert ids(batch) == ["mail/001.txt", "post/001.txt"]
    assert set(batch.articles["path"]) == {"001.txt"}
    assert batch.rejects.height == 0
    assert "named by INPUT and path" in batch.warnings[0]
    files = take(tmp_path / "post/001.txt", tmp_path / "mail/001.txt")
    assert ids(files) == ids(batch)


def test_inputs_of_one_name_take_more_of_their_path(tmp_path: Path) -> None:
    for site in ("post", "mail"):
        save(tmp_path / site / "day/a.txt", f"{site} story.")
    batch = take(tmp_path / "post/day", tmp_path / "mail/day")
    assert ids(batch) == ["mail/day/a.txt", "post/day/a.txt"]


def test_an_own_id_that_is_a_path_elsewhere(tmp_path: Path) -> None:
    save(tmp_path / "in/a.txt", "A file.")
    save(tmp_path / "in/b.jsonl", {"id": "a.txt", "text": "A record."})
    assert ids(take(tmp_path / "in")) == ["in/a.txt", "in/b.jsonl"]


def test_overlapping_inputs_are_read_once_in_any_order(tmp_path: Path) -> None:
    save(tmp_path / "in/sub/a.txt", "A file.")
    save(tmp_path / "in/b.txt", "Another.")
    inputs = [tmp_path / "in", tmp_path / "in/sub", tmp_path / "in/b.txt"]
    found = [take(*order) for order in itertools.permutations(inputs)]
    assert ids(found[0]) == ["a.txt", "b.txt"]
    for batch in found[1:]:
        assert batch.articles.equals(found[0].articles)
        assert batch.warnings == found[0].warnings


def test_names_that_no_report_could_hold(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/bad\xff.txt"
    Path(os.fsdecode(raw)).write_text("Bad bytes.")
    save(tmp_path / "two\nlines.txt", "Two lines.")
    save(
        tmp_path / "a.jsonl", {"id": "x\ny\ud800", "text": "A half \ud83d pair.", "title": "\ud800"}
    )
    batch = take(tmp_path)
    assert ids(batch) == ["bad\\xff.txt", "two\\nlines.txt", "x\\ny\ufffd"]
    assert batch.articles["text"][2] == "A half \ufffd pair."
    batch.articles.write_csv(tmp_path / "out.csv")


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.sampled_from(["1", "2", "a", "a#1", "x/a"])),
            st.sampled_from(["a", "b"]),
            st.sampled_from(["x", "y"]),
            st.one_of(st.none(), st.integers(1, 3)),
            st.sampled_from(["t", "u"]),
        ),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=200)
def test_names_are_unique_and_nothing_is_dropped_for_its_path(rows: list[Any]) -> None:
    schema = {"own_id": pl.String, "path": pl.String, "label": pl.String, "number": pl.UInt32}
    named = name(pl.DataFrame(rows, schema={**schema, "text": pl.String}, orient="row"))
    names = named.ids.to_list()
    assert (names, named.repeats) == by_hand(rows)
    given_ids = [i for i in names if i is not None]
    assert len(given_ids) == len(set(given_ids))
    for place, row in enumerate(rows):
        if names[place] is None:
            earlier = named.repeats[place]
            assert earlier < place
            assert (rows[earlier][0], rows[earlier][4]) == (row[0], row[4])
            assert row[0] is not None


def by_hand(rows: list[Any]) -> tuple[list[str | None], dict[int, int]]:
    """The rule of the module in plain words, article by article."""
    first: dict[Any, int] = {}
    repeats = {}
    for place, (own, *_, text) in enumerate(rows):
        if own is not None and first.setdefault((own, text), place) != place:
            repeats[place] = first[own, text]
    kept = [place for place in range(len(rows)) if place not in repeats]
    times = Counter(rows[place][0] for place in kept)
    paths = [path if number is None else f"{path}#{number}" for _, path, _, number, _ in rows]
    names: list[str | None] = [None] * len(rows)
    for place in kept:
        own = rows[place][0]
        names[place] = own if own is not None and times[own] == 1 else paths[place]
    met = Counter(names)
    for place in kept:
        if met[names[place]] > 1:
            names[place] = f"{rows[place][2]}/{paths[place]}"
    met, taken = Counter(names), set(names)
    for clash in dict.fromkeys(n for n in names if n is not None and met[n] > 1):
        for place in [place for place in kept if names[place] == clash]:
            number = 2
            while f"{clash}~{number}" in taken:
                number += 1
            names[place] = f"{clash}~{number}"
            taken.add(names[place])
    return names, repeats
