"""What runs on behind the story on a page that is all one line.

There no line end tells where the story stops: `… the mayor said. Share this article Facebook
Mill burns down once more Subscribe to our newsletter`. It stops where a sentence begins with a
phrase of the data files and none of a story follows.
"""

from __future__ import annotations

from itertools import takewhile

from dedup.alike import alike, count_words
from dedup.blocks import sentences
from dedup.boilerplate.phrases import Phrases
from dedup.boilerplate.pieces import ends_sentence
from dedup.boilerplate.telling import tells

RULE = "tails.run"
_REACH = 2500
"""Characters at the end of a text in which it is looked for."""
_STORY_WORDS = 10
"""Words of a sentence that is the story's where no phrase begins it."""
_LEAST_TOLD = 2
"""Sentences that a phrase begins, where the text ends as stories do."""

Span = tuple[int, int]


def run_begins(text: str, phrases: Phrases) -> int | None:
    """Where what follows the story begins in a text of one line; None where nothing does."""
    low = max(len(text) - _REACH, 0)
    spans = sentences(text, low)[1 if low else 0 :]
    known = {span: _is_told(text[slice(*span)], phrases) for span in spans[1:]}
    run = [*takewhile(lambda span: known[span] or not _is_story(text, span), reversed(spans[1:]))]
    told = [span for span in reversed(run) if known[span]]
    if not told or (len(told) < _LEAST_TOLD and ends_sentence(text)):
        return None
    return told[0][0]


def _is_story(text: str, span: Span) -> bool:
    sentence = text[slice(*span)]
    return count_words(sentence) >= _STORY_WORDS and ends_sentence(sentence)


def _is_told(sentence: str, phrases: Phrases) -> bool:
    """Whether a sentence begins with a phrase that holds below a story, and is none of it."""
    plain = alike(sentence)
    words = count_words(plain)
    hit = phrases.begun(plain.lower())
    return hit is not None and hit.where != "head" and not tells(plain, words, hit)
