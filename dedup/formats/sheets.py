"""Articles as columns: what the readers of many records at a time give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from dedup.formats import values as by_column
from dedup.formats.columns import LONGER_THAN_MISSING, Plan
from dedup.formats.records import Claim, Record
from dedup.formats.values import Values

LETTERS = "[A-Za-zÀ-ÖØ-öø-ÿα-ωа-яא-תب-غअ-हก-ะぁ-ゖァ-ヺ一-龥가-힣]"
_TEXTS = ("own_id", "title", "byline", "language", "encoding", "extra", "text")
CLAIMS = {"article": pl.UInt32, **dict.fromkeys(Claim._fields, pl.String)}
RECORDS = {"number": pl.UInt32, **dict.fromkeys(_TEXTS, pl.String)}


class Sheet(NamedTuple):
    """Some articles of one file or more.

    Attributes:
        records: the fields of `Record` but for its claims, a row each.
        claims: article (place among these records), field, basis, value: those of one article
            in their order.
    """

    records: pl.DataFrame
    claims: pl.DataFrame


def of_records(records: Sequence[Record]) -> Sheet:
    """Records that were read one by one."""
    columns = {name: [getattr(record, name) for record in records] for name in RECORDS}
    claims = {
        "article": [place for place, record in enumerate(records) for _ in record.claims],
        **{
            name: [claim[at] for record in records for claim in record.claims]
            for at, name in enumerate(Claim._fields)
        },
    }
    return Sheet(pl.DataFrame(columns, schema=RECORDS), pl.DataFrame(claims, schema=CLAIMS))


def of_texts(texts: pl.Series) -> Sheet:
    """Texts of which nothing else is known, each the one article of its file."""
    none = by_column.nothing(len(texts))
    columns = dict.fromkeys(_TEXTS, none) | {"text": texts}
    columns["encoding"] = pl.Series(["utf-8"]).new_from_index(0, len(texts))
    numbers = pl.Series([1], dtype=pl.UInt32).new_from_index(0, len(texts))
    return Sheet(pl.DataFrame({"number": numbers, **columns}), pl.DataFrame(schema=CLAIMS))


def of_values(columns: Mapping[str, Values], plan: Plan, numbers: pl.Series) -> Sheet:
    """Records by their columns, of which `plan` says what they mean.

    The first text column holds texts that are `fit`. What comes out is what `Columns.record` says
    of each record.
    """
    height = len(numbers)
    stated = {name for _, name in plan.claims}
    stated.update(plan.title, plan.byline, plan.language)
    plain = {name: by_column.plain(columns[name]) for name in sorted(stated)}

    def said(names: Sequence[str]) -> pl.Series:
        return by_column.first((plain[name] for name in names), height)

    extra = (by_column.members(columns[name], name) for name in plan.extra)
    records = pl.DataFrame(
        {
            "number": numbers,
            "own_id": by_column.first((by_column.ids(columns[n]) for n in plan.own_id), height),
            "title": said(plan.title),
            "byline": said(plan.byline),
            "language": by_column.codes(said(plan.language)),
            "encoding": pl.Series(["utf-8"]).new_from_index(0, height),
            "extra": by_column.objects(extra, height),
            "text": columns[plan.text[0]].strings,
        },
        schema=RECORDS,
    )
    return Sheet(records, pl.concat([pl.DataFrame(schema=CLAIMS), *_claims(plan, plain)]))


def _claims(plan: Plan, plain: Mapping[str, pl.Series]) -> Iterator[pl.DataFrame]:
    """The claims of each column in turn; what a better one of its field says is said once."""
    better: dict[str, list[pl.Series]] = {}
    for field, name in plan.claims:
        said = plain[name]
        new = said.is_not_null()
        for other in better.setdefault(field, []):
            new &= said.ne_missing(other)
        better[field].append(said)
        places = new.arg_true()
        yield pl.DataFrame(
            {"article": places.cast(pl.UInt32), "value": said.gather(places)}
        ).select("article", field=pl.lit(field), basis=pl.lit("record"), value="value")


def fit(texts: pl.Series, largest: int) -> pl.Series:
    """Which texts are surely articles, as `columns.fault` would have it; others need a look.

    Any text of some length with a letter of the commonest scripts is one.
    """
    if texts.dtype != pl.String:
        return pl.Series([False]).new_from_index(0, len(texts))
    size = pl.col("text").str.len_chars()
    long = size.is_between(LONGER_THAN_MISSING, largest)
    letters = pl.col("text").str.contains(LETTERS)
    return (
        texts.alias("text").to_frame().select((long & letters).fill_null(value=False)).to_series()
    )
