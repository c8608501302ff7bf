"""report.html: what it shows, and what texts cannot do to it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import polars as pl
import pytest

from dedup import reports
from dedup.reports.page import page
from dedup.reports.side_by_side import Passage, Segment, side
from dedup.settings import ReportSettings

Tables = dict[str, pl.DataFrame]


class Reader(HTMLParser):
    """Counts tags and collects what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.links: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def html(stage_tables: Tables) -> str:
    settings = ReportSettings()
    return page(
        reports.build(stage_tables, settings), {"warnings": ["a <b>bold</b> one"]}, settings
    )


def test_the_page_is_one_file_without_script_or_network(html: str) -> None:
    reader = Reader(html)
    assert reader.open == []
    assert "script" not in reader.tags
    assert "img" not in reader.tags
    assert all(link.startswith("#") for link in reader.links)
    assert not re.search(r"url\(|@import|https?://", html)


def test_titles_are_escaped(html: str) -> None:
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "a &lt;b&gt;bold&lt;/b&gt; one" in html


def test_the_page_tells_the_stories(html: str) -> None:
    text = " ".join(Reader(html).text.split())
    for told in (
        "8 articles of 7 known publishers",
        "Harbour Post → Valley Times",
        "Union Wire → Morning Sun",
        "the right one took from the left one (90% sure)",
        "Union Wire (text not here)",
        "6 articles in 2 stories, from 2 independent origins",
        "furniture.read_also",
        "no text column; has id, when",
        "1 input was set aside",
    ):
        assert told in text, told


def test_shared_passages_are_marked_on_both_sides(html: str) -> None:
    assert html.count('<mark class="verbatim"><sup>1</sup>The old harbour bridge') == 2
    assert html.count('<mark class="edited"><sup>2</sup>Ferries will carry') == 2
    assert '<span class="cut">Read also: Ten walks along the river</span>' in html


def test_caps_are_told(stage_tables: Tables) -> None:
    settings = ReportSettings(stories_in_html=1, rows_in_html=2, characters_in_html=50)
    built = reports.build(stage_tables, settings)
    text = " ".join(Reader(page(built, {}, settings)).text.split())
    assert "The 1 largest of 2; 1 more are in stories.csv" in text
    assert "3 more articles are in articles.csv" in text
    assert "The 2 largest of 7" in text
    assert "characters more" in text
    assert "Copper prices" not in text.split("Events told")[0]


def test_unseen_characters_are_dropped(stage_tables: Tables) -> None:
    texts = stage_tables["articles"].with_columns(pl.col("text") + "\x00\x08\u202e\x1bend")
    built = reports.build({**stage_tables, "articles": texts}, ReportSettings())
    html = page(built, {}, ReportSettings())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", html)


def test_a_run_without_anything(stage_tables: Tables) -> None:
    empty = {name: frame.clear() for name, frame in stage_tables.items()}
    html = page(reports.build(empty, ReportSettings()), {}, ReportSettings())
    assert "No two articles here share a text." in html


def test_sides_mark_passages_and_cuts() -> None:
    found = side("abcdefghij", [Passage(1, 4, "verbatim"), Passage(6, 9, "edited")], [(2, 3)], 99)
    assert found.segments == [
        Segment("a", "plain", 0),
        Segment("b", "verbatim", 1),
        Segment("c", "cut", 0),
        Segment("d", "verbatim", 0),
        Segment("ef", "plain", 0),
        Segment("ghi", "edited", 2),
        Segment("j", "plain", 0),
    ]
    assert (found.before, found.after) == (0, 0)


def test_a_long_side_starts_near_its_first_passage() -> None:
    text = "x" * 1000 + "shared" + "y" * 1000
    found = side(text, [Passage(1000, 1006, "verbatim")], [], 300)
    assert (found.before, found.after) == (800, 906)
    assert Segment("shared", "verbatim", 1) in found.segments
    identical = side("all but this", [], [(8, 12)], 99, identical=True)
    assert [s.kind for s in identical.segments] == ["verbatim", "cut"]
