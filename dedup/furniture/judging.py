"""Which recurring fingerprints are furniture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dedup.furniture.company import Sketch, unrelated
from dedup.settings import FurnitureSettings

_MID_ARTICLES, _MID_ARTICLES_UNKNOWN = 4, 6
_MID_SENTENCE, _MID_LINE = 0.02, 0.01
"""Share of an outlet's articles from which a sentence, or a line that is none, inside the
running text is furniture: rarer ones may be a stock sentence of its reporters, or a subhead.
Where the outlet is unknown, articles alone must do."""
_EDGE = 0.5
_ONE_OUTLET, _ONE_OUTLET_TEMPLATE = 0.6, 0.7
_SUBHEAD_WORDS = 3
"""Words of a line inside running text that may be a subhead of many stories."""
_EVERYWHERE = 0.04
_LEAST_SHARE = 0.0005
_TEMPLATE_SHARE = 0.01
_FEW_WORDS = 8
"""Words of a sentence that may be anybody's closing remark: "It gave no further details."."""
_LEAD_ARTICLES, _LEAD_SHARE, _LEAD_A_PAGE = 5, 0.02, 3.0
_MORE_STORIES = 4


def likely(prints: pl.DataFrame) -> pl.DataFrame:
    """The fingerprints whose numbers and places are those of furniture, before company is seen.

    Adds `wanted`, the unrelated stories that each must be found in.
    """
    edge = pl.col("edge") >= _EDGE
    prose = pl.col("prose") >= 0.5
    one_outlet = pl.col("top") >= pl.col("articles") * _ONE_OUTLET
    closed = pl.col("closed") >= 0.5
    remark = closed & (pl.col("words") <= _FEW_WORDS)
    rare = pl.col("share") < _LEAST_SHARE
    whole = (edge & ~remark & ~rare.fill_null(value=False)) | (
        pl.when(prose | closed)
        .then(_often(_MID_SENTENCE) & one_outlet)
        .when(pl.col("words") <= _SUBHEAD_WORDS)
        .then(_often(_EVERYWHERE) | (_often(_MID_LINE) & (pl.col("beside") >= _EDGE)))
        .otherwise(_often(_MID_LINE))
    )
    template = (
        (pl.col("articles") >= _MORE_STORIES)
        & (pl.col("wholes") >= 3)
        & (pl.col("top") >= pl.col("articles") * _ONE_OUTLET_TEMPLATE)
        & (edge | (~prose & _often(_TEMPLATE_SHARE)))
    )
    lead = (
        (pl.col("articles") >= _LEAD_ARTICLES)
        & (pl.col("wholes") >= 3)
        & (pl.col("top") >= pl.col("articles") * 0.9)
        & _often(_LEAD_SHARE)
        & (pl.col("stood") <= pl.col("articles") * _LEAD_A_PAGE)
    )
    kind = pl.col("kind")
    return prints.filter(
        pl.when(kind == "whole").then(whole).when(kind == "template").then(template).otherwise(lead)
    ).with_columns(spread=(kind != "whole") | (prose & ~one_outlet))


def _often(share: float) -> pl.Expr:
    """Whether a print stands in many articles, and in much of what its outlet prints."""
    return (
        pl.when(pl.col("share").is_null())
        .then(pl.col("articles") >= _MID_ARTICLES_UNKNOWN)
        .otherwise((pl.col("articles") >= _MID_ARTICLES) & (pl.col("share") >= share))
    )


def stories(rows: Sequence[int], sketches: Mapping[int, Sketch], most: int) -> int:
    """How many of the articles are unrelated with one another, counted up to `most`."""
    chosen: list[Sketch] = []
    for row in rows:
        one = sketches.get(row)
        if one is not None and all(unrelated(one, other) for other in chosen):
            chosen.append(one)
            if len(chosen) == most:
                break
    return len(chosen)


def judge(
    prints: pl.DataFrame, sketches: Mapping[int, Sketch], settings: FurnitureSettings
) -> pl.DataFrame:
    """kind, print, articles, stories of the fingerprints that are furniture."""
    rows = []
    for kind, print_, articles, spread, sampled in prints.select(
        "kind", "print", "articles", "spread", "rows"
    ).iter_rows():
        wanted = settings.least_stories + bool(spread)
        # A single article may testify for one story: of a wider sample more are asked.
        found = stories(sampled, sketches, wanted + 1)
        if found >= wanted:
            rows.append((kind, print_, articles, found))
    return pl.DataFrame(
        rows,
        schema={"kind": pl.String, "print": pl.UInt64, "articles": pl.UInt32, "stories": pl.UInt32},
        orient="row",
    )
