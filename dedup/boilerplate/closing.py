"""Lines below the end of a story, which a copyright line, a bio or the comments mark.

After the last paragraph hardly anything is the story's own: a table, a list of results, short
sentences. Behind a line that no story goes on after, nothing is; behind several prompts only what
looks like the headline of another story is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.boilerplate.headlines import is_headline
from dedup.boilerplate.lists import is_structured
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
_LEAST_PROMPTS = 2
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
    for piece in below:
        if piece.hit is not None or piece.prose or piece.inner:
            continue
        if (
            piece.start > end
            or (piece.start > listed and not ends_sentence(piece.text))
            or (piece.start > prompted and _is_link(piece))
        ):
            yield Cut(piece.start, piece.stop, RULE)


def holds(piece: Piece) -> bool:
    """Whether the phrase that gives a piece away holds below the story."""
    return piece.hit is not None and piece.hit.where != "head" and piece.hit.rule != DAY


def _is_of(piece: Piece, rules: str | tuple[str, ...]) -> bool:
    """Whether a rule or a group of rules gives a piece away."""
    return piece.hit is not None and piece.hit.rule.startswith(rules)


def _is_link(piece: Piece) -> bool:
    return is_headline(piece) and not is_structured(piece)


def _is_little(page: Page, below: Sequence[Piece]) -> bool:
    """Whether what stands below is no more than the story."""
    first, last = page.body
    story = sum(piece.words for piece in page.pieces[first:last] if piece.hit is None)
    return sum(piece.words for piece in below if piece.hit is None) <= _MOST_BELOW * story
