"""What a run with a state says of itself: counts, and one line for the mail that cron sends."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import polars as pl

from dedup.state.database import Database
from dedup.state.schema import meta, set_meta

NOTHING = "nothing new"
_NUMBER = re.compile(r"\d[\d,]*")


def counted(database: Database) -> dict[str, object]:
    """Articles, texts, verdicts and stories of a state."""
    return {
        "articles": database.one("SELECT count(*) FROM records"),
        "texts": database.one("SELECT count(*) FROM groups"),
        "verdicts": database.one("SELECT count(*) FROM links"),
        "stories": database.one("SELECT count(DISTINCT story_id) FROM members"),
    }


def all_shown(database: Database) -> bool:
    """Whether the last run got as far as to show what it had done."""
    last = database.one("SELECT max(run) FROM runs WHERE result = 'done'")
    return int(last or 0) <= int(meta(database, "published") or 0)


def standing(database: Database, passing: Sequence[str], lasting: Sequence[str]) -> set[str]:
    """The warnings that the last run gave too: nobody needs them in every night's mail.

    Args:
        database: the state, which remembers them for the next run.
        passing: on what this run brought; the same if it is word for word so.
        lasting: on what lies in the INPUTs; the same if it is so but for numbers.
    """
    told = {one: one for one in passing} | {one: _NUMBER.sub("N", one) for one in lasting}
    before = set(json.loads(meta(database, "warned") or "[]")) if all_shown(database) else set()
    set_meta(database, "warned", json.dumps(sorted({*told.values()})))
    return {one for one, form in told.items() if form in before}


def summary(
    database: Database,
    tables: Mapping[str, pl.DataFrame],
    published: int,
    refused: str,
) -> str:
    """One line for the mail that cron sends."""
    if refused:
        return f"nothing done: {refused}"
    new = int(tables["fresh"]["new"].sum())
    edited = database.one(
        "SELECT count(*) FROM records WHERE changed_run > ? AND first_run <= ?",
        [published, published],
    )
    grown = (
        tables["stories"]
        .join(tables["fresh"], on="row")
        .group_by("story")
        .agg(pl.len(), fresh=pl.col("new").any())
        .filter((pl.col("len") > 1) & pl.col("fresh"))
        .height
    )
    merged, split = (
        database.one(
            "SELECT count(*) FROM changes WHERE run > ? AND kind = ? AND id LIKE 'S%'",
            [published, kind],
        )
        for kind in ("merged", "split")
    )
    total = database.one("SELECT count(*) FROM names WHERE article_id IS NOT NULL")
    said = [
        _several(new, "new article", "new articles"),
        f"{edited:,} edited" if edited else "",
        _several(
            grown, "story of several articles", "stories of several articles", " with something new"
        ),
        _several(merged, "story merged", "stories merged"),
        _several(split, "story split", "stories split"),
        _several(tables["rejects"].height, "input set aside", "inputs set aside"),
    ]
    told = [part for part in said if part]
    return "; ".join([*(told or [NOTHING]), f"{total:,} known"])


def _several(count: int, one: str, many: str, more: str = "") -> str:
    """So many of something; nothing of none."""
    return f"{count:,} {one if count == 1 else many}{more}" if count else ""
