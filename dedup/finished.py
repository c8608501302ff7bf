"""A finished run read back: its settings and the stage tables that its reports hold.

What the reports do not hold (weights, sketches) is made again from what they
do, so that a pair the run never listed can still be judged as it would have.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import polars as pl

from dedup import texts
from dedup.dates import interval
from dedup.errors import SettingsError, UsageError
from dedup.pipeline_files import PATH_KEYS
from dedup.settings import Settings
from dedup.tables import ARTICLES, CREDITS, CUTS, EVIDENCE, MASTHEADS, REJECTS

Tables = dict[str, pl.DataFrame]


def read_report(out: Path, name: str) -> pl.DataFrame:
    """One report table of a finished run.

    Raises:
        UsageError: `out` holds no finished run.
    """
    try:
        return pl.read_parquet(out / f"{name}.parquet", glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(
            f"{out} holds no finished run ({name}.parquet cannot be read); "
            "make one with `dedup run INPUT --out DIR`"
        ) from error


def read_settings(out: Path, pipeline: Settings | None = None) -> Settings:
    """The settings that the run was made with, from its run.json.

    Args:
        out: the folder of its reports.
        pipeline: settings of the pipeline file, which knows where files of the user's stand:
            run.json keeps only their names where a path was absolute.

    Raises:
        UsageError: no run of this version, or a file that it used is not where it was.
    """
    settings = _stored(out)
    for key in sorted(PATH_KEYS):
        settings = _found(settings, key, pipeline, out)
    return settings


def _found(settings: Settings, key: str, pipeline: Settings | None, out: Path) -> Settings:
    """The settings with the path of one file as it can be opened."""
    part_name, name = key.split(".")
    part = getattr(settings, part_name)
    stored = getattr(part, name)
    if not stored:
        return settings
    given = getattr(getattr(pipeline, part_name), name) if pipeline else ""
    if given and Path(given).name == Path(stored).name:
        return replace(settings, **{part_name: replace(part, **{name: given})})
    if not Path(stored).is_file():
        raise UsageError(
            f"the run in {out} used the file {stored} ({key}), which is not here: name the "
            "pipeline file of the run with --pipeline"
        )
    return settings


def _stored(out: Path) -> Settings:
    try:
        stored = json.loads((out / "run.json").read_text("utf-8"))["settings"]
        whole = Settings()
        parts = {
            part.name: replace(getattr(whole, part.name), **_values(stored.get(part.name, {})))
            for part in fields(Settings)
        }
        return Settings(**parts)
    except (OSError, ValueError, KeyError, TypeError, SettingsError) as error:
        raise UsageError(
            f"{out / 'run.json'} cannot be read as a run of this version ({error}); run again"
        ) from error


def _values(stored: dict[str, object]) -> dict[str, Any]:
    """Settings of one part as JSON has them, lists as tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}


def read_tables(out: Path, settings: Settings) -> Tables:
    """What the run read of its articles, and EVIDENCE and REJECTS empty."""
    reported = read_report(out, "articles").sort("article_id").with_row_index("row")
    rows = reported.select("article_id", "row")
    blank = pl.lit(None, pl.String)
    articles = ARTICLES.check(reported.with_columns(record=pl.lit(None, pl.UInt32), extra=blank))
    cuts = read_report(out, "boilerplate").join(rows, on="article_id").sort("row", "start")
    credits = read_report(out, "credits").join(rows, on="article_id").sort("row", "start")
    return {
        "articles": articles,
        "evidence": EVIDENCE.empty(),
        "rejects": REJECTS.empty(),
        "cuts": CUTS.check(cuts),
        "credits": CREDITS.check(credits),
        "texts": texts.clean(
            articles, CUTS.check(cuts), reported["language"], settings.boilerplate
        ),
        "mastheads": _mastheads(reported),
        "credited": reported.select("row", "credited_to").drop_nulls(),
    }


def _mastheads(reported: pl.DataFrame) -> pl.DataFrame:
    spans = [
        interval(at, precision) if at and precision else (None, None)
        for at, precision in reported.select("published_at", "published_precision").iter_rows()
    ]
    return MASTHEADS.check(
        reported.with_columns(
            pl.lit(None, pl.String).alias("publisher_basis"),
            pl.Series("earliest", [first for first, _ in spans], dtype=pl.Int64),
            pl.Series("latest", [last for _, last in spans], dtype=pl.Int64),
        )
    )
