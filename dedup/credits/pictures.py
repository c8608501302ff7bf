"""Picture credits: `(AP Photo/Jo Doe)`, `REUTERS/Jo Doe`, `Photo: AFP`.

They say nothing of where the text comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dedup.credits.chances import MARKED, PICTURED, UNSURE
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part, after, before
from dedup.credits.phrases import phrases
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
    for mention, part, chances in page.placed_as(MARKED | PICTURED):
        if _is_credit(page, mention, part, chances):
            marked.append(mention)
            yield Credit(mention.start, mention.stop, mention.entry.name, "photo")
    for part in {page.part_at(m.start): None for m in marked}:
        yield from _caption(page, part, [m for m in marked if part.start <= m.start < part.stop])


def _is_credit(page: Page, mention: Mention, part: Part, chances: int) -> bool:
    if chances & UNSURE:
        near = is_near(page.text, mention, phrases().picture_words)
        last = page.last_part(mention, part)
        if near and is_pictured(page.text, mention, part, last):
            return True
        return is_marked(page.text, mention) and _has_marks(page, mention, part)
    return bool(chances & PICTURED) or _has_marks(page, mention, part)


def _has_marks(page: Page, mention: Mention, part: Part) -> bool:
    """Whether the marks beside a name are those of a credit."""
    above, below = page.before(mention.start, 60), page.after(mention.stop, 40)
    if _AFTER.match(below) and not page.mentions_in(mention.stop, mention.stop + 12):
        return True
    if _spelt_out(page, mention, part):
        return True
    person = "/" in above[-3:] and _PERSON_BEFORE.search(above) is not None
    if person and not _name_before_slash(page, mention) and not _initials(above):
        return True
    return bool(
        _VIA.search(above, len(above) - _VIA_REACH) and _OPEN.search(above) and _CLOSE.match(below)
    )


def is_near(text: str, mention: Mention, words: Iterable[str]) -> bool:
    """Whether any of some words for pictures stands so near a name that it may be its picture's."""
    low, high = max(0, mention.start - _CLAUSE), mention.stop + _CLAUSE
    near = text[low:high].lower()
    return any(map(near.__contains__, words))


def is_marked(text: str, mention: Mention) -> bool:
    """Whether marks of a credit, or words that hand one on, can stand beside a name."""
    above = text[max(0, mention.start - _VIA_REACH) : mention.start]
    below = text[mention.stop : mention.stop + 3]
    if "/" in above[-_SLASH:] or "/" in below or ":" in (above[-1:], below[:1]):
        return True
    if below[:1].isspace() and below[1:2] in _HOUSES:
        return True
    told = above.lower()
    return "via" in told or "courtesy" in told


def is_pictured(text: str, mention: Mention, part: Part, last: Part) -> bool:
    """Whether words for pictures around a name make it a picture's.

    Args:
        text: the text.
        mention: the name.
        part: where it begins.
        last: where it ends.
    """
    picture, below = phrases().picture, after(text, last, mention.stop, 40)
    if picture.match(below.lstrip(" /,")) and not below.startswith((".", ";", "  ")):
        return True
    above = before(text, part, mention.start, 60)
    clause = _CLAUSES.split(above)[-1]
    near = _ITEMS.split(clause)[-1][-45:]
    marked = ":" in near or part.words <= 12 or _OPEN.search(above) is not None
    if marked and picture.search(near):
        return True
    return _released(
        _ENDS.split(before(text, part, mention.start, _CLAUSE))[-1],
        _ENDS.split(after(text, last, mention.stop, _CLAUSE))[0],
    )


def _released(above: str, below: str) -> bool:
    """Whether a picture is said to come from a name: `photo released by KCNA`."""
    words = phrases()
    for given in words.given_by.finditer(above, 0, len(above)):
        between = above[given.end() :]
        subject = above[max(0, given.start() - _SUBJECT) : given.start()]
        if (
            not _BREAKS.search(between)
            and between.count(" ") <= _NEAR_WORDS
            and words.picture.search(subject)
        ):
            return True
    gave = words.gave.match(below.lstrip())
    if gave is None:
        return False
    subject = _BREAKS.split(above)[-1]
    thing = below.lstrip()[gave.end() : gave.end() + _OBJECT]
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
