"""Furniture run together with the story in one long line: cut sentence by sentence, where sure.

Only prompts, notices and tails that are sentences of their own go: where a link
to another story ends, and the story goes on, such a line does not tell.
"""

from __future__ import annotations

from dedup.alike import alike, count_words
from dedup.blocks import sentences
from dedup.boilerplate.phrases import SURE, Phrases
from dedup.boilerplate.pieces import Piece

_MOST_WORDS = 30


def inner_cuts(piece: Piece, phrases: Phrases) -> tuple[tuple[int, int, str], ...]:
    """Sentences of a piece that a phrase of a sure kind gives away: spans and rules."""
    if len(piece.text) != piece.stop - piece.start:
        return ()
    sure = phrases.sure_of(piece.asked)
    if not sure:
        return ()
    found = []
    for start, stop in sentences(piece.text):
        text = piece.text[start:stop]
        words = count_words(text)
        if words > _MOST_WORDS or any(mark in text for mark in '"“”„«»'):
            continue
        spelled = alike(text)
        folded = spelled.lower()
        if not any(phrase in folded for phrase in sure):
            continue
        hit = phrases.match(spelled, folded, words)
        if hit is not None and hit.rule in SURE and words > 1:
            found.append((piece.start + start, piece.start + stop, hit.rule))
    return tuple(found)
