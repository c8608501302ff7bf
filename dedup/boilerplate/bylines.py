"""Who wrote it, as a line of its own above the story."""

from __future__ import annotations

from collections.abc import Iterator

from dedup import registry
from dedup.alike import bare, fold
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut
from dedup.boilerplate.signatures import are_names, is_name, is_signature

MOST_WORDS, _LONGEST = 16, 200


def find(page: Page) -> Iterator[Cut]:
    """Bylines above the story, names below the headline, and the metadata byline anywhere."""
    known = bare(fold(page.byline)) if page.byline else ""
    longest = max(len(known) + 20, _LONGEST)
    begins = {"b", *known[:1]}
    head = page.opening
    title = page.headline
    for number, piece in enumerate(page.pieces if known else page.pieces[:head]):
        if piece.words > MOST_WORDS or piece.hit is not None or piece.prose:
            continue
        first = piece.text[0]
        odd = not (first.isascii() and first.isalpha()) or first.lower() in begins
        short = known and len(piece.text) <= longest and (odd or number < head)
        naked = bare(fold(piece.text)) if short else ""
        if naked and (
            naked in (known, "by " + known)
            or (number < head and " " in known and known in naked and _is_names(piece.text))
        ):
            yield Cut(piece.start, piece.stop, "bylines.metadata")
        elif number >= head:
            continue
        elif is_signature(piece.text):
            yield Cut(piece.start, piece.stop, "bylines.line")
        elif title is not None and number > title and is_name(piece.text):
            yield Cut(piece.start, piece.stop, "bylines.name")
        elif title is not None and number > title and _names_outlet(piece.text):
            yield Cut(piece.start, piece.stop, "bylines.outlet")


def may_sign(text: str, byline: str | None) -> bool:
    """Whether a line above the story may say by whom it is."""
    named = is_signature(text) or is_name(text) or _names_outlet(text)
    return named or (byline is not None and _is_names(text))


def _names_outlet(text: str) -> bool:
    """Whether a line is names of people and, behind them, of the outlet they write for."""
    words = text.split()
    if not _is_names(text) or text[-1] in ".!?:;":
        return False
    for place in range(2, len(words)):
        people, outlet = " ".join(words[:place]), " ".join(words[place:])
        if are_names(people) and registry.load().named(outlet) is not None:
            return True
    return False


def _is_names(text: str) -> bool:
    """Whether a line is names alone: of people, of their paper."""
    return all(word[0].isupper() or len(word) <= 3 or "@" in word for word in text.split())
