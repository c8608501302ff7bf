"""What a rewrite is called on: something that can be pointed at.

Two reporters of one event share its facts, its names and what its speakers
said, and in some pair of many all that falls together by chance. A reader who
calls one text a rewrite of another points at more: that it says whose report
it tells, that the same statements come in the same order, or that narration of
one, outside what speakers said, stands in the other. And a text of a sentence or
two (a notice, an entry of a log, a teaser) has too little that could be retold.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.settings import RelationSettings

_CREDITS = ("credits_other", "credits_common", "source_common")
_ATTRIBUTED = ("attributes_other", "attributes_common")
_MUCH = 0.5
"""Of a text attributed to another: two stretches of it, where four count as all."""
_ALL = 1.0
"""How strongly one must retell a report of which nothing says that it is the other's."""


def grounds(signals: pl.DataFrame, settings: RelationSettings) -> npt.NDArray[np.bool_]:
    """For each row of SIGNALS whether there is anything to call it a rewrite on."""
    said = pl.max_horizontal(_CREDITS) >= settings.least_credit
    said |= pl.max_horizontal(_ATTRIBUTED) >= _MUCH
    said |= pl.col("retells") >= _ALL
    ordered = pl.col("retold_in_order") >= settings.least_retold
    ordered &= pl.col("order") >= settings.least_order
    narrated = pl.col("narrated_words") >= settings.least_narrated
    enough = pl.col("shorter_words") >= settings.least_words
    return signals.select(enough & (said | ordered | narrated)).to_series().to_numpy()
