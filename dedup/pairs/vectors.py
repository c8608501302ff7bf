"""The term weights of texts as sparse vectors, one after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.int64]


class Vectors(NamedTuple):
    """`words` (uint32, ascending in each text) and `weights` (float32) of the texts.

    Text `i` has those from `begins[i]` to `ends[i]`; several texts may have the same.
    """

    words: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float32]
    begins: Numbers
    ends: Numbers

    def span(self, text: int) -> slice:
        """Where one text's words are."""
        return slice(int(self.begins[text]), int(self.ends[text]))


def vectors(
    terms: pl.DataFrame, vocabulary: pl.DataFrame, rows: npt.NDArray[np.integer]
) -> Vectors:
    """The vectors of the texts in these rows; a row without terms has an empty one.

    Args:
        terms: TERMS.
        vocabulary: VOCABULARY; a term of two languages is one word here.
        rows: the row under which each text's terms stand, in any order.
    """
    filed = terms["row"].to_numpy()
    if (filed[1:] < filed[:-1]).any():  # whoever made it kept no order
        terms = terms.sort("row", "word")
        filed = terms["row"].to_numpy()
    wanted = rows.astype(filed.dtype)
    words = terms["word"].to_numpy()
    again = vocabulary["term"].to_numpy()
    again = again[1:] == again[:-1]
    if again.any():
        alike = np.concatenate((np.zeros(1, dtype=np.uint32), np.cumsum(~again, dtype=np.uint32)))
        words = alike[words]
    return Vectors(
        words,
        terms["weight"].to_numpy(),
        np.searchsorted(filed, wanted, side="left"),
        np.searchsorted(filed, wanted, side="right"),
    )
