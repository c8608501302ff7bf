"""Phrases by what a piece begins or ends with: those of tens of thousands that one does."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.boilerplate.gates import Phrase


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
