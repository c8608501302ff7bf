"""Scores of verdicts against labelled pairs.

`labels` reads what people judged; `scoring` counts agreement; `calibration`
asks whether probabilities are what they say, and which threshold would have
been best; `intervals` how much of a figure may be chance; `ways` whether who
took from whom was told right.
"""

from dedup.evaluation.calibration import reliability, thresholds
from dedup.evaluation.intervals import intervals
from dedup.evaluation.labels import read_labels
from dedup.evaluation.scoring import FOUR, SHARED, mistakes, scores
from dedup.evaluation.ways import direction_scores

__all__ = [
    "FOUR",
    "SHARED",
    "direction_scores",
    "intervals",
    "mistakes",
    "read_labels",
    "reliability",
    "scores",
    "thresholds",
]
