"""Parquet tables, by polars."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.formats.columns import Columns, describe
from dedup.formats.opening import whole
from dedup.formats.records import Record, Reject, SourceFile, UnreadableError, encodable
from dedup.settings import InputSettings

if TYPE_CHECKING:
    import polars as pl

    from dedup.formats.sheets import Sheet

_SLICE = 20_000  # rows of which the columns beside the text are looked at together


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The articles of a table, row by row."""
    table = _table(file, settings)
    columns = Columns(settings)
    if not columns.has_text(table.columns):
        yield _textless(table.columns)
        return
    for number, values in enumerate(table.iter_rows(named=True), start=1):
        yield columns.record(values, number, "utf-8")


def read_sheets(file: SourceFile, settings: InputSettings) -> Iterator[Sheet | Record | Reject]:
    """The same by columns; rows of which it is not sure that they are articles one by one."""
    import polars as pl  # noqa: PLC0415

    from dedup.formats import sheets  # noqa: PLC0415 - workers do without polars
    from dedup.formats.values import Values  # noqa: PLC0415

    table = _table(file, settings)
    columns = Columns(settings)
    if not columns.has_text(table.columns):
        yield _textless(table.columns)
        return
    plan = columns.plan(tuple(table.columns))
    text = plan.text[0]
    numbers = pl.int_range(1, table.height + 1, dtype=pl.UInt32, eager=True)
    for begin in range(0, table.height, _SLICE):
        part, numbered = table[begin : begin + _SLICE], numbers[begin : begin + _SLICE]
        fit = sheets.fit(part[text], settings.largest_text)
        sure = part if fit.all() else part.filter(fit)
        if sure.height:
            values = {name: Values.of(sure[name]) for name in plan.described}
            values[text] = Values(sure[text], {})
            yield sheets.of_values(values, plan, numbered.filter(fit))
        odd = part.filter(~fit).iter_rows(named=True)
        for number, row in zip(numbered.filter(~fit), odd, strict=True):
            yield columns.record(row, number, "utf-8")


def _textless(names: list[str]) -> Reject:
    return Reject(None, f"no text column; {describe(names)}", tuple(names))


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
