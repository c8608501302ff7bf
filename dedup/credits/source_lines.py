"""Source lines: `Credit: Reuters`, `Quelle: dpa`, `来源：新华社`, and a URL under them.

At the end they say that the text retells its source; at the head, as Chinese
sites have them, that it is the source's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.marked import Named, clean, looks_like_name, named_after, outlet_word
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.roles import author_role
from dedup.credits.screening import ADDRESS, SOURCE, TIP

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"”)\]]{3,500}", re.IGNORECASE)
_SPLIT = re.compile(r"[,;/&]|\band\b|、|，")
_LONGEST = 30
_MOST_TIP_WORDS = 8


def find(page: Page) -> Iterator[Credit]:
    """Sources that a labelled line or a closing URL names."""
    credited = -2
    for part in page.likely_parts(SOURCE | TIP | ADDRESS):
        if part.body and part.words > _LONGEST:
            continue
        head = part.number < min(4, page.first_body + 1) and part.number < page.first_body
        last = part.number >= page.many_parts - 4 and part.number >= page.last_body
        tail = last or (part.number > page.first_body and page.at_end(part))
        if not (head or tail):
            continue
        text = page.flat(part)
        label = page.phrases.source.match(text)
        if label is None and last and part.words <= _MOST_TIP_WORDS:
            yield from _tip(page, part)
        if label is not None and part.words <= _LONGEST:
            named = list(_named(page, part, part.start + label.end()))
            credited = part.number
            for one in named:
                at_head = head and one.entry is not None and not tail
                role = author_role(one.entry) if at_head and one.entry else "retold"
                yield Credit(one.start, one.stop, one.name, role)
        elif last:
            yield from _address(page, part, labelled=credited == part.number - 1)


def _tip(page: Page, part: Part) -> Iterator[Credit]:
    """Outlets after `via` or `h/t`; an agency there is one whose text it is."""
    label = page.phrases.tip.match(page.flat(part))
    if label is None:
        return
    for one in _named(page, part, part.start + label.end()):
        if one.entry is None or one.entry.kind == "outlet":
            yield Credit(one.start, one.stop, one.name, "retold")


def _named(page: Page, part: Part, start: int) -> Iterator[Named]:
    text = page.text[start : part.stop]
    picture = page.phrases.picture.search(text)
    stop = start + picture.start() if picture else part.stop
    if picture and not page.text[start:stop].strip(" /:"):
        return
    address = _URL.search(page.text, start, stop)
    stop = address.start() if address is not None else stop
    found = named_after(page, start, stop, as_written=False)
    if not found and page.text[start:stop].strip(" .,:"):
        found = list(_as_written(page, start, stop))
    yield from found
    if address is not None:  # `Erie Times-News, http://...`: the address of the one just named
        yield from (s for s in _site(page, address, labelled=True) if s.entry or not found)


def _as_written(page: Page, start: int, stop: int) -> Iterator[Named]:
    position = start
    for piece in _SPLIT.split(page.text[start:stop])[:3]:
        name = clean(piece)
        place = page.text.find(name, position, stop) if name else -1
        position += len(piece) + 1
        # `Source: Eurostat` tells where figures are from, not the text.
        if place >= 0 and looks_like_name(name) and outlet_word(page, name):
            entry = page.registry.named(name)
            yield Named(place, place + len(name), entry, entry.name if entry else name)


def _address(page: Page, part: Part, *, labelled: bool) -> Iterator[Credit]:
    """A line that is nothing but a URL."""
    match = _URL.fullmatch(page.flat(part).strip(" .()<>"))
    if match is None:
        return
    whole = _URL.search(page.text, part.start, part.stop)
    if whole is not None:
        for one in _site(page, whole, labelled=labelled):
            yield Credit(one.start, one.stop, one.name, "retold")


def _site(page: Page, address: re.Match[str], *, labelled: bool) -> Iterator[Named]:
    entry = page.registry.at(address.group())
    if entry is not None and entry.name not in page.own:
        yield Named(*address.span(), entry, entry.name)
    elif entry is None and labelled:
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.group().lower())
        yield Named(*address.span(), None, re.split(r"[/:?#]", host, maxsplit=1)[0])
