"""What a rewrite is called on: something that can be pointed at.

Two reporters of one event share its facts, its names and what its speakers
said, and in some pair of many all that falls together by chance. A reader who
calls one text a rewrite of another points at more: that it says whose report
it tells, that the same statements come in the same order, or that a stretch of one's
narration, outside what speakers said, stands in the other: a phrase here and one there
is what any two reports of a matter share. Where all that the two
share is what somebody said, wrote or posted, that both name in their leads who
published it tells no more than that both quote it. And a text of a sentence or
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
"""How strongly one must retell a report of which nothing says that it is the other's; and how
strongly credits must tie two that share quotations alone."""


def grounds(signals: pl.DataFrame, settings: RelationSettings) -> npt.NDArray[np.bool_]:
    """For each row of SIGNALS whether there is anything to call it a rewrite on."""
    narrated = pl.col("longest_narrated_run") >= settings.least_narrated
    quoted = pl.col("quoted_share") >= settings.mostly_quoted
    quoted &= pl.col("narrated_words") < settings.least_narrated
    quoted &= pl.col("shared_words") >= settings.least_narrated
    enough_said = pl.when(quoted).then(_ALL).otherwise(settings.least_credit)
    said = pl.max_horizontal(_CREDITS) >= enough_said
    said |= pl.max_horizontal(_ATTRIBUTED) >= _MUCH
    said |= pl.col("retells") >= _ALL
    ordered = pl.col("retold_in_order") >= settings.least_retold
    ordered &= pl.col("order") >= settings.least_order
    enough = pl.col("shorter_words") >= settings.least_words
    return signals.select(enough & (said | ordered | narrated)).to_series().to_numpy()
