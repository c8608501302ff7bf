"""Pages that columns settle, and which rules are worth asking of the others.

Of most pages with furniture phrases give away all there is. What they give away goes, then it is
looked what may be told by place and shape of what is left, and so on, as `_cuts_of_page` does with
single pages; a page on which no rule finds more is settled, and no piece of it is ever made.
What a rule goes by stands in its own module; here is what it cannot do without. Tests hold the
cuts equal to those of pages that are read one by one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.boilerplate import furniture, inline, lists, related, repeats, stamps, threads, titles
from dedup.boilerplate.page import LONGEST_DECK, MOST_ABOVE, MOST_BELOW, signed, signs
from dedup.boilerplate.phrases import LEAST_GLUED, Phrases
from dedup.boilerplate.traits import Batch, Flags, Traits, traits
from dedup.kernels import shaping
from dedup.kernels.loops import Offsets
from dedup.wrapping import LONGEST_COLUMN

_MOST_ROUNDS = 12
_ANY, _HEAD, _TAIL = 1, 2, 4
_WHERE = {"any": _ANY | _HEAD | _TAIL, "head": _HEAD, "tail": _TAIL, "edge": _HEAD | _TAIL}

Places = npt.NDArray[np.uint8]


class Settled(NamedTuple):
    """What became of the pages of a batch."""

    gone: dict[int, str]
    """Numbers of the blocks that go from settled pages, ascending, and their rules."""
    asked: dict[str, Flags]
    """For each rule, by its name among the finders, the pages that it is to be asked of at first;
    of settled ones none."""


class _Told(NamedTuple):
    """What phrases say of each block."""

    where: Places
    """Where it goes, by the bits above; 0 for one that no phrase gives away."""
    kept: Flags
    """Whether it stays all the same, because the user wants it."""
    leading: Flags
    """Whether it may lead to other stories: a heading, a call to read on."""
    glued: Flags
    """Whether but sentences of it are given away."""
    day: Flags
    """Whether it is a date alone, which may head entries below it."""
    signing: Places
    """What it says of when or by whom the text was published; see `page.signs`."""


class _View(NamedTuple):
    """What is left of some pages."""

    numbers: Offsets
    """The blocks that are left."""
    pages: Offsets
    """The numbers of the pages."""
    begins: Offsets
    """The first block of each page, among those left."""
    owners: Offsets
    """The page of each block, among those of the view."""
    first: Offsets
    """The first paragraph of each page, counted from its first block; as in `Page`."""
    last: Offsets
    """And the block after the last one."""
    opening: Offsets
    """The block that the head ends before."""

    def place(self) -> Offsets:
        """The place of each block on its page."""
        return np.arange(len(self.numbers)) - self.begins[self.owners]

    def sizes(self) -> Offsets:
        """Blocks of each page."""
        return np.diff(np.append(self.begins, len(self.numbers)))

    def any(self, chosen: Flags) -> Flags:
        """Which pages have such a block."""
        return np.asarray(np.logical_or.reduceat(chosen, self.begins))

    def number(self, chosen: Flags) -> Offsets:
        """How many such blocks each page has."""
        return np.asarray(np.add.reduceat(chosen, self.begins, dtype=np.int64))


def settle(batch: Batch, phrases: Phrases) -> Settled:
    """Settle what pages can be; which rules to ask of the others."""
    told, shape = _told(batch, phrases), traits(batch)
    if titles.METADATA in phrases.kept:
        nowhere = np.zeros(len(batch.owners), dtype=np.bool_)
        shape = shape._replace(title=nowhere, long=shape.title | shape.long)
    told = told._replace(signing=told.signing | shape.signing)
    many = len(batch.begins)
    everything = np.arange(len(batch.owners), dtype=np.int64)
    view = _view(batch, told, everything, np.arange(many, dtype=np.int64))
    asked = _asked(batch, view, told, shape)
    opened = _together(asked)
    asked["furniture"] = view.any((told.where > 0) | told.glued)
    asked["titles"] |= view.any(shape.title)
    opened |= view.any(told.glued)
    gone = np.zeros(len(everything), dtype=np.bool_)
    settled = np.zeros(many, dtype=np.bool_)
    for _ in range(_MOST_ROUNDS):
        cut = _cut(view, told) | _is_title(view, told, shape)
        ends = ~view.any(cut)
        settled[view.pages[ends & ~opened]] = True
        going = ~ends & ~opened
        if not going.any():
            break
        gone[view.numbers[cut & going[view.owners]]] = True
        left = ~cut & going[view.owners]
        stay = np.bincount(view.owners[left], minlength=len(view.pages)) > 1
        left &= stay[view.owners]
        view = _view(batch, told, view.numbers[left], view.pages[going & stay])
        opened = _together(_asked(batch, view, told, shape))
    settled &= _are_plain(batch, gone)
    gone &= settled[batch.owners]
    rules = {}
    for number in np.flatnonzero(gone).tolist():
        piece = batch.told.get(number)
        rules[number] = piece.hit.rule if piece and piece.hit else titles.METADATA
    return Settled(rules, {name: one & ~settled for name, one in asked.items()})


def _told(batch: Batch, phrases: Phrases) -> _Told:
    many = len(batch.owners)
    where = np.zeros(many, dtype=np.uint8)
    kept, leading, glued, day = np.zeros((4, many), dtype=np.bool_)
    signing = np.zeros(many, dtype=np.uint8)
    for number, piece in batch.told.items():
        hit = piece.hit
        glued[number] = bool(piece.inner)
        if hit is not None:
            where[number] = _WHERE[hit.where]
            kept[number] = hit.rule in phrases.kept
            leading[number] = related.leads_on(piece)
            day[number] = furniture.is_day(piece)
            signing[number] = signs(piece)
    return _Told(where, kept, leading, glued, day, signing)


def _view(batch: Batch, told: _Told, numbers: Offsets, pages: Offsets) -> _View:
    """These pages with these blocks alone, of which each has some."""
    owners = np.searchsorted(pages, batch.owners[numbers])
    begins = np.searchsorted(owners, np.arange(len(pages)))
    prose, where = batch.spelled.told[numbers] & shaping.PROSE > 0, told.where[numbers]
    place = np.arange(len(numbers)) - begins[owners]
    sizes = np.diff(np.append(begins, len(numbers)))
    above, below = prose & (where & _HEAD == 0), prose & (where & _TAIL == 0)
    first = sizes.copy()
    np.minimum.at(first, owners[above], place[above])
    below &= place >= first[owners]
    last = np.full(len(pages), -1, dtype=np.int64)
    np.maximum.at(last, owners[below], place[below])
    last = np.where(last < 0, sizes, last + 1)
    signing = np.where(place > first[owners], told.signing[numbers], 0)
    opening = _opening(batch.spelled.words[numbers], signing, above, first, begins)
    return _View(numbers, pages, begins, owners, first, last, opening)


def _opening(
    words: npt.NDArray[np.integer], signing: Places, above: Flags, first: Offsets, begins: Offsets
) -> Offsets:
    """The block that the head of each page ends before; as `page.laid_out` finds it.

    Args:
        words: of each block.
        signing: what blocks below the first paragraph say, by `page.signs`.
        above: paragraphs that may be the first.
        first: the first paragraph of each page, counted from its first block.
        begins: the first block of each page.
    """
    opening = first.copy()
    ends = np.append(begins[1:], len(words))
    known = (np.bitwise_or.reduceat(signing, begins) > 0) & (first <= MOST_ABOVE)
    known[known] &= words[(begins + first)[known]] <= LONGEST_DECK
    for number in np.flatnonzero(known).tolist():
        low = begins[number] + first[number] + 1
        paragraphs = np.flatnonzero(above[low : min(low + MOST_BELOW + 1, ends[number])])
        between = signing[low : low + paragraphs[0]] if len(paragraphs) else signing[:0]
        if signed(int(np.bitwise_or.reduce(between))):
            opening[number] += 1 + paragraphs[0]
    return opening


def _cut(view: _View, told: _Told) -> Flags:
    """The blocks that phrases give away in their place; as `furniture.find` does."""
    where, place = told.where[view.numbers], view.place()
    head, tail = place < view.opening[view.owners], place >= view.last[view.owners]
    found = (where & _ANY > 0) | (head & (where & _HEAD > 0)) | (tail & (where & _TAIL > 0))
    return np.asarray(found & ~told.kept[view.numbers])


def _is_title(view: _View, told: _Told, shape: Traits) -> Flags:
    """The titles that go without more ado: lines of head and masthead may go by any other."""
    place = view.place()
    plain = (place == 0) | (place >= view.first[view.owners])
    return np.asarray(shape.title[view.numbers] & (told.where[view.numbers] == 0) & plain)


def _together(asked: dict[str, Flags]) -> Flags:
    """The pages of which any rule but that of phrases is to be asked."""
    others = [one for name, one in asked.items() if name != "furniture"]
    return np.asarray(np.logical_or.reduce(others))


def _asked(batch: Batch, view: _View, told: _Told, shape: Traits) -> dict[str, Flags]:
    """For each rule but that of phrases the pages of a view that it may cut something from."""
    some = view.numbers
    unhit, place = told.where[some] == 0, view.place()
    head = unhit & (place < view.first[view.owners])
    opening = unhit & (place < view.opening[view.owners])
    tail = unhit & (place >= view.last[view.owners])
    inside = (place >= view.first[view.owners]) & (place < view.last[view.owners])
    prose = batch.spelled.told[some] & shaping.PROSE > 0
    pages = batch.articles[view.pages]
    stories = view.number(prose & inside) >= lists.LEAST_PARAGRAPHS
    own = shape.heading[some] | (shape.title[some] & (place > 0))
    headed = view.any(head & own) & (view.first < view.sizes())
    above = view.any(head & shape.leading[some] & (place == 0))
    below = view.number(tail & (shape.headline[some] | shape.title[some])) >= lists.LEAST_LINES
    dates = view.number(shape.dated[some])
    return {
        "related": view.any(told.leading[some]),
        "furniture": np.zeros(len(view.pages), dtype=np.bool_),
        "inline": _unfolding(pages["text"]),
        "threads": view.number(shape.comment[some]) >= threads.LEAST_STAMPS,
        "sources": view.any((place >= view.last[view.owners]) & shape.address[some]),
        "repeats": (dates >= stamps.OFTEN)
        | (view.number(shape.excerpt[some]) >= repeats.LEAST_EXCERPTS),
        "stamps": view.any(shape.stamp[some])
        | (view.number(told.day[some]) >= furniture.LEAST_DAYS),
        "titles": headed
        | (view.sizes() == 1)
        | view.any(shape.title[some] & ~_is_title(view, told, shape))
        | view.any(shape.long[some] | (shape.begins[some] & (place == 0))),
        "bylines": view.any((opening & shape.byline[some]) | shape.signed[some]),
        "captions": view.any(unhit & shape.caption[some]),
        "lists": view.any(unhit & shape.arrowed[some])
        | (stories & (above | below | view.any(unhit & inside & shape.shouted[some]))),
        "navigation": headed | view.any((head | tail) & shape.row[some]),
        "closing": view.any(tail) & view.any(~unhit & (place >= view.last[view.owners])),
        "datelines": view.any(shape.dateline[some]),
    }


def _unfolding(texts: pl.Series) -> Flags:
    """Texts in which links unfold behind a name."""
    found = np.zeros(len(texts), dtype=np.bool_)
    likely = np.flatnonzero(texts.str.contains(inline.CLICK, literal=True).to_numpy())
    found[likely] = [inline.unfolds(text) for text in texts[likely].to_list()]
    return found


def _are_plain(batch: Batch, gone: Flags) -> Flags:
    """Pages that lose nothing, or of which a line stays that is too long for a column.

    Such a page is not hard-wrapped, and what is left of it is read in the same blocks.
    """
    spelled = batch.spelled
    sizes = spelled.sizes()
    long = ~gone & (sizes > LONGEST_COLUMN) & (spelled.words < LEAST_GLUED)
    numbers = np.flatnonzero(long & np.logical_or.reduceat(gone, batch.begins)[batch.owners])
    owners, firsts = np.unique(batch.owners[numbers], return_index=True)
    plain = ~np.logical_or.reduceat(gone, batch.begins)
    spans = batch.blocks[numbers[firsts]].select("start", "stop").iter_rows()
    texts = batch.articles["text"][owners].to_list()
    plain[owners] = [
        "\n" not in text[start:stop] for text, (start, stop) in zip(texts, spans, strict=True)
    ]
    return np.asarray(plain)
