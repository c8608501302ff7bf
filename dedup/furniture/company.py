"""Whether two articles that share blocks are unrelated stories, by the rest of their text.

An article is seen through a sketch: its distinctive words, a bottom-k sample by
hash, each with the blocks of running text it stands in. Of two articles the words of shared
blocks are left aside; the others overlap in related stories and do not in
unrelated ones. Distinctive is a word that few articles of its language have
(`dedup.background`), or, in a language without counts, a long one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import background
from dedup.words import Words, tokenize

_SKETCH = 128
_COMMON = 0.03
"""Share of articles from which a word says nothing about the story."""
_LONG, _SHORTEST = 7, 3
_RELATED = 0.12
"""Share of the smaller sketch that two articles on one subject have in common: unrelated
articles of one paper have some .04, related ones .2 and more."""
_LEAST_OWN, _LEAST_SHARE = 40, 0.2
"""Words, and share of an article's words, that its own running text must have to testify."""
_LEAST_SKETCH = 8
_BATCH = 2000
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Sketch(NamedTuple):
    """What is kept of one article: words and prints are hashes."""

    words: Mapping[int, frozenset[int]]
    """Distinctive words, each with the fingerprints of the blocks it stands in."""
    limit: int
    """The largest hash that the sample may hold; smaller ones are all in it."""
    blocks: Mapping[int, tuple[int, int]]
    """Fingerprints of its blocks: words, and words of running text."""
    total: int
    """Words of its blocks."""
    templates: frozenset[int]
    """Fingerprints of its blocks' templates."""
    template_of: Mapping[int, int]
    """Template of each block that has one."""


def read_sketches(
    articles: pl.DataFrame, blocks: pl.DataFrame, languages: Mapping[int, str]
) -> dict[int, Sketch]:
    """Sketches of some articles.

    Args:
        articles: those ARTICLES; row and text are read.
        blocks: their BLOCKS.
        languages: language code of each row.
    """
    found: dict[int, Sketch] = {}
    tables = background.load(sorted(set(languages.values())))
    for batch in articles.iter_slices(_BATCH):
        own = blocks.join(batch.select("row"), on="row", how="semi")
        words = tokenize(batch["text"])
        chosen = _distinctive(words, batch["row"].to_list(), tables, languages)
        listed = _in_blocks(words, chosen, batch, own.filter(pl.col("prose")))
        found.update(_sketched(listed, own))
    return found


def _distinctive(
    words: Words,
    rows: Sequence[int],
    tables: Mapping[str, background.Background],
    languages: Mapping[int, str],
) -> npt.NDArray[np.bool_]:
    """Which words of the batch say something about their story."""
    lengths = words.stops - words.starts
    # Pairs of letters of a script without spaces overlap; each says as much as a word.
    inner = np.zeros(len(lengths) + 1, dtype=bool)
    inner[1:-1] = words.starts[1:] < words.stops[:-1]
    inner[words.offsets] = False
    chosen = np.asarray((lengths >= _SHORTEST) | inner[1:] | inner[:-1])
    spoken = np.array([languages.get(row, "") for row in rows], dtype=np.str_)
    owners = np.repeat(np.arange(len(rows)), np.diff(words.offsets))
    for language in np.unique(spoken).tolist():
        some = np.flatnonzero((spoken == language)[owners])
        table = tables.get(language)
        if table is None or not table.articles:
            chosen[some] = lengths[some] >= _LONG
        else:
            some = some[chosen[some]]
            chosen[some] = table.counts_of(words.hashes[some]) < table.articles * _COMMON
    return chosen


def _in_blocks(
    words: Words, chosen: npt.NDArray[np.bool_], batch: pl.DataFrame, own: pl.DataFrame
) -> pl.DataFrame:
    """row, key (mixed hash), print: the distinctive words with the blocks they stand in."""
    rows = batch["row"].to_numpy()
    order = np.repeat(np.arange(len(rows)), np.diff(words.offsets))[chosen]
    place = (order.astype(np.int64) << 32) + words.starts[chosen]
    numbers = np.searchsorted(rows, own["row"].to_numpy()).astype(np.int64)
    begin = (numbers << 32) + own["start"].to_numpy()
    stop = (numbers << 32) + own["stop"].to_numpy()
    block = np.searchsorted(begin, place, side="right") - 1
    inside = (block >= 0) & (place < stop[np.maximum(block, 0)]) if len(begin) else place < 0
    hashes = words.hashes[chosen][inside]
    keys = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    prints = own["whole"].fill_null(0).to_numpy()[block[inside]]
    return pl.DataFrame({"row": rows[order[inside]], "key": keys, "print": prints})


def _sketched(listed: pl.DataFrame, own: pl.DataFrame) -> dict[int, Sketch]:
    """The sketch of each article of a batch."""
    words: dict[int, dict[int, set[int]]] = {}
    for row, key, print_ in zip(*_smallest(listed), strict=True):
        words.setdefault(row, {}).setdefault(key, set()).add(print_)
    found: dict[int, Sketch] = {}
    columns = own.select("row", "whole", "words", "prose", "template")
    for (row,), some in columns.partition_by("row", as_dict=True, include_key=False).items():
        sizes: dict[int, tuple[int, int]] = {}
        template_of: dict[int, int] = {}
        for whole, count, prose, template in some.iter_rows():
            before = sizes.get(whole or 0, (0, 0))
            sizes[whole or 0] = (before[0] + count, before[1] + count * prose)
            if template is not None:
                template_of[whole or 0] = template
        mine = words.get(row, {})
        limit = max(mine) if len(mine) >= _SKETCH else 2**64 - 1
        found[row] = Sketch(
            {key: frozenset(prints) for key, prints in mine.items()},
            limit,
            sizes,
            sum(count for count, _ in sizes.values()),
            frozenset(template_of.values()),
            template_of,
        )
    return found


def _smallest(listed: pl.DataFrame) -> tuple[list[int], list[int], list[int]]:
    """The rows of a table of row, key, print that have the smallest keys of their article."""
    row, key, print_ = (column.to_numpy() for column in listed.get_columns())
    order = np.lexsort((key, row))
    row, key, print_ = row[order], key[order], print_[order]
    first = np.diff(row, prepend=row[:1] + 1) != 0
    number = np.cumsum(first | (np.diff(key, prepend=key[:1]) != 0))
    rank = number - number[first][np.cumsum(first) - 1]
    kept = rank < _SKETCH
    return row[kept].tolist(), key[kept].tolist(), print_[kept].tolist()


def unrelated(left: Sketch, right: Sketch) -> bool:
    """Whether two articles have enough text of their own, and it is on different subjects."""
    shared = left.blocks.keys() & right.blocks.keys()
    templates = left.templates & right.templates
    if templates:
        shared = shared | {
            p for s in (left, right) for p, t in s.template_of.items() if t in templates
        }
    for one in (left, right):
        own = sum(size[1] for print_, size in one.blocks.items() if print_ not in shared)
        if own < max(_LEAST_OWN, one.total * _LEAST_SHARE):
            return False
    limit = min(left.limit, right.limit)
    words = [
        {key for key, prints in one.words.items() if key <= limit and not prints <= shared}
        for one in (left, right)
    ]
    least = min(map(len, words))
    return least >= _LEAST_SKETCH and len(words[0] & words[1]) < least * _RELATED
