"""Judged pairs as people write them down."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dedup.errors import UsageError
from dedup.relations import RELATION_NAMES

WAYS = ("L->R", "R->L", "common", "none", "unknown")


def read_labels(path: Path) -> pl.DataFrame:
    """left_id, right_id, label, direction, sure; left before right by code point.

    `direction` is one of `WAYS`, `sure` a whole number (3 certain … 1 a guess);
    both are null where the file has no such column.

    Raises:
        UsageError: no such file, no such columns, or a value that means nothing.
    """
    try:
        raw = pl.read_csv(path, infer_schema=False, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(f"--labels {path}: not a CSV that can be read ({error})") from error
    missing = {"left", "right", "label"} - set(raw.columns)
    if missing:
        raise UsageError(
            f"--labels {path}: lacks the column {', '.join(sorted(missing))}; "
            f"it has {', '.join(raw.columns)}"
        )
    _check(raw, "label", RELATION_NAMES, "relation", path)
    if "direction" in raw.columns:
        _check(raw.drop_nulls("direction"), "direction", WAYS, "direction", path)
    swapped = pl.col("left") > pl.col("right")
    way = _optional(raw, "direction")
    turned = way.replace({"L->R": "R->L", "R->L": "L->R"})
    return raw.select(
        left_id=pl.when(swapped).then("right").otherwise("left"),
        right_id=pl.when(swapped).then("left").otherwise("right"),
        label="label",
        direction=pl.when(swapped).then(turned).otherwise(way),
        sure=_optional(raw, "sure").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False),
    ).unique(["left_id", "right_id"], keep="first", maintain_order=True)


def _optional(raw: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in raw.columns else pl.lit(None, pl.String)


def _check(raw: pl.DataFrame, name: str, values: tuple[str, ...], meaning: str, path: Path) -> None:
    wrong = raw.filter(~pl.col(name).is_in(values) | pl.col(name).is_null())[name].unique().sort()
    if len(wrong):
        raise UsageError(
            f"--labels {path}: {wrong[0]!r} is no {meaning}; they are {', '.join(values)}"
        )
