"""Stories in languages of which no corpus is at hand: words drawn as often as people use them.

They mean nothing, but have the words, the sentence lengths and the punctuation
of their language, and no two share a sentence: enough to see whether furniture
around them is found and whether they are left alone.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

from wordfreq import get_frequency_dict

LANGUAGES = ("de", "fr", "es", "it", "pt", "ru", "pl", "tr", "nl", "sv", "uk", "ja", "zh", "ar")
WORDS = 8_000
"""So many of a language's commonest words are drawn from."""
_UNSPACED = {"ja", "zh"}
_STOPS = {"ja": "。", "zh": "。"}
_COMMAS = {"ja": "、", "zh": ",", "ar": "،"}


def write(target: Path, number: int, languages: tuple[str, ...] = LANGUAGES) -> Path:
    """A JSON Lines file of so many stories a language."""
    with target.open("w", encoding="utf-8") as file:
        for language in languages:
            for story in stories(language, number):
                file.write(json.dumps(story, ensure_ascii=False) + "\n")
    return target


def stories(language: str, number: int) -> Iterator[dict[str, str]]:
    """Articles of four to seven paragraphs."""
    known = get_frequency_dict(language)
    ranked = sorted(known, key=lambda word: (-known[word], word))[:WORDS]
    words = [word for word in ranked if word.isalpha()]
    odds = list(itertools.accumulate(known[word] for word in words))
    for n in range(number):
        rng = random.Random(f"{language}:{n}")
        # What a story is about comes back in it.
        about = rng.choices(words[500:], k=12)

        def sentence(rng: random.Random = rng, about: list[str] = about) -> str:
            drawn = rng.choices(words, cum_weights=odds, k=rng.randint(9, 24))
            for _ in range(3):
                drawn[rng.randrange(len(drawn))] = rng.choice(about)
            return _written(drawn, language, rng)

        paragraphs = [
            _gap(language).join(sentence() for _ in range(rng.randint(2, 4)))
            for _ in range(rng.randint(4, 7))
        ]
        title = _gap(language).join(rng.choices(about, k=6))
        yield {
            "id": f"{language}-{n:03d}",
            "language": language,
            "title": title[:1].upper() + title[1:],
            "text": "\n\n".join(paragraphs),
        }


def _gap(language: str) -> str:
    return "" if language in _UNSPACED else " "


def _written(words: list[str], language: str, rng: random.Random) -> str:
    if len(words) > 12:
        words[len(words) // 2] += _COMMAS.get(language, ",")
    text = _gap(language).join(words)
    return text[:1].upper() + text[1:] + _STOPS.get(language, ".")
