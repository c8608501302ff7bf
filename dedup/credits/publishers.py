"""The outlet that the text itself shows as its publisher.

A dateline bracket that is no agency, a masthead or breadcrumb line above the
headline, `Published by X`. A copyright line is `copyrights`' business; an
outlet that is merely named, in a link or a sentence, is no publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.marked import clean, looks_like_name, named_after, outlet_word
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.places import is_place
from dedup.credits.screening import BRACKET, CRUMBS
from dedup.words import fold

_BRACKET = re.compile(r"([^()\n]{2,90})\(\s{0,2}([^()\n]{3,60}?)\s{0,2}\)\s{0,2}[-–—]{1,2}\s")
_SEPARATOR = re.compile(r"[/|>»›·•:]{1,2}")
_CRUMBS = re.compile(r"\s[/|>»›]\s")
_MOST_CRUMB_WORDS = 5
_FIRST_PARTS = 8
_TITLE_END = re.compile(r"\s[|–—-]\s([^|–—]{3,40})$")


def find(page: Page) -> Iterator[Credit]:
    """Publishers by dateline, masthead and imprint."""
    for part in page.likely_parts(BRACKET):
        if part.number < _FIRST_PARTS:
            yield from _dateline(page, part)
    if page.may_hold(CRUMBS):
        yield from _masthead(page)
    for part in page.parts if "publication" not in page.idle else ():
        if page.at_tail(part) or part.number < page.first_body:
            yield from _imprint(page, part)


def _dateline(page: Page, part: Part) -> Iterator[Credit]:
    stop = min(part.stop, part.start + 170)
    if page.text.find("(", part.start, stop) < 0:
        return
    match = _BRACKET.match(page.text, part.start, stop)
    if match is None or page.mentions_in(*match.span(2)) or not is_place(match.group(1)):
        return
    name = clean(match.group(2))
    if looks_like_name(name) and outlet_word(page, name):
        start = match.start(2) + match.group(2).find(name)
        yield Credit(start, start + len(name), name, "publisher")


def _masthead(page: Page) -> Iterator[Credit]:
    """Breadcrumbs above the headline: what is no section of a site is the site."""
    head = [part for part in page.parts[:6] if part.number < page.first_body]
    crumbs: list[tuple[int, int]] = []
    for index, part in enumerate(head):
        text = page.flat(part)
        if _SEPARATOR.fullmatch(text) and 0 < index < len(head) - 1:
            crumbs += [(near.start, near.stop) for near in (head[index - 1], head[index + 1])]
        elif part.words <= 16 and _CRUMBS.search(text):
            position = part.start
            for piece in _CRUMBS.split(text):
                crumbs.append((position, position + len(piece)))
                position += len(piece) + 3
    sites = [span for span in dict.fromkeys(crumbs) if _is_site(page, *span)]
    others = [span for span in dict.fromkeys(crumbs) if span not in sites]
    if len(sites) == 1 and all(_is_section(page, *span) for span in others):
        start, stop = sites[0]
        name = page.text[start:stop].strip()
        entry = page.registry.named(name)
        yield Credit(start, stop, entry.name if entry else name, "publisher")
    elif head:
        yield from _title_end(page, head[0])


def _is_section(page: Page, start: int, stop: int) -> bool:
    return fold(page.text[start:stop]) in page.phrases.sections


def _is_site(page: Page, start: int, stop: int) -> bool:
    name = page.text[start:stop].strip()
    if _is_section(page, start, stop) or len(name.split()) > _MOST_CRUMB_WORDS:
        return False
    entry = page.registry.named(name)
    if entry is not None:
        return entry.kind == "outlet"
    return looks_like_name(name) and outlet_word(page, name)


def _title_end(page: Page, part: Part) -> Iterator[Credit]:
    match = _TITLE_END.search(page.flat(part))
    entry = page.registry.named(match.group(1)) if match else None
    if match and entry is not None and entry.kind == "outlet":
        start = part.start + match.start(1)
        yield Credit(start, start + len(match.group(1)), entry.name, "publisher")


def _imprint(page: Page, part: Part) -> Iterator[Credit]:
    label = page.phrases.publication.match(page.flat(part))
    if label is None or part.words > 20:
        return
    for one in named_after(page, part.start + label.end(), part.stop, as_written=True)[:1]:
        known = one.entry is not None and one.entry.kind == "outlet"
        if known or (one.entry is None and outlet_word(page, one.name)):
            yield Credit(one.start, one.stop, one.name, "publisher")
