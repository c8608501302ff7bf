"""One English sentence turned: attribution moved, quotation paraphrased, clauses in another order.

Each turn is a pattern that fits or does not; those that fit are tried in an
order of chance, two at most to a sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dedup.planting.inflections import turn_small

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
_BRACKETS = re.compile(r" \([^()]{3,90}\)")
_APPOSITION = re.compile(r", (?:a|an|the|who|which) [^,.\"“”]{5,80},")
_SPLIT = re.compile(
    r"(?P<one>[^\"“”]{30,300}?)(?:,|;)?(?P<how> and | but |; )"
    r"(?P<two>(?:he|she|it|they|the|that|there|this|some|many|its|his|her) [^\"“”]{25,300})"
)
_RELATIVE = re.compile(r"(?P<one>[^\"“”,]{25,200}), which (?P<two>[^\"“”,]{15,200})\.")
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an he she it they we you his her its their our this that these those there some "
        "many most both all in on at by for from with after before while when if as but and or "
        "so no not one two three more less such what who how why where to of about according "
        "last next during despite under amid through following although because since until "
        "once few several ",
    )
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


def common_words(words: Iterable[str]) -> frozenset[str]:
    """Words that are no names: those that may lose their capital."""
    return _FUNCTION_WORDS.union(words)


_Turn = Callable[[str, Mapping[str, Any], frozenset[str], random.Random], str]


def rephrase(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
    """The sentence in another shape, where some of the turns fit it."""
    text = _BRACKETS.sub("", text)
    if rng.random() < 0.6:
        text = _APPOSITION.sub("", text, count=1)
    text = _without(text, data["droppable"], rng)
    turns: list[_Turn] = [
        _attribution, _quotation, _said_that, _clause_back, _clause_front, _adjunct, _time,
        _active, _Passive(data),
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


def lowered(text: str, common: frozenset[str] = _FUNCTION_WORDS) -> str:
    """The sentence as it goes on inside another; names keep their capital."""
    first = text.split(" ", 1)[0]
    bare = first.rstrip(",")
    small = bare[1:].islower() and bare.casefold() in common
    small = small or bare == "A"
    return text[:1].lower() + text[1:] if small else text


def raised(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def _attribution(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    match = _ENDING.fullmatch(text)
    if not match:
        return text
    made = rng.choice(data["speaks_of"]).format(
        who=match["who"], what=lowered(match["what"], common)
    )
    return raised(made) + f"{match['when'] or ''}."


def _quotation(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    match = _QUOTE.fullmatch(text)
    if not match or rng.random() < 0.25:
        return text
    who = match["who"]
    made = rng.choice(data["paraphrases"]).format(
        who=who, what=_reported(match["what"], who, common)
    )
    return raised(made).rstrip(".!?,") + f"{match['rest']}."


def _reported(what: str, who: str, common: frozenset[str]) -> str:
    """Direct speech as reported speech: the persons change."""
    pronoun = who if who in {"he", "she", "they"} else "the speaker"
    words = [
        _PERSONS.get(word.casefold(), word).format(who=pronoun)
        for word in lowered(what, common).split(" ")
    ]
    return " ".join(words)


def _said_that(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    match = _SAYING.fullmatch(text)
    if not match or match["who"] in {"He", "She", "They", "It"}:
        return text
    made = f"{match['what']}, according to {match['who']}"
    if rng.random() < 0.5:
        made = f"according to {match['who']}, {lowered(match['what'], common)}"
    return raised(made) + "."


def _clause_back(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    match = _LEADING_CLAUSE.fullmatch(text)
    if not match:
        return text
    return f"{raised(match['main'])}, {match['word'].lower()} {match['clause']}."


def _clause_front(
    text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random
) -> str:
    match = _TRAILING_CLAUSE.fullmatch(text)
    if not match:
        return text
    return f"{raised(match['word'])} {match['clause']}, {lowered(match['main'], common)}."


def _active(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
    match = _PASSIVE.fullmatch(text)
    if not match:
        return text
    return f"{raised(match['who'])} {match['verb']} {lowered(match['what'], common)}."


def _adjunct(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
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


def _time(text: str, data: Mapping[str, Any], common: frozenset[str], rng: random.Random) -> str:
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


class _Passive:
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


def _without(text: str, droppable: list[str], rng: random.Random) -> str:
    for word in droppable:
        if f" {word} " in text and rng.random() < 0.8:
            text = text.replace(f" {word} ", " ", 1)
    return text


def _numbers(text: str) -> str:
    """Small numbers in figures become words, and the other way round."""
    return _NUMBER.sub(lambda m: _NUMBERS.get(m.group()) or _DIGITS[m.group()], text)
