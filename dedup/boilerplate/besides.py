r"""What a match of a pattern must have besides what is looked for first.

`[A-Z][^.]{2,80} is (?:an?|the) [^.]{0,80}\bwriter` needs "writer", and " is a" or " is the" too:
of the many paragraphs that speak of a writer few have both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from dedup.boilerplate.needs import letter_of, look, needs_at, quantified, rarity
from dedup.boilerplate.patterns import TOKEN

_LEAST_RARE, _MOST_STRINGS = 2, 64

Strings = frozenset[str]
Tokens = list[re.Match[str]]


def besides(pattern: str, first: Strings) -> Strings:
    """Strings of which a match has one beside those looked for first; none where few say little."""
    best: Strings = frozenset()
    most = _LEAST_RARE - 1
    for one in needed(pattern):
        rare = min(_rare_besides(text, first) for text in one)
        if rare > most:
            best, most = one, rare
    return best


def _rare_besides(text: str, first: Strings) -> int:
    """How rare a string is where one of the others stands."""
    if any(text in one for one in first):
        return 0
    for one in sorted(first, key=len, reverse=True):
        text = text.replace(one, "")
    return rarity(frozenset((text,)))


def needed(pattern: str) -> list[Strings]:
    """Sets of strings in lower case; of each set a match has one."""
    tokens = list(TOKEN.finditer(pattern))
    branches = _branches(tokens, 0)[0]
    return list(_of_branch(tokens, *branches[0])) if len(branches) == 1 else []


def _branches(tokens: Tokens, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where each branch up to a closing bracket begins and stops, and where that stands."""
    found, begin, depth = [], at, 0
    while at < len(tokens):
        kind = tokens[at].lastgroup
        if depth == 0 and kind in ("either", "closes"):
            found.append((begin, at))
            begin = at + 1
            if kind == "closes":
                return found, at
        depth += (kind == "opens") - (kind == "closes")
        at += 1
    return [*found, (begin, at)], at


def _of_branch(tokens: Tokens, at: int, stop: int) -> Iterator[Strings]:
    """The needs of a branch, each apart from the others."""
    run: Strings = frozenset(("",))
    while at < stop:
        token, kind = tokens[at], tokens[at].lastgroup or ""
        letter, begin, heads, exact = letter_of(token, kind), at + 1, frozenset[str](), False
        if kind == "opens":
            branches, at = _branches(tokens, at + 1)
            heads, exact = _heads(tokens, branches)
            if look(token):
                heads, exact = frozenset(), False
        counted, at = quantified(tokens, at + 1)
        plain = counted is None
        if letter and plain:
            run = frozenset(one + letter.lower() for one in run)
            continue
        if heads and plain and len(heads) * len(run) <= _MOST_STRINGS:
            run = frozenset(map("".join, product(run, heads)))
            if exact:
                continue
        yield from _told(run)
        run = frozenset(("",))
        if kind == "opens" and counted != 0 and not look(token):
            if len(branches) == 1:
                yield from _of_branch(tokens, *branches[0])
            else:
                inner = needs_at(tokens, begin)
                yield from _told(inner) if inner else ()
    yield from _told(run)


def _told(run: Strings) -> Iterator[Strings]:
    if run and rarity(run) > 0:
        yield run


def _heads(tokens: Tokens, branches: list[tuple[int, int]]) -> tuple[Strings, bool]:
    """The letters that each branch begins with, if all do, and whether these are all they are."""
    heads, exact = set(), True
    for begin, stop in branches:
        at, head = begin, ""
        while at < stop:
            letter = letter_of(tokens[at], tokens[at].lastgroup or "")
            counted, after = quantified(tokens, at + 1)
            if not letter or counted is not None:
                break
            head, at = head + letter.lower(), after
        heads.add(head)
        exact = exact and at == stop
    return (frozenset(heads), exact) if "" not in heads else (frozenset(), False)
