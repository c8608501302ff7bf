"""Capital letters of sentences that are taken apart and put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an he she it they we you his her its their our this that these those there some "
        "many most both all in on at by for from with after before while when if as but and or "
        "so no not one two three more less such what who how why where to of about according "
        "last next during despite under amid through following although because since until "
        "once few several ",
    )
)


def common_words(words: Iterable[str]) -> frozenset[str]:
    """Words that are no names: those that may lose their capital."""
    return _FUNCTION_WORDS.union(words)


def lowered(text: str, common: frozenset[str] = _FUNCTION_WORDS) -> str:
    """The sentence as it goes on inside another; names keep their capital."""
    first = text.split(" ", 1)[0]
    bare = first.rstrip(",")
    small = bare[1:].islower() and bare.casefold() in common
    small = small or bare == "A"
    return text[:1].lower() + text[1:] if small else text


def raised(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]
