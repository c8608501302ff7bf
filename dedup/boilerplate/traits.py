"""What single blocks of a batch may be to rules that go by more than phrases: in columns.

Each trait is a superset: a block without it is nothing to that rule, wherever it comes to stand as
blocks above it are cut. Tests hold the rules to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.alike import bare, fold
from dedup.boilerplate import bylines, captions, datelines, lists, navigation, repeats, stamps
from dedup.boilerplate.headlines import (
    LEAST_WORDS,
    LONGER_TITLE,
    MOST_WORDS,
    SHORTEST_TITLE,
    is_headline,
    resembles,
    title_parts,
)
from dedup.boilerplate.made import pieces_of
from dedup.boilerplate.page import MOST_SIGNING, signs
from dedup.boilerplate.phrases import LONGEST_LINE
from dedup.boilerplate.pieces import (
    ADDRESSED,
    ARROWED,
    DATED,
    ENDED,
    OPENED,
    SHOUTED,
    SIGNED,
    TIMED,
    Piece,
)
from dedup.boilerplate.screening import Screened
from dedup.kernels import shaping
from dedup.kernels.loops import Hashes64, Offsets
from dedup.spellings import Spelled, outline, spell

Flags = npt.NDArray[np.bool_]
_TITLE_BEGIN = 12
"""Characters by which a title is known at the beginning of a text."""
_DOT, _DOTS, _BRACKET = 46, 0x2026, 93


class Traits(NamedTuple):
    """What each block may be."""

    title: Flags
    """The metadata title, with the site's name or without."""
    long: Flags
    """One that may be the title, which is too long for a line."""
    begins: Flags
    """One that begins with the title, and may come to be the first."""
    headline: Flags
    """What reads like one, above the story or below."""
    heading: Flags
    """The headline of its page, above the story."""
    leading: Flags
    """A headline of another story, above this one."""
    byline: Flags
    """A line above the story that names people."""
    row: Flags
    """A row of links above or below the story."""
    signed: Flags
    """The byline of the metadata, wherever it stands."""
    caption: Flags
    stamp: Flags
    dateline: Flags
    """A paragraph that one may stand before."""
    comment: Flags
    """The time of one."""
    address: Flags
    arrowed: Flags
    shouted: Flags
    excerpt: Flags
    """A paragraph that breaks off with dots."""
    dated: Flags
    signing: npt.NDArray[np.uint8]
    """What a line above the story or its second paragraph says; see `page.signs`."""


class Batch(NamedTuple):
    """The blocks of a batch, as columns."""

    articles: pl.DataFrame
    """title, byline and text of each page; none of them is empty."""
    blocks: pl.DataFrame
    spelled: Spelled
    screened: Screened
    begins: Offsets
    """The first block of each page."""
    owners: Offsets
    """The page of each block."""
    told: dict[int, Piece]
    """Blocks that a phrase gives away, or a sentence of them, by their numbers."""


def traits(batch: Batch) -> Traits:
    """What each block of a batch may be."""
    spelled, likely = batch.spelled, batch.screened.likely
    prose = spelled.told & shaping.PROSE > 0

    def has(kinds: int) -> Flags:
        return np.asarray(likely & np.uint32(kinds) != 0)

    (title, long), words = _titles(batch), spelled.words
    goes = title.copy()
    goes[list(batch.told)] = True
    headline, heading, leading, byline, row = _lines(batch, prose, title, goes)
    few = (words >= lists.LEAST_ARROWED) & (words <= lists.MOST_ARROWED)
    return Traits(
        title=title,
        long=long,
        begins=_begun(batch, goes) & ~title,
        headline=headline,
        heading=heading,
        leading=leading,
        byline=byline,
        row=row,
        signed=_signed(batch),
        caption=_captions(batch, has(SIGNED), has(ENDED), goes),
        stamp=_stamps(batch, has(DATED)),
        dateline=_datelines(batch, prose & has(OPENED), prose, goes),
        comment=has(TIMED),
        address=has(ADDRESSED),
        arrowed=has(ARROWED) & ~prose & few,
        shouted=has(SHOUTED) & ~prose & (words >= lists.LEAST_CAPITALS),
        excerpt=_breaking(spelled),
        dated=has(DATED),
        signing=_signing(batch, prose, goes),
    )


def _lines(
    batch: Batch, prose: Flags, title: Flags, goes: Flags
) -> tuple[Flags, Flags, Flags, Flags, Flags]:
    """The lines above and below the story that may be headlines, its own, another's, bylines, rows.

    The title is none of them: it goes by itself.
    """
    stay = prose & ~goes
    total: Offsets = np.cumsum(stay)
    before = total - stay - (total - stay)[batch.begins][batch.owners]
    ends = np.append(batch.begins[1:], len(prose)) - 1
    after = total[ends][batch.owners] - total
    words = batch.spelled.words
    head, tail, opening = before == 0, after == 0, before <= 1
    short = ~prose & ~title & (words <= MOST_WORDS)
    short[list(batch.told)] = False
    numbers = np.flatnonzero(short & (opening | (tail & (words >= LEAST_WORDS))))
    found = np.zeros((5, len(prose)), dtype=np.bool_)
    titles, names = (batch.articles[one].to_list() for one in ("title", "byline"))
    pages = batch.owners[numbers].tolist()
    above, near = head[numbers].tolist(), opening[numbers].tolist()
    for number, piece, page, is_above, is_near in zip(
        numbers.tolist(), _pieces(batch, numbers), pages, above, near, strict=True
    ):
        own, read = titles[page], is_headline(piece)
        found[0, number] = read
        found[4, number] = navigation.is_row(piece)
        if is_above:
            found[1, number] = read and (not own or resembles(piece.text, own))
            found[2, number] = read and lists.may_lead(piece, own)
        if is_near:
            few = piece.words <= bylines.MOST_WORDS
            found[3, number] = few and bylines.may_sign(piece.text, names[page])
    return found[0], found[1], found[2], found[3], found[4]


def _signing(batch: Batch, prose: Flags, goes: Flags) -> npt.NDArray[np.uint8]:
    """What lines say of when or by whom a text was published, as far down as a deck may stand."""
    near = ~prose & (batch.spelled.words <= MOST_SIGNING) & (_rank(batch, prose & ~goes) <= 1)
    near[list(batch.told)] = False
    numbers = np.flatnonzero(near)
    found = np.zeros(len(prose), dtype=np.uint8)
    found[numbers] = list(map(signs, _pieces(batch, numbers)))
    return found


def _breaking(spelled: Spelled) -> Flags:
    """Paragraphs that may break off with dots, a bracket behind them or not."""
    ends = spelled.bounds[1::4]
    last = spelled.read[ends - 1]
    before = spelled.read[np.maximum(ends - 2, 0)]
    dots = (last == _DOTS) | (last == _BRACKET) | ((last == _DOT) & (before == _DOT))
    few = (spelled.words >= repeats.LEAST_EXCERPT) & (spelled.words <= repeats.MOST_TEASER_WORDS)
    return np.asarray(dots & few)


def _pieces(batch: Batch, numbers: Offsets) -> list[Piece]:
    return pieces_of(numbers, batch.blocks, batch.spelled, batch.screened, {})


def _stamps(batch: Batch, dated: Flags) -> Flags:
    """Blocks that are stamps wherever they stand."""
    numbers = np.flatnonzero(dated)
    found = np.zeros(len(dated), dtype=np.bool_)
    found[numbers] = list(map(stamps.may_be_one, _pieces(batch, numbers)))
    return found


def _captions(batch: Batch, signed: Flags, ended: Flags, goes: Flags) -> Flags:
    """Blocks that are captions where they stand among the first, or would if they came there."""
    first = _rank(batch, ~goes) < captions.FIRST_PIECES
    likely = (signed | (ended & first)) & (batch.spelled.words <= captions.MOST_WORDS)
    likely[[number for number, piece in batch.told.items() if piece.hit is not None]] = False
    numbers = np.flatnonzero(likely)
    found = np.zeros(len(likely), dtype=np.bool_)
    found[numbers] = [
        captions.may_be_one(piece, first=one)
        for piece, one in zip(_pieces(batch, numbers), first[numbers].tolist(), strict=True)
    ]
    return found


def _datelines(batch: Batch, likely: Flags, prose: Flags, goes: Flags) -> Flags:
    """Blocks with a dateline where they stand among the first paragraphs, or may come to stand."""
    rank = _rank(batch, prose & ~goes)
    numbers = np.flatnonzero(likely & (rank < datelines.PARAGRAPHS))
    found = np.zeros(len(likely), dtype=np.bool_)
    texts = batch.blocks["text"][numbers].to_list()
    found[numbers] = [
        datelines.begins(text, first=place <= 0)
        for text, place in zip(texts, rank[numbers].tolist(), strict=True)
    ]
    return found


def _rank(batch: Batch, stay: Flags) -> Offsets:
    """How many blocks that stay are above each, whatever goes of the others."""
    before: Offsets = np.cumsum(stay) - stay
    return before - before[batch.begins][batch.owners]


def _titles(batch: Batch) -> tuple[Flags, Flags]:
    """Blocks that are the title of their page, and those that may be, which are too long."""
    titles = batch.articles["title"].to_list()
    parts = [title_parts(title) for title in titles]
    hashes = _hashes(parts)
    lines, sizes = batch.screened.lines, batch.spelled.sizes()
    found, long = np.zeros((2, len(lines)), dtype=np.bool_)
    for known, lengths in hashes:
        same = lines == known[batch.owners]
        wanted = lengths[batch.owners]
        fits = (wanted >= SHORTEST_TITLE) & (sizes <= wanted + LONGER_TITLE)
        found |= same & fits & (known > 0)[batch.owners]
        long |= same & (wanted > 0)
    return found, long & ~found


def _signed(batch: Batch) -> Flags:
    """Blocks that are the byline of their page's metadata."""
    names = batch.articles["byline"].to_list()
    found = np.zeros(len(batch.owners), dtype=np.bool_)
    for known, lengths in _hashes([(name, f"by {name}") if name else () for name in names]):
        found |= (batch.screened.lines == known[batch.owners]) & (lengths[batch.owners] > 0)
    return found


def _hashes(wanted: Sequence[Sequence[str]]) -> Iterator[tuple[Hashes64, Offsets]]:
    """Hashes of the first of several strings a page, and their lengths, marks at their ends aside.

    Then of the second, and so on; 0 and 0 where there is none. Those that are too long for lines
    have the hash that too long blocks have.
    """
    sizes = np.array([len(some) for some in wanted], dtype=np.int64)
    if not sizes.any():
        return
    told = [bare(fold(text)) for some in wanted for text in some]
    lines, _ = outline(spell(pl.Series(told, dtype=pl.String)), LONGEST_LINE)
    lengths = np.array(list(map(len, told)), dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    for nth in range(int(sizes.max())):
        there = np.flatnonzero(sizes > nth)
        hashes, long = np.zeros(len(wanted), dtype=np.uint64), np.zeros(len(wanted), dtype=np.int64)
        hashes[there], long[there] = lines[first[there] + nth], lengths[first[there] + nth]
        yield hashes, long


def _begun(batch: Batch, goes: Flags) -> Flags:
    """Blocks that begin as the title of their page does, and are the first or may come to be."""
    first = _rank(batch, ~goes) == 0
    numbers = np.flatnonzero(first)
    texts = batch.blocks["text"][numbers].str.slice(0, 2 * _TITLE_BEGIN).to_list()
    titles = batch.articles["title"][batch.owners[numbers]].to_list()
    found = np.zeros(len(batch.owners), dtype=np.bool_)
    found[numbers] = [
        bool(title) and _begins_alike(text, title[: 2 * _TITLE_BEGIN])
        for text, title in zip(texts, titles, strict=True)
    ]
    return found


def _begins_alike(text: str, title: str) -> bool:
    if title[0].isalnum() and text[0].isalnum() and title[0] != text[0]:
        return False
    return fold(text)[:_TITLE_BEGIN] == fold(title)[:_TITLE_BEGIN]
