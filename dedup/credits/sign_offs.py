"""Sign-offs whose form tells the agency: `(Reporting by X; Editing by Y)`, `ab/cd (dpa)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.chances import SIGNING
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.roles import author_role
from dedup.registry import Mention

_LAST = 700
_RULE = re.compile(r"_{2,5}")
_INITIALS = re.compile(r"(?:[a-zäöü]{1,4}[/,]\s?){0,3}[a-zäöü]{1,4}[/ ]$")


def find(page: Page) -> Iterator[Credit]:
    """Authors whom a form of closing note or initials name."""
    for part in page.parts if "forms" not in page.idle else ():
        if part.number < page.last_body and not page.at_tail(part):
            continue
        ruled = part.number and _RULE.fullmatch(page.flat(page.parts[part.number - 1]))
        start = page.parts[part.number - 1].start if ruled else part.start
        yield from _forms(page, start, part.stop)
    for mention, part, _ in page.placed_as(SIGNING):
        if part.number < page.last_body or mention.entry.kind == "outlet":
            continue
        if not stands_alone(page.text, mention, part):
            continue
        if _INITIALS.fullmatch(page.before(mention.start, 24).lstrip()):
            role = author_role(mention.entry)
            yield Credit(mention.start, mention.stop, mention.entry.name, role)


def stands_alone(text: str, mention: Mention, part: Part) -> bool:
    """Whether a part has little but a name."""
    after = text[mention.stop : min(part.stop, mention.stop + 8)]
    return mention.start - part.start <= 20 and not after.strip(" ./-")


def _forms(page: Page, start: int, stop: int) -> Iterator[Credit]:
    low = max(start, stop - _LAST)
    tail = page.text[low:stop].replace("\n", " ")
    candidates = {0, *(match.start() for match in re.finditer(r"\(|(?<=[.”\"]) [-–—]{1,2}", tail))}
    for form in page.phrases.forms:
        for offset in sorted(candidates):
            match = form.begins.match(tail, offset)
            if match is None:
                continue
            bracket = tail[offset : offset + 3].lstrip().startswith("(")
            if form.holds is not None:
                holds = form.holds.search(tail, match.end())
                marked = bracket or _names(page, form.name)
                if holds is None or not marked or ";" not in tail[match.end() : holds.start()]:
                    continue
            end = len(tail.rstrip()) if form.holds is not None else match.end()
            yield Credit(low + offset, low + end, form.name, "author")
            return


def _names(page: Page, name: str) -> bool:
    return any(mention.entry.name == name for mention in page.mentions)
