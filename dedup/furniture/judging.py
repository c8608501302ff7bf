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
_ONE_OUTLET, _ONE_OUTLET_TEMPLATE, _ONE_OUTLET_LEAD = 0.6, 0.7, 0.9
_HOUSE_STYLE, _HOUSE_SENTENCE = 0.1, 0.3
"""Share of an outlet's articles from which a block is its house style, though others have it
too: papers of one chain have one system, and no wire story fills a tenth of a paper."""
_TIMES_AN_OUTLET = 3
"""Times that one outlet must have a paragraph: what many have once each came by wire."""
_SUBHEAD_WORDS = 3
"""Words of a line inside running text that may be a subhead of many stories."""
_EVERYWHERE = 0.04
_LEAST_SHARE = 0.0005
_TEMPLATE_SHARE = 0.01
_FEW_WORDS = 8
"""Words of a sentence that may be anybody's closing remark: "It gave no further details."."""
_LEAD_ARTICLES, _LEAD_SHARE, _LEAD_A_PAGE = 5, 0.02, 3.0
_MORE_STORIES = 4
_MOSTLY, _OFTEN = 0.6, 0.35
"""Share of the sampled articles that must be unrelated, for a paragraph and for a line: one
that is spliced into other stories stands in most articles with the story that it is of."""


def likely(prints: pl.DataFrame) -> pl.DataFrame:
    """The fingerprints whose numbers and places are those of furniture, before company is seen.

    Adds `wanted`, the unrelated stories that each must be found in.
    """
    edge = pl.col("edge") >= _EDGE
    prose = pl.col("prose") >= 0.5
    house_style = (pl.col("share") >= _HOUSE_STYLE).fill_null(value=False)
    closed = pl.col("closed") >= 0.5
    sentence = prose | closed
    everywhere = (pl.col("share") >= _HOUSE_SENTENCE).fill_null(value=False)
    one_outlet = (pl.col("top") >= pl.col("articles") * _ONE_OUTLET) | (
        pl.when(sentence).then(everywhere).otherwise(house_style)
    )
    remark = closed & (pl.col("words") <= _FEW_WORDS)
    rare = pl.col("share") < _LEAST_SHARE
    once_each = sentence & (pl.col("top") < _TIMES_AN_OUTLET)
    whole = (edge & ~once_each & ~remark & ~rare.fill_null(value=False)) | (
        pl.when(prose | closed)
        .then(_often(_MID_SENTENCE) & one_outlet)
        .when(pl.col("words") <= _SUBHEAD_WORDS)
        .then(_often(_EVERYWHERE) | (_often(_MID_LINE) & (pl.col("beside") >= _EDGE)))
        .otherwise(_often(_MID_LINE))
    )
    template = (
        (pl.col("articles") >= _MORE_STORIES)
        & (pl.col("wholes") >= 3)
        & ((pl.col("top") >= pl.col("articles") * _ONE_OUTLET_TEMPLATE) | house_style)
        & (edge | (~prose & _often(_TEMPLATE_SHARE)))
    )
    lead = (
        (pl.col("articles") >= _LEAD_ARTICLES)
        & (pl.col("wholes") >= 3)
        & ((pl.col("top") >= pl.col("articles") * _ONE_OUTLET_LEAD) | house_style)
        & _often(_LEAD_SHARE)
        & (pl.col("stood") <= pl.col("articles") * _LEAD_A_PAGE)
        & ~prose
    )
    kind = pl.col("kind")
    return prints.filter(
        pl.when(kind == "whole").then(whole).when(kind == "template").then(template).otherwise(lead)
    ).with_columns(
        spread=(kind != "whole") | (prose & ~one_outlet), paragraph=sentence & (kind == "whole")
    )


def _often(share: float) -> pl.Expr:
    """Whether a print stands in many articles, and in much of what its outlet prints."""
    return (
        pl.when(pl.col("share").is_null())
        .then(pl.col("articles") >= _MID_ARTICLES_UNKNOWN)
        .otherwise((pl.col("articles") >= _MID_ARTICLES) & (pl.col("share") >= share))
    )


def stories(rows: Sequence[int], sketches: Mapping[int, Sketch]) -> int:
    """How many of the articles are unrelated with one another."""
    chosen: list[Sketch] = []
    for row in rows:
        one = sketches.get(row)
        if one is not None and all(unrelated(one, other) for other in chosen):
            chosen.append(one)
    return len(chosen)


def judge(
    prints: pl.DataFrame, sketches: Mapping[int, Sketch], settings: FurnitureSettings
) -> pl.DataFrame:
    """kind, print, articles, stories of the fingerprints that are furniture."""
    rows = []
    for kind, print_, articles, spread, paragraph, sampled in prints.select(
        "kind", "print", "articles", "spread", "paragraph", "rows"
    ).iter_rows():
        wanted = settings.least_stories + bool(spread)
        found = stories(sampled, sketches)
        if found >= max(wanted, len(sampled) * (_MOSTLY if paragraph else _OFTEN)):
            rows.append((kind, print_, articles, found))
    return pl.DataFrame(
        rows,
        schema={"kind": pl.String, "print": pl.UInt64, "articles": pl.UInt32, "stories": pl.UInt32},
        orient="row",
    )
