"""Where a text quotes somebody: spans of quoted speech, in code points.

Quotations are the largest innocent overlap in news: two reporters at one press
conference write down the same words. Recognised are “ ”, „ “, « », ‹ ›, 「 」,
『 』, " " and ‘ ’ / ' ' where they cannot be apostrophes. A quotation that is
not closed in its paragraph ends with the paragraph.
"""

from __future__ import annotations

import re

_PAIRED = re.compile(
    r"“[^“”\n]{1,2000}(?:”|\n|$)"
    r"|„[^„“”\n]{1,2000}(?:[“”]|\n|$)"
    r"|«[^«»\n]{1,2000}(?:»|\n|$)"
    r"|»[^«»\n]{1,2000}«"
    r"|‹[^‹›\n]{1,2000}›"
    r"|「[^「」]{1,2000}」"
    r"|『[^『』]{1,2000}』"
    r"|‘(?<!\w‘)[^‘\n]{2,2000}?’(?!\w)"
    r"|'(?<!\w')[^'\n]{2,600}'(?!\w)"
)  # every way begins with its mark, so that the search need only look for one of these
_STRAIGHT = re.compile(r'"|\n[ \t\xa0]*\n|``|\'\'')


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of quotations, marks included, in order, never overlapping."""
    spans = [match.span() for match in _PAIRED.finditer(text)]
    spans += _straight(text)
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, stop in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _straight(text: str) -> list[tuple[int, int]]:
    """Quotations between straight marks, which open and close in turn within a paragraph.

    An even mark opens, an odd one closes; a mark glued to the word before it
    cannot open and one glued to the word after it cannot close, so that one
    lost mark does not turn the rest of the paragraph inside out.
    """
    spans = []
    opened: int | None = None
    for match in _STRAIGHT.finditer(text):
        if match.group()[0] == "\n":
            opened = None
            continue
        start, stop = match.span()
        before = text[start - 1 : start]
        after = text[stop : stop + 1]
        can_open = not before or not (before.isalnum() or before in ".,!?")
        can_close = not after or not after.isalnum()
        if opened is not None and can_close:
            spans.append((opened, stop))
            opened = None
        elif can_open:
            opened = start
    return spans
