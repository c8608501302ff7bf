"""Copyright lines: `Copyright 2017 The Associated Press.`, `© 2017 Guardian News`.

An agency's copyright makes it the author, an outlet's makes the outlet the
publisher, unless a distributor stands beside it or the line has the form
wires use, `(c) 2018, The Washington Post`. One that speaks of a picture, or that
stands above the text without a year, `© AFP`, credits the picture; so does one of
an agency with a photographer or with its pictures, `© 2018 Jo Doe/AP Images`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from dedup.credits.marked import looks_like_name, named_after, outlet_word
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.roles import author_role
from dedup.credits.screening import MARK

_MARK = re.compile(r"©|\(c\)(?=\s?(?:\d{4}|[A-Z]))|(?<!\w)copyright(?!ed)(?!\w)", re.IGNORECASE)
_MORE_MARKS = re.compile(r"[\s\xa0]{0,3}(?:©|\(c\)|copyright|by|:|-)", re.IGNORECASE)
_YEAR = re.compile(r"[\s\xa0]{0,3}(?:1[89]|20)\d\d(?:\s?[-–]\s?\d{2,4})?(,?)")
_MOST_MARKS = 20  # in one part; an image gallery run together has a dozen
_LONGEST_LINE = 400
_WIRE_FORM = re.compile(r"\s?\d{4},\s")
_PICTURES = re.compile(r"\s?/|\s(?:photos?|images|pictures|wirephoto)\b", re.IGNORECASE)


def find(page: Page) -> Iterator[Credit]:
    """Authors, distributors and publishers that copyright lines name."""
    for part in page.likely_parts(MARK):
        edge = part.number < 4 or page.at_tail(part)
        stop = part.start
        marks = _MARK.finditer(page.text, part.start, part.stop)
        for match in islice(marks, _MOST_MARKS):
            if match.start() < stop:
                continue
            stop = _after_marks(page.text, match.end(), part.stop)
            year = _YEAR.match(page.text, stop, part.stop)
            if year:
                stop = year.end()
            if not year and not (edge and part.words <= 12):
                continue
            pictured = _of_picture(page, part, match.start(), dated=year is not None)
            for one in _holder(page, part, match.start(), stop, edge=edge):
                theirs = pictured or (one.role != "publisher" and _of_pictures(page.text, one))
                yield one._replace(role="photo") if theirs else one


def _of_picture(page: Page, part: Part, start: int, *, dated: bool) -> bool:
    """Whether a mark at `start` is that of a picture: `Photo: © AFP`, `© Doe/Lindvik Images`."""
    if page.phrases.picture.search(page.before(start, 40)):
        return True
    line = page.text[start : min(part.stop, start + 80)]
    return not dated and (part.number < page.first_body or "/" in line)


def _of_pictures(text: str, one: Credit) -> bool:
    """Whether a holder stands beside a photographer, or is an agency's picture service."""
    return text[one.start - 1 : one.start] == "/" or bool(_PICTURES.match(text, one.stop))


def _after_marks(text: str, position: int, stop: int) -> int:
    for _ in range(4):
        match = _MORE_MARKS.match(text, position, stop)
        if match is None:
            break
        position = match.end()
    return position


def _holder(page: Page, part: Part, start: int, after: int, *, edge: bool) -> Iterator[Credit]:
    line = page.text[start : min(part.stop, start + _LONGEST_LINE)]
    distributed = page.phrases.distribution.search(line) is not None
    wire_form = _WIRE_FORM.match(page.text[after - 6 : after + 1].lstrip(" ©)")) is not None
    ended = page.text[after : after + 1] == "."  # `Copyright 2014. Follow us on Twitter.`
    for one in named_after(page, after, part.stop, as_written=edge and not ended)[:3]:
        if one.entry is None:
            if "copyright".startswith(one.name.lower()):  # a text that breaks off
                continue
            plain = looks_like_name(one.name) and (outlet_word(page, one.name) or part.words <= 20)
            role = "author" if distributed else "publisher"
            if not plain:
                continue
        elif one.entry.kind == "outlet":
            role = "author" if distributed or wire_form else "publisher"
        else:
            role = author_role(one.entry)
        yield Credit(one.start, one.stop, one.name, role)
