"""Sentences in other words: lightly, word by word, or heavily, as a rewrite would.

What may stand for what is in `rewording_LANGUAGE.toml`. Nothing here looks at
how dedup compares.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dedup.planting import capitals, rephrasing
from dedup.planting.drafts import Draft, Sentence, count_words, narrated, running, words_of

_TOKENS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[\W_]+")
_QUOTED = re.compile(r"[\"“][^\"”]{0,600}[\"”]")
_LONGEST_FORM = 6  # words
_ATTEMPTS = 16
_TOO_ALIKE = 0.5
"""Share of running text that is kept, above which a sentence is not told anew;"""
_LEFT_OUT = 0.9
"""how many of those are left out,"""
_MOST_LEFT_OUT = 0.65
"""and no more than that of a paragraph."""
_MOSTLY_QUOTED = 0.4
"""Share of words outside quotations, below which a sentence is somebody's words and stays."""
_SHORT = 14
"""Words of a sentence that may be joined to its neighbour."""


class Rewording:
    """The forms of one language that may stand for one another."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        never = {(word,) for word in data["never"]}
        forms = _forms(data["swaps"])
        self._swaps = {key: others for key, others in forms.items() if key not in never}
        self._common = capitals.common_words(key[0] for key in forms)
        self._spelling = _forms(data["spelling"])

    def light(self, text: str, rng: random.Random, share: float = 0.3) -> str:
        """Single words and phrases exchanged outside quotations; the order stays."""
        return _outside_quotations(text, lambda part: _swap(part, self._swaps, rng, share))

    def restyle(self, text: str) -> str:
        """The house style of another outlet: its spelling, its quotation marks, its dashes."""
        spelt = _swap(text, self._spelling, random.Random(0), 1.0)
        curly = re.sub(r'"([^"]{1,600})"', r"“\1”", spelt)
        if curly == spelt:
            curly = spelt.replace("“", '"').replace("”", '"')
        return re.sub(r"\b(\d{1,3}) (?:percent|per cent)\b", r"\1%", curly.replace(" — ", " – "))

    def heavy(self, sentences: Sequence[Sentence], rng: random.Random) -> list[Sentence]:
        """A paragraph told anew: clauses turned, sources named otherwise, sentences joined."""
        told: list[Sentence] = []
        left_out = 0
        for sentence in sentences:
            parts = self._anew(sentence.text, rng, skip=left_out < _MOST_LEFT_OUT * len(sentences))
            left_out += not parts
            told += [Sentence(part, sentence.origins) for part in parts]
        return self._joined(told, rng)

    def _anew(self, text: str, rng: random.Random, *, skip: bool) -> list[str]:
        """The sentence as far from its words as some attempts bring it, in one or two sentences.

        What nothing turns is mostly left out, as a rewriter does who cannot copy.
        """
        before = narrated(text)
        if len(before) < _MOSTLY_QUOTED * len(words_of(text)):
            return [rephrasing.rephrase(text, self.data, self._common, rng)]
        best: list[str] = [text]
        least = 1.0
        for _ in range(_ATTEMPTS):
            turned = rephrasing.rephrase(text, self.data, self._common, rng)
            parts = [self.light(part, rng, share=0.95) for part in rephrasing.split(turned, rng)]
            after = narrated(" ".join(parts))
            alike = running(before, after)
            if alike < least:
                best, least = parts, alike
        return [] if skip and least > _TOO_ALIKE and rng.random() < _LEFT_OUT else best

    def _joined(self, told: Sequence[Sentence], rng: random.Random) -> list[Sentence]:
        """Short neighbours become one sentence, some begin with a new connective."""
        made: list[Sentence] = []
        for sentence in told:
            short = count_words(sentence.text) <= _SHORT
            if made and short and count_words(made[-1].text) <= _SHORT and rng.random() < 0.5:
                last = made.pop()
                joiner = rng.choice(self.data["joiners"])
                text = (
                    last.text.rstrip(".") + joiner + capitals.lowered(sentence.text, self._common)
                )
                made.append(Sentence(text, last.origins + sentence.origins))
            elif made and rng.random() < 0.12:
                opener = rng.choice(self.data["openers"])
                text = opener + capitals.lowered(sentence.text, self._common)
                made.append(Sentence(text, sentence.origins))
            else:
                made.append(sentence)
        return made


def reworded_lightly(draft: Draft, words: Rewording, rng: random.Random, share: float) -> Draft:
    """Every sentence of a draft lightly reworded."""
    return draft.replaced(
        [Sentence(words.light(s.text, rng, share), s.origins) for s in paragraph]
        for paragraph in draft.paragraphs
    )


def _forms(sets: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    """For each form, as a tuple of lower-case words, the others of its set."""
    found: dict[tuple[str, ...], list[str]] = {}
    for line in sets:
        forms = [form.strip() for form in line.split("|")]
        for form in forms:
            key = tuple(form.casefold().rstrip(".").split())
            others = [other for other in forms if other != form]
            found.setdefault(key, others)
    return found


def _outside_quotations(text: str, change: Any) -> str:
    made, position = [], 0
    for match in _QUOTED.finditer(text):
        made += [change(text[position : match.start()]), match.group()]
        position = match.end()
    return "".join([*made, change(text[position:])])


def _swap(
    text: str, forms: Mapping[tuple[str, ...], list[str]], rng: random.Random, share: float
) -> str:
    """The text with a share of its known forms exchanged, longest first.

    Words with a capital inside a sentence are names and stay.
    """
    tokens = _TOKENS.findall(text)
    made: list[str] = []
    at = 0
    while at < len(tokens):
        stop = _known(tokens, at, forms)
        if stop is None or rng.random() >= share:
            made.append(tokens[at])
            at += 1
            continue
        key = tuple(token.casefold() for token in tokens[at:stop:2])
        other = rng.choice(forms[key])
        made.append(other[0].upper() + other[1:] if tokens[at][0].isupper() else other)
        at = stop
    return "".join(made)


def _known(
    tokens: Sequence[str], at: int, forms: Mapping[tuple[str, ...], list[str]]
) -> int | None:
    """Where the longest known form that begins here stops."""
    begins = at == 0 or (at == 1 and not tokens[0].strip(" \"“‘'("))
    if tokens[at][0].isupper() and not begins:
        return None
    for words in range(_LONGEST_FORM, 0, -1):
        stop = at + 2 * words - 1
        span = tokens[at:stop]
        if len(span) < 2 * words - 1 or any(gap != " " for gap in span[1::2]):
            continue
        if any(word[0].isupper() for word in span[2::2]):
            continue
        if tuple(word.casefold() for word in span[::2]) in forms:
            after = tokens[stop + 1][:1] if stop + 1 < len(tokens) else ""
            named = tokens[at][0].isupper() and after.isupper()
            return None if named else stop
    return None
