"""Parquet tables, by polars."""

from __future__ import annotations

import io
from collections.abc import Iterator

from dedup.formats.columns import Columns, describe
from dedup.formats.opening import whole
from dedup.formats.records import Record, Reject, SourceFile, UnreadableError, encodable
from dedup.settings import InputSettings

_SLICE = 1_000  # rows that are Python objects at a time


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The articles of a table."""
    import polars as pl  # noqa: PLC0415

    raw = whole(file.name, settings.largest_document, "input.largest_document")
    try:
        names = list(pl.read_parquet_schema(io.BytesIO(raw)))
        columns = Columns(settings)
        if not columns.has_text(names):
            yield Reject(None, f"no text column; {describe(names)}", tuple(names))
            return
        table = pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = encodable(str(error)).splitlines() or [type(error).__name__]
        raise UnreadableError(f"no Parquet that can be read: {reason[0][:200]}") from error
    number = 0
    for part in table.iter_slices(_SLICE):
        for values in part.iter_rows(named=True):
            number += 1
            yield columns.record(values, number, "utf-8")
