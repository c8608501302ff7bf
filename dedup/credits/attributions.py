"""Statements attributed to somebody in running text, and pieces that as a whole retell.

One statement is a mention. A piece retells where its lead attributes the news
to one source, where several paragraphs attribute to the same one, or where a
sentence says so of the news as a whole: `AFP first reported the story.` What
was told to an outlet is a quotation: it counts among the paragraphs, not in
the lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.chances import REPORTS, TOLD, UNSURE
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part, after, before
from dedup.credits.phrases import phrases, words_of
from dedup.credits.screening import WHOLE
from dedup.registry import Mention, Trust

_LONGER_NAME = re.compile(r"\s[A-Z][a-z]")
_LEAD_SENTENCES = 2
_SHARE = 8  # a piece that retells says so in at least every eighth paragraph
_LONG_PART = 220
_SHORT = 10  # words of a sentence that only says whose the news is
_BESIDE = 40  # characters beside a name that tell whether more of them need be read
_NEAR = 60  # characters between such words and the name


def find(page: Page) -> Iterator[Credit]:
    """Mentions of everybody named, and those whom the piece as a whole retells."""
    reported: dict[str, set[int]] = {}
    report_names: set[str] = set()
    firsts: dict[str, Mention] = {}
    lead: dict[str, Mention] = {}
    for mention, part, chances in page.placed:
        if part.teaser:  # a link's words state nothing of this article
            continue
        name = mention.entry.name
        kind = "report" if chances & REPORTS else "told" if chances & TOLD else ""
        if chances & UNSURE:
            kind = attribution(page.text, mention, part, page.last_part(mention, part))
        if kind or mention.trust == Trust.NAME:
            yield Credit(mention.start, mention.stop, name, "mention")
        if not kind or name in page.own:
            continue
        firsts.setdefault(name, mention)
        reported.setdefault(name, set()).add(_unit(part, mention.start))
        if kind == "report":
            report_names.add(name)
        leads = kind == "report" and part.number == page.first_body
        if leads and mention.start < _lead_stop(page, part):
            lead.setdefault(name, mention)
    retold = {
        name: firsts[name]
        for name, units in reported.items()
        if len(units) >= _least(page) and (name in report_names or not page.own)
    }
    if len(lead) == 1:
        retold.update(lead)
    retold.update(_wholes(page))
    for name, mention in retold.items():
        yield Credit(mention.start, mention.stop, name, "retold")


def _least(page: Page) -> int:
    """How many paragraphs must attribute to one source in a piece that retells it."""
    return max(page.retold_paragraphs, page.many_bodies // _SHARE)


def _wholes(page: Page) -> dict[str, Mention]:
    """Whom a sentence names for the news as a whole, as in `AFP first reported it`."""
    found: dict[str, Mention] = {}
    if "whole" in page.idle:
        return found
    matches = (
        (part, match)
        for part in page.likely_parts(WHOLE)
        for match in page.phrases.whole.finditer(page.text, part.start, part.stop)
    )
    for part, match in matches:
        start, stop = _sentence(page, part, match.start())
        if not _is_short(page.text[start:stop]):  # `a letter first reported by AFP`
            continue
        named = [
            m
            for m in page.mentions_in(max(start, match.start() - _NEAR), stop)
            if m.trust >= Trust.MARKED
            and m.entry.name not in page.own
            and m.start <= match.end() + _NEAR
        ]
        if len({m.entry.name for m in named}) == 1:
            found.setdefault(named[0].entry.name, named[0])
    return found


def _is_short(sentence: str) -> bool:
    """Whether a sentence has hardly room for anything but the attribution."""
    spaced = sentence.isascii() or len(sentence) <= _SHORT * sentence.count(" ")
    return sentence.count(" ") < _SHORT if spaced else len(sentence) <= 3 * _SHORT


def _sentence(page: Page, part: Part, position: int) -> tuple[int, int]:
    spans = page.sentence_spans(part)
    return next(((a, b) for a, b in spans if a <= position < b), (part.start, part.stop))


def attribution(text: str, mention: Mention, part: Part, last: Part) -> str:
    """`report`, `told` or "": how the words around a name attribute something to it.

    Args:
        text: the text.
        mention: the name.
        part: where it begins.
        last: where it ends.
    """
    may = _may_attribute(text, mention, part, last)
    return stated(text, mention, part, last) if may else ""


def stated(text: str, mention: Mention, part: Part, last: Part) -> str:
    """`attribution` of a name beside which words stand that may attribute something to it."""
    if mention.trust < Trust.MARKED:
        return ""
    above_it, below_it = before(text, part, mention.start), after(text, last, mention.stop, 60)
    written = text[mention.start : mention.stop]
    if mention.trust == Trust.MARKED and _LONGER_NAME.match(below_it) and not written.isupper():
        return ""
    words = phrases()
    above, below = words_of(above_it), words_of(below_it)
    if words.own_work.begin(below_it, below):
        return ""
    if words.told_before.end(above_it, above):
        return "told"
    reports = (
        (words.reports_before.end(above_it, above) and not _personal(below_it))
        or words.reports_after.begin(below_it, below)
        or (mention.trust == Trust.NAME and words.said_after.begin(below_it, below))
    )
    return "report" if reports else ""


def _may_attribute(text: str, mention: Mention, part: Part, last: Part) -> bool:
    """Whether the words next to a name may attribute anything to it; most cannot."""
    near = before(text, part, mention.start, _BESIDE), after(text, last, mention.stop, _BESIDE)
    above, below = map(words_of, near)
    beside = phrases().beside
    cut_off = (not above and len(near[0]) == _BESIDE) or (not below and len(near[1]) == _BESIDE)
    if cut_off or len(below) == 1 or (below and below[0] in beside.first):
        return True
    if above and beside.may_end(above):
        return True
    return not (near[0].isascii() and near[1].isascii()) and beside.is_glued("".join(near))


def _personal(after: str) -> bool:
    """Whether somebody of the outlet is meant: `according to Reuters' Jo Doe`."""
    head = after[:3]
    return head[:2] in ("’s", "'s") and head[2:3] == " " and after[3:4].isupper()


def _lead_stop(page: Page, part: Part) -> int:
    """Where the first two sentences of the first running text end."""
    spans = page.sentence_spans(part)[:_LEAD_SENTENCES]
    return spans[-1][1] if spans else part.stop


def _unit(part: Part, position: int) -> int:
    """What counts as one paragraph: the part, or a stretch of a text that has no paragraphs."""
    if part.words <= _LONG_PART:
        return part.start
    return part.start + (position - part.start) // 600 * 600
