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
_HOUSE_STYLE = 0.1
"""Share of an outlet's articles from which a line is its house style, though others have it
too: papers of one chain have one system, and no wire story fills a tenth of a paper."""
_TIMES_AN_OUTLET = 3
"""Times that one outlet must have a paragraph: what many have once each came by wire."""
_CHAIN_TIMES, _CHAIN_COVERED = 5, 0.5
"""Times in one outlet, and share of all articles of its outlets, from which a paragraph that
several outlets print is the frame of a chain of them. Any rarer one came by wire."""
_ALONE_UNKNOWN = 12
"""Articles of unknown outlets that have a paragraph amid their text, nothing known beside it."""
_PASSAGE_WORDS = 60
"""Words of running text that recur together from which they are a passage: what an outlet says
of itself is shorter, or stands around nearly all that it prints."""
_TOGETHER = 0.5
"""Share of the sampled articles of a block in which another must stand to be of its passage."""
_FRAME_TIMES, _FRAME_NEARLY_ALL = 6, 0.9
"""Articles, and share of the outlet's, from which a passage of any length is its frame: a long
text on half of a few pages may be an agency's. What stands in other outlets too is none."""
_FRAME_STORIES = 12
"""Articles of one known outlet from which it is so in any case: a partner's text is not woven
into a dozen stories of a paper, the latest issue may stand on as many of its pages."""
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

    Adds `spread` (one story more must be found), `paragraph` (most of the articles must be
    unrelated) and `frame` (it may be of any length).
    """
    edge = pl.col("edge") >= _EDGE
    prose = pl.col("prose") >= 0.5
    house_style = (pl.col("share") >= _HOUSE_STYLE).fill_null(value=False)
    closed = pl.col("closed") >= 0.5
    sentence = prose | closed
    chain = (pl.col("top") >= _CHAIN_TIMES) & (pl.col("covered") >= _CHAIN_COVERED)
    one_outlet = (pl.col("top") >= pl.col("articles") * _ONE_OUTLET) | (
        pl.when(sentence).then(chain).otherwise(house_style)
    )
    alone = (
        prose
        & pl.col("share").is_null()
        & (pl.col("beside") < _EDGE)
        & (pl.col("articles") < _ALONE_UNKNOWN)
    )
    remark = closed & (pl.col("words") <= _FEW_WORDS)
    rare = pl.col("share") < _LEAST_SHARE
    once_each = sentence & (pl.col("top") < _TIMES_AN_OUTLET)
    by_wire = once_each | (sentence & ~one_outlet)
    whole = (edge & ~by_wire & ~remark & ~rare.fill_null(value=False)) | (
        pl.when(prose | closed)
        .then(_often(_MID_SENTENCE) & one_outlet & ~alone)
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
    frame = (
        one_outlet
        & ((pl.col("articles") == pl.col("top")) | (_share_elsewhere() >= _CHAIN_COVERED))
        & (
            ((pl.col("top") >= _FRAME_TIMES) & (pl.col("portion") >= _FRAME_NEARLY_ALL))
            | ((pl.col("top") >= _FRAME_STORIES) & pl.col("share").is_not_null())
        )
    )
    kind = pl.col("kind")
    return prints.filter(
        pl.when(kind == "whole").then(whole).when(kind == "template").then(template).otherwise(lead)
    ).with_columns(
        spread=(kind != "whole") | (prose & ~one_outlet),
        paragraph=sentence & (kind == "whole"),
        frame=frame | (kind == "lead"),
    )


def _share_elsewhere() -> pl.Expr:
    """The share that a print has of the articles of its other outlets, the first one aside."""
    others = pl.col("articles") / pl.col("covered") - pl.col("top") / pl.col("portion")
    return (pl.col("articles") - pl.col("top")) / others


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


def passage_words(rows: Sequence[int], sketches: Mapping[int, Sketch]) -> int:
    """Words of running text that most of the articles have in common.

    What an agency or a partner wrote comes in several paragraphs that stand together
    wherever it is printed, though whole or in parts it be woven into other stories.
    """
    known = [sketches[row] for row in rows if row in sketches]
    stood: dict[int, int] = {}
    length: dict[int, int] = {}
    for one in known:
        for print_, (_, running) in one.blocks.items():
            if running and print_:
                stood[print_] = stood.get(print_, 0) + 1
                length[print_] = max(length.get(print_, 0), running)
    least = max(2, len(known) * _TOGETHER)
    return sum(length[print_] for print_, times in stood.items() if times >= least)


def judge(
    prints: pl.DataFrame, sketches: Mapping[int, Sketch], settings: FurnitureSettings
) -> pl.DataFrame:
    """kind, print, articles, stories of the fingerprints that are furniture."""
    rows = []
    for kind, print_, articles, spread, paragraph, frame, sampled in prints.select(
        "kind", "print", "articles", "spread", "paragraph", "frame", "rows"
    ).iter_rows():
        if not frame and passage_words(sampled, sketches) > _PASSAGE_WORDS:
            continue
        wanted = settings.least_stories + bool(spread)
        found = stories(sampled, sketches)
        if found >= max(wanted, len(sampled) * (_MOSTLY if paragraph else _OFTEN)):
            rows.append((kind, print_, articles, found))
    return pl.DataFrame(
        rows,
        schema={"kind": pl.String, "print": pl.UInt64, "articles": pl.UInt32, "stories": pl.UInt32},
        orient="row",
    )
