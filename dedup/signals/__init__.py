"""Evidence about a pair: each module one independent kind, as numbers and in words.

To add a signal: write a module with `NAMES` (the columns it makes),
`measure(pair: Comparison) -> tuple[float, ...]` (one value a name, missing
evidence is 0) and `explain(values) -> str` (its words for `because`, empty
where it has nothing to say); list it in `MEMBERS`; then `make train` decides
what it weighs.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from dedup.readings import Reading
from dedup.signals import (
    acknowledged,
    anchors,
    coverage,
    figures,
    headlines,
    overlap,
    runs,
    sentences,
    sizes,
)
from dedup.signals.comparison import Comparison, Profile, Span
from dedup.tables import ROW

MEMBERS = (coverage, sentences, anchors, runs, overlap, figures, headlines, acknowledged, sizes)
SIGNALS: tuple[str, ...] = tuple(name for member in MEMBERS for name in member.NAMES)
CARRIED = ("jaccard", "left_contained", "right_contained", "cosine")
"""Columns of PAIRS that are evidence too and go into SIGNALS as they are."""

SCHEMA = pl.Schema({"left": ROW, "right": ROW} | dict.fromkeys((*SIGNALS, *CARRIED), pl.Float32))
_NOBODY = Profile("", "", frozenset(), frozenset(), frozenset())


def measure(
    pairs: pl.DataFrame,
    alignments: pl.DataFrame,
    readings: Mapping[int, Reading],
    profiles: Mapping[int, Profile],
) -> pl.DataFrame:
    """PAIRS with their ALIGNMENTS (offsets in story text) → SIGNALS, in the order of PAIRS."""
    spans = _spans(alignments, readings)
    rows = []
    for left, right in pairs.select("left", "right").iter_rows():
        pair = Comparison(
            readings[left],
            readings[right],
            (profiles.get(left, _NOBODY), profiles.get(right, _NOBODY)),
            spans.get((left, right), []),
        )
        rows.append(tuple(value for member in MEMBERS for value in member.measure(pair)))
    values = np.array(rows, dtype=np.float32).reshape(len(rows), len(SIGNALS))
    return pairs.select(
        "left",
        "right",
        *(pl.Series(name, values[:, column]) for column, name in enumerate(SIGNALS)),
        *CARRIED,
    )


def _spans(
    alignments: pl.DataFrame, readings: Mapping[int, Reading]
) -> dict[tuple[int, int], list[Span]]:
    """Passages of each pair as word numbers."""
    spans: dict[tuple[int, int], list[Span]] = {}
    columns = ("left", "right", "left_start", "left_stop", "right_start", "right_stop")
    for left, right, a, b, c, d, words, kind in alignments.select(
        *columns, "words", "kind"
    ).iter_rows():
        one, other = readings[left], readings[right]
        left_start, left_stop = one.starts.searchsorted((a, b)).tolist()
        right_start, right_stop = other.starts.searchsorted((c, d)).tolist()
        spans.setdefault((left, right), []).append(
            Span(left_start, left_stop, right_start, right_stop, words, kind == "verbatim")
        )
    return spans


def explain(values: dict[str, float]) -> list[str]:
    """What each signal has to say of one row of SIGNALS, strongest modules first."""
    return [said for member in MEMBERS if (said := member.explain(values))]


def reasons(signals: pl.DataFrame, supports: pl.DataFrame | None = None) -> pl.DataFrame:
    """SIGNALS, SUPPORTS with `third_id` → left, right, because: the evidence in words."""
    thirds = (
        {}
        if supports is None
        else {
            (left, right): third
            for left, right, third in supports.select("left", "right", "third_id").iter_rows()
        }
    )
    said = []
    for values in signals.iter_rows(named=True):
        words = explain(values)
        third = thirds.get((values["left"], values["right"]))
        if third is not None:
            words.append(f"both resemble {third}, which is a sure rewrite of one of them")
        said.append("; ".join(words))
    return signals.select("left", "right").with_columns(pl.Series("because", said, dtype=pl.String))
