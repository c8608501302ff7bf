"""Story text is the text less its cuts: taking the cuts out, and mapping offsets back.

Nothing else is changed, not even the line breaks around a cut, so that the
story text is a subsequence of the text and every character of it has one place
in the text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.tables import CUTS

Offsets = npt.NDArray[np.integer] | Sequence[int]
_OFFSET_BITS = 31
"""Rows have the bits above those of offsets."""


def story_text(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """The text less the cuts, which are sorted (start, stop) spans that do not overlap."""
    if not cuts:
        return text
    kept = []
    position = 0
    for start, stop in cuts:
        kept.append(text[position:start])
        position = stop
    kept.append(text[position:])
    return "".join(kept)


def with_furniture(cuts: pl.DataFrame, furniture: pl.DataFrame) -> pl.DataFrame:
    """CUTS by the rules and FURNITURE, beside them or the same, as one CUTS in order."""
    learned = furniture.select(CUTS.schema.names()).join(cuts, on=["row", "start"], how="anti")
    return pl.concat([cuts, learned]).sort("row", "start", maintain_order=True)


class StoryMap:
    """Maps offsets of a story text back to the text that it was cut from.

    Args:
        cuts: the article's cuts, sorted (start, stop) spans in code points of
            the text that do not overlap.
        length: code points of the text.

    Raises:
        ValueError: cuts out of order, overlapping or outside the text.
    """

    def __init__(self, cuts: Sequence[tuple[int, int]], length: int) -> None:
        spans = np.asarray(cuts, dtype=np.int64).reshape(-1, 2)
        edges = np.concatenate(([0], spans.ravel(), [length]))
        if (np.diff(edges) < 0).any():
            raise ValueError("cuts must be sorted, apart and inside the text")
        begins, ends = edges[0::2], edges[1::2]  # of the kept pieces, in the text
        self._begins = np.concatenate(([0], np.cumsum(ends - begins)[:-1]))
        self._shifts = begins - self._begins
        self.length = int((ends - begins).sum())
        """Code points of the story text."""

    def start(self, offsets: Offsets) -> npt.NDArray[np.int64]:
        """Text offsets of the characters at these story offsets (0..length)."""
        wanted = np.asarray(offsets, dtype=np.int64)
        piece = np.searchsorted(self._begins, wanted, side="right") - 1
        mapped: npt.NDArray[np.int64] = wanted + self._shifts[piece]
        return mapped

    def stop(self, offsets: Offsets) -> npt.NDArray[np.int64]:
        """Text offsets just after the character before each story offset.

        A passage that ends where a cut begins thus ends before the cut. A stop
        of 0 has no character before it and maps as `start` does.
        """
        wanted = np.asarray(offsets, dtype=np.int64)
        after = self.start(np.maximum(wanted - 1, 0)) + 1
        return np.where(wanted > 0, after, self.start(wanted))


class StoryMaps:
    """What `StoryMap` does for one article, for any number of them at once.

    Args:
        cuts: CUTS of the articles, spans of one article apart from one another.
    """

    def __init__(self, cuts: pl.DataFrame) -> None:
        ordered = cuts.sort("row", "start", "stop")
        rows, starts, stops = (
            ordered[name].to_numpy().astype(np.int64) for name in ("row", "start", "stop")
        )
        self._before = np.concatenate(([0], np.cumsum(stops - starts)))
        first = np.searchsorted(rows, rows, side="left")
        # Where each cut was in its story text: its start less what was cut before it.
        placed = starts - (self._before[:-1] - self._before[first])
        self._places = (rows << _OFFSET_BITS) + placed

    def start(
        self, rows: npt.NDArray[np.integer], offsets: npt.NDArray[np.integer]
    ) -> npt.NDArray[np.int64]:
        """Text offsets of the characters at these offsets of these articles' story texts."""
        wanted, keys = offsets.astype(np.int64), rows.astype(np.int64) << _OFFSET_BITS
        last = np.searchsorted(self._places, keys + wanted, side="right")
        first = np.searchsorted(self._places, keys, side="left")
        mapped: npt.NDArray[np.int64] = wanted + self._before[last] - self._before[first]
        return mapped

    def stop(
        self, rows: npt.NDArray[np.integer], offsets: npt.NDArray[np.integer]
    ) -> npt.NDArray[np.int64]:
        """Text offsets just after the character before each story offset."""
        wanted = offsets.astype(np.int64)
        after = self.start(rows, np.maximum(wanted - 1, 0)) + 1
        return np.where(wanted > 0, after, self.start(rows, wanted))
