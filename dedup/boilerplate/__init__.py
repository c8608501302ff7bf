"""ARTICLES → CUTS: what on a page is not the story, and the rule that says so.

Each member of this wing finds one kind of boilerplate on a `Page`. What can be
said as a phrase stands in `dedup/data/boilerplate*.toml`; a member is code for
what needs the place on the page or the shape of its neighbours.

To add a kind: a module with `find(page) -> Iterable[Cut]`, whose rules
are called `module.rule`, and a line in `FINDERS`. Where spans overlap, the
member that stands higher in `FINDERS` wins and the other's span is trimmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.blocks import block_table, wrap_column
from dedup.boilerplate import (
    bylines,
    captions,
    closing,
    datelines,
    furniture,
    inline,
    lists,
    navigation,
    related,
    repeats,
    sources,
    stamps,
    threads,
    titles,
)
from dedup.boilerplate.joining import apart, joined
from dedup.boilerplate.made import pieces_of, told_of
from dedup.boilerplate.page import Page, laid_out, page_less, read_page
from dedup.boilerplate.phrases import LEAST_ALONE, LEAST_GLUED, Phrases
from dedup.boilerplate.pieces import Cut
from dedup.boilerplate.rules import load
from dedup.boilerplate.screening import screen_blocks, screen_of
from dedup.boilerplate.settling import settle
from dedup.boilerplate.traits import Batch
from dedup.settings import BoilerplateSettings
from dedup.spans import story_text
from dedup.spellings import Spelled, spell, worth_spelling
from dedup.tables import CUTS
from dedup.wrapping import LONGEST_COLUMN

Finder = Callable[[Page], Iterable[Cut]]

FINDERS: dict[str, Finder] = {
    "related": related.find,
    "furniture": furniture.find,
    "inline": inline.find,
    "threads": threads.find,
    "sources": sources.find,
    "repeats": repeats.find,
    "stamps": stamps.find,
    "titles": titles.find,
    "bylines": bylines.find,
    "captions": captions.find,
    "lists": lists.find,
    "navigation": navigation.find,
    "closing": closing.find,
    "datelines": datelines.find,
}

Finders = tuple[Finder, ...]
_ALL: Finders = tuple(FINDERS.values())
_MOST_ROUNDS, _MOST_READINGS = 12, 8
_SCHEMA = {"row": pl.Int64, "title": pl.String, "byline": pl.String, "text": pl.String}


def cut(
    articles: pl.DataFrame,
    settings: BoilerplateSettings,
    blocks: pl.DataFrame | None = None,
    spelled: Spelled | None = None,
) -> pl.DataFrame:
    """Cuts of a batch of articles.

    Args:
        articles: ARTICLES; row, title, byline and text are read.
        settings: the user's own phrases.
        blocks: `dedup.blocks.block_table` of the texts, where it is at hand.
        spelled: the blocks, where they are spelled already.

    Returns:
        CUTS in order of row, start. Spans of one article lie inside its text
        and never overlap; the story text that they leave has no further cuts.

    Raises:
        SettingsError: the user's file of phrases is wrong.
    """
    phrases = load(settings.rules, settings.keep)
    return CUTS.frame(_cut_rows(articles, phrases, blocks, spelled)).sort("row", "start")


def _cut_rows(
    articles: pl.DataFrame,
    phrases: Phrases,
    blocks: pl.DataFrame | None = None,
    spelled: Spelled | None = None,
    readings: int = _MOST_READINGS,
) -> Iterator[tuple[int, int, int, str]]:
    """row, start, stop, rule of each cut; those of a row one after the other.

    Of a few articles every block is held against all phrases, and every rule is asked.
    """
    if spelled is None and not worth_spelling(articles["text"]):
        columns = articles.select("row", "title", "byline", "text").iter_rows()
        for row, title, byline, text in columns:
            page = read_page(text or "", title, byline, phrases)
            yield from ((row, *one) for one in _cuts_of(page, phrases, readings))
        return
    blocks = block_table(articles["text"]) if blocks is None else blocks
    if blocks.is_empty():
        return
    spelled = spelled or spell(blocks["text"])
    owners = blocks["number"].to_numpy()
    numbers, begins, sizes = np.unique(owners, return_index=True, return_counts=True)
    alone = np.repeat(sizes == 1, sizes)
    screened = screen_blocks(spelled, screen_of(phrases), alone)
    told = told_of(blocks, spelled, screened, alone, phrases)
    some = articles[numbers]
    pages = np.repeat(np.arange(len(numbers)), sizes)
    batch = Batch(some, blocks, spelled, screened, begins, pages, told)
    settled = settle(batch, phrases)
    gone = np.array([*settled.gone], dtype=np.int64)
    rows = some["row"][pages[gone]].to_list()
    spans = blocks.select("start", "stop")[gone].iter_rows()
    for row, span, rule in zip(rows, spans, settled.gone.values(), strict=True):
        yield row, *span, rule
    finders = _finders(settled.asked)
    chosen = [place for place, own in enumerate(finders) if own]
    wanted = np.repeat([bool(own) for own in finders], sizes)
    pieces = iter(pieces_of(np.flatnonzero(wanted), blocks, spelled, screened, told))
    columns = some[chosen].select("row", "title", "byline", "text").iter_rows()
    again: list[_Again] = []
    for place, (row, title, byline, text) in zip(chosen, columns, strict=True):
        own = list(islice(pieces, int(sizes[place])))
        cuts, story = _read(laid_out(text, title, byline, own), phrases, finders[place])
        if story is None:
            yield from ((row, *one) for one in cuts)
        else:
            again.append(_Again(row, title, byline, story, cuts))
    yield from _cut_again(again, phrases, readings - 1)


class _Again(NamedTuple):
    """A page to be read once more, cut as it is."""

    row: int
    title: str | None
    byline: str | None
    text: str
    cuts: list[Cut]


def _cut_again(
    pages: Sequence[_Again], phrases: Phrases, readings: int
) -> Iterator[tuple[int, int, int, str]]:
    """The cuts of pages whose text without them is read as that of a page."""
    found: dict[int, list[Cut]] = {}
    if pages and readings:
        columns = {name: [getattr(one, name) for one in pages] for name in _SCHEMA}
        frame = pl.DataFrame(columns, schema=_SCHEMA)
        for row, start, stop, rule in _cut_rows(frame, phrases, readings=readings):
            found.setdefault(row, []).append(Cut(start, stop, rule))
    for page in pages:
        new = sorted(found.get(page.row, ()))
        yield from ((page.row, *one) for one in joined(page.cuts, new))


def _finders(asked: dict[str, npt.NDArray[np.bool_]]) -> list[Finders]:
    """The rules that are to be asked of each page."""
    bits = np.zeros(len(next(iter(asked.values()))), dtype=np.int64)
    for bit, name in enumerate(FINDERS):
        bits |= asked[name].astype(np.int64) << bit
    known = {
        value: tuple(find for bit, find in enumerate(FINDERS.values()) if value >> bit & 1)
        for value in np.unique(bits).tolist()
    }
    return [known[value] for value in bits.tolist()]


def cuts_of(text: str, title: str | None, byline: str | None, phrases: Phrases) -> list[Cut]:
    """Cuts of one text, sorted and apart; what `cut` gives for it."""
    return _cuts_of(read_page(text, title, byline, phrases), phrases, _MOST_READINGS)


def _cuts_of(page: Page, phrases: Phrases, readings: int) -> list[Cut]:
    """Cuts of a page, sorted and apart.

    A cut can lay bare another (a notice above a headline that was taken for
    the first paragraph): the rules are run on what is left until nothing more
    is found, so that cutting twice is cutting once.
    """
    found: list[Cut] = []
    for _ in range(readings):
        new, story = _read(page, phrases, _ALL)
        found = joined(found, new)
        if story is None:
            break
        known = page.pieces if len(page.pieces) > 1 else ()
        page = read_page(story, page.title, page.byline, phrases, known)
    return found


def _read(page: Page, phrases: Phrases, finders: Finders) -> tuple[list[Cut], str | None]:
    """The cuts of a page, apart, and its text without them where that may read otherwise.

    `finders` are worth asking at first.
    """
    cuts, left = _cuts_of_page(page, phrases, finders)
    if not cuts or (left is not None and _is_plain(left)):
        return cuts, None
    story = story_text(page.text, [(one.start, one.stop) for one in cuts])
    return cuts, story if left is None or _reads_otherwise(page, story) else None


def _cuts_of_page(page: Page, phrases: Phrases, finders: Finders) -> tuple[list[Cut], Page | None]:
    """The cuts of a page, apart, and what is left of it.

    None where a cut begins inside a piece: what is left of that has to be read anew.
    """
    found: list[Cut] = []
    length = len(page.text)
    begins = {piece.start for piece in page.pieces}
    for _ in range(_MOST_ROUNDS):
        # What a prefix was cut from is read again, sentences already cut with it.
        told = apart([*found, *_found(page, finders, phrases.kept)], length)
        known = set(found)
        new = [one for one in told if one not in known]
        if not new:
            break
        found = told
        if any(one.start not in begins for one in new):
            return found, None
        page, finders = page_less(page, new, phrases), _ALL
    return found, page


def _found(page: Page, finders: Finders, kept: frozenset[str]) -> Iterator[Cut]:
    for find in finders:
        yield from (one for one in find(page) if one.rule not in kept) if kept else find(page)


def _is_plain(left: Page) -> bool:
    """Whether a line stays that is too long for a column: then none was and none will be joined."""
    return any(
        len(one.text) > LONGEST_COLUMN
        and one.words < (LEAST_GLUED if len(left.pieces) > 1 else LEAST_ALONE)
        and "\n" not in left.text[one.start : one.stop]
        for one in left.pieces
    )


def _reads_otherwise(page: Page, story: str) -> bool:
    """Whether a text falls into other pieces once it is cut: where lines are joined or were."""
    joined = any("\n" in page.text[piece.start : piece.stop] for piece in page.pieces)
    return joined or wrap_column(story) is not None
