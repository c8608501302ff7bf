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
    """CUTS by the rules and FURNITURE, which lies beside them, as one CUTS in order."""
    learned = furniture.select(CUTS.schema.names())
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
