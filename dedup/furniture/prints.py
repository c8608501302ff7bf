"""ARTICLES, CUTS → BLOCKS: stable fingerprints of what the rules left.

Hashes are XXH3 (64 bits) of UTF-8, so that blocks of two nights can be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import polars as pl

from dedup.blocks import block_table
from dedup.furniture.forms import LEAST_LITERAL, SENTENCE, TAIL
from dedup.furniture.written import imprints, leads, templates
from dedup.kernels.loops import Offsets
from dedup.spellings import Spelled, spell, worth_spelling
from dedup.tables import BLOCKS

_PROSE_WORDS, _SURE_PROSE_WORDS = 11, 40
_LONGEST_TEMPLATE = 40
_HEAD_BLOCKS, _TAIL_BLOCKS = 3, 12
_LEAD_BLOCK_WORDS = 25
LETTERS_A_WORD = 2
"""Letters of a script without spaces that make a word: Chinese has some 1.6, Japanese 2.2."""


def read_blocks(
    articles: pl.DataFrame,
    cuts: pl.DataFrame,
    blocks: pl.DataFrame | None = None,
    spelled: Spelled | None = None,
) -> pl.DataFrame:
    """Fingerprint the blocks of a batch of articles.

    Args:
        articles: ARTICLES; row and text are read.
        cuts: CUTS of these articles by the rules.
        blocks: `dedup.blocks.block_table` of the texts, where it is at hand.
        spelled: the blocks, where they are spelled already.

    Returns:
        BLOCKS.
    """
    found = block_table(articles["text"]) if blocks is None else blocks
    if spelled is None and worth_spelling(articles["text"]):
        spelled = spell(found["text"])
    found, sources = _uncut(found, articles, cuts)
    text = found["text"]
    # What is left of blocks that are cut in part is spelled anew.
    parts = spell(text.gather(np.flatnonzero(sources < 0))) if spelled else None
    told = _made(imprints, text, sources, spelled, parts)
    words = found["spaces"] + 1 + told["spaceless"] // LETTERS_A_WORD
    prose = (words >= _SURE_PROSE_WORDS) | ((words >= _PROSE_WORDS) & told["ends"])
    lined = _may_have_template(found["number"], words, prose).arg_true().to_numpy()
    led = (told["leads"] & (words <= _LEAD_BLOCK_WORDS)).arg_true()
    lines = _made(templates, text.gather(lined), sources[lined], spelled, parts)
    return BLOCKS.check(
        found.select(
            articles["row"].gather(found["number"]),
            *("start", "stop"),
            words.cast(pl.UInt32).alias("words"),
            prose.alias("prose"),
            told["closed"],
            told["whole"],
            template=_placed(lines, lined, found),
            lead=_placed(leads(text.gather(led)), led, found),
        )
    )


Made = TypeVar("Made", pl.Series, pl.DataFrame)


def _made(
    make: Callable[[pl.Series, Spelled | None, Offsets], Made],
    texts: pl.Series,
    sources: Offsets,
    spelled: Spelled | None,
    parts: Spelled | None,
) -> Made:
    """What is made of blocks, be they spelled as they are or but in part."""
    own = np.flatnonzero(sources >= 0)
    if len(own) == len(sources):
        return make(texts, spelled, sources)
    others = np.flatnonzero(sources < 0)
    made = (
        make(texts.gather(own), spelled, sources[own]),
        make(texts.gather(others), parts, -1 - sources[others]),
    )
    return pl.concat(made)[np.argsort(np.concatenate((own, others)))]


def _uncut(
    found: pl.DataFrame, articles: pl.DataFrame, cuts: pl.DataFrame
) -> tuple[pl.DataFrame, Offsets]:
    """The blocks less what is cut, and which of them each is; -1, -2 … for parts of them."""
    everything = np.arange(len(found), dtype=np.int64)
    spans = cuts.join(articles.select("row", number=pl.int_range(pl.len())), on="row")
    if spans.is_empty():
        return found, everything
    spans = spans.sort("number", "start")
    edges = _global(spans["number"], spans["start"])
    ends = _global(spans["number"], spans["stop"])
    begin = _global(found["number"], found["start"])
    stop = _global(found["number"], found["stop"])
    first = np.searchsorted(ends, begin, side="right")
    after = np.searchsorted(edges, stop, side="left")
    touched = first < after
    at = np.minimum(first, len(edges) - 1)
    gone = touched & (edges[at] <= begin) & (ends[at] >= stop)
    partly = np.flatnonzero(touched & ~gone)
    whole = everything[~touched]
    if not len(partly):
        return found[whole], whole
    rows: list[tuple[int, int, int, str, int]] = []
    starts, stops, texts = spans["start"].to_list(), spans["stop"].to_list(), articles["text"]
    some = found[partly].select("number", "start", "stop").iter_rows()
    for place, (number, start, last) in zip(partly.tolist(), some, strict=True):
        text = texts[number]
        cut = range(first[place], after[place])
        bounds = [start, *(edge for n in cut for edge in (starts[n], stops[n])), last]
        closes = True
        for low, high in zip(bounds[::2], bounds[1::2], strict=True):
            left = text[low:high].strip() if low < high else ""
            # What is cut amid a sentence leaves parts of it, which are no blocks of their own.
            begins, closes = closes, high == last or not left or _closes(left)
            if left and ((begins and closes) or left.count(" ") >= _PROSE_WORDS):
                begun = text.index(left, low)
                flat = " ".join(left.split())
                rows.append((number, begun, begun + len(left), flat, flat.count(" ")))
    parts = pl.DataFrame(rows, schema=found.schema, orient="row")
    both = pl.concat([found[whole], parts])
    order = np.argsort(_global(both["number"], both["start"]))
    return both[order], np.concatenate((whole, -1 - np.arange(len(parts))))[order]


def _closes(part: str) -> bool:
    return SENTENCE.search(part[-TAIL:]) is not None


def _global(numbers: pl.Series, offsets: pl.Series) -> Offsets:
    """Places in all texts of the batch together, in order."""
    places: Offsets = numbers.to_numpy().astype(np.int64) << 32 | offsets.to_numpy()
    return places


def _may_have_template(numbers: pl.Series, words: pl.Series, prose: pl.Series) -> pl.Series:
    """The blocks that are short, and no paragraphs or near an edge of their article."""
    owners, at = numbers.to_numpy(), np.arange(len(numbers))
    head = at - np.searchsorted(owners, owners, side="left")
    tail = np.searchsorted(owners, owners, side="right") - at
    edge = pl.Series((head < _HEAD_BLOCKS) | (tail <= _TAIL_BLOCKS))
    return (words <= _LONGEST_TEMPLATE) & (words > LEAST_LITERAL) & (~prose | edge)


def _placed(hashes: pl.Series, places: Offsets | pl.Series, found: pl.DataFrame) -> pl.Series:
    """Hashes of some blocks, null elsewhere."""
    none = pl.repeat(None, len(found), dtype=pl.UInt64, eager=True)
    return none.scatter(places, hashes)
