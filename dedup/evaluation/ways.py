"""Whether the run told right who took from whom."""

from __future__ import annotations

import polars as pl

from dedup.relations import DERIVED

_FORWARD = {"L->R": "left_to_right", "R->L": "right_to_left"}


def direction_scores(judged: pl.DataFrame) -> dict[str, object] | None:
    """Directions of derived pairs against labels L->R, R->L and common; None without such labels.

    Args:
        judged: columns label, relation, direction (as labelled) and directed (as the run says; null
            where it does not call the pair derived).

    `decided_right` is over the pairs labelled L->R or R->L that the run calls derived and directs
    at all; `undecided` the share of those it leaves open. A common source said where one took from
    the other is decided, and wrong.
    """
    labelled = judged.filter(
        pl.col("label").is_in(DERIVED), pl.col("direction").is_in(["L->R", "R->L"])
    )
    common = judged.filter(pl.col("label").is_in(DERIVED), pl.col("direction") == "common")
    if labelled.is_empty() and common.is_empty():
        return None
    called = labelled.filter(pl.col("directed").is_not_null())
    decided = called.filter(pl.col("directed") != "undetermined")
    right = decided.filter(pl.col("directed") == pl.col("direction").replace_strict(_FORWARD))
    told = common.filter(pl.col("directed").is_not_null())
    directed = told.filter(pl.col("directed").is_in(list(_FORWARD.values())))
    return {
        "labelled": labelled.height,
        "called_derived": called.height,
        "decided": decided.height,
        "right": right.height,
        "decided_right": _share(right.height, decided.height),
        "undecided": _share(called.height - decided.height, called.height),
        "common_labelled": told.height,
        "common_found": told.filter(pl.col("directed") == "common_source").height,
        "common_called_directed": directed.height,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
