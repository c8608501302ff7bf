"""Notes on where the text was first, who distributes it and who lent a hand.

`This article originally appeared on X`, `Distributed by X`, `X contributed to
this report`, `avec AFP`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.credits.chances import OPENING
from dedup.credits.marked import named_after
from dedup.credits.page import Credit, Page
from dedup.credits.parts import Part
from dedup.credits.phrases import phrases
from dedup.credits.screening import CONTRIBUTED, NOTE
from dedup.registry import Mention, Trust

_LONGEST_WITH, _LONG = 8, 40
_LONGEST_SENTENCE, _ENDING = 600, 30
"""Characters of a sentence, and among which marks lie that may stand between two."""
_FROM_EDGE = 12
_NEAR = 24
_SUBJECT = 60
_PLAINLY, _MOST_SUBJECT = "was published", 12
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)|[。！？\n]")
_BRACKET = re.compile(r"[\s(\[—–-]{0,4}")


def find(page: Page) -> Iterator[Credit]:
    """Authors by first publication, distributors and contributors."""
    searches = {"origin": _origins, "distribution": _distributors}
    wanted = [search for name, search in searches.items() if name not in page.idle]
    naming = page.naming_parts(OPENING)
    if not (wanted or naming) and "contribution" in page.idle:
        return
    noting = set(page.likely_parts(NOTE)) if wanted else set()
    helped = set() if "contribution" in page.idle else set(page.likely_parts(CONTRIBUTED))
    for part in sorted({*noting, *helped, *naming}):
        near_end = part.number >= page.many_parts - _FROM_EDGE or page.at_tail(part)
        if part.teaser or not (part.number < _FROM_EDGE or near_end):
            continue
        for search in wanted if part in noting else ():
            yield from search(page, part)
        if near_end or part in helped:
            yield from _contributors(page, part, near_end=near_end, helped=part in helped)


def _origins(page: Page, part: Part) -> Iterator[Credit]:
    for match in page.phrases.origin.finditer(page.text, part.start, part.stop):
        if _of_another(page.text[part.start : match.start()], match.group()):
            continue
        for one in named_after(page, match.end(), part.stop, as_written=part.words <= 40)[:2]:
            carrier = one.entry is not None and one.entry.kind in ("release", "syndicator")
            yield Credit(one.start, one.stop, one.name, "distributor" if carrier else "author")


def _of_another(before: str, phrase: str) -> bool:
    """Whether it is told of something else that it `was published by` somebody, deep in a sentence.

    What is said to be published first, or originally, is the text at hand.
    """
    subject = _SENTENCE_ENDS.split(before)[-1]
    return phrase.lower().startswith(_PLAINLY) and len(subject.split()) > _MOST_SUBJECT


def _distributors(page: Page, part: Part) -> Iterator[Credit]:
    for match in page.phrases.distribution.finditer(page.text, part.start, part.stop):
        said_of = _SENTENCE_ENDS.split(page.before(match.start(), _SUBJECT))[-1]
        if page.phrases.picture.search(said_of):  # `Video distributed by X`
            continue
        own_line = match.start() - part.start < 4 or "©" in page.text[part.start : match.start()]
        for one in named_after(page, match.end(), part.stop, as_written=own_line)[:2]:
            if one.start - match.end() > _NEAR:
                break
            if one.entry is None:
                known = page.text[match.start() : match.end()].lower().split()[0]
                role = "distributor" if known in ("distributed", "syndicated") else ""
            elif one.entry.kind == "outlet":
                role = ""
            elif one.entry.kind == "agency":
                role = "distributor" if own_line or part.words <= 40 else ""
            else:
                role = "distributor"
            if role:
                yield Credit(one.start, one.stop, one.name, role)


def _contributors(page: Page, part: Part, *, near_end: bool, helped: bool) -> Iterator[Credit]:
    inside = page.mentions_in(part.start, part.stop)
    if not inside:
        return
    long = part.words > _LONG
    if (
        long
        and not helped
        and not any(may_open_with(page.text, part.start, name) for name in inside)
    ):
        return
    spans = page.sentence_spans(part) if long else [(part.start, part.stop)]
    for start, stop in spans:
        named = page.mentions_in(start, stop)
        if not named or stop - start > _LONGEST_SENTENCE:
            continue
        text = page.text[start:stop]
        if helped and page.phrases.contribution.search(text):
            chosen = named
        elif near_end and len(text.split()) <= _LONGEST_WITH and _opens_with(page, text):
            chosen = [name for name in named if name.entry.kind != "outlet"]
        else:
            continue
        for name in chosen:
            written = page.text[name.start : name.stop]
            if name.trust > Trust.DATELINE or (written.isupper() and len(written) > 1):
                yield Credit(name.start, name.stop, name.entry.name, "contributor")


def may_open_with(text: str, low: int, name: Mention) -> bool:
    """Whether `with` may open a short sentence of a part, which begins at `low`, about a name."""
    before = text[max(low, name.start - _LONGEST_SENTENCE) : name.start]
    words = before.rsplit(None, _LONGEST_WITH)
    first = max(len(words[0]) - _ENDING, 0) if len(words) > _LONGEST_WITH else 0
    return phrases().with_inside.search(before, first) is not None


def _opens_with(page: Page, text: str) -> bool:
    opening = _BRACKET.match(text)
    return page.phrases.with_.match(text, opening.end() if opening else 0) is not None
