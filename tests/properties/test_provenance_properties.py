"""What holds of every provenance table, whatever the run: no circles, no time turned back."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.directions import direct
from dedup.provenance import trace
from dedup.stories import group
from dedup.tables import ARTICLES, CREDITS, EVIDENCE, MASTHEADS, RELATIONS, TEXTS

ARROW = " → "
DAY = 86_400
Tables = dict[str, pl.DataFrame]

_outlets = st.sampled_from(["A", "B", "Reuters", "apnews.com", None])
_names = st.sampled_from(["A", "B", "Reuters", "AP", "Tribune Content Agency"])
_roles = st.sampled_from(
    ["author", "author", "retold", "distributor", "contributor", "photo", "mention", "publisher"]
)
_relations = st.sampled_from(["copy", "partial", "rewrite", "same_event", "different"])
_shares = st.sampled_from([0.0, 0.2, 0.5, 0.8, 0.95, 1.0])
_evidence = st.sampled_from(
    [
        ("url", "https://a.example/1"),
        ("url", "https://b.example/2"),
        ("original_source", "http://a.example/1"),
        ("canonical_url", "https://reuters.com/x"),
        ("source", "AP"),
        ("agency", "="),
    ]
)


@st.composite
def runs(draw: st.DrawFn) -> Tables:
    """The tables of a run of up to nine articles, made without any thought of sense."""
    count = draw(st.integers(1, 9))
    rows = range(count)
    row = st.integers(0, count - 1)
    starts = [draw(st.none() | st.integers(0, 4 * DAY)) for _ in rows]
    widths = [draw(st.sampled_from([0, 3_600, DAY])) for _ in rows]
    times = [(None, None) if s is None else (s, s + w) for s, w in zip(starts, widths, strict=True)]
    publishers = [draw(_outlets) for _ in rows]
    digests = draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))
    ordered = st.tuples(row, row).filter(lambda both: both[0] < both[1])
    pairs = draw(st.lists(ordered, unique=True, max_size=20)) if count > 1 else []
    verdicts = [(a, b, draw(_relations), draw(st.sampled_from([0.5, 0.7, 0.95]))) for a, b in pairs]
    credits = draw(st.lists(st.tuples(row, _names, _roles), max_size=12))
    claims = draw(st.lists(st.tuples(row, _evidence), max_size=6))
    tables: Tables = {
        "articles": ARTICLES.frame(
            (r, f"{r}.txt", "", None, None, None, None, "utf-8", "words " * 9, None) for r in rows
        ),
        "texts": TEXTS.frame((r, "", "en", 9, digests[r], None) for r in rows),
        "credits": CREDITS.frame((r, 6 * n % 40, 6 * n % 40 + 5, name, role)
                                 for n, (r, name, role) in enumerate(credits)),
        "credited": pl.DataFrame(schema={"row": pl.UInt32, "credited_to": pl.String}),
        "evidence": EVIDENCE.frame((r, f, "page", value) for r, (f, value) in claims),
        "mastheads": MASTHEADS.frame(
            (r, publishers[r], None, None, None, None, None, *times[r]) for r in rows
        ),
        "relations": RELATIONS.frame((a, b, rel, p, p) for a, b, rel, p in verdicts),
        "signals": pl.DataFrame(
            [(a, b, draw(_shares), draw(_shares)) for a, b in pairs],
            schema=pl.Schema(
                {
                    "left": pl.UInt32,
                    "right": pl.UInt32,
                    "left_covered": pl.Float32,
                    "right_covered": pl.Float32,
                }
            ),
            orient="row",
        ),
    }  # fmt: skip
    tables["stories"] = group(tables["texts"], tables["relations"])
    return tables


def traced(tables: Tables) -> pl.DataFrame:
    return trace({**tables, "directions": direct(tables)})


@settings(deadline=None, max_examples=250)
@given(runs())
def test_every_article_has_one_primary_row_and_consistent_chains(tables: Tables) -> None:
    found = traced(tables)
    primary = found.filter(pl.col("source_rank") == "primary")
    assert primary["row"].to_list() == tables["articles"]["row"].to_list()
    publishers = tables["mastheads"]["publisher"].to_list()
    chains = dict(primary.select("row", "chain").rows())
    for row in found.to_dicts():
        names = row["chain"].split(ARROW)
        assert row["hop"] == len(names) - 1
        assert row["origin"] == names[0]
        assert 0 < row["confidence"] <= 1
        assert row["because"]
        if row["basis"] == "own":
            assert row["source_row"] is row["source_outlet"] is row["relation"] is None
            assert names == [publishers[row["row"]] or f"{row['row']}.txt"]
            continue
        assert (row["source_row"] is None) != (row["source_outlet"] is None)
        assert row["relation"] in ("copy", "partial", "rewrite")
        if row["source_row"] is not None:
            before = chains[row["source_row"]]
            assert row["chain"] == before or row["chain"].startswith(before + ARROW)
        else:
            assert row["source_outlet"] in names


@settings(deadline=None, max_examples=250)
@given(runs())
def test_no_circles_and_nothing_against_a_reliable_time(tables: Tables) -> None:
    edges = traced(tables).drop_nulls("source_row").select("source_row", "row").rows()
    times = {
        row: (earliest, latest)
        for row, earliest, latest in tables["mastheads"].select("row", "earliest", "latest").rows()
    }
    for source, copy in edges:
        earliest, latest = times[source][0], times[copy][1]
        assert earliest is None or latest is None or earliest <= latest
    left = {row for edge in edges for row in edge}
    while left:
        free = {row for row in left if not any(c == row and s in left for s, c in edges)}
        assert free, f"a circle among {sorted(left)}"
        left -= free


@settings(deadline=None, max_examples=120)
@given(runs(), st.integers(0, 10))
def test_the_order_of_rows_in_the_tables_does_not_matter(tables: Tables, seed: int) -> None:
    shuffled = {
        name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in tables.items()
    }
    assert direct(shuffled).equals(direct(tables))
    assert traced(shuffled).equals(traced(tables))


@settings(deadline=None, max_examples=120)
@given(runs())
def test_directions_never_contradict_a_reliable_time(tables: Tables) -> None:
    times = {
        row: (earliest, latest)
        for row, earliest, latest in tables["mastheads"].select("row", "earliest", "latest").rows()
    }
    for left, right, direction in direct(tables).select("left", "right", "direction").rows():
        source, copy = {"left_to_right": (left, right), "right_to_left": (right, left)}.get(
            direction, (None, None)
        )
        if source is None or times[source][0] is None or times[copy][1] is None:
            continue
        assert times[source][0] <= times[copy][1]
