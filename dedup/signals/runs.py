"""The longest run of words that both texts have, anywhere and outside quotations."""

from __future__ import annotations

import numpy as np

from dedup.readings import Doubles
from dedup.signals.batch import Batch
from dedup.signals.comparison import Comparison

NAMES = ("shared_words", "longest_run", "longest_narrated_run", "quoted_share")


def measure(pair: Comparison) -> tuple[float, ...]:
    """Words shared, words of the longest passage, the same outside quotations, share quoted."""
    shared = quoted = longest = narrated = 0.0
    for span in pair.spans:
        inside = pair.left.quoted[span.left_start : span.left_stop]
        other = pair.right.quoted[span.right_start : span.right_stop]
        shared += span.words
        longest = max(longest, span.words)
        here = np.count_nonzero(inside)
        if not here and not np.count_nonzero(other):
            narrated = max(narrated, span.words)
            continue
        quoted += span.words * (here / max(len(inside), 1))
        # What either side quotes is no running narration of both.
        either = inside | other[np.arange(len(inside)) * len(other) // max(len(inside), 1)]
        narrated = max(narrated, _longest_false(either) * span.words / max(len(inside), 1))
    return shared, longest, narrated, quoted / shared if shared else 0.0


def measure_all(batch: Batch) -> Doubles:
    """The same of all pairs of a batch (pairs, names)."""
    found = np.empty((batch.size, len(NAMES)))
    passages = (batch.spans, batch.span_words, batch.span_pairs)
    batch.loops.run(*batch.pairs, batch.columns.marks, *passages, found)
    return found


def _longest_false(inside: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([True], inside, [True])).astype(np.int8)))
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
