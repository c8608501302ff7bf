"""Tables as Parquet for programs: raw values, and the same bytes for any number of threads."""

from __future__ import annotations

from typing import IO

import polars as pl

_LEVEL = 1
"""Of 100,000 articles level 3 writes an eighth less in more than twice the time, which is
a fifth of that of all reports."""


def write_parquet(frame: pl.DataFrame, file: IO[bytes], *, row_group_rows: int) -> None:
    """Write a table in row groups of a fixed size; without one they follow the threads."""
    frame.rechunk().write_parquet(
        file,
        compression="zstd",
        compression_level=_LEVEL,
        statistics=True,
        row_group_size=row_group_rows,
    )
