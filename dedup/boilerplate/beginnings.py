"""Phrases by what a piece begins with, ends with or contains: those of tens of thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.boilerplate.gates import Phrase

_GRAM = 4
"""Characters by which a phrase is looked for inside a piece."""


class Beginnings:
    """Phrases looked up by each length that any of them has, or by their last characters."""

    def __init__(self, *, last: bool = False) -> None:
        self._known: dict[str, list[Phrase]] = {}
        self._last = last
        self._sizes: tuple[int, ...] = ()

    def add(self, phrase: Phrase) -> None:
        """File a phrase; of several with the same words the first is the first."""
        if phrase.folded not in self._known:
            self._known[phrase.folded] = []
            size = len(phrase.folded)
            if size not in self._sizes:
                self._sizes = tuple(sorted({*self._sizes, size}, reverse=True))
        self._known[phrase.folded].append(phrase)

    def of(self, body: str) -> Iterator[Phrase]:
        """The phrases that a piece begins or ends with, longest first."""
        length = len(body)
        for size in self._sizes:
            if size <= length:
                found = self._known.get(body[length - size :] if self._last else body[:size])
                if found:
                    yield from found

    def __iter__(self) -> Iterator[Phrase]:
        """All of them."""
        for some in self._known.values():
            yield from some


class Contained:
    """Phrases looked up by a few of their characters, wherever these stand in a piece."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._filed: dict[int, dict[str, list[tuple[int, Phrase]]]] = {}
        for number, one in enumerate(phrases):
            size = min(_GRAM, len(one.folded))
            shelf = self._filed.setdefault(size, {})
            grams = [one.folded[at : at + size] for at in range(len(one.folded) - size + 1)]
            gram = min(grams, key=lambda gram: (len(shelf.get(gram, ())), -len(set(gram)), gram))
            shelf.setdefault(gram, []).append((number, one))

    def of(self, folded: str) -> list[Phrase]:
        """Those that a piece contains, in their order."""
        found: set[tuple[int, Phrase]] = set()
        for size, shelf in self._filed.items():
            grams = {folded[at : at + size] for at in range(len(folded) - size + 1)}
            for gram in grams & shelf.keys():
                found.update(one for one in shelf[gram] if one[1].folded in folded)
        return [one for _, one in sorted(found)]
