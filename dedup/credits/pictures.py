"""Picture credits: `(AP Photo/Jo Doe)`, `REUTERS/Jo Doe`, `Photo: AFP`.

They say nothing of where the text comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.registry import Mention

_AFTER = re.compile(
    r"\s?/\s?(?:Handout|Pool|[A-Z][^\s/]{1,20}\s[A-Z])|\s(?:Images|Wirephoto|Telephoto)\b"
)
_PERSON_BEFORE = re.compile(
    r"(?:[^\W\d_]|\.|\)),?(?:\s?(?:File|Pool|file|pool))?\s?/\s?$|\(\s?/\s?$"
)
_VIA = re.compile(r"(?<!\w)(?:via|courtesy of|courtesy)\s(?:the\s)?$", re.IGNORECASE)
_OPEN = re.compile(r"[(\[（][^()\[\]]{0,160}$")
_ENDS = re.compile(r"[.!?](?:\s|$)|[。！？\n]")
_BREAKS = re.compile(r"[,;:()，；：、（）]")
_CLOSE = re.compile(r"[^()\[\]]{0,60}[)\]）]")
_FILE = re.compile(r"(?:FILE(?: PHOTO)?\b|FILE -|In this .{0,40}photo|This photo|\d+ of \d+)")
_CLAUSES, _ITEMS = re.compile(r"[.!?]\s|\n"), re.compile(r"[;|]")
_VIA_REACH = 20
_SLASH, _HOUSES = 3, "IWT"
"""Characters before a name in which a slash is looked for; what `Images` begins with."""
_REACH = 400
_CLAUSE = 160
_SUBJECT = 60
_OBJECT = 25
_NEAR_WORDS = 8


def find(page: Page) -> Iterator[Credit]:
    """Names that credit pictures, and names in captions that a picture credit closes."""
    marked: list[Mention] = []
    for mention, part in page.placed:
        if _is_credit(page, mention, part):
            marked.append(mention)
            yield Credit(mention.start, mention.stop, mention.entry.name, "photo")
    for part in {page.part_at(m.start): None for m in marked}:
        yield from _caption(page, part, [m for m in marked if part.start <= m.start < part.stop])


def _is_credit(page: Page, mention: Mention, part: Part) -> bool:
    if not page.is_pictured(mention) and not _is_marked(page, mention):
        return False
    before, after = page.before(mention.start, 60), page.after(mention.stop, 40)
    if page.is_pictured(mention) and _is_pictured(page, mention, part, before, after):
        return True
    if _AFTER.match(after) and not page.mentions_in(mention.stop, mention.stop + 12):
        return True
    if _spelt_out(page, mention, part):
        return True
    person = "/" in before[-3:] and _PERSON_BEFORE.search(before) is not None
    if person and not _name_before_slash(page, mention) and not _initials(before):
        return True
    return bool(
        _VIA.search(before, len(before) - _VIA_REACH)
        and _OPEN.search(before)
        and _CLOSE.match(after)
    )


def _is_marked(page: Page, mention: Mention) -> bool:
    """Whether marks of a credit, or words that hand one on, can stand beside a name."""
    text = page.text
    before = text[max(0, mention.start - _VIA_REACH) : mention.start]
    after = text[mention.stop : mention.stop + 3]
    if "/" in before[-_SLASH:] or "/" in after or ":" in (before[-1:], after[:1]):
        return True
    if after[:1].isspace() and after[1:2] in _HOUSES:
        return True
    told = before.lower()
    return "via" in told or "courtesy" in told


def _is_pictured(page: Page, mention: Mention, part: Part, before: str, after: str) -> bool:
    """Whether words for pictures around a name make it a picture's."""
    if page.phrases.picture.match(after.lstrip(" /,")) and not after.startswith((".", ";", "  ")):
        return True
    clause = _CLAUSES.split(before)[-1]
    near = _ITEMS.split(clause)[-1][-45:]
    if page.phrases.picture.search(near) and (
        _OPEN.search(before) or ":" in near or part.words <= 12
    ):
        return True
    return _released(page, mention)


def _released(page: Page, mention: Mention) -> bool:
    """Whether a picture is said to come from the name: `photo released by KCNA`."""
    words = page.phrases
    before = _ENDS.split(page.before(mention.start, _CLAUSE))[-1]
    after = _ENDS.split(page.after(mention.stop, _CLAUSE))[0]
    for given in words.given_by.finditer(before):
        between = before[given.end() :]
        subject = before[max(0, given.start() - _SUBJECT) : given.start()]
        if (
            not _BREAKS.search(between)
            and between.count(" ") <= _NEAR_WORDS
            and words.picture.search(subject)
        ):
            return True
    gave = words.gave.match(after.lstrip())
    if gave is None:
        return False
    subject = _BREAKS.split(before)[-1]
    thing = after.lstrip()[gave.end() : gave.end() + _OBJECT]
    return bool(words.picture.search(subject) or words.picture.search(thing))


def _spelt_out(page: Page, mention: Mention, part: Part) -> bool:
    """Whether a caption begins so: `AP:Associated Press The ferry at the quay`."""
    led = page.text[mention.start - 1 : mention.start]
    if mention.start != part.start and led not in ("\n", ":"):
        return False
    near = page.mentions_in(max(0, mention.start - 40), mention.stop + 60)
    return any(
        other.entry.name == mention.entry.name
        and page.text[
            min(a.stop for a in (other, mention)) : max(a.start for a in (other, mention))
        ]
        == ":"
        for other in near
    )


def _initials(before: str) -> bool:
    """Whether sign-off initials stand before the slash: `ab/cd/AFP`."""
    return re.search(r"(?:^|[\s/(])[a-zäöü]{1,4}\s?/\s?$", before) is not None


def _name_before_slash(page: Page, mention: Mention) -> bool:
    """Whether another source stands before the slash: `Reuters/AFP`."""
    near = page.mentions_in(max(0, mention.start - 40), mention.start)
    return bool(near) and not page.text[near[-1].stop : mention.start].strip(" /-–")


def _caption(page: Page, part: Part, marked: list[Mention]) -> Iterator[Credit]:
    """Further names in the caption that the picture credit closes."""
    last = marked[-1]
    closes = part.stop - last.stop <= 60
    opens = _FILE.match(page.text[part.start : part.start + 60]) is not None
    if not (closes or opens) or part.words > 90:
        return
    for mention in page.mentions_in(max(part.start, last.start - _REACH), part.stop):
        if mention not in marked:
            yield Credit(mention.start, mention.stop, mention.entry.name, "photo")
