"""What a name in a text may be more than mentioned: which members it is worth showing to.

The bits of one name are added up. What each member cannot do without it tells itself; of many
texts a compiled loop tells it for all names at once. A name of which nothing is known beforehand
has all chances, and is `UNSURE`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl

from dedup import kernels
from dedup.credits.parts import Part
from dedup.credits.phrases import phrases, words_of
from dedup.kernels import flanking
from dedup.kernels.loops import Hashes64, Offsets
from dedup.registry import Mention
from dedup.spellings import Spelled, hashed, kinds_of_units, small_letters

DATELINE, MARKED, BRACKETED, CLOSING, SIGNING, OPENING, STATING = (
    flanking.DATELINE,
    flanking.MARKED,
    flanking.BRACKETED,
    flanking.CLOSING,
    flanking.SIGNING,
    flanking.OPENING,
    flanking.STATING,
)
LINE, PICTURED, REPORTS, TOLD, UNSURE = (1 << bit for bit in range(7, 12))
"""Beside those of `flanking`: it stands in a short line; words for pictures around it make it a
picture's; the words around it attribute a report to it, or what it was told; nothing is known."""
ANYTHING = 2 * UNSURE - 1
_OF_OUTLETS = ~(DATELINE | CLOSING | SIGNING)


class Placed(NamedTuple):
    """A name, the part it stands in, and what it may be."""

    mention: Mention
    part: Part
    chances: int


def chances_of(
    mentions: list[Mention],
    at: Offsets,
    blocks: pl.DataFrame,
    spelled: Spelled,
    words: Offsets,
) -> Offsets:
    """What names may be, for all that stands beside them in their blocks.

    Args:
        mentions: names of a batch.
        at: the block that each begins in.
        blocks: `dedup.blocks.block_table`.
        spelled: the blocks.
        words: of each block, as parts count them.
    """
    if not mentions:
        return np.empty(0, dtype=np.int64)
    edges = np.array([(one.start, one.stop) for one in mentions], dtype=np.int64)
    first, last = (blocks[name].to_numpy().astype(np.int64)[at] for name in ("start", "stop"))
    begins = spelled.bounds[::4][at]
    spans = (edges - first[:, None] + begins[:, None]).ravel()
    # Of a block that was joined from lines it is not known where in it a name stands.
    plain = np.flatnonzero((spelled.sizes()[at] == last - first) & (edges[:, 1] <= last))
    told = np.empty(len(plain), dtype=np.int64)
    kernels.compiled().flank(
        *(spelled.read, spelled.bounds, kinds_of_units(), small_letters(), words, *_known()),
        *(at[plain], spans.reshape(-1, 2)[plain].ravel(), told),
    )
    found = np.full(len(mentions), flanking.ANY, dtype=np.int64)
    found[plain] = told
    outlets = np.array([one.entry.kind == "outlet" for one in mentions])
    return np.where(outlets, found & _OF_OUTLETS, found)


@cache
def _known() -> tuple[Hashes64, Offsets]:
    """Hashes of the words that tell something beside a name, ascending, and what they are."""
    known = phrases()
    beside = known.beside
    kinds: dict[int, int] = {}
    for words, kind in (
        (beside.last, flanking.LAST),
        (beside.first, flanking.FIRST),
        (beside.links, flanking.LINK),
        ({words_of(one)[0] for one in known.written["with"]}, flanking.WITH),
    ):
        for value in hashed(words).tolist():
            kinds[value] = kinds.get(value, 0) | kind
    values = sorted(kinds)
    meanings = np.array([kinds[value] for value in values], dtype=np.int64)
    return np.array(values, dtype=np.uint64), meanings
