from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dedup.commands.trace import trace
from dedup.errors import UsageError

ARTICLES = ["article_id", "publisher", "published_at", "text"]
PROVENANCE = [
    "article_id",
    "source_rank",
    "source_id",
    "basis",
    "relation",
    "chain",
    "confidence",
    "because",
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A run: a wire text not at hand, taken by the Herald, from it by the Post."""
    articles = [
        ("herald.txt", "Herald", "2024-05-01", "x"),
        ("post.txt", "Post", "2024-05-02", "x"),
        ("blog.txt", None, None, "x"),
        ("own.txt", "Gazette", None, "x"),
        ("a.txt", "A", None, "x"),
        ("b.txt", "B", None, "x"),
    ]
    provenance: list[tuple[Any, ...]] = [
        ("herald.txt", "primary", "outlet:The Wire", "credited", "copy", "The Wire → Herald", 0.95,
         "the byline names The Wire"),
        ("post.txt", "primary", "herald.txt", "textual", "partial", "The Wire → Herald → Post", 0.8,
         "carries the Herald's\nadded paragraph"),
        ("post.txt", "secondary", "outlet:Radio One", "credited", None, "Radio One → Post", 0.6,
         "an interview is attributed"),
        ("blog.txt", "primary", "post.txt", "inferred", "rewrite", "x", 0.5, "same order"),
        ("own.txt", "primary", "own.txt", "own", None, "Gazette", 0.7, "matches nothing"),
        ("a.txt", "primary", "b.txt", "textual", "copy", "B → A", 0.5, "circle"),
        ("b.txt", "primary", "a.txt", "textual", "copy", "A → B", 0.5, "circle"),
    ]  # fmt: skip
    pl.DataFrame(articles, schema=ARTICLES, orient="row").write_parquet(
        tmp_path / "articles.parquet"
    )
    pl.DataFrame(provenance, schema=PROVENANCE, orient="row").write_parquet(
        tmp_path / "provenance.parquet"
    )
    return tmp_path


def told(article: str, out: Path) -> dict[str, Any]:
    value = json.loads(trace(article, out, as_json=True))
    assert isinstance(value, dict)
    return value


def test_the_way_leads_from_the_origin_to_the_article(out: Path) -> None:
    story = told("blog.txt", out)
    assert story["chain"] == "The Wire → Herald → Post → blog.txt"
    assert [hop["article_id"] for hop in story["hops"]] == [
        None,
        "herald.txt",
        "post.txt",
        "blog.txt",
    ]
    assert [hop["relation"] for hop in story["hops"]] == ["", "copy", "partial", "rewrite"]
    assert story["hops"][1]["because"] == "the byline names The Wire"


def test_other_sources_and_takers_are_told(out: Path) -> None:
    story = told("post.txt", out)
    assert [row["source_id"] for row in story["secondary_sources"]] == ["outlet:Radio One"]
    assert story["taken_by"] == ["blog.txt"]


def test_an_articles_own_text_is_its_own_origin(out: Path) -> None:
    story = told("own.txt", out)
    assert story["chain"] == "Gazette"
    assert story["taken_by"] == []


def test_a_circle_ends(out: Path) -> None:
    assert [hop["article_id"] for hop in told("a.txt", out)["hops"]] == ["b.txt", "a.txt"]


def test_the_tree_for_people(out: Path) -> None:
    lines = trace("post.txt", out, as_json=False).splitlines()
    assert lines[0] == "The Wire → Herald → Post"
    shown = "\n".join(lines)
    assert "The Wire  text not at hand" in shown
    assert "partial, textual, 80% sure" in shown
    assert "carries the Herald's added paragraph" in shown
    assert "also from Radio One (credited, 60% sure): an interview is attributed" in shown
    assert "taken on by blog.txt  rewrite, inferred, 50% sure" in shown
    depth = [line.index(name) for name in ("Herald  ", "Post  ") for line in lines if name in line]
    assert depth == sorted(set(depth))


def test_the_way_on_is_drawn_hop_by_hop(out: Path) -> None:
    lines = trace("herald.txt", out, as_json=False).splitlines()
    post = next(line for line in lines if "taken on by Post" in line)
    blog = next(line for line in lines if "taken on by blog.txt" in line)
    assert "post.txt · 2024-05-02 · partial, textual, 80% sure" in post
    assert blog.index("taken") > post.index("taken")
    assert told("herald.txt", out)["descendants"] == 2


def test_of_many_takers_the_first_are_drawn(out: Path) -> None:
    rows = pl.read_parquet(out / "provenance.parquet")
    about = pl.read_parquet(out / "articles.parquet")
    one = rows.filter(pl.col("article_id") == "blog.txt")
    more = [one.with_columns(article_id=pl.lit(f"x{number:03}")) for number in range(25)]
    pl.concat([rows, *more]).write_parquet(out / "provenance.parquet")
    about.write_parquet(out / "articles.parquet")
    shown = trace("post.txt", out, as_json=False)
    assert shown.count("taken on by x") + shown.count("taken on by blog.txt") == 10
    assert "taken on by 16 more" in shown


def test_an_unknown_article_is_refused_with_the_nearest(out: Path) -> None:
    with pytest.raises(UsageError, match=r"no article poste\.txt; the nearest are post\.txt"):
        trace("poste.txt", out, as_json=False)


def test_a_part_of_a_name_finds_those_that_hold_it(out: Path) -> None:
    with pytest.raises(UsageError, match=r"the nearest are herald\.txt$"):
        trace("hera", out, as_json=False)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="finished run"):
        trace("x", tmp_path, as_json=False)


def test_a_broken_table_is_refused(out: Path) -> None:
    (out / "provenance.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(UsageError, match="cannot be read"):
        trace("post.txt", out, as_json=False)
