"""Phrases by what a piece begins with, ends with or contains: those of tens of thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dedup.boilerplate.gates import Phrase
from dedup.spotting import grams

_FEW, _GRAM = 3, 4
"""Characters by which a phrase is looked for at the edge of a piece, and inside it."""


class Beginnings:
    """Phrases looked up by the few characters that they begin with, or end with."""

    def __init__(self, *, last: bool = False) -> None:
        self._known: dict[str, list[Phrase]] = {}
        self._last = last
        self._sizes: dict[str, tuple[int, ...]] = {}
        """The lengths of those with the same few characters, longest first."""

    def add(self, phrase: Phrase) -> None:
        """File a phrase; of several with the same words the first is the first."""
        if phrase.folded not in self._known:
            self._known[phrase.folded] = []
            few = self._edge(phrase.folded, _FEW)
            sizes = {*self._sizes.get(few, ()), len(phrase.folded)}
            self._sizes[few] = tuple(sorted(sizes, reverse=True))
        self._known[phrase.folded].append(phrase)

    def of(self, body: str) -> Iterator[Phrase]:
        """The phrases that a piece begins or ends with, longest first."""
        for few in range(_FEW, 0, -1):
            for size in self._sizes.get(self._edge(body, few), ()) if few <= len(body) else ():
                if size <= len(body):
                    yield from self._known.get(self._edge(body, size), ())

    def _edge(self, text: str, size: int) -> str:
        return text[max(len(text) - size, 0) :] if self._last else text[:size]

    def __iter__(self) -> Iterator[Phrase]:
        """All of them."""
        for some in self._known.values():
            yield from some


class Contained:
    """Strings looked up by a few of their characters, wherever these stand in a piece."""

    def __init__(self, strings: Iterable[tuple[str, int]]) -> None:
        """Take strings and the number that each stands for."""
        self._short: list[tuple[str, int]] = []
        self._filed: dict[str, list[tuple[str, int]]] = {}
        for text, number in strings:
            inside = [text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)]
            if inside:
                gram = min(inside, key=self._load)
                self._filed.setdefault(gram, []).append((text, number))
            else:
                self._short.append((text, number))

    def _load(self, gram: str) -> tuple[int, int, str]:
        """How common characters are, and how many strings they lead to already."""
        return grams().get(gram, 0), len(self._filed.get(gram, ())), gram

    def of(self, folded: str) -> set[int]:
        """The numbers of those that a piece contains."""
        found = {number for text, number in self._short if text in folded}
        inside = {folded[at : at + _GRAM] for at in range(len(folded) - _GRAM + 1)}
        for gram in inside & self._filed.keys():
            found.update([number for text, number in self._filed[gram] if text in folded])
        return found
