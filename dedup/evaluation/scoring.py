"""Agreement of verdicts with labels.

`different` counts as `same_event` in everything that speaks of the four
relations: whether two independent reports share an event is a question of its
own. Shared text is copy or partial against the rest.
"""

from __future__ import annotations

import polars as pl

from dedup.evaluation.calibration import calibration_error
from dedup.relations import DERIVED, RELATION_NAMES

FOUR = ("copy", "partial", "rewrite", "same_event")
SHARED = FOUR[:2]


def scores(judged: pl.DataFrame) -> dict[str, object]:
    """Scores of labelled pairs: columns label, relation, derived_probability, candidate.

    `candidate` says whether the run had compared the pair at all.
    """
    told = judged.with_columns(pl.col("label", "relation").replace({"different": "same_event"}))
    per_relation = {name: _f1(told, (name,)) for name in FOUR}
    derived = told.filter(pl.col("label").is_in(DERIVED))
    actual = told["label"].is_in(DERIVED).cast(pl.Float64)
    error = (told["derived_probability"].cast(pl.Float64) - actual) ** 2
    return {
        "pairs": told.height,
        "shared_text": _f1(told, SHARED),
        "derived": _f1(told, DERIVED),
        "relations": per_relation,
        "macro_f1": _mean([s["f1"] for s in per_relation.values() if s["labelled"]]),
        "candidate_recall": _share(derived["candidate"]) if derived.height else None,
        "different_called_derived": _share(
            judged.filter(pl.col("label") == "different")["relation"].is_in(DERIVED)
        ),
        "brier_derived": _round(error.mean()),
        "calibration_error": calibration_error(judged),
        "confusion": {
            label: {
                given: judged.filter(
                    (pl.col("label") == label) & (pl.col("relation") == given)
                ).height
                for given in RELATION_NAMES
            }
            for label in RELATION_NAMES
        },
    }


def mistakes(judged: pl.DataFrame, most: int = 10) -> pl.DataFrame:
    """The labelled pairs that the verdict is surest and wrong about, worst first."""
    actual = pl.col("label").is_in(DERIVED)
    miss = (pl.col("derived_probability") - actual.cast(pl.Float64)).abs()
    wrong = pl.col("label").replace({"different": "same_event"}) != pl.col("relation").replace(
        {"different": "same_event"}
    )
    ranked = judged.filter(wrong).with_columns(miss=miss)
    return ranked.sort("miss", "left_id", "right_id", descending=[True, False, False]).head(most)


def _f1(told: pl.DataFrame, names: tuple[str, ...]) -> dict[str, float]:
    """Precision, recall and F1 of one class against the rest."""
    labelled = told["label"].is_in(names)
    given = told["relation"].is_in(names)
    right = int((labelled & given).sum())
    wanted, called = int(labelled.sum()), int(given.sum())
    return {
        "precision": _round(right / called) if called else 0.0,
        "recall": _round(right / wanted) if wanted else 0.0,
        "f1": _round(2 * right / (wanted + called)) if wanted + called else 0.0,
        "labelled": wanted,
        "given": called,
    }


def _share(flags: pl.Series) -> float:
    return _round(flags.cast(pl.Float64).mean())


def _mean(values: list[float]) -> float:
    return _round(sum(values) / len(values)) if values else 0.0


def _round(value: object) -> float:
    return round(float(value), 4) if isinstance(value, int | float) else 0.0
