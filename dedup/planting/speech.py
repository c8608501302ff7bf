"""Who says what, told in another way: attribution moved, quotations paraphrased.

Each turn takes a sentence, the data of its language, the words that are no names, and chance;
it gives the sentence back as it was where it does not fit.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any

from dedup.planting.capitals import lowered, raised

_SAID = r"(?:said|says|told (?:reporters|[A-Z][\w ]{2,30})|added|wrote|explained|noted|tweeted)"
_WHO = r"(?:[A-Z][^,\"“”.;:]{1,70}|he|she|they)(?<! has)(?<! had)(?<! have)(?<! also)"
_ENDING = re.compile(
    rf"(?P<what>[^\"“”]{{20,400}}), (?P<who>{_WHO}) {_SAID}(?P<when> on [A-Z]\w+day)?\."
)
_QUOTE = re.compile(
    rf"[\"“](?P<what>[^\"”]{{10,400}}?)[,.]?[\"”],? (?P<who>{_WHO}) {_SAID}"
    r"(?P<rest>[^\"“”]{0,200})\."
)
_SAYING = re.compile(
    r"(?P<who>[A-Z][^,\"“”.;:]{1,60})(?<! has)(?<! had)(?<! have) (?:said|says|added)(?: that)?"
    r" (?P<what>[^\"“”]{20,400})\."
)
_PERSONS = {
    "i": "{who}",
    "i'm": "{who} is",
    "i’m": "{who} is",
    "i've": "{who} has",
    "i’ve": "{who} has",
    "me": "them",
    "my": "their own",
    "we": "they",
    "we're": "they are",
    "we’re": "they are",
    "we've": "they have",
    "we’ve": "they have",
    "us": "them",
    "our": "their",
    "you": "people",
    "your": "people's",
}


def attribution(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    """`The mayor said` moves from the end of the sentence, or takes another verb."""
    match = _ENDING.fullmatch(text)
    if not match:
        return text
    made = rng.choice(data["speaks_of"]).format(
        who=match["who"], what=lowered(match["what"], common)
    )
    return raised(made) + f"{match['when'] or ''}."


def quotation(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    """What was quoted is reported, its persons changed."""
    match = _QUOTE.fullmatch(text)
    if not match or rng.random() < 0.25:
        return text
    who = match["who"]
    made = rng.choice(data["paraphrases"]).format(
        who=who, what=_reported(match["what"], who, common)
    )
    return raised(made).rstrip(".!?,") + f"{match['rest']}."


def said_that(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    """`She said that …` becomes `…, according to her`."""
    match = _SAYING.fullmatch(text)
    if not match or match["who"] in {"He", "She", "They", "It"}:
        return text
    made = f"{match['what']}, according to {match['who']}"
    if rng.random() < 0.5:
        made = f"according to {match['who']}, {lowered(match['what'], common)}"
    return raised(made) + "."


def _reported(what: str, who: str, common: frozenset[str]) -> str:
    """Direct speech as reported speech: the persons change."""
    pronoun = who if who in {"he", "she", "they"} else "the speaker"
    words = [
        _PERSONS.get(word.casefold(), word).format(who=pronoun)
        for word in lowered(what, common).split(" ")
    ]
    return " ".join(words)
