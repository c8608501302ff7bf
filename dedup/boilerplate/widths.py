"""How long the text is that a regular expression matches.

A pattern that reaches to the end of what it is held against (`$`) and may be at most forty
characters long need not be tried on a paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dedup.boilerplate.needs import look
from dedup.boilerplate.patterns import TOKEN

ENDLESS = 1 << 30
_NOTHING = "bBAZ"


class Width(NamedTuple):
    """Characters of a match."""

    least: int
    most: int
    closed: bool
    """Whether a match always reaches to the end of the text, so that `most` bounds that too."""


_Tokens = list[re.Match[str]]


def width(pattern: str) -> Width:
    """The width of what a pattern matches; only the forms that `patterns` allows are understood."""
    return _alternatives(list(TOKEN.finditer(pattern)), 0)[0]


def _alternatives(tokens: _Tokens, at: int) -> tuple[Width, int]:
    """All branches up to a closing bracket together, and where it stands."""
    branches = []
    while True:
        one, at = _branch(tokens, at)
        branches.append(one)
        if at >= len(tokens) or tokens[at].lastgroup == "closes":
            break
        at += 1
    least, most, closed = zip(*branches, strict=True)
    return Width(min(least), max(most), all(closed)), at


def _branch(tokens: _Tokens, at: int) -> tuple[Width, int]:
    """One branch, and where it ends."""
    least, most, closed = 0, 0, False
    while at < len(tokens) and tokens[at].lastgroup not in ("either", "closes"):
        token = tokens[at]
        if token.lastgroup == "opens":
            one, at = _alternatives(tokens, at + 1)
            one = Width(0, 0, closed=False) if look(token) else one
        else:
            one = _of_token(token)
        low, high, at = _times(tokens, at + 1)
        least += one.least * low
        most = min(most + one.most * high, ENDLESS)
        closed |= one.closed and low > 0
    return Width(least, most, closed), at


def _of_token(token: re.Match[str]) -> Width:
    text = token.group()
    if text in ("^", "$") or (text[0] == "\\" and text[1] in _NOTHING):
        return Width(0, 0, text in ("$", r"\Z"))
    return Width(1, 1, closed=False)


def _times(tokens: _Tokens, at: int) -> tuple[int, int, int]:
    """How often the token before stands at least and at most, and what follows."""
    low, high = 1, 1
    first = True
    while at < len(tokens) and tokens[at].lastgroup in ("optional", "most", "endless"):
        token = tokens[at]
        if first and token.lastgroup == "optional":
            low = 0
        elif first and token.lastgroup == "endless":
            low, high = int(token.group() == "+"), ENDLESS
        elif first:
            low = int(token["least"] or 0)
            high = int(token["most"] or ENDLESS) if token["comma"] else low
        first = False  # a `?` behind a quantifier only makes it lazy
        at += 1
    return low, high, at
