"""What `columns` says of one value, for a column of them at once.

Strings without anything odd are their own plain value, and most are: polars tells which.
Every other value is looked at by itself, by the functions of `columns`, so that what comes
out is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import polars as pl

from dedup.formats.columns import (
    LONGEST_CLAIM,
    LONGEST_EXTRA,
    LONGEST_ID,
    MISSING,
    json_of,
    own_id,
    plain_value,
    shown,
)
from dedup.formats.records import language_code

_BLANKS = r"^\s|\s$|\s\s|[\s--\x20]|[\x1c-\x1f]"
"""What joining words by one blank would change: Python has four blanks more than regex."""
_PRINTABLE = r"^[!-~](?:[ -~]*[!-~])?$"
_ESCAPED = r'["\\\x00-\x1f]'
_VALUE = pl.col("value")
_STATED = ~_VALUE.str.to_lowercase().is_in(sorted(MISSING))


class Values(NamedTuple):
    """One column of records: its strings, null where the value is none, and the other values.

    `others` are by place, ascending; null is neither.
    """

    strings: pl.Series
    others: dict[int, object]

    @staticmethod
    def of(column: pl.Series) -> Values:
        """The values of a polars column, as its rows have them."""
        if column.dtype in (pl.String, pl.Categorical, pl.Enum, pl.Null):
            return Values(column.cast(pl.String), {})
        others = {place: v for place, v in enumerate(column.to_list()) if v is not None}
        return Values(nothing(len(column)), others)

    def at(self, places: pl.Series) -> Values:
        """The values in these places, which ascend."""
        if len(places) == len(self.strings):
            return self
        strings = self.strings.gather(places)
        if not self.others:
            return Values(strings, {})
        new = ((new, self.others.get(old)) for new, old in enumerate(places))
        return Values(strings, {place: value for place, value in new if value is not None})


def nothing(height: int) -> pl.Series:
    """So many nulls, as strings."""
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def plain(values: Values) -> pl.Series:
    """`columns.plain_value` of each, null where it is empty."""
    clean = ~_VALUE.str.contains(_BLANKS) & (_VALUE.str.len_chars() <= LONGEST_CLAIM) & _STATED
    return _completed(values, clean, lambda value: plain_value(value) or None)


def ids(values: Values) -> pl.Series:
    """`columns.own_id` of each."""
    clean = _VALUE.str.contains(_PRINTABLE) & (_VALUE.str.len_bytes() <= LONGEST_ID) & _STATED
    return _completed(values, clean, own_id)


def members(values: Values, name: str) -> pl.Series:
    """Each as the member `name` of a JSON object, null where it is left out."""
    clean = ~_VALUE.str.contains(_ESCAPED) & (_VALUE.str.len_chars() <= LONGEST_EXTRA - 2)
    quoted = pl.concat_str(pl.lit('"'), _VALUE, pl.lit('"'))
    made = _completed(values, clean, shown, quoted)
    return made.to_frame().select(pl.concat_str(pl.lit(f"{json_of(name)}: "), pl.all())).to_series()


def objects(parts: Iterable[pl.Series], height: int) -> pl.Series:
    """JSON objects of these members, null where there are none."""
    listed = [part.alias(f"{number}") for number, part in enumerate(parts)]
    if not listed:
        return nothing(height)
    joined = pl.concat_str(pl.all(), separator=", ", ignore_nulls=True)
    whole = pl.concat_str(pl.lit("{"), joined, pl.lit("}"))
    return pl.DataFrame(listed).select(pl.when(joined != "").then(whole)).to_series()


def first(parts: Iterable[pl.Series], height: int) -> pl.Series:
    """The first of the columns that has a value, row by row."""
    listed = [part.alias(f"{number}") for number, part in enumerate(parts)]
    if not listed:
        return nothing(height)
    return pl.DataFrame(listed).select(pl.coalesce(pl.all())).to_series()


def codes(stated: pl.Series) -> pl.Series:
    """`records.language_code` of each."""
    kinds = stated.unique(maintain_order=True)
    named = pl.Series([language_code(kind) for kind in kinds], dtype=pl.String)
    return stated.replace_strict(kinds, named, return_dtype=pl.String)


def _completed(
    values: Values,
    clean: pl.Expr,
    one: Callable[[object], str | None],
    kept: pl.Expr = _VALUE,
) -> pl.Series:
    """The strings that are clean, as `kept` has them, and `one` of every other value."""
    frame = values.strings.alias("value").to_frame()
    stated = frame.select(pl.when(_VALUE != "").then(_VALUE).alias("value"))
    done = stated.select("value", clean=clean, text=pl.when(clean).then(kept))
    places = (~done["clean"]).arg_true()
    if not len(places) and not values.others:
        return done["text"]
    odd: list[tuple[int, object]] = list(zip(places, done["value"].gather(places), strict=True))
    odd += values.others.items()
    told = pl.Series([one(value) for _, value in odd], dtype=pl.String)
    return done["text"].scatter([place for place, _ in odd], told)
