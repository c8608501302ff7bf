"""Names in brackets: `WASHINGTON (AP) —`, `[東京 12日 ロイター]`, `... said. (dpa)`.

A bracket before running text is a dateline, one after it a sign-off. What
else stands in brackets, a definition `Associated Press (AP)` or a picture's
credit, is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.chances import BRACKETED
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.places import ends_with_place_and_day, is_place, tail_of_dateline
from dedup.credits.roles import author_role
from dedup.registry import Mention

_BRACKET = re.compile(r"[(\[{（［【〔]([^()\[\]{}（）［］【】〔〕]{1,90})[)\]}）］】〕]")
_OPENS_BRACKET = re.compile(r"[(\[{（［【〔]")
_DASH = re.compile(r"\s{0,2}[.,:;]{0,2}\s{0,2}(?:[-–—―=]{1,3}|[:：]\s)")
_OPENS_AFTER_DASH = re.compile(r"[\s.,:;]{0,4}[-–—―=]{1,3}\s{0,2}[\"“„«‘']?[^\Wa-z_]")
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_]{1,4}(?![^\W_])")
_SHORT_WORDS = re.compile(r"(?<![^\W_])[A-Z][a-z]{2,3}(?![^\W_])")
"""Several such are no initials but a phrase: `(Lend Your Boat This Time)`."""
_ENDS = re.compile(r"[.!?…。,»”\"'’]\s{0,3}$")
_WORD = re.compile(r"[^\W_]+")
_VIA = re.compile(r"\bvia\b")
_STATION = re.compile(r"\s(?:[A-Z]{2,4}|\d{1,2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[)\]/])")
"""What makes an outlet's name that of a station: `(CBS SF)`, `(CBS Los Angeles/AP)`."""
_SIGN_OFF_WORDS = 25
REACH = 90
"""Characters between a name and the edges of its bracket."""


def find(page: Page) -> Iterator[Credit]:
    """Authors and distributors that datelines and sign-offs in brackets name."""
    done = -1
    for mention, part, _ in page.placed_as(BRACKETED):
        if mention.start < done:
            continue
        low = max(part.start, mention.start - REACH)
        bracket = _around(page.text, low, mention, min(part.stop, mention.stop + REACH))
        if bracket is None or part.teaser:
            continue
        done = bracket[1]
        named = page.mentions_in(bracket[0] + 1, bracket[1] - 1)
        named = [one for one in named if not _is_station(page.text, one)]
        if named and _is_source(page, part, bracket, named):
            for name in named:
                yield Credit(name.start, name.stop, name.entry.name, author_role(name.entry))


def _is_station(text: str, mention: Mention) -> bool:
    return mention.entry.kind == "outlet" and _STATION.match(text, mention.stop) is not None


def may_hold(text: str, low: int, mention: Mention) -> bool:
    """Whether a bracket opens before a name, from an offset on."""
    return _OPENS_BRACKET.search(text, low, mention.start) is not None


def _around(text: str, low: int, mention: Mention, high: int) -> tuple[int, int] | None:
    if not may_hold(text, low, mention):
        return None
    for match in _BRACKET.finditer(text, low, high):
        if match.start() < mention.start and mention.stop < match.end():
            return match.span()
        if match.start() >= mention.start:
            break
    return None


def _is_source(page: Page, part: Part, bracket: tuple[int, int], named: list[Mention]) -> bool:
    if page.phrases.with_.match(page.text, bracket[0] + 1):  # `(avec AFP)`: a contributor
        return False
    if _VIA.search(page.text, *bracket):  # `(Jo Doe/PA via AP)`: a picture
        return False
    residue = _residue(page, bracket, named)
    if residue is None or _is_definition(page, bracket[0], named):
        return False
    before = page.text[max(part.start, bracket[0] - 120) : bracket[0]].replace("\n", " ")
    after = page.text[bracket[1] : min(part.stop, bracket[1] + 60)].replace("\n", " ")
    bare = not residue or not residue.isascii()
    plain = not residue and all(name.entry.kind != "outlet" for name in named)
    if not before.strip():
        return _opens_part(page, part, after, plain=plain, bare=bare)
    if not after.strip(" .*_"):
        return plain and _closes_part(page, part, before)
    return _is_dateline(part, bracket[0], before, after, plain=plain)


def _opens_part(page: Page, part: Part, after: str, *, plain: bool, bare: bool) -> bool:
    """A bracket that a part begins with: `(ANSA) - ROMA`, `(CNN) A plane`, `(AP)` alone."""
    if _DASH.match(after):
        return True
    if not after.strip():
        return plain and (page.at_head(part) or page.at_tail(part))
    return page.at_head(part) and bare


def _closes_part(page: Page, part: Part, before: str) -> bool:
    """A bracket that a part ends with: a sign-off, unless the part is a caption."""
    if not part.body and page.at_head(part):
        # A line above the text: `Headline Updated: 2016-07-15 06:50 (Xinhua)`.
        return any(c.isdigit() for c in before[-40:])
    ended = _ENDS.search(before) is not None
    long = part.words >= _SIGN_OFF_WORDS
    return (part.number >= page.last_body and (ended or long)) or (ended and long)


def _is_dateline(part: Part, start: int, before: str, after: str, *, plain: bool) -> bool:
    """A bracket inside a part: after a place, or between the items of a column."""
    dashed = _DASH.match(after) is not None
    place, at_start = tail_of_dateline(before, whole=start - part.start <= 120)
    if is_place(place) and (at_start or dashed or any(c.isdigit() for c in place)):
        return dashed or _opens(after)
    if not plain:
        return False
    if ends_with_place_and_day(before):
        return dashed or _opens(after)
    if dashed and _OPENS_AFTER_DASH.match(after):
        return True
    column = part.words >= 4 * _SIGN_OFF_WORDS and _ENDS.search(before) is not None
    return column and after.lstrip(" .,")[:1].isupper()


def _opens(after: str) -> bool:
    """Whether a sentence starts: `Washington (CNN) Firing ...`, not `Mr Reuter (AP) said`."""
    first = after.lstrip(" .,:-\"“‘'«„").strip()[:1]
    return bool(first) and not first.islower()


def _residue(page: Page, bracket: tuple[int, int], named: list[Mention]) -> str | None:
    """What a bracket holds besides names, places, dates and initials; None where it is prose."""
    pieces, position = [], bracket[0] + 1
    for name in named:
        pieces.append(page.text[position : name.start])
        position = name.stop
    pieces.append(page.text[position : bracket[1] - 1])
    rest = " ".join(pieces)
    if page.phrases.picture.search(rest) or (pieces[-1].startswith("/") and len(pieces[-1]) > 6):
        return None
    short = len(_SHORT_WORDS.findall(rest)) > 1
    words = _WORD.findall(rest if short else _INITIALS.sub(" ", rest))
    if len(words) > 5 or any(word.islower() and word.isascii() for word in words):
        return None
    if words and len(named) == 1 and not _near_names(page.text[bracket[0] + 1 : bracket[1] - 1]):
        return None
    # `(UPI, Reuter, Impar.)`: a paper that signs with its agencies.
    return "" if len(named) > 1 and len(words) == 1 else " ".join(words)


def _near_names(inside: str) -> bool:
    """Whether further words stand as datelines have them: `東京 12日 ロイター`, `CBS/AP`."""
    marked = "/" in inside or "=" in inside or "＝" in inside or any(c.isdigit() for c in inside)
    return marked or not any(c.isupper() or c.islower() for c in inside)


def _is_definition(page: Page, start: int, named: list[Mention]) -> bool:
    """Whether the bracket explains a name before it: `Agence France-Presse (AFP)`."""
    before = page.mentions_in(max(0, start - 60), start)
    if not before or len(named) != 1:
        return False
    last = before[-1]
    return last.entry.name == named[0].entry.name and start - last.stop <= 2
