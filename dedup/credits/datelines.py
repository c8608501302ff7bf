"""Datelines without brackets: `PARIS, Jan. 5 /PRNewswire/ --`, `Москва. 12 января. ИНТЕРФАКС -`.

Also `AFP - ...`, `МОСКВА, 12 янв - РИА Новости.` and `新华社北京1月12日电`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.chances import DATELINE
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.places import ends_with_place_and_day, is_place, tail_of_dateline
from dedup.credits.roles import author_role
from dedup.registry import Mention, Trust

_DASH = re.compile(r"(?:\.(?:RU|ru|COM|com))?\s{0,2}[.,]?\s{0,2}(?:[-–—―]{1,3}|=)\s?(?=\S)")
_DASH_BEFORE = re.compile(r"[-–—―]{1,2}\s{0,2}$")
_WIRED = re.compile(r"[^\n。，,;；]{0,24}?[电電讯訊](?=[\s　（(：:，,]|\S)")
_JOINED = re.compile(r"[-–—―]\w")
_LEADS = re.compile(
    r"\s*(?:[Aa]n?|[Tt]he|[Uu]n[ae]?|[Ll][aeo]s?|[Ee]l|[Ee]ine?|[Dd](?:er|ie|as))\s+"
)
_SLASH = re.compile(r"/(?!\w)")
_MARKS = re.compile(r"[-–—―=/]")
_NEAR, _NEAR_AFTER = 5, 12
_OPENERS = " \t\xa0　【[(（■●▲*"


def find(page: Page) -> Iterator[Credit]:
    """Authors and distributors that datelines without brackets name."""
    for mention, part, _ in page.placed_as(DATELINE):
        if mention.entry.kind == "outlet" or not is_marked(page.text, mention):
            continue
        if part.teaser or not (part.body or page.at_head(part)):
            continue
        if _is_dateline(page, mention, part):
            role = author_role(mention.entry)
            yield Credit(mention.start, mention.stop, mention.entry.name, role)


def is_marked(text: str, mention: Mention) -> bool:
    """Whether marks of a dateline can stand beside a name; most have none."""
    near = text[mention.stop : mention.stop + _NEAR_AFTER]
    if _MARKS.search(near) or _MARKS.search(text[max(0, mention.start - _NEAR) : mention.start]):
        return True
    return not text[mention.start : mention.stop].isascii()


def _is_dateline(page: Page, mention: Mention, part: Part) -> bool:
    written = page.text[mention.start : mention.stop]
    before, after = page.before(mention.start, 120), page.after(mention.stop, 60)
    whole = mention.start - part.start <= 120
    weak = mention.trust == Trust.DATELINE and written.isascii() and len(written) <= 4
    if not after.strip() or weak:  # `ERIE, Pa. —` is no agency
        return False
    if whole and not before.strip(_OPENERS) and not written.isascii() and _WIRED.match(after):
        return True
    # `An Associated Press–NORC poll`, `Any questions? - Reuters: …`
    if _JOINED.match(after) and _LEADS.fullmatch(before):
        return False
    slashed = before.endswith("/") and _slashed(before[:-1], after)
    before = before[:-1] if slashed else before
    dashed = _DASH.match(after) is not None
    if whole and not before.strip():
        return slashed or (dashed and part.body)
    trailing = _DASH_BEFORE.search(before) is not None
    return (slashed or dashed or (trailing and after[:1] in ".:")) and _after_place(
        before, whole=whole
    )


def _slashed(before: str, after: str) -> bool:
    """Whether slashes around a name are a dateline's: `LAGOS /AFP/ -`, not `Jo Doe/AFP/Getty`.

    Args:
        before: what stands before the first slash.
        after: what stands after the name.
    """
    if not _SLASH.match(after):
        return False
    glued = before[-1:].isalpha() and not before.rsplit(maxsplit=1)[-1].isupper()
    return not glued or _DASH.match(after, 1) is not None


def _after_place(before: str, *, whole: bool) -> bool:
    place, at_start = tail_of_dateline(before, whole=whole)
    dated = any(c.isdigit() for c in place)
    return ends_with_place_and_day(before) or (is_place(place) and (at_start or dated))
