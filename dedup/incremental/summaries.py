"""What a run with a state says of itself: counts, and one line for the mail that cron sends."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.state.database import Database


def counted(database: Database) -> dict[str, object]:
    """Articles, texts, verdicts and stories of a state."""
    return {
        "articles": database.one("SELECT count(*) FROM records"),
        "texts": database.one("SELECT count(*) FROM groups"),
        "verdicts": database.one("SELECT count(*) FROM links"),
        "stories": database.one("SELECT count(DISTINCT story_id) FROM members"),
    }


def summary(
    database: Database,
    tables: Mapping[str, pl.DataFrame],
    number: int,
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
            "SELECT count(*) FROM changes WHERE run = ? AND kind = ? AND id LIKE 'S%'",
            [number, kind],
        )
        for kind in ("merged", "split")
    )
    total = database.one("SELECT count(*) FROM names WHERE article_id IS NOT NULL")
    said = [
        f"{new:,} new article{'' if new == 1 else 's'}",
        f"{edited:,} edited" if edited else "",
        f"{grown:,} {'story' if grown == 1 else 'stories'} of several articles with something new",
        f"{merged:,} stories merged" if merged else "",
        f"{split:,} split" if split else "",
        f"{tables['rejects'].height:,} inputs set aside" if tables["rejects"].height else "",
    ]
    return "; ".join(part for part in said if part) + f"; {total:,} known"
