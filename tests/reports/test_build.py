"""Every report table of the small newsroom, value by value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from dedup import reports, tables
from dedup.reports import columns
from dedup.settings import ReportSettings

Tables = dict[str, pl.DataFrame]
BRIDGE, RADIO, COPPER = "5236ee121035", "fa1bdad659e3", "ebfba06dc6d4"


@pytest.fixture
def built(stage_tables: Tables) -> Tables:
    return reports.build(stage_tables, ReportSettings())


def listed(frame: pl.DataFrame, *names: str) -> list[tuple[object, ...]]:
    return [
        tuple(round(v, 4) if isinstance(v, float) else v for v in row)
        for row in frame.select(names).iter_rows()
    ]


def test_every_report_has_its_columns_in_order(built: Tables) -> None:
    assert list(built) == [name for name in columns.ORDER if name != "new_pairs"]
    for table, _ in reports.MEMBERS:
        assert built[table.name].schema == table.schema


def test_rows_are_in_the_stated_order(built: Tables) -> None:
    for name in built:
        keys = columns.ORDER[name]
        descending = [key.startswith("-") for key in keys]
        names = [key.removeprefix("-") for key in keys]
        assert built[name].equals(built[name].sort(names, descending=descending)), name
        assert not built[name].select(names).is_duplicated().any(), f"{name} has no total order"


def test_a_state_tells_which_pairs_are_new(stage_tables: Tables, built: Tables) -> None:
    rows = stage_tables["articles"].select("row", "article_id")
    fresh = rows.select("row", new=pl.col("article_id") == "b.txt")
    named = rows.join(
        built["articles"].select("article_id", "story_id", "event_id"), on="article_id"
    ).select("row", "story_id", "event_id")
    told = reports.build({**stage_tables, "fresh": fresh, "named": named}, ReportSettings())
    with_new = built["pairs"].filter(
        (pl.col("left_id") == "b.txt") | (pl.col("right_id") == "b.txt")
    )
    assert 0 < with_new.height < built["pairs"].height
    assert told["new_pairs"].equals(with_new)
    assert listed(told["articles"].filter("new"), "article_id") == [("b.txt",)]


def test_articles(built: Tables) -> None:
    names = ("article_id", "story_id", "event_id", "standing", "identical_group", "keep")
    s, e = f"S{BRIDGE}", f"E{BRIDGE}"
    assert listed(built["articles"], *names) == [
        ("a/lead.txt", s, e, "original", None, True),
        ("b.txt", s, e, "copy", "b.txt", False),
        ("c.txt", s, e, "copy", "b.txt", False),
        ("d.txt", s, e, "partial", None, True),
        ("e.txt", s, e, "rewrite", None, True),
        ("f.txt", f"S{RADIO}", e, "alone", None, True),
        ("g.txt", f"S{COPPER}", f"E{COPPER}", "original", None, True),
        ("h#2", f"S{COPPER}", f"E{COPPER}", "copy", None, False),
    ]
    more = ("publisher", "title", "words", "words_cut", "credited_to", "new", "extra", "encoding")
    assert listed(built["articles"], *more)[0] == (
        *("Harbour Post", "Bridge shut", 62, 7, None, True),
        *('{"desk": "-news"}', "utf-8"),
    )
    assert built["articles"]["credited_to"].drop_nulls().to_list() == ["Union Wire"]


def test_pairs(built: Tables) -> None:
    names = ("left_id", "right_id", "relation", "probability", "direction", "version")
    assert listed(built["pairs"], *names) == [
        ("a/lead.txt", "b.txt", "copy", 0.9, "left_to_right", False),
        ("a/lead.txt", "d.txt", "partial", 0.8, "left_to_right", False),
        ("a/lead.txt", "e.txt", "rewrite", 0.7, "undetermined", False),
        ("a/lead.txt", "f.txt", "same_event", 0.6, None, False),
        ("b.txt", "c.txt", "copy", 1.0, "undetermined", False),
        ("g.txt", "h#2", "copy", 0.97, "common_source", False),
    ]
    figures = ("left_covered", "right_covered", "shared_words", "longest_run_words", "quoted_share")
    assert listed(built["pairs"], *figures) == [
        (round(46 / 62, 4), 1.0, 46, 17, round(17 / 46, 4)),
        (0.2, 0.4, 14, 14, 0.0),
        (0.0, 0.0, 0, 0, None),
        (round(17 / 62, 4), round(17 / 30, 4), 17, 17, 1.0),
        (1.0, 1.0, 46, 46, round(13 / 46, 4)),
        (1.0, 1.0, 33, 18, 0.0),
    ]
    stories = ("left_story_id", "right_story_id", "event_id")
    assert listed(built["pairs"], *stories)[3] == (f"S{BRIDGE}", f"S{RADIO}", f"E{BRIDGE}")
    assert built["pairs"]["because"].to_list()[:2] == [
        "nearly all shared; the left is two hours older",
        "one paragraph; the left is two days older",
    ]


def test_passages_have_the_words_of_the_left_text(built: Tables) -> None:
    texts = dict(built["articles"].select("article_id", "text").iter_rows())
    assert built["passages"].height == 7
    for row in built["passages"].to_dicts():
        assert row["text"] == texts[row["left_id"]][row["left_start"] : row["left_stop"]]
    assert built["passages"]["kind"].to_list().count("edited") == 1


def test_stories(built: Tables) -> None:
    s, e = f"S{BRIDGE}", f"E{BRIDGE}"
    publishers = "City Mirror; Coast Daily; Harbour Post; Valley Times"
    dates = ("2025-03-03T09:00:00", "2025-03-05")
    opening = "Copper prices rose to a record in early trade as mines in …"
    assert listed(built["stories"], *columns.STORIES.schema.names()) == [
        (s, e, "Bridge shut", 5, 2, publishers, "Harbour Post", "a/lead.txt", *dates, 0.75),
        (
            *(f"S{COPPER}", f"E{COPPER}", opening, 2, 1, "Evening Star; Morning Sun"),
            *("Union Wire", "g.txt", "2025-03-01", "2025-03-02", 0.98),
        ),
        (
            *(f"S{RADIO}", e, "<script>alert(1)</script>", 1, 0, "Radio North"),
            *("Radio North", "f.txt", "2025-03-03", "2025-03-03", None),
        ),
    ]


def test_events_count_a_text_in_many_outlets_once(built: Tables) -> None:
    assert listed(built["events"], *columns.EVENTS.schema.names()) == [
        (f"E{BRIDGE}", "Bridge shut", 2, 6, 2, "2025-03-03", "2025-03-05"),
        (
            *(f"E{COPPER}", "Copper prices rose to a record in early trade as mines in …"),
            *(1, 2, 1, "2025-03-01", "2025-03-02"),
        ),
    ]


def test_a_story_whose_way_nothing_tells_has_one_origin(stage_tables: Tables) -> None:
    names = stage_tables["mastheads"]["publisher"]
    own = (
        (row, "primary", None, None, "own", None, names[row], 0, names[row], 0.4, "nothing tells")
        for row in range(len(names))
    )
    # 0 and 1 are both earlier than 2, which either may have given its text to.
    unsettled = {
        **stage_tables,
        "provenance": tables.PROVENANCE.frame(own),
        "relations": tables.RELATIONS.frame([(0, 2, "copy", 0.9, 0.9), (1, 2, "copy", 0.9, 0.9)]),
        "directions": tables.DIRECTIONS.empty(),
    }
    found = reports.build(unsettled, ReportSettings())
    originals = found["articles"].filter(pl.col("standing") == "original")["article_id"]
    assert {"a/lead.txt", "b.txt"} <= set(originals)
    bridge = found["events"].filter(pl.col("stories") == 2)
    assert bridge["independent_origins"].to_list() == [2]


def test_provenance_names_sources_by_id_or_outlet(built: Tables) -> None:
    names = ("article_id", "source_rank", "source_id", "basis", "hop")
    found = listed(built["provenance"], *names)
    assert found[0] == ("a/lead.txt", "primary", None, "own", 0)
    assert found[3:5] == [
        ("d.txt", "primary", "a/lead.txt", "textual", 1),
        ("d.txt", "secondary", "outlet:Union Wire", "credited", 1),
    ]


def test_credits_and_boilerplate(built: Tables) -> None:
    credit = listed(built["credits"], "article_id", "name", "role", "text")
    assert credit == [("g.txt", "Union Wire", "author", "Union Wire")]
    cuts = listed(built["boilerplate"], "article_id", "rule", "seen_in_articles", "text")
    assert cuts == [
        ("a/lead.txt", "furniture.read_also", 2, "Read also: Ten walks along the river"),
        ("b.txt", "furniture.read_also", 2, "Read  also: ten walks along the river!"),
        ("g.txt", "credits.tail", 1, "(Union Wire)"),
        ("h#2", "endings.end", 1, "=END="),
    ]


def test_outlets(built: Tables) -> None:
    found = {row["publisher"]: row for row in built["outlets"].to_dicts()}
    assert len(found) == 7
    assert found["Harbour Post"] == {
        "publisher": "Harbour Post",
        "articles": 1,
        "own": 1,
        "copied": 0,
        "rewritten": 0,
        "most_taken_from": None,
        "most_taken_by": "City Mirror",
        "owner": None,
        "from_owner": 0,
    }
    assert found["Morning Sun"]["most_taken_from"] == "Union Wire"
    assert found["Coast Daily"]["copied"] == 1


def test_outlets_of_one_owner_are_one_house(stage_tables: Tables) -> None:
    house = {"outlet": ["Harbour Post", "Valley Times", "Radio North"], "owner": ["Bank House"] * 3}
    owned = reports.build({**stage_tables, "owners": pl.DataFrame(house)}, ReportSettings())
    found = {row["publisher"]: row for row in owned["outlets"].to_dicts()}
    assert found["Valley Times"]["owner"] == "Bank House"
    assert found["Valley Times"]["from_owner"] == found["Valley Times"]["copied"] == 1
    assert found["City Mirror"]["from_owner"] == 0
    apart = reports.build(stage_tables, ReportSettings())["events"]["independent_origins"]
    assert apart.to_list() == [2, 1]
    assert owned["events"]["independent_origins"].to_list() == [1, 1]


def test_rejects_and_texts(built: Tables) -> None:
    assert listed(built["rejects"], "path", "record", "reason") == [
        ("z.csv", None, "no text column; has id, when")
    ]
    texts = dict(built["texts"].iter_rows())
    assert "Read also" not in texts["a/lead.txt"]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [("earliest", "a/lead.txt"), ("longest", "b.txt"), ("original", "a/lead.txt")],
)
def test_keep_marks_one_of_each_group_of_copies(stage_tables: Tables, rule: str, kept: str) -> None:
    longer = pl.when(pl.col("row") == 1).then(pl.lit(99, pl.UInt32)).otherwise("words")
    stage_tables["texts"] = stage_tables["texts"].with_columns(words=longer)
    articles = reports.build(stage_tables, ReportSettings(keep=rule))["articles"]
    group = articles.filter(pl.col("article_id").is_in(["a/lead.txt", "b.txt", "c.txt"]))
    assert group.filter("keep")["article_id"].to_list() == [kept]


def test_no_story_is_without_an_original(stage_tables: Tables) -> None:
    circle = stage_tables["provenance"].with_columns(
        source_row=pl.when(pl.col("row") == 6)
        .then(pl.lit(7, pl.UInt32))
        .when(pl.col("row") == 7)
        .then(pl.lit(6, pl.UInt32))
        .otherwise("source_row")
    )
    built = reports.build({**stage_tables, "provenance": circle}, ReportSettings())
    story = built["articles"].filter(pl.col("story_id") == f"S{COPPER}")
    assert sorted(story["standing"].to_list()) == ["copy", "original"]


def test_a_copy_that_no_story_was_joined_by_is_kept(stage_tables: Tables) -> None:
    refused = pl.DataFrame(
        [(4, 7, "copy", 0.6, 0.6)], schema=stage_tables["relations"].schema, orient="row"
    )
    tables = {**stage_tables, "relations": stage_tables["relations"].vstack(refused)}
    assert reports.build(tables, ReportSettings())["articles"].equals(
        reports.build(stage_tables, ReportSettings())["articles"]
    )


def test_the_cap_never_takes_an_article_its_strongest_row(stage_tables: Tables) -> None:
    settings = ReportSettings(most_pairs_per_article=1)
    built = reports.build(stage_tables, settings)
    rows = listed(built["pairs"], "left_id", "right_id")
    everyone = {name for row in rows for name in row}
    assert everyone == set(built["articles"]["article_id"])
    assert reports.left_out(stage_tables, built, settings) == {
        "derived_pairs": 0,
        "same_event_pairs": 0,
        "stories_in_html": 0,
    }
    more = stage_tables["relations"].vstack(
        pl.DataFrame(
            [(1, 3, "partial", 0.6, 0.6), (3, 5, "same_event", 0.55, 0.1)],
            schema=stage_tables["relations"].schema,
            orient="row",
        )
    )
    tables = {**stage_tables, "relations": more}
    capped = reports.build(tables, settings)
    assert listed(capped["pairs"], "left_id", "right_id") == rows
    assert reports.left_out(tables, capped, settings)["derived_pairs"] == 1
    assert reports.left_out(tables, capped, settings)["same_event_pairs"] == 1


def test_rows_inside_an_identical_group_go_to_its_first_only(stage_tables: Tables) -> None:
    stories = stage_tables["stories"].with_columns(
        identical_to=pl.when(pl.col("row") <= 2).then(pl.lit(0, pl.UInt32)),
    )
    built = reports.build({**stage_tables, "stories": stories}, ReportSettings())
    twins = built["pairs"].filter(pl.col("left_covered") == 1.0, pl.col("right_covered") == 1.0)
    assert listed(twins.head(2), "left_id", "right_id", "relation", "probability") == [
        ("a/lead.txt", "b.txt", "copy", 1.0),
        ("a/lead.txt", "c.txt", "copy", 1.0),
    ]
    assert ("b.txt", "c.txt") not in listed(built["pairs"], "left_id", "right_id")


def test_tables_without_rows_make_reports_without_rows(
    build_newsroom: Callable[[], Tables],
) -> None:
    empty = {name: frame.clear() for name, frame in build_newsroom().items()}
    built = reports.build(empty, ReportSettings())
    assert all(frame.is_empty() for frame in built.values())
    assert "0 articles" in reports.summary(built, {})


def test_summary_tells_counts_stories_and_where_to_look(built: Tables) -> None:
    text = reports.summary(built, {"warnings": ["one"]})
    assert "8 articles of 7 known publishers: 3 stories (2 told by several articles)" in text
    assert "3 copies, 1 partial copy, 1 rewrite" in text
    assert "Bridge shut" in text
    assert "Harbour Post → City Mirror" in text
    assert "report.html" in text
    assert "1 input set aside" in text
    titled = built["stories"].with_columns(title=pl.lit("\x1b[31mred\nline" + "x" * 200))
    assert "\x1b" not in reports.summary({**built, "stories": titled}, {})


def test_settings_decide_which_same_event_pairs_are_listed(stage_tables: Tables) -> None:
    settings = replace(ReportSettings(), least_listed=0.35)
    pairs = reports.build(stage_tables, settings)["pairs"]
    assert (pairs["relation"] == "same_event").sum() == 2
