"""One English sentence turned: attribution moved, quotation paraphrased, clauses in another order.

Each turn is a pattern that fits or does not; those that fit are tried in an
order of chance, three at most to a sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Any

from dedup.planting.capitals import raised
from dedup.planting.clauses import Passive, active, adjunct, clause_back, clause_front, time
from dedup.planting.inflections import turn_small
from dedup.planting.speech import attribution, quotation, said_that

_BRACKETS = re.compile(r" \([^()]{3,90}\)")
_APPOSITION = re.compile(r", (?:a|an|the|who|which) [^,.\"“”]{5,80},")
_SPLIT = re.compile(
    r"(?P<one>[^\"“”]{30,300}?)(?:,|;)?(?P<how> and | but |; )"
    r"(?P<two>(?:he|she|it|they|the|that|there|this|some|many|its|his|her) [^\"“”]{25,300})"
)
_RELATIVE = re.compile(r"(?P<one>[^\"“”,]{25,200}), which (?P<two>[^\"“”,]{15,200})\.")
_NUMBERS = dict(
    zip(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        map(str, range(2, 13)),
        strict=True,
    )
)
_DIGITS = {digit: word for word, digit in _NUMBERS.items()}
_NUMBER = re.compile(
    r"(?<![\w.,:$€£/-])(?:" + "|".join([*_NUMBERS, *_DIGITS]) + r")(?= [a-z]{3})"
    r"(?! (?:am|pm|percent|million|billion))"
)
_Turn = Callable[[str, Mapping[str, Any], frozenset[str], random.Random], str]


def rephrase(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
    """The sentence in another shape, where some of the turns fit it."""
    text = _BRACKETS.sub("", text)
    if rng.random() < 0.6:
        text = _APPOSITION.sub("", text, count=1)
    text = _without(text, data["droppable"], rng)
    turns: list[_Turn] = [
        attribution, quotation, said_that, clause_back, clause_front, adjunct, time,
        active, Passive(data),
    ]  # fmt: skip
    rng.shuffle(turns)
    done = 0
    for turn in turns:
        turned = turn(text, data, common, rng)
        if turned != text:
            text, done = turned, done + 1
        if done == 3:
            break
    return turn_small(_numbers(text), rng)


def split(text: str, rng: random.Random) -> list[str]:
    """The sentence as one or as two."""
    if rng.random() < 0.35:
        return [text]
    match = _RELATIVE.fullmatch(text)
    if match:
        return [f"{match['one']}.", f"This {match['two']}."]
    match = _SPLIT.match(text)
    if match and match.end() >= len(text) - 1:
        but = "But " if "but" in match["how"] else ""
        two = match["two"].rstrip(".")
        return [f"{match['one']}.", f"{but}{two if but else raised(two)}."]
    return [text]


def _without(text: str, droppable: list[str], rng: random.Random) -> str:
    for word in droppable:
        if f" {word} " in text and rng.random() < 0.8:
            text = text.replace(f" {word} ", " ", 1)
    return text


def _numbers(text: str) -> str:
    """Small numbers in figures become words, and the other way round."""
    return _NUMBER.sub(lambda m: _NUMBERS.get(m.group()) or _DIGITS[m.group()], text)
