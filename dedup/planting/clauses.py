"""Clauses of a sentence in another order, active for passive and the other way round.

Each turn has the form told in `dedup.planting.speech`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from dedup.planting.capitals import lowered, raised

_LEADING = (
    r"(?P<word>After|When|While|Although|If|Because|As|Since|Before|Until|Once|Despite)"
    r" (?P<clause>[^,\"“”]{10,160}), (?P<main>[^\"“”]{15,400})\."
)
_LEADING_CLAUSE = re.compile(_LEADING)
_TRAILING_CLAUSE = re.compile(
    r"(?P<main>[^,\"“”]{20,300}?(?<!days)(?<!hours)(?<!weeks)(?<!months)(?<!years)(?<!shortly)"
    r"(?<!soon)(?<!just)(?<!even)(?<!and)),?"
    r" (?P<word>after|when|while|although|because|before|until)"
    r" (?P<clause>[^,\"“”]{15,200})\."
)
_PASSIVE = re.compile(
    r"(?P<what>(?:The|A|An|His|Her|Their|Its|[A-Z]\w+) [^,\"“”]{3,60}) (?:was|were)"
    r" (?P<verb>\w{3,12}ed) by (?P<who>[^,\"“”]{4,60})\."
)
_PLACING = "(?:in|at|during|for|with|from|on|under|amid|despite|following|through)"
_ADJUNCT = re.compile(
    rf"(?P<main>[^\"“”]{{25,400}}?),? (?P<adjunct>{_PLACING}"
    r" (?:the|a|an|its|his|her|their|this|last|next|[A-Z]\w+|\d+)[^,\"“”]{2,60})\."
)
_PREPOSITION = re.compile(
    r" (?:in|at|during|for|with|from|on|under|amid|despite|following|through) "
)


def clause_back(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    """A clause that leads the sentence (`After …,`) follows it."""
    match = _LEADING_CLAUSE.fullmatch(text)
    if not match:
        return text
    return f"{raised(match['main'])}, {match['word'].lower()} {match['clause']}."


def clause_front(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    """A clause that follows the sentence leads it."""
    match = _TRAILING_CLAUSE.fullmatch(text)
    if not match:
        return text
    return f"{raised(match['word'])} {match['clause']}, {lowered(match['main'], common)}."


def active(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
    """`… was built by the town` becomes `The town built …`."""
    match = _PASSIVE.fullmatch(text)
    if not match:
        return text
    return f"{raised(match['who'])} {match['verb']} {lowered(match['what'], common)}."


def adjunct(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
    """What stands last, where or when or how, comes first."""
    starts = [match.start() for match in _PREPOSITION.finditer(text)]
    for start in reversed(starts):
        match = _ADJUNCT.fullmatch(text)
        if match is None:
            return text
        tail = text[start + 1 :]
        if 10 <= len(tail) <= 70 and start >= 30 and "," not in tail and '"' not in text:
            return f"{raised(tail.rstrip('.'))}, {lowered(text[:start].rstrip(','), common)}."
    return text


def time(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
    """`on Monday` goes to the front, or from there to the end."""
    if '"' in text or "“" in text:
        return text
    for when in data["times"]:
        for ending in (".", ","):
            if f" {when}{ending}" in text and not text.startswith(raised(when)):
                rest = text.replace(f" {when}{ending}", "." if ending == "." else ",", 1)
                return f"{raised(when)}, {lowered(rest, common)}"
        if text.startswith(f"{raised(when)}, ") and text.endswith("."):
            return f"{raised(text[len(when) + 2 : -1])} {when}."
    return text


class Passive:
    """Active sentences of known verbs become passive."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        verbs = "|".join(data["transitive"])
        self._participles = dict(line.split(" | ") for line in data["participles"])
        self._pattern = re.compile(
            rf"(?P<who>(?:[A-Z][\w'’-]{{0,20}})(?: [\w'’-]{{1,20}}){{0,4}}) (?P<verb>{verbs})"
            r" (?P<what>(?:the|a|an|its|his|her|their|some|two|three|plans|[A-Z])[^,\"“”]{2,60}?)"
            r"(?P<rest>(?:,| (?:in|on|at|for|after|to|as|from|with|when|because|over))"
            r" [^\"“”]{3,300})?\."
        )

    def __call__(
        self, text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
    ) -> str:
        """`The council built the pier` becomes `The pier was built by the council`."""
        match = self._pattern.fullmatch(text)
        if match is None or match["who"].split()[-1] in {"has", "had", "have", "not", "was", "he"}:
            return text
        what = match["what"]
        plural = what.split()[0] in {"two", "three", "some", "plans"} or what.endswith("s")
        participle = self._participles.get(match["verb"], match["verb"])
        who = lowered(match["who"], common)
        by = {"he": "him", "she": "her", "they": "them"}.get(who, who)
        verb = f"{'were' if plural else 'was'} {participle}"
        return f"{raised(what)} {verb} by {by}{match['rest'] or ''}."
