"""Where a text quotes somebody: spans of quoted speech, in code points.

Quotations are the largest innocent overlap in news: two reporters at one press
conference write down the same words. Recognised are “ ”, „ “, « », ‹ ›, 「 」,
『 』, " " and ‘ ’ / ' ' where they cannot be apostrophes, over several paragraphs
too; what stands above the signature of a tweet; block quotes set off by `>` or by an indent after a
colon; and the turns of a transcript, `NAME: text`. A quotation that is not closed
in its paragraph ends with the paragraph, or goes on where a later paragraph
closes it before it opens another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache

_PAIRED = {
    "“": r"[^“”\n]{1,2000}(?:”|\n|$)",
    "„": r"[^„“”\n]{1,2000}(?:[“”]|\n|$)",
    "«": r"[^«»\n]{1,2000}(?:»|\n|$)",
    "»": r"[^«»\n]{1,2000}«",
    "‹": r"[^‹›\n]{1,2000}›",
    "「": r"[^「」]{1,2000}」",
    "『": r"[^『』]{1,2000}』",
    "‘": r"(?<!\w‘)[^‘\n]{2,2000}?’(?!\w)",
    "'": r"(?<!\w')(?:(?! )[^'\n]{2,600}'{1,2}(?!\w)"
    r"|(?=[^\W\d])(?:[^'\n]|(?<=\w)'(?=\w)){2,600}(?<=[.,!?])'{1,2}(?!\w))",
}
"""What goes on behind each mark that opens. A text is searched for the marks alone that it has,
mostly one, which the search then passes to at once."""
_OPENING_APOSTROPHE = re.compile(r"'(?<!\w')")
_CURLY = re.compile(r"[“”]")
_FURTHEST = 1500
"""Code points after its paragraph within which an unclosed quotation may be closed."""
_TWEET = re.compile(r"[—–-]{1,2}[ \xa0]?[^\n()—–]{1,60}[ \xa0]\(@\w{1,30}\)")
_LONGEST_TWEET = 400
_BLOCK = re.compile(
    r"(?:^|\n)(?:[ \t]*>[^\n]*(?:\n|$))+|:[ \t]*\n(?:[ \t]*\n)?(?:[ \t]{4,}\S[^\n]*(?:\n|$))+"
)
_TURN = re.compile(r"\n[ \t\xa0]{0,8}((?:[A-Z][\w.'’-]{0,20} ){0,3}[A-Z][\w.'’-]{0,20}):[ \xa0]")
_FURTHEST_COLON = 1 + 8 + 4 * 22
"""Code points from the break before a line of which the first colon follows a name."""
_FEWEST_TURNS = 2
"""Turns of speakers in capitals that make a transcript."""
_OFTEN = 3
"""Turns of one speaker otherwise: `Update:` begins a line or two as well."""
_HELD_OPEN = re.compile(r"(?:^|\n)((['‘])[^\W\d_][^\n]{2,600})(?=\n[ \t\xa0\n]{0,20}\2)")
_CLOSED = re.compile(r"['’](?!\w)")
_STRAIGHT = {mark: re.compile(mark) for mark in ('"', "``", "''")}
_ANY_STRAIGHT = re.compile("|".join(_STRAIGHT))
_BREAK = re.compile(r"\n[ \t\xa0]*\n")


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of quotations, marks included, in order, never overlapping."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(quoted(text)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans of what each kind of mark sets off, in no order; they may overlap."""
    return [span for find in FINDERS for span in find(text)]


def _paired(text: str) -> list[tuple[int, int]]:
    """Quotations between marks of which one opens and another closes."""
    opening = "".join([mark for mark in _PAIRED if mark in text])
    if "'" in opening and not _OPENING_APOSTROPHE.search(text):
        opening = opening.replace("'", "")
    spans = [match.span() for match in _paired_by(opening).finditer(text)] if opening else []
    marks: list[int] = []
    for number, (start, stop) in enumerate(spans):
        if text[start] != "“" or text[stop - 1] != "\n" or "”" not in text:
            continue
        marks = marks or [match.start() for match in _CURLY.finditer(text)]
        following = bisect_left(marks, stop)
        if following < len(marks) and marks[following] - stop <= _FURTHEST:
            closing = marks[following]
            if text[closing] == "”":
                spans[number] = (start, closing + 1)
    return spans


@cache
def _paired_by(opening: str) -> re.Pattern[str]:
    """Quotations that begin with one of these marks."""
    return re.compile("|".join(mark + _PAIRED[mark] for mark in opening))


def _tweets(text: str) -> list[tuple[int, int]]:
    """What stands before `— Name (@handle)`, on its line or on the line above."""
    spans = []
    for match in _TWEET.finditer(text) if "@" in text and "(@" in text else ():
        line = text.rfind("\n", 0, match.start()) + 1
        if not text[line : match.start()].strip():
            above = text[:line].rstrip()
            line = above.rfind("\n") + 1
        if match.start() - line <= _LONGEST_TWEET:
            spans.append((line, match.end()))
    return spans


def _set_off(text: str) -> list[tuple[int, int]]:
    """Block quotes: lines that begin with `>`, or indented ones after a line that ends in a colon.

    An indent alone says nothing: many texts indent every paragraph.
    """
    if ">" not in text and "    " not in text:
        return []
    return [match.span() for match in _BLOCK.finditer(text) if match.group().strip(":> \t\n")]


def _turns(text: str) -> list[tuple[int, int]]:
    """What speakers say in a transcript: each line that begins with a name and a colon."""
    if ": " not in text and ":\xa0" not in text:
        return []
    # With a break before the first line too, all lines begin alike.
    lines = f"\n{text}"
    turns = [turn for place in _after_names(lines) if (turn := _TURN.match(lines, place))]
    if len(turns) < _FEWEST_TURNS:
        return []
    speakers = Counter(turn[1] for turn in turns)
    shouted = sum(count for name, count in speakers.items() if name.isupper())
    spans = []
    for turn in turns:
        if speakers[turn[1]] >= _OFTEN or (turn[1].isupper() and shouted >= _FEWEST_TURNS):
            end = lines.find("\n", turn.end())
            spans.append((turn.end() - 1, (end if end >= 0 else len(lines)) - 1))
    return spans


def _after_names(lines: str) -> Iterator[int]:
    """The breaks before lines of which the first colon may follow a name."""
    colon = lines.find(":")
    while colon >= 0:
        line = lines.rfind("\n", 0, colon)
        if colon - line <= _FURTHEST_COLON and lines[colon + 1 : colon + 2] in (" ", "\xa0"):
            yield line
        following = lines.find("\n", colon)
        colon = lines.find(":", following) if following >= 0 else -1


def _held_open(text: str) -> list[tuple[int, int]]:
    """Paragraphs that open with a single mark and close none, before one that opens again."""
    if "\n'" not in text and "\n‘" not in text:
        return []
    return [match.span(1) for match in _HELD_OPEN.finditer(text) if not _CLOSED.search(match[1])]


def _straight(text: str) -> list[tuple[int, int]]:
    """Quotations between straight marks, which open and close in turn within a paragraph.

    An even mark opens, an odd one closes; a mark glued to the word before it
    cannot open and one glued to the word after it cannot close, so that one
    lost mark does not turn the rest of the paragraph inside out. A paragraph
    that leaves its quotation open is quoted where the next one opens with a mark:
    that is how speech of several paragraphs is written; and so is it with what
    begins a line and meets another opening mark after the end of a sentence.
    """
    marks = [mark for mark in _STRAIGHT if mark[0] in text and mark in text]
    if not marks:
        return []
    spans = []
    opened: int | None = None
    sought = _ANY_STRAIGHT if marks[1:] else _STRAIGHT[marks[0]]
    for match in sought.finditer(text):
        start, stop = match.span()
        ended = _BREAK.search(text, opened + 1, start) if opened is not None else None
        if opened is not None and ended is not None:
            if text[ended.end()] == '"':
                spans.append((opened, ended.start()))
            opened = None
        before = text[start - 1 : start]
        after = text[stop : stop + 1]
        can_open = not before or not (before.isalnum() or before in ".,!?")
        can_close = not after or not after.isalnum()
        if opened is not None and can_close:
            spans.append((opened, stop))
            opened = None
        elif can_open:
            if opened is not None and (before == "\n" or _goes_on(text, opened, start)):
                spans.append((opened, start - 1))
            opened = start
    return spans


def _goes_on(text: str, opened: int, start: int) -> bool:
    """Whether speech that began a line goes on behind a mark: its paragraphs were run together."""
    if start - opened > _FURTHEST or text[opened - 1 : opened] not in ("", "\n"):
        return False
    return text[max(opened, start - 2) : start].rstrip()[-1:] in (".", "!", "?", "…")


FINDERS = (_paired, _straight, _tweets, _set_off, _turns, _held_open)
"""What `quoted` puts together; `dedup.kernels.quoting` does the first two for most texts."""
