"""Evidence about a pair: each module one independent kind, as numbers and in words.

To add a signal: write a module with `NAMES` (the columns it makes),
`measure(pair: Comparison) -> tuple[float, ...]` (one value a name, missing
evidence is 0) and `explain(values) -> str` (its words for `because`, empty
where it has nothing to say); list it in `MEMBERS`; then `make train` decides
what it weighs. Where it earns its place it gets `measure_all(batch: Batch)`
too, which gives the same for all pairs of a batch, with compiled loops where
that takes any: `measure` says what it computes, and tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

import numpy as np
import polars as pl

from dedup import kernels
from dedup.readings import Doubles, Readings
from dedup.signals import (
    acknowledged,
    anchors,
    coverage,
    days,
    figures,
    gap,
    headlines,
    overlap,
    remainder,
    reporting,
    runs,
    sentences,
    sizes,
)
from dedup.signals.batch import Batch
from dedup.signals.comparison import NOBODY, Comparison, Profile, Span
from dedup.tables import ROW

MEMBERS = (
    coverage,
    sentences,
    anchors,
    runs,
    overlap,
    remainder,
    figures,
    days,
    headlines,
    acknowledged,
    reporting,
    sizes,
    gap,
)
SIGNALS: tuple[str, ...] = tuple(name for member in MEMBERS for name in member.NAMES)
CARRIED = ("jaccard", "left_contained", "right_contained", "cosine")
"""Columns of PAIRS that are evidence too and go into SIGNALS as they are."""

SCHEMA = pl.Schema({"left": ROW, "right": ROW} | dict.fromkeys((*SIGNALS, *CARRIED), pl.Float32))
_CHARACTERS_A_PAIR = 10_000
"""A pair's worth in characters of tokenizing, for the choice of form: a millisecond or two."""


def measure(
    pairs: pl.DataFrame,
    alignments: pl.DataFrame,
    readings: Readings,
    profiles: Mapping[int, Profile],
) -> pl.DataFrame:
    """PAIRS with their ALIGNMENTS (offsets in story text) → SIGNALS, in the order of PAIRS."""
    if kernels.worth(pairs.height * _CHARACTERS_A_PAIR):
        values = _together(pairs, alignments, readings, profiles)
    else:
        compared = _comparisons(pairs, alignments, readings, profiles)
        values = np.concatenate([_plainly(member, compared) for member in MEMBERS], axis=1)
    columns = np.ascontiguousarray(values.T, dtype=np.float32)
    return pairs.select("left", "right", *map(pl.Series, SIGNALS, columns), *CARRIED)


def _together(
    pairs: pl.DataFrame,
    alignments: pl.DataFrame,
    readings: Readings,
    profiles: Mapping[int, Profile],
) -> Doubles:
    """All members' values (pairs, signals), of each in the quickest form that it has."""
    batch = Batch(pairs, alignments, readings, profiles)
    compared: list[Comparison] = []
    found = []
    for member in MEMBERS:
        measure_all = getattr(member, "measure_all", None)
        if measure_all is None and not compared:
            compared = _comparisons(pairs, alignments, readings, profiles)
        found.append(batch.said(measure_all) if measure_all else _plainly(member, compared))
    return np.concatenate(found, axis=1)


def _plainly(member: ModuleType, compared: Sequence[Comparison]) -> Doubles:
    """One member's values (pairs, names), a pair at a time."""
    values = [member.measure(pair) for pair in compared]
    return np.array(values, dtype=np.float64).reshape(len(compared), len(member.NAMES))


def _comparisons(
    pairs: pl.DataFrame,
    alignments: pl.DataFrame,
    readings: Readings,
    profiles: Mapping[int, Profile],
) -> list[Comparison]:
    spans = _spans(alignments, readings)
    return [
        Comparison(
            readings[left],
            readings[right],
            (profiles.get(left, NOBODY), profiles.get(right, NOBODY)),
            spans.get((left, right), []),
        )
        for left, right in pairs.select("left", "right").iter_rows()
    ]


def _spans(alignments: pl.DataFrame, readings: Readings) -> dict[tuple[int, int], list[Span]]:
    """Passages of each pair as word numbers."""
    spans: dict[tuple[int, int], list[Span]] = {}
    columns = ("left", "right", "left_start", "left_stop", "right_start", "right_stop")
    for left, right, a, b, c, d, words in alignments.select(*columns, "words").iter_rows():
        one, other = readings[left], readings[right]
        left_start, left_stop = one.starts.searchsorted((a, b)).tolist()
        right_start, right_stop = other.starts.searchsorted((c, d)).tolist()
        spans.setdefault((left, right), []).append(
            Span(left_start, left_stop, right_start, right_stop, words)
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
