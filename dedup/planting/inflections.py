"""Small turns inside an English sentence: tense, genitive, the order of two, relative clauses.

Each keeps what is said and changes how; together they leave no long run of
words as it was.
"""

from __future__ import annotations

import random
import re

_NAMES = r"[A-Z][\w-]{1,20}(?: [A-Z][\w-]{1,20}){0,2}"
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b(?P<who>{_NAMES})['’]s (?P<what>[a-z]{{4,14}})\b(?! [a-z]+ing\b)"),
     r"the \g<what> of \g<who>"),
    (re.compile(r"\bthe (?P<what>[a-z]{4,14}) of the (?P<who>[a-z]{4,14})\b(?! of)"),
     r"the \g<who>'s \g<what>"),
    (re.compile(rf"\bthe (?P<what>[a-z]{{4,14}}) of (?P<who>{_NAMES})\b(?! of)"),
     r"\g<who>'s \g<what>"),
    (re.compile(r"\b(?P<one>[a-z]{4,14}) and (?P<two>[a-z]{4,14})\b"
                r"(?=[.,;]| (?:in|on|at|of|for|from|to|with)\b)"),
     r"\g<two> and \g<one>"),
    (re.compile(r"\b(?:has|have|had) (?P<verb>[a-z]{3,12}ed)\b"), r"\g<verb>"),
    (re.compile(r"\bhas been (?P<verb>[a-z]{3,12}ed)\b"), r"was \g<verb>"),
    (re.compile(r"\bhave been (?P<verb>[a-z]{3,12}ed)\b"), r"were \g<verb>"),
    (re.compile(r"\b(?:is|are) (?P<verb>[a-z]{3,12}ing)\b"), r"will be \g<verb>"),
    (re.compile(r"\b(?:was|were) (?P<verb>[a-z]{3,12}ing)\b"), r"had been \g<verb>"),
    (re.compile(r"(?<=[a-z]) who (?:is|are|was|were) (?=[a-z])"), r" being "),
    (re.compile(r"(?<=[a-z]) that (?:is|are|was|were) (?=[a-z])"), r" which is "),
    (re.compile(r"\bsaid that (?=[a-z])"), r"said "),
    (re.compile(r"\bsaid (?=(?:it|he|she|they|there|the|this|these|some|many) )"), r"said that "),
    (re.compile(r"\bwill (?=[a-z]{3,12}\b)(?!be\b|not\b|also\b|have\b)"), r"is to "),
    (re.compile(r"\bwould (?=[a-z]{3,12}\b)(?!be\b|not\b|also\b|have\b)"), r"was to "),
    (re.compile(r"\bin (?P<year>(?:19|20)\d\d)\b"), r"during \g<year>"),
    (re.compile(r"\b(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) "
                r"(?P<when>morning|evening|night|afternoon)\b"),
     r"the \g<when> of \g<day>"),
    (re.compile(r"\b(?P<one>\d{1,3}) to (?P<two>\d{1,3})\b"), r"between \g<one> and \g<two>"),
    (re.compile(r"\b(?P<number>\d{1,3})% of (?=[a-z])"), r"\g<number> in a hundred of "),
    (re.compile(r"\$(?P<number>\d[\d.,]{0,9})(?=[ ,.;])(?! (?:million|billion|bn))"),
     r"\g<number> dollars"),
    (re.compile(r"\bdid not (?P<verb>[a-z]{3,12})\b"), r"failed to \g<verb>"),
    (re.compile(r"\btogether with (?=[a-z])"), r"along with "),
    (re.compile(r"\bits own (?=[a-z])"), r"its "),
    (re.compile(r"\bone of the (?P<what>[a-z]{3,12}est)\b"), r"among the \g<what>"),
    (re.compile(r"\b(?P<what>[a-z]{4,12})ly (?P<verb>[a-z]{3,12}ed)\b"), r"\g<verb> \g<what>ly"),
)  # fmt: skip
_KEPT = 0.12
"""Share of the places where a turn would fit, left as they are."""
_QUOTED = re.compile(r"(?P<quoted>[\"“][^\"”]{0,600}[\"”])")


def turn_small(text: str, rng: random.Random) -> str:
    """The sentence with its small turns, quotations as they are."""
    parts = _QUOTED.split(text)
    return "".join(part if at % 2 else _turned(part, rng) for at, part in enumerate(parts))


def _turned(text: str, rng: random.Random) -> str:
    for pattern, form in _TURNS:
        if rng.random() >= _KEPT:
            text = pattern.sub(form, text)
    return text
