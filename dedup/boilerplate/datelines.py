"""Dateline prefixes that name the outlet or agency: `LONDON (Reuters) -`, `(CNN) —`.

Only the prefix goes; the rest of its line stays. Without a name in brackets it is
one only in capitals and before the first paragraph: `PARIS — `.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup import registry
from dedup.boilerplate.page import Page
from dedup.boilerplate.pieces import OPENED, Cut

_PLACE = r"[^\W\d_][^()\n!?:;“”\"]{0,70}"
_PREFIX = re.compile(
    rf"(?:{_PLACE})?[(（]([^()（）\n]{{2,60}})[)）]\.?[ \t\xa0]{{0,3}}(?:[-–—―]{{1,2}}|[:：])"
    r"(?=[\s\xa0“\"„«‘'\w])"
)
_PLAIN = re.compile(
    r"(?!FILE )[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.' -]{2,30}(?:, [A-Z][\w. ]{1,20}){0,2}"
    r"(?:, [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
    r"[ \xa0]{1,2}(?:[–—―]|--?|:)[ \xa0]{1,2}(?=[A-Z0-9À-ÖØ-Þ“\"„«‘'])"
)
_OPENS = re.compile(r"[(（]")
_TICKER = re.compile(r" ?[A-Z]{1,5} ?$")
_OF_A_PERSON = re.compile(r" ?(?:[^\W\d_]-[^\W\d_][\w.]{1,12}|[^\W\d_](?:[^\W\d_A-Z]{2,30})) ?$")
"""A word in small letters behind its first, as countries have, or a party and a state."""
_MOST_BEFORE, _MOST_INSIDE = 9, 6
_MOST_OF_PLACE = 4
PARAGRAPHS = 3
_LOOKED_AT = 160


def find(page: Page) -> Iterator[Cut]:
    """The prefix of one of the first paragraphs."""
    seen = 0
    for piece in page.pieces if page.may & OPENED else ():
        if not piece.prose:
            continue
        if not piece.likely & OPENED:
            seen += 1
            if seen == PARAGRAPHS:
                return
            continue
        stop = min(piece.stop, piece.start + _LOOKED_AT)
        bracketed = _OPENS.search(page.text, piece.start, stop) is not None
        match = _PREFIX.match(page.text, piece.start, stop) if bracketed else None
        if match and _is_dateline(match):
            yield Cut(piece.start, match.end(), "datelines.source")
            return
        plain = _PLAIN.match(page.text, piece.start, stop) if seen == 0 else None
        if plain and _names_place(plain):
            yield Cut(piece.start, plain.end(), "datelines.place")
            return
        seen += 1
        if seen == PARAGRAPHS:
            return


def begins(text: str, *, first: bool) -> bool:
    """Whether such a prefix stands before a paragraph, be it the first or a later one."""
    match = _PREFIX.match(text, 0, _LOOKED_AT) if _OPENS.search(text, 0, _LOOKED_AT) else None
    told = match is not None and _is_dateline(match)
    plain = _PLAIN.match(text, 0, _LOOKED_AT) if first and not told else None
    return told or (plain is not None and _names_place(plain))


def _names_place(match: re.Match[str]) -> bool:
    """Whether capitals before a dash are few enough for a place: more are a subhead."""
    return len(match.group().partition(",")[0].strip(" \xa0—–―:-").split()) <= _MOST_OF_PLACE


def _is_dateline(match: re.Match[str]) -> bool:
    """Whether the brackets hold a name, and what stands before them is a place and a date."""
    inside = match.group(1).split()
    before = match.group()[: match.start(1) - match.start() - 1].split()
    if not inside or len(inside) > _MOST_INSIDE or any(map(str.isdigit, match.group(1))):
        return False
    if inside[0].islower() and len(inside) > 1:
        return False
    if len(before) > _MOST_BEFORE or (_TICKER.match(match.group(1)) and not _is_source(match)):
        return False
    if before and _OF_A_PERSON.match(match.group(1)) and not _is_source(match):
        return "".join(before).isupper()  # `Ann Lee (Norway) —` is no place and its agency
    return all(_of_place(word) for word in before)


def _is_source(match: re.Match[str]) -> bool:
    """Whether capitals in brackets are an agency or a station, and not a share's symbol."""
    name = match.group(1).strip()
    return registry.load().named(name) is not None or name[0] in "KW"


def _of_place(word: str) -> bool:
    """A word of a place or date: a name, a number, or a short word between names."""
    letters = word.strip(".,/|-–—")
    return not letters or not letters[0].islower() or len(letters) <= 3 or not letters.isascii()
