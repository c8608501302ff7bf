"""Tables as CSV for people: RFC 4180 with LF, safe to open in a spreadsheet.

A text cell that a spreadsheet would take for a formula (it begins with `=`,
`+`, `-`, `@`, tab, CR or NUL) gets a leading `'`, ids alike in every table, so
that tables still join. Control characters other than tab, LF and CR, which
many readers stop at, become their control pictures (NUL is `␀`). Numeric
cells are never touched; Parquet has the raw values.
"""

from __future__ import annotations

from typing import IO

import polars as pl

_DECIMALS = 4
_ROWS_AT_A_TIME = 200_000
"""Rows whose cells are held a second time while they are written."""
_FORMULA = r"^[=+\-@\t\r\x00]"
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"}
_PICTURES["\x7f"] = "␡"


def write_csv(frame: pl.DataFrame, file: IO[bytes], *, byte_order_mark: bool) -> None:
    """Write a table with a header row; floats to 4 places, lists joined by `; `."""
    for begin in range(0, max(frame.height, 1), _ROWS_AT_A_TIME):
        # one chunk: the search for control characters is built anew for each
        part = frame.slice(begin, _ROWS_AT_A_TIME).rechunk()
        first = begin == 0
        part.select(_cell(name, dtype) for name, dtype in frame.schema.items()).write_csv(
            file,
            include_header=first,
            include_bom=first and byte_order_mark,
            float_scientific=False,
        )


def _cell(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.List):
        return _guarded(column.cast(pl.List(pl.String)).list.join("; ")).alias(name)
    if dtype == pl.String:
        return _guarded(column).alias(name)
    if dtype.is_float():
        rounded = column.cast(pl.Float64).round(_DECIMALS)
        shown = pl.when(rounded == 0).then(0.0).otherwise(rounded)  # no -0
        return pl.when(rounded.is_finite()).then(shown).alias(name)
    return column


def _guarded(text: pl.Expr) -> pl.Expr:
    shown = text.str.replace_many(_PICTURES)
    return pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + shown).otherwise(shown)
