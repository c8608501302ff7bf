"""Names right after a phrase or a label, from the registry or as written.

A name that the registry does not have is taken only in the strongest
positions, and only where it looks like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dedup.clocks import date_words
from dedup.credits.page import Page
from dedup.registry import Entry, Mention, Trust
from dedup.words import fold

_STOP = re.compile(
    r"[;|\n•·]|\.\s|\.$|(?<!\w)(?:all rights|visit|under|and is|on behalf|with permission"
    r"|this |the original|alle rechte|tous droits|todos los derechos|via |https?:|www\.)",
    re.IGNORECASE,
)
_EDGES = " \t\xa0\n\"'“”‘’«»()[]{}:,.;–—-*_/©"
_YEARS = re.compile(r"\b(?:1[89]|20)\d\d(?:\s?[-–/]\s?(?:(?:1[89]|20)?\d\d))?\b")
_LEGAL = re.compile(
    r"[\s,]{1,3}(?:LLC|L\.L\.C\.?|Inc\.?|Incorporated|Ltd\.?|Limited|Corp\.?|Corporation|GmbH|AG|S\.?A\.?|S\.p\.A\.?"
    r"|Pty|PLC|plc|Co\.|Company|B\.V\.|SAS|SRL|S\.r\.l\.)$"
)
_DAY = re.compile(r"\s+(?:on|am|le|el|em|il)\s+([^\W\d_]+)[.,]?(?:\s+\d{1,2})?$")
"""A day behind a name, `scmp.com on Aug`; the year is gone by then."""
_DOMAIN = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_SHORT_DAY = 4
"""Letters up to which a word for a day may be a name: `The Sun`."""
_ARTICLE = re.compile(r"^(?:the|a|an|der|die|das|den|le|la|les|el|il|lo|l['’])\s?(?=[^\Wa-z\d_])")
_WORD = re.compile(r"[^\W_]+")
_LONGER = re.compile(r"[ \xa0][^\W\d_a-z][^\W\d_]*[a-z]")
_LONGEST_NAME = 60
_MOST_NAME_WORDS = 7
_DIRECTLY = 8  # characters after a label in which an abbreviation must follow


class Named(NamedTuple):
    """A name at a marked place: its span, its entry if the registry has it, the name itself."""

    start: int
    stop: int
    entry: Entry | None
    name: str


def named_after(page: Page, start: int, stop: int, *, as_written: bool) -> list[Named]:
    """Names that a label or phrase ending at `start` speaks of, up to the end of its clause."""
    window = page.text[start : min(stop, start + 200)]
    cut = _stop(window)
    found = [
        Named(m.start, m.stop, m.entry, m.entry.name)
        for m in page.mentions_in(start, start + cut)
        if not _goes_on(page, m) and (m.trust > Trust.DATELINE or m.start - start <= _DIRECTLY)
    ]
    if found or not as_written:
        return found
    written = clean(window[:cut])
    place = window.find(written) if written else -1
    if place < 0 or not looks_like_name(written):
        return []
    entry = page.registry.named(written)
    name = entry.name if entry else written
    return [Named(start + place, start + place + len(written), entry, name)]


def _goes_on(page: Page, mention: Mention) -> bool:
    """Whether a doubtful name is the first word of a longer one: `Metro Brightwater`.

    So are agencies' short forms for datelines: `Nexstar Broadcasting, Inc.` is the owner of a site.
    """
    doubtful = Trust.MARKED if mention.entry.kind == "outlet" else Trust.DATELINE
    if mention.trust > doubtful:
        return False
    return _LONGER.match(page.after(mention.stop, 30)) is not None


def _stop(window: str) -> int:
    """Where the clause ends; a full stop after an abbreviation of a firm does not end it."""
    for match in _STOP.finditer(window):
        before = window[: match.start() + 1]
        if match.group()[0] == "." and (_LEGAL.search(before) or re.search(r"\b[A-Z]\.$", before)):
            continue
        if before.strip(_EDGES):
            return match.start()
    return len(window)


def clean(written: str) -> str:
    """A name as written, without years, legal forms and marks at its edges."""
    name = _YEARS.sub(" ", written)
    name = " ".join(name.split()).strip(_EDGES)
    name = re.sub(r"^(?:by|von|par|por|copyright|\(c\))\s+", "", name, flags=re.IGNORECASE)
    name = _ARTICLE.sub("", name)
    day = _DAY.search(name)
    name = name[: day.start()] if day and _in_dates(day.group(1)) else name
    for _ in range(3):
        shorter = _LEGAL.sub("", name).strip(" ,")
        if shorter == name:
            break
        name = shorter
    return name.strip(_EDGES)


def _in_dates(word: str) -> bool:
    """Whether a word is a month or a day of the week."""
    words = date_words()
    return fold(word) in words.months or fold(word) in words.weekdays


def _is_month(word: str) -> bool:
    return fold(word) in date_words().months


def looks_like_name(name: str) -> bool:
    """Whether words written somewhere are a name: short, capitalised, with letters."""
    words = _WORD.findall(name)
    if not words or len(words) > _MOST_NAME_WORDS or not 2 <= len(name) <= _LONGEST_NAME:
        return False
    if sum(c.isalpha() for c in name) < 2 or "@" in name:
        return False
    dated = _in_dates if len(name) > _SHORT_DAY else _is_month
    if all(word.isdigit() or dated(word) for word in words):
        return False
    first = next((c for c in name if c.isalpha()), "")
    if first.islower() and "." not in name:
        return False
    if _DOMAIN.fullmatch(name):
        return True
    small = sum(1 for word in words if word[0].islower() and len(word) > 3)
    return small * 3 <= len(words)


def outlet_word(page: Page, name: str) -> bool:
    """Whether a word of the name shows that it is an outlet, or it is a domain."""
    words = page.phrases.outlet_words
    lowered = name.lower()
    glued = any(word in lowered for word in words if not word.isascii() and len(word) > 1)
    domain = re.search(r"\w\.(?:com|net|org|news|co|info|tv|[a-z]{2})$", lowered) is not None
    return glued or domain or any(word in words for word in _WORD.findall(lowered))


def trusted(found: list[Named]) -> Iterator[Named]:
    """Names that are there, each once."""
    seen: set[str] = set()
    for one in found:
        if one.name not in seen:
            seen.add(one.name)
            yield one


LEAST_TRUST = Trust.DATELINE
