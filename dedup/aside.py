"""A column that no stage needs for a while waits in a temporary file meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl

WORTH_WRITING = 500_000_000
"""Bytes of a column from which it is set aside: less is no burden."""


def worth_setting_aside(column: pl.Series) -> bool:
    """Whether a column is so large that memory is dear."""
    return column.estimated_size() >= WORTH_WRITING


@contextmanager
def set_aside(tables: dict[str, pl.DataFrame], name: str, column: str) -> Iterator[None]:
    """Take the column out of the table while the block runs, and put it back after it.

    It stays where it is if it is small, or if the disk has no room. Other
    references to the column keep it in memory: the caller sees to those.
    """
    if not worth_setting_aside(tables[name][column]):
        yield
        return
    with tempfile.TemporaryFile(prefix="dedup-") as file:
        try:
            tables[name].select(column).write_ipc(file, compression="lz4")
        except (OSError, pl.exceptions.PolarsError):
            yield
            return
        order = tables[name].columns
        tables[name] = tables[name].drop(column)
        try:
            yield
        finally:
            file.seek(0)
            tables[name] = tables[name].with_columns(pl.read_ipc(file)[column]).select(order)
