"""Articles that are handed on while others are still read: all of ARTICLES but id and row.

These are known only when everything is read. Until then an article goes by its file and by its
number in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import polars as pl

from dedup.formats import sheets
from dedup.formats.gathering import Place, Told
from dedup.formats.records import Claim, SourceFile
from dedup.tables import ARTICLES, EVIDENCE

AT_A_TIME = 2000
"""Articles that are handed on together."""
_FEWEST = 500


class Early(NamedTuple):
    """Some articles.

    Attributes:
        articles: ARTICLES with rows from 0, without ids and record numbers.
        evidence: EVIDENCE of these rows.
        marks: `mark` of each article, UInt64.
    """

    articles: pl.DataFrame
    evidence: pl.DataFrame
    marks: pl.Series


class Taker(Protocol):
    """Who may want articles early."""

    def wants(self) -> bool:
        """Whether more of them would be taken now."""

    def take(self, some: Early) -> None:
        """Take some."""


def mark() -> pl.Expr:
    """A number for each article that no other has, by the columns `file` and `number`."""
    return (pl.col("file").cast(pl.UInt64) * 2**32 + pl.col("number")).alias("mark")


def hand_on(
    taker: Taker,
    files: Sequence[SourceFile],
    places: pl.Series,
    sheet: sheets.Sheet,
    told: Told,
) -> None:
    """Hand on as many articles of a sheet as are wanted at the moment.

    Args:
        taker: who is asked.
        files: all files.
        places: `file`, which of them each article is of.
        sheet: the articles.
        told: what says more of them.
    """
    for begin in range(0, sheet.records.height, AT_A_TIME):
        some = sheet.records[begin : begin + AT_A_TIME]
        if some.height < _FEWEST or not taker.wants():
            return
        inside = pl.col("article").is_between(begin, begin + some.height - 1)
        claims = sheet.claims.filter(inside).with_columns(pl.col("article") - begin)
        of = places[begin : begin + some.height]
        taker.take(_early(files, of, sheets.Sheet(some, claims), told))


def _early(
    files: Sequence[SourceFile], places: pl.Series, sheet: sheets.Sheet, told: Told
) -> Early:
    chosen = [files[place] for place in places]
    records = sheet.records.with_row_index("row").with_columns(
        places.alias("file"),
        article_id=pl.lit(None, pl.String),
        record=pl.lit(None, pl.UInt32),
        path=pl.Series([file.path for file in chosen], dtype=pl.String),
    )
    more = _more(chosen, records, told)
    evidence = pl.concat([sheet.claims, more]).sort("article", maintain_order=True)
    return Early(
        ARTICLES.check(records),
        EVIDENCE.check(evidence.select(pl.col("article").alias("row"), *Claim._fields)),
        records.select(mark()).to_series(),
    )


def _more(files: Sequence[SourceFile], records: pl.DataFrame, told: Told) -> pl.DataFrame:
    """The claims of path pattern and sidecar."""
    if not (told.from_path or told.sidecar):
        return pl.DataFrame(schema=sheets.CLAIMS)
    described = records.select("number", "own_id").iter_rows()
    found, _ = told.of(_places(files, described))
    listed = [(article, *claim) for article, claims in enumerate(found) for claim in claims]
    return pl.DataFrame(listed, schema=sheets.CLAIMS, orient="row")


def _places(
    files: Sequence[SourceFile], described: Iterator[tuple[int, str | None]]
) -> Iterator[Place]:
    for file, (number, own_id) in zip(files, described, strict=True):
        yield Place(file.label, file.path, number, own_id)
