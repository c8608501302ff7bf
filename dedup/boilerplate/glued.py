"""Furniture run together with the story in one long line: cut sentence by sentence, where sure.

Only prompts, notices and tails that are sentences of their own go: where a link
to another story ends, and the story goes on, such a line does not tell.
"""

from __future__ import annotations

from dedup.alike import alike, count_words
from dedup.blocks import sentences
from dedup.boilerplate.phrases import SURE, Phrases
from dedup.boilerplate.pieces import Piece

LEAST_WORDS = 150
"""Words of a line that is many paragraphs in one."""
_MOST_WORDS = 30


def inner_cuts(piece: Piece, phrases: Phrases) -> tuple[tuple[int, int, str], ...]:
    """Sentences of a long piece that a phrase of a sure kind gives away: spans and rules."""
    if piece.words < LEAST_WORDS or len(piece.text) != piece.stop - piece.start:
        return ()
    found = []
    for start, stop in sentences(piece.text):
        text = piece.text[start:stop]
        words = count_words(text)
        if words > _MOST_WORDS or any(mark in text for mark in '"“”„«»'):
            continue
        spelled = alike(text)
        hit = phrases.match(spelled, spelled.lower(), words)
        if hit is not None and hit.rule in SURE and words > 1:
            found.append((piece.start + start, piece.start + stop, hit.rule))
    return tuple(found)
