"""Words of any number of texts numbered and counted, a batch at a time."""

from __future__ import annotations

import numpy as np

from dedup.kernels.compiling import compiled
from dedup.kernels.loops import Hashes32, Hashes64, Offsets
from dedup.kernels.pieces import in_pieces

_FIRST_LINES = 1 << 16


class Counter:
    """A growing vocabulary, and the entries of the texts that were added.

    Memory is some 50 bytes a distinct word and 9 an entry.
    """

    def __init__(self) -> None:
        self._used = self._texts = self._written = 0
        self._slots = np.zeros(2 * _FIRST_LINES, dtype=np.uint32)
        self._lines = np.zeros((_FIRST_LINES, 4), dtype=np.uint64)
        self._numbers = np.zeros(0, dtype=np.uint32)
        self._counts = np.zeros(0, dtype=np.uint32)
        self._sizes = [np.zeros(1, dtype=np.uint32)]

    def add(self, words: Hashes64, texts: Offsets, languages: Hashes32) -> None:
        """Count a batch of texts: `words` by `texts` as of `kernels.tokenize`, and languages."""
        self._make_room(len(words))
        sizes = np.empty(len(texts) - 1, dtype=np.uint32)
        self._used, written = compiled().number(
            *(words, texts, np.ascontiguousarray(languages, dtype=np.uint32), self._slots),
            *(self._lines, self._numbers[self._written :], self._counts[self._written :], sizes),
            *(self._texts, self._used),
        )
        self._written += written
        self._texts += len(sizes)
        self._sizes.append(sizes)

    def words(self) -> tuple[Hashes64, Hashes32, Hashes32]:
        """Term, language and number of texts of each word, in order of appearance."""
        terms, languages, texts, _ = self._lines[: self._used].T
        return terms.copy(), languages.astype(np.uint32), texts.astype(np.uint32)

    def entries(self, ranks: Hashes32) -> tuple[Hashes32, Hashes32, Offsets]:
        """Each text's words by their `ranks`, ascending, their counts, and where each begins.

        The counter is spent by it.
        """
        numbers, counts = self._numbers, self._counts
        for column in (numbers, counts):
            column.resize(self._written, refcheck=False)
        offsets = np.cumsum(np.concatenate(self._sizes), dtype=np.int64)
        loop = compiled().arrange

        def piece(some: slice) -> None:
            loop(numbers, counts, offsets[some.start : some.stop + 1], ranks)

        in_pieces(piece, offsets)
        return numbers, counts, offsets

    def _make_room(self, more: int) -> None:
        """Room for so many more words and entries; the hash table stays half empty at least."""
        if self._written + more > len(self._numbers):
            # In place: a copy of what is there would be as large again.
            room = (self._written + more) * 9 // 8
            self._numbers.resize(room, refcheck=False)
            self._counts.resize(room, refcheck=False)
        lines = self._used + more
        if lines > len(self._lines):
            self._lines.resize((max(lines, len(self._lines) * 3 // 2), 4), refcheck=False)
        if 2 * lines > len(self._slots):
            self._slots = np.zeros(1 << (4 * lines - 1).bit_length(), dtype=np.uint32)
            compiled().file_words(self._lines, self._used, self._slots)
