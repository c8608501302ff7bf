"""The longest run of words that both texts have, anywhere and of narration."""

from __future__ import annotations

import numpy as np

from dedup.readings import Bools, Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison

NAMES = ("shared_words", "longest_run", "longest_narrated_run", "quoted_share")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Words shared, words of the longest passage, the same of narration, share quoted.

    What one side tells and the other quotes as the first's narration is narration.
    """
    shared = quoted = longest = narrated = 0.0
    left, right = pair.sides
    for span in pair.spans:
        inside = pair.left.quoted[span.left_start : span.left_stop]
        shared += span.words
        longest = max(longest, span.words)
        quoted += span.words * (np.count_nonzero(inside) / max(len(inside), 1))
        told = left.narration[span.left_start : span.left_stop]
        other = right.narration[span.right_start : span.right_stop]
        if told.all() and other.all():
            narrated = max(narrated, span.words)
            continue
        both = told & other[np.arange(len(told)) * len(other) // max(len(told), 1)]
        narrated = max(narrated, _longest_true(both) * span.words / max(len(told), 1))
    return shared, longest, narrated, quoted / shared if shared else 0.0


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    found = np.empty((batch.size, len(NAMES)))
    passages = (batch.spans, batch.span_words, batch.span_pairs)
    columns = batch.columns
    batch.loops.run(
        *(batch.left, columns.texts, columns.marks), *passages, batch.places, batch.told, found
    )
    return found


def _longest_true(told: Bools) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], told, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def explain(values: dict[str, float]) -> str:
    """The longest run, and how much of what is shared is quotation."""
    run = round(values["longest_run"])
    if run < 8:
        return ""
    said = f"longest shared passage {run} words"
    if values["quoted_share"] >= 0.3:
        said += f", {values['quoted_share']:.0%} of the shared words are quotations"
    return said
