"""What stands before the agency in a dateline: places and dates."""

from __future__ import annotations

import re

from dedup.credits.phrases import phrases

_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_SENTENCE_BREAK = re.compile(r"(?<=[^\W\d_]{4})[.!?…»”\"]\s{1,3}(?=[^a-z\s])")
_PLACE_AND_DAY = re.compile(
    r"(?:(?<=\s)|^)[^\W\d_a-z][^\W\d_]+(?:[ '-]{1,2}[^\W\d_]+){0,3}"  # Lake Success
    r"(?:\s?\([^()]{1,25}\))?\s?[,.]\s{0,2}"  # (Pennsylvanie),
    r"(?:le\s|den\s)?\d{1,2}\s?(?:er|th|st|nd|rd)?[\s.,]{0,3}"  # 14.
    r"(?:[^\W\d_]{3,10}[\s.,]{0,3}(?:\d{4})?)?[\s.,—–-]{0,4}$"  # Okt. 1958 —
)
_LONGEST = 90
_MOST_WORDS = 12
_MOST_SMALL = 2
"""A day of the week and a month: `Moskva, sobota 12. ledna`; more are of a headline."""


def tail_of_dateline(before: str, *, whole: bool) -> tuple[str, bool]:
    """The part of a text that can be the place and date, and whether it opens its block.

    Args:
        before: What stands before the agency, on one line.
        whole: Whether `before` begins where the block begins.
    """
    if whole and len(before) <= _LONGEST and is_place(before):
        return before, True
    breaks = list(_SENTENCE_BREAK.finditer(before))
    if not breaks:
        return (before, True) if whole and len(before) <= _LONGEST else ("", False)
    # A dateline may hold full stops itself: `Berlin. 9. Dez.`
    for match in breaks:
        if is_place(before[match.end() :]):
            return before[match.end() :], False
    return before[breaks[-1].end() :], False


def is_place(text: str) -> bool:
    """Whether a text can be the places and the date of a dateline; an empty one cannot."""
    stripped = text.strip(" ,.;:–—-/«»\"'’“”*·•|")
    if (
        not stripped
        or "?" in stripped
        or len(text) > _LONGEST
        or (". " in stripped and len(stripped) > 60)
    ):
        return False
    tokens = _TOKEN.findall(stripped)
    if not 1 <= len(tokens) <= _MOST_WORDS:
        return False
    if not (tokens[0][0].isupper() or not tokens[0][0].islower()):
        return False
    particles = phrases().particles
    small = [
        index
        for index, token in enumerate(tokens)
        if token[0].islower() and token.lower() not in particles
    ]
    return len(small) <= _MOST_SMALL and all(_beside_number(tokens, index) for index in small)


def _beside_number(tokens: list[str], index: int) -> bool:
    """Whether a small word is a month beside its day: `12 января`, `5 janv 2012`."""
    near = tokens[max(0, index - 2) : index + 3]
    return any(token[0].isdigit() for token in near)


def ends_with_place_and_day(before: str) -> bool:
    """Whether a place and a day stand right before the agency, whatever precedes them.

    Columns of short items run one into the next: `... Ruhrort DUSSELDORF, 14 (Wolff).`.
    """
    return _PLACE_AND_DAY.search(before[-60:]) is not None
