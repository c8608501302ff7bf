"""Sentences of a story that begin like furniture, such as `Follow us, shouted the fireman`.

A phrase gives a piece away by a few of its words. What the piece says as a whole tells some
that are story all the same: those that report what was said, which prompts never do; those
that go on from "read also" in small letters to a full stop, as no headline does; and those
that begin with "published in" but never come to a date.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dedup.boilerplate.gates import Phrase

_STOPS, _BROKEN = ".。।۔", "..."
_CLOSERS = "\"'»)]"
_LABELLED = frozenset(("notices.correction", "notices.developing", "notices.generated"))
_SILENT = ("prompts", "comments", "notices", "widgets", "navigation", "updates")
"""Groups of furniture that reports no speech, but for those of `_LABELLED`, where all may stand."""
_LEADING = frozenset(("related.teaser", "prompts.share"))
_STAMPED = "updates.published"
_LEAST_WORDS, _LEAST_GOING_ON, _LONGEST = 7, 6, 60
_FIGURE, _DATE = re.compile(r"\d"), re.compile(r"(?:19|20)\d\d|\d[:.h]\d\d")
_MOST_UNDATED = 10
_WORD = re.compile(r"[^\W\d_]+")
_SPACELESS = re.compile(r"[\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def tells(plain: str, words: int, phrase: Phrase) -> bool:
    """Whether a piece that a phrase gives away is a sentence of the story all the same.

    Args:
        plain: the piece, spelled alike.
        words: how many it has.
        phrase: what gives it away.
    """
    end = plain.rstrip(_CLOSERS)[-3:]
    if words < _LEAST_WORDS or words > _LONGEST or end[-1:] not in _STOPS or end == _BROKEN:
        return False
    if phrase.rule in _LEADING and words >= _LEAST_GOING_ON and _goes_on(plain, phrase.folded):
        return True
    if phrase.rule == _STAMPED:
        return (_DATE if words > _MOST_UNDATED else _FIGURE).search(plain) is None
    group = phrase.rule.partition(".")[0]
    return group in _SILENT and phrase.rule not in _LABELLED and reports(plain)


def _goes_on(plain: str, begun: str) -> bool:
    """Whether a sentence goes on behind what it begins with, without a mark or a capital."""
    start = plain.lower().find(begun) if begun else -1
    opened = "=" + begun.rpartition(" ")[2] in _listed()[2]
    if start < 0 or opened or start + len(begun) >= len(plain):
        return False
    rest = plain[start + len(begun) :]
    follows = rest.lstrip(" ,")[:1]
    return (rest[0] in " ," or _SPACELESS.match(rest) is not None) and (
        follows.isalpha() and not follows.isupper() and not follows.istitle()
    )


@cache
def _listed() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    """Words that report speech, those looked for anywhere, and those behind which calls go on."""
    text = files("dedup").joinpath("data/narration.txt").read_text("utf-8")
    lines = [line for line in text.split("\n") if line and line[0] != "#"]
    told = [line for line in lines if line[0] != "="]
    loose = tuple(one for one in told if " " in one or _SPACELESS.match(one))
    return frozenset(told).difference(loose), loose, frozenset(lines).difference(told)


def reports(text: str) -> bool:
    """Whether a text reports what was said."""
    lowered = text.lower()
    single, loose, _ = _listed()
    return not single.isdisjoint(_WORD.findall(lowered)) or any(one in lowered for one in loose)
