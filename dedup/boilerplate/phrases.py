"""The phrases that give furniture away, made ready for matching."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from dedup.alike import bare, fold
from dedup.boilerplate.beginnings import Beginnings, Contained
from dedup.boilerplate.besides import needed
from dedup.boilerplate.gates import Gate, Phrase, gate
from dedup.boilerplate.needs import rarity
from dedup.boilerplate.pieces import ANYTHING, CONTAINING, LINED, PATTERNED
from dedup.boilerplate.sought import Told, at_edges, besides, in_long_lines, numbered

LONGEST_LINE = 200
"""Characters of a piece that can be one phrase and nothing else."""
DEFAULT_LONGEST = 25
"""Words of a piece that a phrase gives away where its rule does not say."""

HEADING, TEASER = "related.heading", "related.teaser"
SURE = frozenset((
    "prompts.newsletter", "prompts.app", "prompts.social", "prompts.support", "comments.prompt",
    "notices.cookies", "notices.paywall", "notices.affiliate", "notices.developing",
    "tails.agency", "tails.copyright",
))  # fmt: skip
"""Kinds of furniture that are cut out of the middle of a line too."""
LEAST_GLUED, LEAST_ALONE = 150, 40
"""Words of a line that is many paragraphs in one, and of one that is all there is."""
_SIZES = (70, 30, -1)
"""Words beyond which fewer phrases give a piece away: what it contains is looked up among them."""
_LONGEST_BAR = 14
_TELLING, _LONG = 8, 3
_UNMARKED_CAPITALS = frozenset(("ca", "el", "es", "fr", "it", "pt"))
"""Languages of which capitals lose their accents, by rule or by habit."""
_MARKS = (":", " :", " |", "|", " >", " - ", "?:", "...")


class Phrases:
    """All phrases of the data files."""

    def __init__(
        self,
        entries: Iterable[Mapping[str, Any]],
        rules: frozenset[str],
        kept: frozenset[str] = frozenset(),
    ) -> None:
        self.rules, self.kept = rules, kept
        """Rules that have phrases; and those whose cuts the user wants to stay in the story."""
        self.digest: str | None = None
        """What they are made of, where what is made of them is kept between runs."""
        self._whole: dict[str, Phrase] = {}
        self._starts, self._heads = Beginnings(), Beginnings()
        self._ends = Beginnings(last=True)
        self._contained: list[Phrase] = []
        self._bars: dict[str, Phrase] = {}
        self.patterns: list[Gate] = []
        self._longest_whole = 0
        self.longest = 0
        """Words of the longest piece that any phrase can give away."""
        self._entries = tuple(entries)
        for entry in self._entries:
            self._add(entry)
        self._longest_whole = max(map(len, self._whole), default=0)
        listed = list(numbered(self.patterns, self._contained))
        self._inside = [
            (low, Contained((one.folded, one.number) for one in listed if one.most > low))
            for low in _SIZES
        ]
        self._always = {number for number, one in enumerate(self.patterns) if not one.needs}

    def _add(self, entry: Mapping[str, Any]) -> None:
        rule, where = entry["rule"], entry.get("where", "any")
        longest = entry.get("longest", DEFAULT_LONGEST)
        self.longest = max(self.longest, longest)

        def phrase(words: str, name: str = rule) -> Phrase:
            return Phrase(fold(words), name, longest, where)

        def written(kind: str) -> Iterator[str]:
            return _spelled(entry.get(kind, ()), entry.get("language", ""))

        for kind in ("whole", "heads", "leads"):
            for one in map(phrase, written(kind)):
                known = self._whole.setdefault(bare(one.folded), one)
                self._whole[bare(one.folded)] = known.or_where(one)
        for start in written("starts"):
            self._starts.add(phrase(start))
        for start in written("leads"):
            self._starts.add(phrase(start, TEASER))
        for start in written("heads"):
            self._heads.add(phrase(start, TEASER))
        for end in entry.get("ends", ()):
            self._ends.add(phrase(end))
        self._contained += map(phrase, entry.get("contains", ()))
        for one in map(phrase, entry.get("bars", ())):
            self._bars.setdefault(one.folded, one)
        for pattern in entry.get("patterns", ()):
            self.patterns.append(gate(pattern, Phrase("", rule, longest, where)))

    def told(self) -> Told:
        """What a piece must contain for any phrase to give it away; see `screening`."""
        first = len(self.patterns) + len(self._contained)
        return Told(
            sorted(self._whole),
            sorted(self._bars),
            [
                *at_edges(self._starts, self._heads, self._ends),
                *numbered(self.patterns, self._contained),
            ],
            list(besides(self.patterns)),
            list(in_long_lines(self.sure, LEAST_GLUED, first)),
            tuple((number, self.patterns[number].phrase.longest) for number in self._always),
        )

    @cached_property
    def sure(self) -> tuple[str, ...]:
        """One of these stands in each sentence that a phrase of a sure kind gives away."""
        listed = chain(self._starts, self._ends, self._contained)
        found = {one.folded for one in listed if one.rule in SURE}
        found |= {line for line, one in self._whole.items() if one.rule in SURE and " " in line}
        for one in self.patterns:
            if one.phrase.rule in SURE:
                told = [some for some in (one.needs, *needed(one.pattern.pattern)) if some]
                needs = set(map(fold, max(told, key=rarity, default=())))
                found |= needs if all(map(_is_telling, needs)) else set()
        return tuple(sorted(found))

    def make_ready(self) -> None:
        """Make what is made of them once, before they are stored."""
        self.only_sure.sure  # noqa: B018
        self._sure  # noqa: B018

    @cached_property
    def only_sure(self) -> Phrases:
        """Those alone of which one must give a piece away where all do so for a sure kind."""
        chosen = [one for one in self._entries if one["rule"] in SURE or one.get("bars")]
        return Phrases(chosen, self.rules)

    def sure_of(self, folded: str, asked: Sequence[int] | None) -> Sequence[str]:
        """Those of `sure` that a piece has, of which it may be known what it has."""
        if asked is None:
            return [self.sure[number] for number in sorted(self._sure.of(folded))]
        first = len(self.patterns) + len(self._contained)
        return [self.sure[number - first] for number in asked if number >= first]

    @cached_property
    def _sure(self) -> Contained:
        return Contained((text, number) for number, text in enumerate(self.sure))

    def begun(self, folded: str) -> Phrase | None:
        """The longest phrase of several words that a text begins with, whatever follows."""
        both = (*self._starts.of(folded), *self._wholes.of(folded))
        found = (one for one in both if _is_long(one.folded) and _begins(folded, one.folded))
        return max(found, key=lambda one: len(one.folded), default=None)

    @cached_property
    def _wholes(self) -> Beginnings:
        shelf = Beginnings()
        for line, one in self._whole.items():
            shelf.add(one._replace(folded=line))
        return shelf

    def match(
        self,
        plain: str,
        folded: str,
        words: int,
        likely: int = ANYTHING,
        asked: Sequence[int] | None = None,
    ) -> Phrase | None:
        """The phrase that gives a piece away; None for most.

        Args:
            plain: the piece, spelled alike.
            folded: the same in lower case.
            words: how many it has.
            likely: what need be asked (`pieces`): lines, starts and ends, what it contains,
                patterns.
            asked: the numbers of what it may contain or match, ascending; None for any.
        """
        found: Phrase | None = None
        for one in self._matches(plain, folded, words, likely, asked):
            found = one if found is None else found.or_where(one)
            if found.where == "any":
                break
        return found

    def _matches(
        self, plain: str, folded: str, words: int, likely: int, asked: Sequence[int] | None
    ) -> Iterator[Phrase]:
        """The phrases that give a piece away, whatever their place on the page."""
        if likely & LINED:
            lined = self._lined(plain, folded) if len(folded) <= LONGEST_LINE else None
            if lined is not None:
                yield lined
            yield from self._started(folded, words)
            yield from self._ended(folded, words)
        numbers = self.asked_of(folded, words) if asked is None else asked
        if likely & CONTAINING:
            yield from self._containing(folded, words, numbers)
        if likely & PATTERNED:
            yield from self._patterned(plain, words, numbers)

    def asked_of(self, folded: str, words: int) -> list[int]:
        """The numbers of what a piece of so many words may contain or match; see `match`."""
        inside = next(some for low, some in self._inside if words > low)
        found, many = inside.of(folded) | self._always, len(self.patterns)
        return sorted(one for one in found if one >= many or self.patterns[one].may_match(folded))

    def _containing(self, folded: str, words: int, asked: Sequence[int]) -> Iterator[Phrase]:
        first = len(self.patterns)
        after = first + len(self._contained)
        for number in asked:
            if first <= number < after:
                phrase = self._contained[number - first]
                if words <= phrase.longest and phrase.folded in folded:
                    yield phrase

    def _lined(self, plain: str, folded: str) -> Phrase | None:
        """A line that is nothing but the phrase, or nothing but words of a bar.

        A line that begins small and ends with a full stop is the end of a
        sentence that was broken off.
        """
        if plain[:1].islower() and plain[-1:] == "." and plain[-2:] != "..":
            return None
        naked = bare(folded)
        found = self._whole.get(naked) if len(naked) <= self._longest_whole else None
        if found is not None or folded.count(" ") > _LONGEST_BAR:
            return found
        tokens = [token for token in _TOKEN.findall(folded) if not token.isdigit()]
        if tokens and all(token in self._bars for token in tokens):
            return self._bars[tokens[0]]
        return None

    def _started(self, folded: str, words: int) -> Iterator[Phrase]:
        """Those that a piece begins with; not one that begins with a quotation."""
        begin = _first_letter(folded)
        if begin and '"' in folded[:begin] and '"' in folded[begin:]:
            return
        for body in (folded[begin:], folded) if begin else (folded,):
            for phrase in self._starts.of(body):
                if words <= phrase.longest and _begins(body, phrase.folded):
                    yield phrase
            for phrase in self._heads.of(body):
                if words <= phrase.longest and body.startswith(_MARKS, len(phrase.folded)):
                    yield phrase

    def _ended(self, folded: str, words: int) -> Iterator[Phrase]:
        for body in (folded, folded.rstrip(".)] ")):
            for phrase in self._ends.of(body):
                if words <= phrase.longest:
                    yield phrase

    def _patterned(self, plain: str, words: int, asked: Sequence[int]) -> Iterator[Phrase]:
        """Those whose pattern a piece matches, from its start or from behind its bullet."""
        begin = 0 if plain[:1].isalnum() else _first_letter(plain)
        if '"' in plain[:begin] and '"' in plain[begin:]:
            begin = 0  # what is quoted is said by somebody
        for body in (plain, plain[begin:]) if begin else (plain,):
            for number in asked:
                if number >= len(self.patterns):
                    break
                if self.patterns[number].matches(body, words):
                    yield self.patterns[number].phrase


def _is_telling(need: str) -> bool:
    """Whether few sentences have what a pattern needs: a long word, or a sign that is no letter."""
    words = need.strip()
    return len(words) >= _TELLING or not words.isascii() or any(sign in words for sign in "@©#")


_TOKEN = re.compile(r"[\w+-]+")


def _spelled(phrases: Iterable[str], language: str) -> Iterator[str]:
    """Phrases as they are written, and as capitals leave them: `À LIRE AUSSI`, `A LIRE AUSSI`.

    One word alone may be another one then (`crédit`, `credit`).
    """
    for phrase in phrases:
        yield phrase
        if language in _UNMARKED_CAPITALS:
            letters = unicodedata.normalize("NFD", fold(phrase))
            plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
            if plain != fold(phrase) and " " in bare(plain):
                yield plain


def _is_long(phrase: str) -> bool:
    """Whether it is more than a word that a sentence may begin with."""
    return " " in phrase.strip() or (len(phrase) > _LONG and phrase > "\u2e80")


def _first_letter(folded: str) -> int:
    for position, character in enumerate(folded[:12]):
        if character.isalpha():
            return position
    return 0


def _begins(body: str, phrase: str) -> bool:
    """Whether a piece that begins with a phrase does not begin with a longer word."""
    after = body[len(phrase) : len(phrase) + 1]
    glued = after.isalnum() and phrase[-1].isalnum()
    return not glued or after > "\u2e80" or "\u0e00" <= after <= "\u0eff"
