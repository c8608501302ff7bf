"""The report tables as files: CSV and Parquet, report.html, run.json, and single texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
from xxhash import xxh64_hexdigest

from dedup.errors import DedupError
from dedup.reports import columns, graph_files
from dedup.reports.csv_files import write_csv
from dedup.reports.page import page
from dedup.reports.parquet_files import write_parquet
from dedup.reports.publish import publish
from dedup.settings import ReportSettings

_LONGEST_NAME = 100
_LARGE = 1_000_000_000
"""Bytes of all tables up to which two are written at a time."""
_UNSAFE = re.compile(r"[^\w.-]+")


def write(
    reports: Mapping[str, pl.DataFrame],
    facts: Mapping[str, object],
    out: Path,
    settings: ReportSettings,
) -> None:
    """Publish every table, report.html, run.json and, where wanted, the graphs in `out`."""

    def fill(folder: Path) -> None:
        names = list(filter(reports.__contains__, columns.ORDER))
        # A table is held a second time while it is written.
        size = sum(reports[name].estimated_size() for name in names)
        with ThreadPoolExecutor(1 if size > _LARGE else 2) as pool:
            written = [
                pool.submit(_write_table, name, reports[name], folder, settings)
                for name in sorted(names, key=lambda name: -reports[name].estimated_size())
            ]
            html = page(reports, facts, settings)
            (folder / "report.html").write_text(html, "utf-8", newline="\n")
            for one in written:
                one.result()
        if settings.graphs:
            graph_files.write(reports, folder)

    publish(out, fill, facts)


def _write_table(name: str, frame: pl.DataFrame, folder: Path, settings: ReportSettings) -> None:
    try:
        with (folder / f"{name}.parquet").open("wb") as file:
            write_parquet(frame, file, row_group_rows=settings.row_group_rows)
    except pl.exceptions.ComputeError as error:  # how polars tells of a full disk here
        raise DedupError(f"cannot write {name}.parquet: {error}") from error
    if name not in columns.WITHOUT_CSV:
        shown = frame.drop(columns.PARQUET_ONLY.get(name, ()))
        with (folder / f"{name}.csv").open("wb") as file:
            write_csv(shown, file, byte_order_mark=settings.byte_order_mark)


def write_texts(texts: pl.DataFrame, folder: Path) -> None:
    """Publish one file for each story text, named after its article_id, in a folder of their own.

    Args:
        texts: article_id, text.
        folder: has its own run.json, which says what the next run may replace.
    """
    names = file_names(texts.get_column("article_id").to_list())

    def fill(staging: Path) -> None:
        for name, text in zip(names, texts.get_column("text"), strict=True):
            (staging / name).write_text(text or "", "utf-8", newline="")

    publish(folder, fill, {})


def file_names(article_ids: list[str]) -> list[str]:
    """A safe file name for each id: no folders, not hidden, not too long, no two alike.

    Names that had to be changed, or that differ in case only, get a digest.
    """
    plain = []
    for name in article_ids:
        safe = _UNSAFE.sub("_", name).lstrip(".").removesuffix(".txt")
        short = safe.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore")
        plain.append(short if short and short == name.removesuffix(".txt") else short + "-")
    counts: dict[str, int] = {}
    for name in plain:
        counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
    named = []
    for name, article_id in zip(plain, article_ids, strict=True):
        alike = counts[name.casefold()] > 1 or name.endswith("-")
        digest = (
            f"{name.removesuffix('-')}-{xxh64_hexdigest(article_id.encode('utf-8'))}"
            if alike
            else name
        )
        named.append(f"{digest}.txt")
    return named
