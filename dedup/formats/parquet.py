"""Parquet tables, by polars."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.formats.columns import LONGER_THAN_MISSING, Columns, describe
from dedup.formats.opening import whole
from dedup.formats.records import Block, Record, Reject, SourceFile, UnreadableError, encodable
from dedup.settings import InputSettings

if TYPE_CHECKING:
    import polars as pl

_SLICE = 1_000  # rows that are Python objects at a time


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The articles of a table."""
    for found in read_blocks(file, settings):
        if isinstance(found, Block):
            yield from found.whole()
        else:
            yield found


def read_blocks(file: SourceFile, settings: InputSettings) -> Iterator[Block | Record | Reject]:
    """The same; texts that are surely fit are left in their column, many at a time."""
    table = _table(file, settings)
    columns = Columns(settings)
    if not columns.has_text(table.columns):
        yield Reject(None, f"no text column; {describe(table.columns)}", tuple(table.columns))
        return
    names, text = tuple(table.columns), columns.text(table.columns)
    number = 0
    for part in table.iter_slices(_SLICE):
        if _fit(part[text], settings.largest_text):
            rows = part.drop(text).iter_rows(named=True)
            told = enumerate(rows, start=number + 1)
            yield Block(
                [columns.described(values, at, "utf-8", names) for at, values in told], part[text]
            )
            number += part.height
            continue
        for values in part.iter_rows(named=True):
            number += 1
            yield columns.record(values, number, "utf-8")


def _table(file: SourceFile, settings: InputSettings) -> pl.DataFrame:
    import polars as pl  # noqa: PLC0415

    raw = whole(file.name, settings.largest_document, "input.largest_document")
    try:
        names = list(pl.read_parquet_schema(io.BytesIO(raw)))
        if not Columns(settings).has_text(names):
            return pl.DataFrame(schema=dict.fromkeys(names, pl.Null))
        return pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = encodable(str(error)).splitlines() or [type(error).__name__]
        raise UnreadableError(f"no Parquet that can be read: {reason[0][:200]}") from error


def _fit(texts: pl.Series, largest: int) -> bool:
    """Whether all are articles, as `columns.fault` would have it, so that none need be looked at.

    Any text of some length with a Latin letter is one; of others it is not sure.
    """
    import polars as pl  # noqa: PLC0415

    if texts.dtype != pl.String or texts.null_count():
        return False
    sizes = texts.str.len_chars()
    long = (sizes >= LONGER_THAN_MISSING) & (sizes <= largest)
    return bool((long & texts.str.contains("[A-Za-z]")).all())
