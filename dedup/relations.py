"""The verdict on a pair: its relation, the probability, and the reason.

Four logistic questions, each over a few signals (weights in
`dedup/data/relations.json`, made by `make train`):

- `shared`: do they share running text (copy or partial)?
- `copy`: if so, does one reproduce nearly all of the other?
- `rewrite`: if not, does one retell the other, or both one source?
- `event`: if not that either, do they report one event?

so that P(copy) = shared · copy, P(partial) = shared · (1 - copy),
P(rewrite) = (1 - shared) · rewrite, and the rest is same_event or different.
Where nothing can be pointed at (`dedup.grounds`), `rewrite` has an upper bound.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.errors import SettingsError
from dedup.grounds import grounds
from dedup.settings import RelationSettings
from dedup.tables import RELATIONS

QUESTIONS = ("shared", "copy", "rewrite", "event")
RELATION_NAMES = ("copy", "partial", "rewrite", "same_event", "different")
DERIVED = RELATION_NAMES[:3]
Floats = npt.NDArray[np.float64]


class Weight(NamedTuple):
    """One signal's part in one question: `weight · transform(signal)`."""

    signal: str
    transform: str
    weight: float


class Question(NamedTuple):
    """A logistic question: the intercept and its weights."""

    intercept: float
    weights: tuple[Weight, ...]


Model = Mapping[str, Question]


@lru_cache(maxsize=4)
def load_model(path: str) -> Model:
    """The model of a weights file; the shipped one where the path is empty."""
    source = Path(path) if path else files("dedup").joinpath("data", "relations.json")
    try:
        stored = json.loads(source.read_text("utf-8"))
        return {
            name: Question(
                float(stored[name]["intercept"]),
                tuple(
                    Weight(str(w["signal"]), str(w["transform"]), float(w["weight"]))
                    for w in stored[name]["weights"]
                ),
            )
            for name in QUESTIONS
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"relations.model {path}: not a weights file ({error}); make one with `make train`"
        ) from error


def transformed(signals: pl.DataFrame, signal: str, transform: str) -> Floats:
    """One signal as the model sees it: `plain`, `log` (of 1 + x) or `root`.

    `a * b` is the product of two signals: evidence that counts together only.
    """
    columns = [signals[name].to_numpy().astype(np.float64) for name in signal.split(" * ")]
    values: Floats = np.prod(columns, axis=0)
    if transform == "log":
        return np.asarray(np.log1p(values))
    if transform == "root":
        return np.asarray(np.sqrt(np.maximum(values, 0.0)))
    return values


def answers(signals: pl.DataFrame, model: Model) -> dict[str, Floats]:
    """Probability of yes to each question for each row of SIGNALS."""
    found = {}
    for name in QUESTIONS:
        question = model[name]
        score = np.full(signals.height, question.intercept)
        for part in question.weights:
            score += part.weight * transformed(signals, part.signal, part.transform)
        found[name] = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
    return found


def probabilities(signals: pl.DataFrame, model: Model, settings: RelationSettings) -> Floats:
    """Probability of each of RELATION_NAMES (columns) for each row of SIGNALS."""
    yes = answers(signals, model)
    shared, copy, rewrite, event = (yes[name] for name in QUESTIONS)
    most = np.where(grounds(signals, settings), 1.0, settings.groundless)
    rewrite = np.minimum(rewrite, most)
    rest = (1 - shared) * (1 - rewrite)
    return np.stack(
        (
            shared * copy,
            shared * (1 - copy),
            (1 - shared) * rewrite,
            rest * event,
            rest * (1 - event),
        ),
        axis=1,
    )


def judge(signals: pl.DataFrame, settings: RelationSettings) -> pl.DataFrame:
    """SIGNALS → RELATIONS.

    A pair is derived where the three derived relations together reach
    `derived_threshold`, or `rewrite_threshold` where it would be a rewrite or little
    of either's narration stands in the other. It is a rewrite where that is likelier
    than shared text, copy or partial, and less than half of either's narration is
    shared; else, and within not derived, the likelier of the two is given.
    """
    return judge_by(signals, load_model(settings.model), settings)


def judge_by(signals: pl.DataFrame, model: Model, settings: RelationSettings) -> pl.DataFrame:
    """RELATIONS by a given model, in the order of SIGNALS."""
    chances = probabilities(signals, model, settings)
    derived = chances[:, :3].sum(axis=1)
    narrated = signals["narration_shared"].to_numpy()
    running = chances[:, :2].sum(axis=1) >= chances[:, 2]
    running |= narrated >= settings.much_shared
    likeliest = np.where(running, chances[:, :2].argmax(axis=1), DERIVED.index("rewrite"))
    thin = ~running | (narrated < settings.thin_share)
    thin |= signals["narrated_words"].to_numpy() < settings.thin_words
    enough = np.where(thin, settings.rewrite_threshold, settings.derived_threshold)
    best = np.where(derived >= enough, likeliest, 3 + chances[:, 3:].argmax(axis=1))
    names = np.array(RELATION_NAMES)
    return RELATIONS.check(
        signals.select("left", "right").with_columns(
            pl.Series("relation", names[best].tolist(), dtype=pl.String),
            pl.Series("probability", chances[np.arange(len(best)), best], dtype=pl.Float32),
            pl.Series("derived_probability", derived, dtype=pl.Float32),
        )
    )
