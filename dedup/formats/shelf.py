"""Where the texts of articles wait, as columns, while their files are read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import polars as pl

_TEXTS_A_BOARD = 1024


class Shelf(Sequence[str]):
    """Texts put away as they are read, as a column: as strings of Python they would be held twice.

    They come back one by one as strings, or all as a polars column, which copies none.
    """

    def __init__(self) -> None:
        self._held: list[str] = []
        self._full: list[pl.Series] = []
        self._starts: list[int] = [0]

    def add(self, text: str) -> None:
        """Put one away."""
        self._held.append(text)
        if len(self._held) == _TEXTS_A_BOARD:
            self._put_away()

    def extend(self, texts: pl.Series) -> None:
        """Put away those of a column, which stay where they are."""
        self._put_away()
        self._board(texts)

    def _put_away(self) -> None:
        if self._held:
            self._board(_column(self._held))
            self._held = []

    def _board(self, texts: pl.Series) -> None:
        self._full.append(texts.alias("text"))
        self._starts.append(self._starts[-1] + len(texts))

    def __len__(self) -> int:
        return self._starts[-1] + len(self._held)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        board = bisect_right(self._starts, place) - 1
        if board == len(self._full):
            return self._held[place - self._starts[board]]
        return str(self._full[board][place - self._starts[board]])

    def column(self, places: list[int]) -> pl.Series:
        """The texts in these places."""
        import polars as pl  # noqa: PLC0415

        return pl.concat([*self._full, _column(self._held)]).gather(places)


def _column(texts: list[str]) -> pl.Series:
    import polars as pl  # noqa: PLC0415 - workers do without polars

    return pl.Series("text", texts, dtype=pl.String)
