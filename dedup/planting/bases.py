"""Which real articles are used, and what of them: running text that nobody is credited for.

The planter decides for itself what a story is. Were it to use dedup's own
cleaning, a mistake there could not show in what is measured.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl
import xxhash

from dedup import languages
from dedup.planting.drafts import (
    UNSPACED,
    Draft,
    Paragraph,
    Sentence,
    count_words,
    split_sentences,
    words_of,
)
from dedup.settings.planting import PlantSettings

_DATELINE = re.compile(
    r"[^\W\d_]{1,20}(?:[ ,.'’-]{1,2}[^\W\d_]{1,20}){0,4}\s?\([^()]{2,40}\)\s?[-–—:]{1,2}\s?"
    r"|[A-Z][A-Z ,.'’-]{3,40}\s?[-–—]{1,2}\s?|\([A-Z][\w .]{1,30}\)\s?(?:[-–—]{1,2}\s?)?"
)
_SENTENCE_STOP = re.compile(r"[.!?…。！？؟][\"'”’»)」』]{0,2}$")
_NO_PROSE = re.compile(r"https?:|www\.|@|©|\(c\)|\|", re.IGNORECASE)
_LEAST_PARAGRAPH = 8
"""Words of the shortest paragraph that counts as running text."""
_CREDITS = re.compile(
    r"©|copyright|contributed to this (?:report|story|article)|reporting by|news agenc(?:y|ies)"
    r"|first (?:appeared|published)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]{3,30}")
_LEAST_NAMES, _ONE_EVENT = 4, 0.3
"""Names that two articles share, and their share of the fewer, that make them one event's."""
_COMMON = 50
"""A word that so many articles have tells nothing of what one is about."""


class Base(NamedTuple):
    """One real article as the planter uses it."""

    row: int
    article_id: str
    draft: Draft


def choose(articles: pl.DataFrame, names: Sequence[str], settings: PlantSettings) -> Iterator[Base]:
    """Usable articles in an order that the seed decides.

    Args:
        articles: ARTICLES as read.
        names: agencies and other sources: articles that name one are not used.
        settings: which languages and lengths are wanted.

    No two of them share a sentence or most of their names, so that what is planted is all
    that is shared, and no two tell of one event.
    """
    named = re.compile("|".join(rf"(?<![a-zA-Z]){re.escape(name)}(?![a-zA-Z])" for name in names))
    seen: set[int] = set()
    known = _Names()
    ordered = sorted(
        articles.select("row", "article_id", "title", "language", "text").iter_rows(),
        key=lambda row: (
            xxhash.xxh64_intdigest(f"{settings.seed}:{row[1]}".encode("utf-8", "replace")),
            row[1],
        ),
    )
    for row, article_id, title, stated, text in ordered:
        if _CREDITS.search(text) or named.search(text):
            continue
        language = stated or languages.detect([text])[0]
        if settings.languages and language not in settings.languages:
            continue
        draft = _draft(row, title, language, text, settings.most_words)
        if draft.words() < settings.least_words:
            continue
        digests = {_digest(sentence.text) for sentence in draft.sentences()} - {0}
        if digests & seen or not known.add(row, draft):
            continue
        seen |= digests
        yield Base(row, article_id, draft)


class _Names:
    """The names in the articles chosen so far."""

    def __init__(self) -> None:
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._sizes: dict[int, int] = {}

    def add(self, row: int, draft: Draft) -> bool:
        """Take an article in; false where one that was taken before has most of its names."""
        names = {name for s in draft.sentences() for name in _NAME.findall(s.text)}
        rare = [name for name in names if len(self._holders[name]) <= _COMMON]
        met = Counter(other for name in rare for other in self._holders[name])
        for other, both in met.items():
            if both >= _LEAST_NAMES and both > _ONE_EVENT * min(len(names), self._sizes[other]):
                return False
        for name in sorted(names):
            self._holders[name].append(row)
        self._sizes[row] = len(names)
        return True


def _digest(sentence: str) -> int:
    words = words_of(sentence)
    return (
        xxhash.xxh64_intdigest(" ".join(words).encode("utf-8", "replace")) if len(words) >= 6 else 0
    )


def _draft(row: int, title: str | None, language: str, text: str, most_words: int) -> Draft:
    paragraphs: list[Paragraph] = []
    number = words = 0
    for block in _blocks(text):
        if not _is_prose(block, language):
            continue
        match = _DATELINE.match(block)
        body = block[match.end() :] if match and not paragraphs else block
        made = []
        for sentence in split_sentences(body, language):
            made.append(Sentence(sentence, ((row, number),)))
            number += 1
        words += sum(count_words(sentence.text) for sentence in made)
        if words > most_words and paragraphs:
            break
        if made:
            paragraphs.append(tuple(made))
    named = " ".join((title or "").split())
    if not named and paragraphs:
        named = " ".join(paragraphs[0][0].text.split()[:9]).rstrip(".,;:")
    return Draft(named, language, tuple(paragraphs))


def _blocks(text: str) -> list[str]:
    """Paragraphs on one line each; hard-wrapped lines are joined where blank lines part them."""
    lines = [line.strip() for line in text.replace("\xa0", " ").splitlines()]
    filled = [line for line in lines if line]
    wrapped = len(filled) > 5 and sum(len(line) > 90 for line in filled) < len(filled) / 20
    if not wrapped:
        return [" ".join(line.split()) for line in filled]
    joined: list[list[str]] = [[]]
    for line in lines:
        if line:
            joined[-1].append(line)
        elif joined[-1]:
            joined.append([])
    return [" ".join(" ".join(block).split()) for block in joined if block]


def _is_prose(block: str, language: str) -> bool:
    least = 4 if language in UNSPACED else _LEAST_PARAGRAPH
    ends = bool(_SENTENCE_STOP.search(block))
    return ends and count_words(block) >= least and not _NO_PROSE.search(block)


class Neighbours:
    """Which article is most like another, by the rare words of both."""

    def __init__(self, bases: Sequence[Base]) -> None:
        self._bases = {base.row: base for base in bases}
        self._words = {base.row: _rare_words(base.draft) for base in bases}
        self._holders: dict[str, list[int]] = defaultdict(list)
        for row, words in self._words.items():
            for word in words:
                self._holders[word].append(row)

    def nearest(self, base: Base, free: set[int]) -> Base | None:
        """The free article of its language that shares most with it; None where none is free."""
        score: Counter[int] = Counter()
        for word in self._words[base.row]:
            holders = self._holders[word]
            if len(holders) <= _COMMON:
                for row in holders:
                    score[row] += 1
        score.pop(base.row, None)
        same = [
            (-score[row], row)
            for row in free
            if row != base.row and self._bases[row].draft.language == base.draft.language
        ]
        return self._bases[min(same)[1]] if same else None


def _rare_words(draft: Draft) -> list[str]:
    return sorted({word for s in draft.sentences() for word in words_of(s.text) if len(word) > 4})
