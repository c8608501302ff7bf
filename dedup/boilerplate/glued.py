"""Furniture run together with the story in one long line: cut sentence by sentence, where sure.

Only prompts, notices and tails that are sentences of their own go: where a link
to another story ends, and the story goes on, such a line does not tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.alike import alike, count_words, fold
from dedup.blocks import sentences
from dedup.boilerplate.phrases import SURE, Phrases
from dedup.boilerplate.pieces import Piece
from dedup.boilerplate.running import RULE, run_begins
from dedup.boilerplate.telling import tells

_MOST_WORDS = 30
_REACH = _MOST_WORDS + 15
"""Blanks beside a phrase within which its sentence begins and ends, or is too long anyway: where a
stretch begins, one may seem to begin that does not, a dozen characters on."""


def inner_cuts(
    piece: Piece, phrases: Phrases, *, alone: bool = False
) -> tuple[tuple[int, int, str], ...]:
    """Sentences of a piece that a phrase of a sure kind gives away: spans and rules.

    Of one that is all there is of a page, what runs on behind the story too.
    """
    if len(piece.text) != piece.stop - piece.start:
        return ()
    found = tuple(_of_sentences(piece, phrases))
    begin = run_begins(piece.text, phrases) if alone else None
    return found if begin is None else (*found, *_between(piece, found, begin))


def _between(
    piece: Piece, found: Sequence[tuple[int, int, str]], begin: int
) -> Iterator[tuple[int, int, str]]:
    """What runs on behind the story, but for the sentences that go by themselves."""
    place = piece.start + begin
    for start, stop in (*(one[:2] for one in found if one[1] > place), (piece.stop, piece.stop)):
        if piece.text[place - piece.start : max(start, place) - piece.start].strip():
            yield place, start, RULE
        place = max(place, stop)


def _of_sentences(piece: Piece, phrases: Phrases) -> Iterator[tuple[int, int, str]]:
    line = fold(piece.text)
    sure = phrases.sure_of(line, piece.asked)
    if not sure:
        return
    for start, stop in _sentences(piece.text, line, sure):
        text = piece.text[start:stop]
        words = count_words(text)
        if words > _MOST_WORDS or any(mark in text for mark in '"“”„«»'):
            continue
        spelled = alike(text)
        folded = spelled.lower()
        if not any(phrase in folded for phrase in sure):
            continue
        if phrases.only_sure.match(spelled, folded, words) is None:
            continue
        hit = phrases.match(spelled, folded, words)
        if hit is None or hit.rule not in SURE or tells(spelled, words, hit):
            continue
        if words > 1:
            yield piece.start + start, piece.start + stop, hit.rule


def _sentences(text: str, folded: str, sure: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The sentences of a line, but for such as are too long or have none of the phrases.

    A long line is not cut into all its sentences for the sake of one phrase: where a stretch is
    cut up, the first sentence and the last may be but parts of one, which then is too long.
    """
    if len(folded) != len(text):
        yield from sentences(text)
        return
    done = 0
    for place in sorted(_places(folded, sure)):
        if place < done:
            continue
        spans = sentences(text, *_beside(text, place))
        start, done = next(((a, b) for a, b in spans if a <= place < b), (place, place))
        if start < done:
            yield start, done


def _places(folded: str, sure: Sequence[str]) -> Iterator[int]:
    """Where phrases stand."""
    for phrase in sure:
        place = folded.find(phrase)
        while place >= 0:
            yield place
            place = folded.find(phrase, place + 1)


def _beside(text: str, place: int) -> tuple[int, int]:
    """What surely holds the sentence that stands at a place, if it is no longer than may be."""
    above, below = text[:place].rsplit(" ", _REACH), text[place:].split(" ", _REACH)
    low = len(above[0]) if len(above) > _REACH else 0
    return low, len(text) - (len(below[-1]) if len(below) > _REACH else 0)
