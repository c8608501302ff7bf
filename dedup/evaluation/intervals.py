"""How much of a figure may be chance: intervals by bootstrap."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dedup.evaluation.scoring import FOUR, SHARED
from dedup.relations import DERIVED

RESAMPLES = 2_000
LEVEL = 0.95
_SEED = 20_240_229
_Counts = NDArray[np.float64]


def intervals(judged: pl.DataFrame) -> dict[str, list[float]]:
    """Lowest and highest value that each main figure takes in 95 % of resamples.

    Pairs of one story are drawn together (cluster bootstrap, Davison and Hinkley
    1997, ch. 3.8): ten copies of one story are not ten independent proofs. A
    story is what pairs labelled derived join; another pair goes with the story
    of its left article.
    """
    if judged.is_empty():
        return {}
    cells, errors, sizes = _by_group(judged)
    groups = len(cells)
    rng = np.random.default_rng(_SEED)
    drawn = rng.multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES).astype(np.float64)
    table = np.einsum("rg,glk->rlk", drawn, cells)
    brier = (drawn @ errors) / np.maximum(drawn @ sizes, 1)
    named: dict[str, _Counts] = {
        "shared_text_f1": _f1(table, SHARED),
        "derived_f1": _f1(table, DERIVED),
        "derived_precision": _of(table, DERIVED, 1),
        "derived_recall": _of(table, DERIVED, 2),
        "macro_f1": _macro(table),
        "brier_derived": brier,
    }
    tail = (1 - LEVEL) / 2
    return {
        name: [round(float(np.quantile(values, q)), 4) for q in (tail, 1 - tail)]
        for name, values in named.items()
    }


def _by_group(judged: pl.DataFrame) -> tuple[_Counts, _Counts, _Counts]:
    """For each group of linked pairs: labels by relations, summed squared errors, pairs."""
    group = _groups(judged)
    place = {name: number for number, name in enumerate(FOUR)} | {"different": 3}
    label = np.array([place[name] for name in judged["label"]])
    relation = np.array([place.get(name or "different", 3) for name in judged["relation"]])
    said = judged["derived_probability"].cast(pl.Float64).fill_null(0.0).to_numpy()
    actual = judged["label"].is_in(DERIVED).to_numpy()
    number = int(group.max()) + 1
    cells = np.zeros((number, 4, 4))
    np.add.at(cells, (group, label, relation), 1)
    errors, sizes = np.zeros(number), np.zeros(number)
    np.add.at(errors, group, (said - actual) ** 2)
    np.add.at(sizes, group, 1)
    return cells, errors, sizes


def _groups(judged: pl.DataFrame) -> NDArray[np.int64]:
    """A number for each pair, the same for those of one story; each its own where all are one."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    pairs = list(judged.select("left_id", "right_id").iter_rows())
    for (left, right), label in zip(pairs, judged["label"], strict=True):
        if label in DERIVED:
            one, other = sorted((find(left), find(right)))
            parent[other] = one
    numbers: dict[str, int] = {}
    found = [numbers.setdefault(find(left), len(numbers)) for left, _ in pairs]
    return np.array(found if len(numbers) > 1 else range(len(found)), np.int64)


def _places(names: tuple[str, ...]) -> list[int]:
    return [FOUR.index(name) for name in names]


def _counts(table: _Counts, names: tuple[str, ...]) -> tuple[_Counts, _Counts, _Counts]:
    at = _places(names)
    right = table[:, at][:, :, at].sum((1, 2))
    return right, table[:, :, at].sum((1, 2)), table[:, at].sum((1, 2))


def _f1(table: _Counts, names: tuple[str, ...]) -> _Counts:
    right, given, wanted = _counts(table, names)
    return 2 * right / np.maximum(given + wanted, 1)


def _of(table: _Counts, names: tuple[str, ...], side: int) -> _Counts:
    """Precision (side 1) or recall (side 2)."""
    counts = _counts(table, names)
    found: _Counts = counts[0] / np.maximum(counts[side], 1)
    return found


def _macro(table: _Counts) -> _Counts:
    values = np.stack([_f1(table, (name,)) for name in FOUR])
    labelled = np.stack([table[:, FOUR.index(name)].sum(1) > 0 for name in FOUR])
    mean: _Counts = (values * labelled).sum(0) / np.maximum(labelled.sum(0), 1)
    return mean
