"""What a boilerplate rule sees: one article as a page of pieces, and where its body lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from dedup.alike import alike, count_words
from dedup.blocks import Block, blocks
from dedup.boilerplate.dated import is_dated, is_stamp
from dedup.boilerplate.glued import inner_cuts
from dedup.boilerplate.headlines import headline
from dedup.boilerplate.phrases import LEAST_ALONE, LEAST_GLUED, Phrases
from dedup.boilerplate.pieces import CONTAINING, DATED, LINED, Cut, Piece, has_bullet, is_prose
from dedup.boilerplate.signatures import are_names, is_signature
from dedup.boilerplate.telling import tells

MOST_ABOVE, LONGEST_DECK, MOST_BELOW, MOST_SIGNING = 4, 60, 8, 16
"""Pieces above a deck, its words, pieces between it and the story, and words of one of them that
says when or by whom the text was published."""
_SIGNING, DAY = ("bylines", "updates"), "updates.date"
"""Groups of furniture that stand below a deck, not in the midst of a story; and a date alone."""
STAMP, DATE, NAME = 1, 2, 4
"""What lines say: when or by whom the text was published, for sure; a date alone; a name alone."""


@dataclass(frozen=True)
class Page:
    """One article: its text, its pieces, and what the metadata say of it."""

    text: str
    title: str | None
    byline: str | None
    pieces: list[Piece]
    body: tuple[int, int]
    """Index of the first paragraph of the story, and the index after the last."""
    opening: int
    """Index of the piece that the head ends before: the first paragraph, or the one behind a deck.

    A deck may be a full sentence, with byline and date below it."""
    told: list[int]
    """Indices of the pieces that a phrase gives away, or a sentence of them."""
    may: int
    """What any of the pieces may be: the kinds of `pieces`, together."""
    fresh: list[Piece]
    """The pieces that no earlier page of this text had: all of a first one."""

    @cached_property
    def headline(self) -> int | None:
        """Index of the headline above the first paragraph."""
        first = self.body[0]
        return headline(self.pieces, first, self.title) if 0 < first < len(self.pieces) else None

    def head(self) -> list[Piece]:
        """The pieces before the first paragraph, which may be a deck."""
        return self.pieces[: self.body[0]]

    def tail(self) -> list[Piece]:
        """The pieces after the last paragraph."""
        return self.pieces[self.body[1] :]


def read_page(
    text: str,
    title: str | None,
    byline: str | None,
    phrases: Phrases,
    known: Sequence[Piece] = (),
) -> Page:
    """The page of one text, every block of it held against the phrases.

    Args:
        text: it.
        title: by the metadata.
        byline: by the metadata.
        phrases: of the data files.
        known: pieces of a page of several; blocks of the same words are not asked again.
    """
    found = blocks(text)
    if len(found) == 1:
        return laid_out(text, title, byline, [_piece(found[0], phrases, alone=True)])
    told = {piece.text: piece for piece in known if not piece.inner}
    pieces = [
        told[block.text]._replace(start=block.start, stop=block.stop)
        if block.text in told
        else _piece(block, phrases)
        for block in found
    ]
    return laid_out(text, title, byline, pieces)


def page_less(page: Page, cuts: Sequence[Cut], phrases: Phrases) -> Page:
    """The page without what was cut: the pieces that are left, and what follows cut prefixes."""
    # A cut begins where a piece or an earlier cut does, or inside one.
    stops = {one.start: one.stop for one in cuts}
    pieces, fresh = [], []
    for piece in page.pieces:
        stop = piece.start
        if stop not in stops:
            pieces.append(piece._replace(inner=()) if piece.inner else piece)
            continue
        while stops.get(stop, 0) > stop:
            stop = stops[stop]
        if stop < piece.stop:
            fresh.append(_rest(page.text, stop, piece.stop, phrases))
            pieces.append(fresh[-1])
    if len(pieces) == 1 and len(page.pieces) > 1:
        left = pieces[0]
        pieces = fresh = [_piece(Block(left.start, left.stop, left.text), phrases, alone=True)]
    return laid_out(page.text, page.title, page.byline, pieces, fresh)


def _rest(text: str, start: int, stop: int, phrases: Phrases) -> Piece:
    """What is left of a piece behind a cut prefix."""
    while text[start].isspace():
        start += 1
    return _piece(Block(start, stop, " ".join(text[start:stop].split("\n"))), phrases)


def laid_out(
    text: str,
    title: str | None,
    byline: str | None,
    pieces: list[Piece],
    fresh: list[Piece] | None = None,
) -> Page:
    """A page of pieces with its body found.

    The body reaches from the first to the last paragraph that no phrase gives
    away in its place.
    """
    count = len(pieces)
    first = next((n for n in range(count) if _is_body(pieces[n], "head")), count)
    last = next((n for n in range(count - 1, first - 1, -1) if _is_body(pieces[n], "tail")), count)
    told = [number for number, piece in enumerate(pieces) if piece.hit or piece.inner]
    may = reduce(or_, [piece.likely for piece in pieces], 0)
    body = (first, min(last + 1, count))
    new = pieces if fresh is None else fresh
    return Page(text, title, byline, pieces, body, _opening(pieces, first), told, may, new)


def _opening(pieces: Sequence[Piece], first: int) -> int:
    """The index before which the head ends, where the first paragraph may be a deck."""
    count = len(pieces)
    if first > MOST_ABOVE or first >= count or pieces[first].words > LONGEST_DECK:
        return first
    below = range(first + 1, min(first + MOST_BELOW + 2, count))
    after = next((n for n in below if _is_body(pieces[n], "head")), first)
    return after if signed(reduce(or_, map(signs, pieces[first + 1 : after]), 0)) else first


def signs(piece: Piece) -> int:
    """What a piece says of when or by whom the text was published: `STAMP`, `DATE`, `NAME` or 0."""
    if piece.hit is not None:
        told = piece.hit.rule.startswith(_SIGNING)
        return (DATE if piece.hit.rule == DAY else STAMP) if told else 0
    if piece.prose or piece.inner or piece.words > MOST_SIGNING:
        return 0
    dated = piece.likely & DATED and is_dated(piece.text) and is_stamp(piece, inside=False)
    if dated or is_signature(piece.text):
        return STAMP
    return NAME if are_names(piece.text) else 0


def signed(told: int) -> bool:
    """Whether what lines say together is more than a date, which may head a day of a chronicle."""
    return bool(told & STAMP) or told == DATE | NAME


def _is_body(piece: Piece, edge: str) -> bool:
    return piece.prose and (piece.hit is None or piece.hit.where not in ("any", "edge", edge))


def _piece(block: Block, phrases: Phrases, *, alone: bool = False) -> Piece:
    start, stop, text = block
    words = count_words(text)
    piece = Piece(start, stop, text, words, has_bullet(text), is_prose(text, words))
    return matched(piece, phrases, alone=alone)


def matched(piece: Piece, phrases: Phrases, *, alone: bool) -> Piece:
    """The piece with the phrase that gives it away, if any, or with sentences that are.

    A piece that is all there is of a page is no furniture where but a sentence of it is.
    """
    glued = piece.words >= (LEAST_ALONE if alone else LEAST_GLUED)
    inner = inner_cuts(piece, phrases, alone=alone) if glued else ()
    if inner:
        return piece._replace(inner=inner)
    if piece.words > phrases.longest:
        return piece
    spelled = alike(piece.text)
    folded = spelled.lower() if piece.likely & (LINED | CONTAINING) else ""
    hit = phrases.match(spelled, folded, piece.words, piece.likely, piece.asked)
    return piece._replace(hit=hit) if hit and not tells(spelled, piece.words, hit) else piece
