"""Lines that hold little but a name.

`By Jo Doe, Associated Press`, `Reuters/AFP`, `Xinhua | 2017-09-15`, `... he said. - Reuters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.chances import CLOSING, LINE
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.roles import author_role
from dedup.credits.screening import LONGEST_LINE, MOST_LINE_WORDS
from dedup.registry import Mention, Trust
from dedup.words import fold

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_NUMBER = re.compile(r"\d")
_BETWEEN = re.compile(r"[,|•·;:–—\n\t-]|\s{2,}|\b(?:for|of|at|with|von|pour|para)\b|\(")
_SIGNED_OFF = re.compile(r"[.!?…”\"»]\s{0,2}[-–—―/]{1,2}\s?$")
_FIGURE = re.compile(r"(?:no\.?)?[$£€+-]?\d+(?:[.,]\d+){0,4}(?:-\d+/\d+|/(?:2|4|8|16|32|64))?%?")
_SENTENCE_ENDS = (".", "!", "?", "”", '"')
_FOUR_DIGITS = 4
_LONG_WORD = 5
_SHOUTED = 4
_ENDS = re.compile(r"[.!?…,][”\"’»]?\s{1,2}$")

_QUOTED = re.compile(r"[”»\"]\s{0,2}[-–—―]{1,2}\s")
"""Before a speaker: `“It sails again.” — Jo Doe, Lindvik News`."""


def find(page: Page) -> Iterator[Credit]:
    """Authors, distributors and publishers that short lines around the text name."""
    for part in page.naming_parts(LINE | CLOSING):
        if part.teaser:
            continue
        at_head, at_tail = page.at_head(part), page.at_tail(part)
        if not (at_head or at_tail):
            continue
        named = page.mentions_in(part.start, part.stop)
        if named and is_line(page.text, part):
            yield from _line(page, part, named, at_head=at_head)
        if part.number >= page.last_body and part.body and named:
            yield from _closing(page, part, named[-1])


def is_line(text: str, part: Part) -> bool:
    """Whether a part is short and no sentence."""
    short = part.stop - part.start <= LONGEST_LINE and part.words <= MOST_LINE_WORDS
    return short and not (part.body and text.endswith(_SENTENCE_ENDS, part.start, part.stop))


def _line(page: Page, part: Part, named: list[Mention], *, at_head: bool) -> Iterator[Credit]:
    text = page.flat(part)
    if (
        (page.may_show(part) and page.phrases.picture.search(text))
        or page.phrases.source.match(text)
        or "http" in text
        or _QUOTED.search(text)
    ):
        return
    if text.rstrip().endswith((":", "：", "?")):
        return
    figures = _holds_figures(page, text)
    named = [
        name
        for name in named
        if not (
            _is_person(page, name)
            or _is_word(page, part, name)
            or (figures and _abbreviated(page, name))
        )
    ]
    label = page.phrases.byline.match(text)
    rest = _rest(page, part, named, label.end() if label else 0)
    people = _people(rest)
    if people is None:
        return
    affiliated = label is not None or _follows_byline(page, part)
    edge = affiliated or at_head or page.at_tail(part)  # within the text it is a picture's
    for name in named:
        joined = people and (
            _joined(page, part, name, named)
            or (
                label is not None and name.entry.kind != "outlet" and _ends_byline(page, part, name)
            )
        )
        if name.entry.kind == "outlet":
            if affiliated and (joined or not people):
                role = author_role(name.entry)
            elif not people and len(named) == 1 and at_head and part.number <= page.last_body:
                if page.phrases.tip.match(text):
                    continue
                role = "publisher"
            elif len(named) == 1 and _bracketed(text) and part.number > page.last_body:
                role = "retold"
            else:
                continue
        elif (not people and edge) or (joined and (affiliated or at_head)):
            role = author_role(name.entry)
        else:
            continue
        yield Credit(name.start, name.stop, name.entry.name, role)


def _is_person(page: Page, name: Mention) -> bool:
    """Whether a word that may name an agency is a given name here: `By Petra Doe, dpa`."""
    written = page.text[name.start : name.stop]
    if name.trust > Trust.MARKED or written.isupper() or not written.isalpha():
        return False
    after = _WORD.match(page.after(name.stop, 40).removeprefix(" "))
    return (
        page.text[name.stop : name.stop + 1] in (" ", "\xa0")
        and after is not None
        and after.group()[0].isupper()
        and not after.group().isupper()
        and fold(after.group()) not in page.phrases.offices
    )


def _is_word(page: Page, part: Part, name: Mention) -> bool:
    """Whether `exchange`, which names an agency in brackets, is but a word of the line."""
    if name.trust > Trust.DATELINE or name.stop - name.start < _LONG_WORD:
        return False
    line = page.text[part.start : part.stop]
    shouted = part.words > _SHOUTED and line.isupper()
    return shouted or page.text[name.start : name.stop].islower()


def _abbreviated(page: Page, name: Mention) -> bool:
    written = page.text[name.start : name.stop]
    return " " not in written and (written.isupper() or name.trust == Trust.DATELINE)


def _holds_figures(page: Page, text: str) -> bool:
    """Whether a line has figures besides dates and times: a row of prices credits nobody."""
    if _NUMBER.search(text) is None:
        return False
    words = text.lower().split()
    dated = any(fold(word.strip(".,;()[]|")) in page.phrases.calendar for word in words)
    for place, word in enumerate(words):
        bare = word.strip(",;()[]|")
        if _FIGURE.fullmatch(bare) is None or bare.count(".") > 1:
            continue
        of_time = fold(words[place + 1]).strip(".,") if place + 1 < len(words) else ""
        year = len(bare) == _FOUR_DIGITS and bare.isdigit() and bare[:2] in ("18", "19", "20")
        day = dated and bare.isdigit() and len(bare) <= 2
        if not (year or day or of_time in page.phrases.offices):
            return True
    return False


def _bracketed(text: str) -> bool:
    """Whether a line is one bracket: a text that ends with `[BBC]` has it from there."""
    return text.strip()[:1] in ("(", "[") and text.strip()[-1:] in (")", "]")


def _rest(page: Page, part: Part, named: list[Mention], label: int) -> list[str]:
    """The words of a line less its names, its label and what dates and offices write."""
    pieces, position = [], part.start + label
    for name in named:
        pieces.append(page.text[position : name.start])
        position = max(position, name.stop)
    pieces.append(page.text[position : part.stop])
    offices = page.phrases.offices
    words = [word for piece in pieces for word in _WORD.findall(piece)]
    return [
        word
        for word in words
        if not _NUMBER.search(word)
        and (folded := fold(word)) not in offices
        and folded not in page.phrases.calendar
        and not (len(word) <= 3 and word.islower() and word.isascii())
    ]


def _people(rest: list[str]) -> bool | None:
    """Whether people or places are named besides; None where the rest is prose."""
    if not rest:
        return False
    if len(rest) > 14 or any(word[0].islower() for word in rest):
        return None
    return True


def _joined(page: Page, part: Part, name: Mention, named: list[Mention]) -> bool:
    """Whether a mark joins the name to the people of the line, as in `Jo Doe, Reuters`."""
    before = page.text[part.start : name.start]
    after = page.text[name.stop : part.stop]
    if before.rstrip().endswith("/") and not named[0].start < name.start:
        return False
    ends = before.rstrip(" \t\xa0\n")[-1:]
    if before.strip() and (ends in ",|•·-–—(/" or _BETWEEN.search(before[-8:])):
        return True
    label = page.phrases.byline.match(before + " ")
    if label is not None and not before[label.end() :].strip():
        return True
    return not before.strip() and bool(
        re.match(r"\s{0,3}[,|•·–—-]|\s{2,}|\s+\S+ (?:Staff )?Writer", after)
    )


def _ends_byline(page: Page, part: Part, name: Mention) -> bool:
    """Whether nothing but an office follows: `By JO DOE AP Sports Writer`."""
    after = _WORD.findall(page.text[name.stop : part.stop])
    return all(fold(word) in page.phrases.offices for word in after)


def _follows_byline(page: Page, part: Part) -> bool:
    if part.number == 0:
        return False
    above = page.part(part.number - 1)
    text = page.flat(above)
    return above.words <= 12 and not above.body and text[:3].lower() in ("by ", "von", "par", "por")


def may_close(text: str, part: Part, name: Mention) -> bool:
    """Whether nothing follows the name of an agency in its part."""
    return name.entry.kind != "outlet" and not text[name.stop : part.stop].strip(" .*_-–—)\n")


def _closing(page: Page, part: Part, name: Mention) -> Iterator[Credit]:
    """A name after the last sentence: `... he said. - Reuters`, `... économies. AP`."""
    if not may_close(page.text, part, name):
        return
    chain = [name]
    for other in reversed(page.mentions_in(max(part.start, name.start - 60), name.start)):
        if (
            page.text[other.stop : chain[-1].start].strip(" /-–—,&\n")
            or other.entry.kind == "outlet"
        ):
            break
        chain.append(other)
    before = page.before(chain[-1].start, 60)
    if _QUOTED.search(before):
        return
    if _SIGNED_OFF.search(before) or (_ENDS.search(before) and part.words >= MOST_LINE_WORDS):
        for one in chain:
            yield Credit(one.start, one.stop, one.entry.name, author_role(one.entry))
