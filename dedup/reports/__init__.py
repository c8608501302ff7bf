"""Reports: from the stages' tables to the files that people read.

To add a report: give it a table and an order in `columns.py`; write a module
with `build(tables, settings) -> pl.DataFrame` that makes its columns, in any
order and with others beside them; list it in `MEMBERS`. Beside the stages'
tables a member finds two that are made once for all: `roster` (what each
article is among the others) and `listed` (the pairs that get a row).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from dedup.reports import (
    articles,
    boilerplate,
    candidates,
    columns,
    credits,
    events,
    listing,
    outlets,
    pairs,
    passages,
    provenance,
    rejects,
    roster,
    stories,
    texts,
)
from dedup.reports.columns import GRAPH_FILES
from dedup.reports.summary import summary
from dedup.settings import ReportSettings
from dedup.tables import Table

__all__ = ["GRAPH_FILES", "MEMBERS", "build", "left_out", "summary", "write"]

Tables = Mapping[str, pl.DataFrame]
_NO_OWNERS = pl.DataFrame(schema={"outlet": pl.String, "owner": pl.String})
_LARGE = 1_000_000_000
"""Bytes of story texts up to which two tables are made at a time: each holds some for itself."""
Member = Callable[[Tables, ReportSettings], pl.DataFrame]

MEMBERS: tuple[tuple[Table, Member], ...] = (
    (columns.ARTICLES, articles.build),
    (columns.PAIRS, pairs.build),
    (columns.PASSAGES, passages.build),
    (columns.STORIES, stories.build),
    (columns.EVENTS, events.build),
    (columns.PROVENANCE, provenance.build),
    (columns.CREDITS, credits.build),
    (columns.BOILERPLATE, boilerplate.build),
    (columns.OUTLETS, outlets.build),
    (columns.REJECTS, rejects.build),
    (columns.TEXTS, texts.build),
    (columns.CANDIDATES, candidates.build),
)


def build(tables: Tables, settings: ReportSettings) -> dict[str, pl.DataFrame]:
    """Every report table by name, columns and rows in their stated order.

    Args:
        tables: the stages' tables by name (see `dedup.tables`), `credited`
            (row, credited_to), `reasons` (left, right, because) and, where the
            settings name them, `owners` (outlet, owner). From a state also
            `named` (row, story_id, event_id) and `fresh` (row, new): then there
            is a table `new_pairs` too.
        settings: what is listed and kept.
    """
    shared = {"owners": _NO_OWNERS, **tables, "roster": roster.build(tables, settings)}
    # No table needs another but these: two at a time, for polars does much of each in one thread.
    with ThreadPoolExecutor(1 if tables["texts"].estimated_size() > _LARGE else 2) as pool:
        listed = pool.submit(listing.build, shared, settings)
        shared["grouped"] = stories.group(shared)
        shared["listed"] = listed.result()
        arranged = pool.map(lambda one: _arranged(one[0], one[1](shared, settings)), MEMBERS)
        made = {table.name: frame for (table, _), frame in zip(MEMBERS, arranged, strict=True)}
    if "fresh" in tables:
        made["new_pairs"] = _new(made["pairs"], made["articles"])
    return made


def _new(pairs: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The pairs of which one article, or both, were not known to an earlier run."""
    new = articles.filter("new")["article_id"].implode()
    return pairs.filter(pl.col("left_id").is_in(new) | pl.col("right_id").is_in(new))


def _arranged(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The table's columns with its types, empty text as null, rows sorted."""
    typed = frame.select(pl.col(name).cast(dtype) for name, dtype in table.schema.items())
    blank = pl.col(pl.String).exclude("text")
    keys = columns.ORDER[table.name]
    return table.check(
        typed.with_columns(pl.when(blank != "").then(blank).name.keep()).sort(
            [key.removeprefix("-") for key in keys],
            descending=[key.startswith("-") for key in keys],
        )
    )


def left_out(tables: Tables, reports: Tables, settings: ReportSettings) -> dict[str, int]:
    """What the caps of the reports left out, for run.json.

    Args:
        tables: the stages' tables, as for `build`.
        reports: what `build` made of them.
        settings: the caps.

    Returns:
        `derived_pairs` and `same_event_pairs` without a row in pairs.csv, and
        `stories_in_html`, those of several articles that the page does not show.
    """
    counted = pl.col("relation") == "same_event"
    all_same, every = (
        listing.verified(tables, settings).select(counted.sum().alias("same"), pl.len()).row(0)
    )
    same, listed = reports["pairs"].select(counted.sum().alias("same"), pl.len()).row(0)
    joined = reports["stories"].filter(pl.col("articles") > 1).height
    return {
        "derived_pairs": (every - all_same) - (listed - same),
        "same_event_pairs": all_same - same,
        "stories_in_html": max(0, joined - settings.stories_in_html),
    }


def write(
    reports: Tables,
    facts: Mapping[str, object],
    out: Path,
    settings: ReportSettings,
    texts_dir: Path | None = None,
) -> None:
    """Write all files into `out`, completely or not at all; story texts into `texts_dir`.

    Raises:
        UsageError: a file that is not from an earlier run is in the way.
        DedupError: the folder cannot be written.
    """
    from dedup.reports import files  # noqa: PLC0415

    files.write(reports, facts, out, settings)
    if texts_dir is not None:
        files.write_texts(reports["texts"], texts_dir)
