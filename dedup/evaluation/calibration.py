"""Whether a probability is what it says, and where to draw the line."""

from __future__ import annotations

import polars as pl

from dedup.relations import DERIVED

BINS = 10
STEP = 0.05


def reliability(judged: pl.DataFrame) -> list[dict[str, float | int]]:
    """For each tenth of derived_probability that has pairs: how many, mean said, share derived.

    The reliability table of forecasters (Murphy, 1973): of the pairs said to be
    derived with 70 %, seven in ten should be.
    """
    said = pl.col("derived_probability").cast(pl.Float64)
    table = (
        judged.with_columns(
            bin=(said * BINS).floor().clip(0, BINS - 1).cast(pl.Int32),
            actual=pl.col("label").is_in(DERIVED).cast(pl.Float64),
        )
        .group_by("bin")
        .agg(pairs=pl.len(), said=said.mean(), derived=pl.col("actual").mean())
        .sort("bin")
    )
    return [
        {
            "from": row["bin"] / BINS,
            "to": (row["bin"] + 1) / BINS,
            "pairs": row["pairs"],
            "said": round(row["said"], 4),
            "derived": round(row["derived"], 4),
        }
        for row in table.iter_rows(named=True)
    ]


def calibration_error(judged: pl.DataFrame) -> float:
    """Mean distance of said and actual over the tenths, weighted by pairs (0 is best)."""
    rows = reliability(judged)
    total = sum(row["pairs"] for row in rows)
    off = sum(row["pairs"] * abs(row["said"] - row["derived"]) for row in rows)
    return round(off / total, 4) if total else 0.0


def thresholds(judged: pl.DataFrame, used: float | None = None) -> list[dict[str, float | int]]:
    """Precision, recall and F1 of derived at every threshold of .05 to .95 and the one used."""
    said = judged["derived_probability"].cast(pl.Float64)
    actual = judged["label"].is_in(DERIVED)
    wanted = int(actual.sum())
    rows: list[dict[str, float | int]] = []
    steps = {round(number * STEP, 2) for number in range(1, round(1 / STEP))}
    for threshold in sorted(steps | ({used} if used is not None else set())):
        called = said >= threshold
        right, given = int((called & actual).sum()), int(called.sum())
        rows.append(
            {
                "threshold": threshold,
                "precision": round(right / given, 4) if given else 1.0,
                "recall": round(right / wanted, 4) if wanted else 0.0,
                "f1": round(2 * right / (given + wanted), 4) if given + wanted else 0.0,
                "given": given,
            }
        )
    return rows
