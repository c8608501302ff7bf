"""Lines that say when and by whom a text was published, wherever they stand.

`Ann Lee - Nov 19, 2019, 10:31 pm CST`, `sexta-feira, 22 de outubro de 2010 às 20:13`. A date
alone is one above and below the story; inside, it may be the heading of a day. Several lines of
names and dates make a log, which is the story's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dedup import dates
from dedup.boilerplate.dated import SPLIT, entry_of, is_dated, is_stamp, labels, opens, words_of
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import DATED, Cut, Piece

OFTEN = 3
_STORED = re.compile(
    r"[^.;:]{15,110} \d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?: [A-Z][\w.' -]{3,40})?$"
)
"""`Ferry runs aground off the island Jo Doe 2019-11-20 14:35:08`."""
_LEAST_ENTRIES, _HEAD = 3, 8
"""Lines of different names, each with a date, that are a log; pieces that may be above a story."""


def find(page: Page) -> Iterator[Cut]:
    """Every such line."""
    if not page.may & DATED:
        return
    yield from _stored(page)
    first, last = page.opening, page.body[1]
    dated = [
        (number, piece)
        for number, piece in enumerate(page.pieces)
        if piece.likely & DATED and is_dated(piece.text)
    ]
    times = Counter(piece.text for _, piece in dated)
    entries = {entry for _, piece in dated if (entry := entry_of(piece.text))}
    days = _days(page, dated)
    for number, piece in dated:
        if number in days:
            continue
        entry = entry_of(piece.text)
        if entry and (len(entries) >= _LEAST_ENTRIES or (number > _HEAD and opens(piece.text))):
            continue  # of a log, or of a calendar: day, hour and place
        # A day heads one part of a page: a date that comes again and again heads none.
        inside = first <= number < last and times[piece.text] < OFTEN
        if is_stamp(piece, inside=inside):
            yield Cut(piece.start, piece.stop, "updates.stamp")


def _days(page: Page, dated: list[tuple[int, Piece]]) -> frozenset[int]:
    """Dates alone that head the days of a chronicle or a programme: each has its entries below."""
    known = {number for number, _ in dated}
    found = {
        number: piece.text
        for number, piece in dated
        if number >= page.body[0]
        and dates.has_only_its_words(piece.text)
        and labels().isdisjoint(words_of(SPLIT.split(piece.text)))
    }
    headed = all(
        number + 1 < len(page.pieces)
        and number + 1 not in known
        and page.pieces[number + 1].hit is None
        for number in found
    )
    return frozenset(found if headed and len({*found.values()}) > 1 else ())


def _stored(page: Page) -> Iterator[Cut]:
    """Headlines with the second at which they were stored, as lists of other stories have them."""
    for piece in page.fresh:
        if piece.likely & DATED and piece.hit is None and _STORED.match(piece.text):
            yield Cut(piece.start, piece.stop, "related.stored")


def may_be_one(piece: Piece) -> bool:
    """Whether a piece is such a line wherever it stands, or one that was stored."""
    dated = is_dated(piece.text) and is_stamp(piece, inside=False)
    return dated or _STORED.match(piece.text) is not None
