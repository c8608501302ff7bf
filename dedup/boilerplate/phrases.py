"""The phrases that give furniture away, made ready for matching."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dedup.boilerplate.alike import alike, bare, fold

LONGEST_LINE = 200
"""Characters of a piece that can be one phrase and nothing else."""
DEFAULT_LONGEST = 25
"""Words of a piece that a phrase gives away where its rule does not say."""

HEADING, TEASER = "related.heading", "related.teaser"
_WORD = re.compile(r"\w+")
_MARKS = (":", " :", " |", "|", " >", " - ", "?:", "...")


class Phrase(NamedTuple):
    """One phrase: its folded form, its rule, how long a piece it gives away, and where."""

    folded: str
    rule: str
    longest: int
    where: str = "any"


class Phrases:
    """All phrases of the data files."""

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._whole: dict[str, Phrase] = {}
        self._starts: dict[str, list[Phrase]] = defaultdict(list)
        self._heads: dict[str, list[Phrase]] = defaultdict(list)
        self._ends: dict[str, list[Phrase]] = defaultdict(list)
        self._contains: dict[str, list[Phrase]] = defaultdict(list)
        self._bars: dict[str, Phrase] = {}
        self._patterns: list[tuple[re.Pattern[str], Phrase]] = []
        self.longest = 0
        """Words of the longest piece that any phrase can give away."""
        for entry in entries:
            self._add(entry)
        self._any_pattern = re.compile(
            "|".join(f"(?:{pattern.pattern})" for pattern, _ in self._patterns) or r"(?!)"
        )
        self._pattern_longest = max((phrase.longest for _, phrase in self._patterns), default=0)

    def _add(self, entry: Mapping[str, Any]) -> None:
        rule, where = entry["rule"], entry.get("where", "any")
        longest = entry.get("longest", DEFAULT_LONGEST)
        self.longest = max(self.longest, longest)

        def phrase(written: str, name: str = rule) -> Phrase:
            return Phrase(fold(written), name, longest, where)

        for kind in ("whole", "heads", "leads"):
            for one in map(phrase, entry.get(kind, ())):
                self._whole.setdefault(bare(one.folded), one)
        for written in entry.get("starts", ()):
            _file(self._starts, phrase(written), 0)
        for written in entry.get("leads", ()):
            _file(self._starts, phrase(written, TEASER), 0)
        for written in entry.get("heads", ()):
            _file(self._heads, phrase(written, TEASER), 0)
        for one in map(phrase, entry.get("ends", ())):
            self._ends[one.folded[-2:]].append(one)
        for one in map(phrase, entry.get("contains", ())):
            self._contains[max(_WORD.findall(one.folded), key=len)].append(one)
        for one in map(phrase, entry.get("bars", ())):
            self._bars.setdefault(one.folded, one)
        for written in entry.get("patterns", ()):
            self._patterns.append((re.compile(written), Phrase("", rule, longest, where)))

    def match(self, text: str, words: int) -> Phrase | None:
        """The phrase that gives a piece away; None for most.

        Args:
            text: the piece, unwrapped.
            words: how many it has.
        """
        if words > self.longest:
            return None
        plain = alike(text)
        folded = plain.casefold()
        found = self._lined(folded) if len(folded) <= LONGEST_LINE else None
        found = found or self._started(folded, words)
        found = found or self._ended(folded, words)
        found = found or self._contained(folded, words)
        return found or self._patterned(plain, words)

    def _lined(self, folded: str) -> Phrase | None:
        """A line that is nothing but the phrase, or nothing but words of a bar."""
        found = self._whole.get(bare(folded))
        if found is not None:
            return found
        tokens = [token for token in _TOKEN.findall(folded) if not token.isdigit()]
        if tokens and all(token in self._bars for token in tokens):
            return self._bars[tokens[0]]
        return None

    def _started(self, folded: str, words: int) -> Phrase | None:
        """A piece that begins with a phrase; not one that begins with a quotation."""
        begin = _first_letter(folded)
        if begin and '"' in folded[:begin] and '"' in folded[begin:]:
            return None
        bodies = (folded[begin:], folded) if begin else (folded,)
        for body in bodies:
            for size in (3, 2):
                for phrase in self._starts.get(body[:size], ()):
                    if words <= phrase.longest and _begins(body, phrase.folded):
                        return phrase
                for phrase in self._heads.get(body[:size], ()):
                    if (
                        words <= phrase.longest
                        and body.startswith(phrase.folded)
                        and body.startswith(_MARKS, len(phrase.folded))
                    ):
                        return phrase
        return None

    def _ended(self, folded: str, words: int) -> Phrase | None:
        for body in (folded, folded.rstrip(".)] ")):
            for phrase in self._ends.get(body[-2:], ()):
                if words <= phrase.longest and body.endswith(phrase.folded):
                    return phrase
        return None

    def _contained(self, folded: str, words: int) -> Phrase | None:
        for anchor in sorted(self._contains.keys() & set(_WORD.findall(folded))):
            for phrase in self._contains[anchor]:
                if words <= phrase.longest and phrase.folded in folded:
                    return phrase
        return None

    def _patterned(self, plain: str, words: int) -> Phrase | None:
        if words > self._pattern_longest or not self._any_pattern.match(plain):
            return None
        for pattern, phrase in self._patterns:
            if words <= phrase.longest and pattern.match(plain):
                return phrase
        return None


_TOKEN = re.compile(r"[\w+-]+")


def _file(shelf: dict[str, list[Phrase]], phrase: Phrase, at: int) -> None:
    """Put a phrase where its first letters are looked up; longer phrases come first."""
    key = phrase.folded[at : at + 3]
    shelf[key].append(phrase)
    shelf[key].sort(key=lambda one: -len(one.folded))


def _first_letter(folded: str) -> int:
    for position, character in enumerate(folded[:12]):
        if character.isalpha():
            return position
    return 0


def _begins(body: str, phrase: str) -> bool:
    """Whether a piece begins with a phrase and not with a longer word."""
    if not body.startswith(phrase):
        return False
    after = body[len(phrase) : len(phrase) + 1]
    glued = after.isalnum() and phrase[-1].isalnum()
    return not glued or "\u2e80" < after or "\u0e00" <= after <= "\u0eff"
