"""Lines below the end of a story, which a copyright line, a bio or the comments mark.

After the last paragraph hardly anything is the story's own: a table, a list of results, short
sentences. Behind a line that no story goes on after, nothing is; behind several prompts only what
looks like the headline of another story is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dedup.boilerplate.headlines import is_headline
from dedup.boilerplate.lists import has_figures, is_labelled, is_structured
from dedup.boilerplate.page import DAY, Page
from dedup.boilerplate.pieces import Cut, Piece, ends_sentence

RULE = "tails.below"
_ENDS = (
    "tails.agency",
    "tails.copyright",
    "tails.signed",
    "comments.prompt",
    "bios.author",
)
"""What a story does not go on behind, where no paragraph of running text follows."""
_LISTS = "related.heading"
"""Links go on behind it; but a sentence does not: `UP NEXT`, and whom the team plays on Friday."""
_PROMPTS = ("prompts.", "related.", "notices.", "widgets.", "navigation.", "comments.", "tails.")
_BARS = ("prompts.", "bylines.role", "navigation.", "related.", "widgets.", "comments.", "tails.")
_LEAST_PROMPTS, _LEAST_ROWS, _SHORT, _MOST_BETWEEN = 2, 3, 12, 2
_MOST_BELOW = 1.0
"""Words below the end, by those of the story above it."""


def find(page: Page) -> Iterator[Cut]:
    """What stands below the first mark of the end, and below the second prompt."""
    last = page.body[1]
    below = page.pieces[last:]
    told = [piece for piece in below if piece.hit is not None and holds(piece)]
    if not told or len(told) == len(below) or not _is_little(page, below):
        return
    never = len(page.text)
    end = next((piece.start for piece in told if _is_of(piece, _ENDS)), never)
    listed = next((piece.start for piece in told if _is_of(piece, _LISTS)), never)
    prompts = [piece.start for piece in told if _is_of(piece, _PROMPTS)][_LEAST_PROMPTS - 1 :]
    prompted = prompts[0] if prompts else never
    barred = next((piece.start for piece in told if _is_of(piece, _BARS)), never)
    yield from _between(page, below, barred)
    rows = _rows(below)
    for piece in below:
        if piece.hit is not None or piece.prose or piece.inner:
            continue
        if (
            piece.start > end
            or (piece.start > listed and not ends_sentence(piece.text))
            or (piece.start > barred and piece not in rows and _is_short(piece))
            or (piece.start > prompted and _is_link(piece))
        ):
            yield Cut(piece.start, piece.stop, RULE)


def _between(page: Page, below: Sequence[Piece], barred: int) -> Iterator[Cut]:
    """A line or two between the last paragraph and the first bar: subjects, a teaser, a name."""
    lines = [piece for piece in below if piece.start < barred and piece.hit is None]
    ended = page.body[1] > 0 and ends_sentence(page.pieces[page.body[1] - 1].text)
    if barred == len(page.text) or not ended or len(lines) > _MOST_BETWEEN:
        return
    if not any(one.bullet or ": " in one.text or is_structured(one) for one in lines) and all(
        map(_is_short, lines)
    ):
        yield from (Cut(one.start, one.stop, RULE) for one in lines)


def _rows(below: Sequence[Piece]) -> frozenset[Piece]:
    """Results, and the lines of a glossary or a table: several in a row that are made alike."""
    found = {piece for piece in below if has_figures(piece)}
    for hit, run in groupby(below, key=lambda piece: piece.hit is not None):
        lines = [] if hit else list(run)
        made = sum(is_structured(one) or is_labelled(one) for one in lines)
        if made >= _LEAST_ROWS and made * 3 >= len(lines) * 2:
            found.update(lines)
    return frozenset(found)


def holds(piece: Piece) -> bool:
    """Whether the phrase that gives a piece away holds below the story."""
    return piece.hit is not None and piece.hit.where != "head" and piece.hit.rule != DAY


def _is_of(piece: Piece, rules: str | tuple[str, ...]) -> bool:
    """Whether a rule or a group of rules gives a piece away."""
    return piece.hit is not None and piece.hit.rule.startswith(rules)


def _is_short(piece: Piece) -> bool:
    """Whether a line is no sentence, or a question or call of some words."""
    return piece.words <= _SHORT and (not ends_sentence(piece.text) or is_headline(piece))


def _is_link(piece: Piece) -> bool:
    return is_headline(piece) and not is_structured(piece)


def _is_little(page: Page, below: Sequence[Piece]) -> bool:
    """Whether what stands below is no more than the story."""
    first, last = page.body
    story = sum(piece.words for piece in page.pieces[first:last] if piece.hit is None)
    return sum(piece.words for piece in below if piece.hit is None) <= _MOST_BELOW * story
