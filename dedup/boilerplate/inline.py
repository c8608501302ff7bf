"""Links to other stories inside a line, where a site unfolds them behind a name.

`President Jo Lake Josephine Ann LakeLake opens pier Storm losses reach record MORE said` is
`President Jo Lake said` with what the page shows when one points at the name: the name in
full, headlines glued to it, and a word to click on. It shows by the name's last word, which
comes twice within a few words, the second time without a space behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import Cut

CLICK = " MORE"
_CLICK = re.compile(  # the letters first, which the search is quick to look for
    r"MORE(?<!\wMORE)\b(?=['’]s\b|[\s,.;:!?)\]\"”—–-]|$)"
)
_FURTHEST = 900
"""Characters from such a name to the word to click on: three headlines with their names."""
_TOKEN = re.compile(r"(?<!\S)[(\"“‘'$]*(?=([A-ZÀ-Þ]\S*))([A-ZÀ-Þ][\w-]{2,30})?")
"""A word with a capital, openers aside, and the name it is or begins with, if any."""
_LEAST_NAME = 3
_OPENERS = "(\"“'‘$"
_MOST_NAMES = 9
_PARTICLES = frozenset(
    {"de", "da", "di", "la", "le", "van", "von", "der", "den", "bin", "al", "el"}
)
_MOST_CLICKS = 200


def find(page: Page) -> Iterator[Cut]:
    """Every such stretch of a line."""
    spans = _spans(page.text) if page.fresh and CLICK in page.text else ()
    for piece in page.fresh if spans else ():
        first = bisect_left(spans, (piece.start, 0))
        for start, stop in spans[first:]:
            if start >= piece.stop:
                break
            if stop <= piece.stop:
                yield Cut(start, stop, "related.inline")


def unfolds(text: str) -> bool:
    """Whether such a stretch stands anywhere in a text that has the word to click on."""
    return bool(_spans(text))


@lru_cache(maxsize=512)
def _spans(text: str) -> list[tuple[int, int]]:
    """Where such stretches stand in a text, in order; a batch asks, and a page each round."""
    found = []
    low = 0
    for click in islice(_CLICK.finditer(text), _MOST_CLICKS):
        line = text.rfind("\n", low, click.start()) + 1
        begin = _begin(text, max(low, line, click.start() - _FURTHEST), click.start())
        low = click.end()
        if begin is not None:
            found.append((begin, click.end()))
    return found


def _begin(text: str, low: int, high: int) -> int | None:
    """Where the name that is said in full begins: behind its first mention."""
    before = deque[tuple[str, int]](maxlen=_MOST_NAMES)  # the last names, and where each ends
    begun: set[str] = set()  # what names so far begin with
    window = text[low:high]
    for token in _TOKEN.finditer(window):
        named, word = token.group(2), token.group(1)
        begin = word[:_LEAST_NAME]
        for name, stop in reversed(before) if begin in begun else ():
            after = word[len(name) : len(name) + 1] if word.startswith(name) else ""
            glued = after.isupper() or after.isdigit() or (after and after in _OPENERS)
            if glued and _is_full(window[stop : token.start()]):
                return low + stop
        if named is not None:
            before.append((named, token.end(2)))
            begun.add(begin)
    return None


def _is_full(between: str) -> bool:
    """Whether what stands between a name and its repetition are further names of the person."""
    words = between.split()
    return 0 < len(words) <= _MOST_NAMES and all(
        word.lstrip(_OPENERS)[:1].isupper() or word in _PARTICLES for word in words
    )
