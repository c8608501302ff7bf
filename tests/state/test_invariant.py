"""*run(A), then run(B)* is *run(A and B)*, in every report; caps, edits and furniture included."""

from __future__ import annotations

import random
from pathlib import Path

import nights
import pytest

SPLITS = 25
"""Here; `make splits` tries 1,000."""


@pytest.mark.parametrize("seed", range(SPLITS))
def test_night_by_night_is_all_at_once(seed: int, tmp_path: Path) -> None:
    dealt = nights.dealt(seed)
    assert nights.compared(tmp_path / "work", dealt, nights.settings()) == []


def test_the_articles_of_these_splits_put_every_bound_to_the_test(tmp_path: Path) -> None:
    """A split in which nothing crosses a cap, joins a story or becomes furniture shows little."""
    seen: dict[str, int] = {}
    for seed in (2, 3, 5, 7):
        dealt = nights.dealt(seed, 20)
        assert nights.compared(tmp_path / "work", dealt, nights.settings(), seen) == []
    assert set(seen) == set(nights.COUNTED)
    assert all(seen.values()), seen


def test_the_order_of_nights_does_not_matter(tmp_path: Path) -> None:
    pieces = nights.articles(99, 12)
    job = nights.settings()
    exports = []
    for turn in range(3):
        random.Random(turn).shuffle(pieces)
        work = tmp_path / str(turn)
        for number, start in enumerate(range(0, len(pieces), 5)):
            nights.write(tmp_path / "same" / str(turn) / "in", pieces[start : start + 5], number)
            nights.night(work.with_suffix(".duckdb"), tmp_path / "same" / str(turn) / "in", job)
        exports.append(nights.exported(work.with_suffix(".duckdb"), job))
    assert nights.differences(exports[0], exports[1]) == []
    assert nights.differences(exports[0], exports[2]) == []


def test_a_late_original_becomes_the_source_of_its_copies(tmp_path: Path) -> None:
    """The wire comes in a night after the papers that print it."""
    rng = random.Random(5)
    facts = nights.sentences(rng)
    credit = "Credit: Reuters"
    paper = nights.Piece(
        "paper.json",
        {
            "text": "\n\n".join([*facts[:5], credit]),
            "publisher": "Lindvik Post",
            "published_at": "2024-03-05T10:00:00Z",
        },
    )
    wire = nights.Piece(
        "wire.json",
        {
            "text": "\n\n".join(facts),
            "publisher": "Reuters",
            "published_at": "2024-03-05T08:00:00Z",
        },
    )
    job = nights.settings()
    nights.write(tmp_path / "in", [paper], 0)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", job)
    before = nights.exported(tmp_path / "s.duckdb", job)["provenance"]
    assert before["source_id"].to_list() == ["outlet:Reuters"]
    nights.write(tmp_path / "in", [wire], 1)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", job)
    after = nights.exported(tmp_path / "s.duckdb", job)["provenance"]
    of_paper = after.filter(after["article_id"] == "paper.json")
    assert of_paper["source_id"].to_list()[0] == "wire.json"
