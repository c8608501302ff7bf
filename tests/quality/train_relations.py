"""Make `dedup/data/relations.json` from the labelled pairs, and show how it carries over.

`python tests/quality/train_relations.py` prints scores with each corpus judged
by a model that has not seen it, then the same trained on all; `--write`
replaces the shipped weights by those trained on all. Deterministic.
"""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
from labelled import CORPORA, corpus_tables, labelled_rows
from sklearn.linear_model import LogisticRegression

from dedup.evaluation import scores
from dedup.pipeline import judge_rows
from dedup.relations import Question, Weight, judge_by, transformed
from dedup.settings import RelationSettings, Settings

TARGET = Path(__file__).parents[2] / "dedup" / "data" / "relations.json"
SURE = {1: 0.4, 2: 0.8, 3: 1.0}
THRESHOLD = RelationSettings().derived_threshold
STRENGTH = {"shared": 1.0, "copy": 1.0, "rewrite": 1.0, "event": 0.3}
AGAINST = ("facts_replaced", "figures_differ")
"""Signals that speak against a yes; all others speak for it."""
Signals = tuple[tuple[str, str], ...]
SIGNALS: dict[str, Signals] = {
    "shared": (
        ("narration_shared", "plain"),
        ("sentences_kept", "log"),
        ("longest_narrated_run", "log"),
        ("facts_replaced", "plain"),
        ("figures_differ", "plain"),
    ),
    "copy": (
        ("covered_most", "plain"),
        ("narration_shared", "plain"),
        ("sentences_shared", "plain"),
    ),
    "rewrite": (
        ("anchors_clustered", "root"),
        ("cosine", "plain"),
        ("best_match", "plain"),
        ("longest_narrated_run", "log"),
        ("credits_other", "plain"),
        ("names_common", "plain"),
        ("retells * anchors_clustered", "plain"),
        ("facts_replaced", "plain"),
        ("figures_differ", "plain"),
    ),
    "event": (
        ("cosine", "plain"),
        ("word_overlap", "plain"),
        ("headline_overlap", "plain"),
        ("figures_differ", "plain"),
        ("facts_replaced", "plain"),
    ),
}


def chosen(question: str, labels: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """Which pairs a question is asked of, and which of them say yes."""
    label = labels.to_numpy()
    shared = np.isin(label, ["copy", "partial"])
    if question == "shared":
        return np.ones(len(label), bool), shared
    if question == "copy":
        return shared, label == "copy"
    if question == "rewrite":
        return ~shared, label == "rewrite"
    return np.isin(label, ["same_event", "different"]), label == "same_event"


def fit(pairs: pl.DataFrame) -> dict[str, Question]:
    """The four questions, fitted on labelled pairs with their signals."""
    return {name: _question(name, signals, pairs) for name, signals in SIGNALS.items()}


def _question(name: str, signals: Signals, pairs: pl.DataFrame) -> Question:
    """A regularised logistic question in which no signal speaks against its own sense.

    460 pairs are few and the signals lean on each other: a weight of the wrong
    sign is an accident of the sample that fails on the next one, so that the
    signal with the worst of them is left out and the rest is fitted again.
    """
    asked, yes = chosen(name, pairs["label"])
    weight = np.array([SURE[s] for s in pairs["sure"].to_list()])[asked]
    while True:
        values = np.stack([transformed(pairs, *signal) for signal in signals], axis=1)[asked]
        spread = np.maximum(values.std(axis=0), 1e-3)
        found = LogisticRegression(C=STRENGTH[name], max_iter=5000)
        found.fit(values / spread, yes[asked], sample_weight=weight)
        senses = np.array([-1.0 if signal in AGAINST else 1.0 for signal, _ in signals])
        wrong = found.coef_[0] * senses
        if wrong.min() >= 0:
            break
        signals = tuple(s for place, s in enumerate(signals) if place != wrong.argmin())
    return Question(
        round(float(found.intercept_[0]), 4),
        tuple(
            Weight(signal, transform, round(float(w), 4))
            for (signal, transform), w in zip(signals, found.coef_[0] / spread, strict=True)
        ),
    )


def judged(pairs: pl.DataFrame, model: dict[str, Question]) -> pl.DataFrame:
    """Labelled pairs with the model's verdict on them."""
    verdict = judge_by(pairs, model, THRESHOLD)
    return pl.concat(
        [pairs.drop("left", "right"), verdict.select("relation", "derived_probability")],
        how="horizontal",
    ).with_columns(candidate=True)


def line(name: str, found: dict) -> str:
    """One row of the table."""
    four = " ".join(f"{k} {v['f1']:.2f}" for k, v in found["relations"].items())
    shared, derived = found["shared_text"], found["derived"]
    return (
        f"{name:24} shared {shared['f1']:.3f} ({shared['precision']:.2f}/{shared['recall']:.2f})"
        f"  derived {derived['f1']:.3f} ({derived['precision']:.2f}/{derived['recall']:.2f})"
        f"  macro {found['macro_f1']:.3f}  {four}  brier {found['brier_derived']:.3f}"
        f"  look-alikes {found['different_called_derived']:.2f}"
    )


def signals_of(name: str) -> pl.DataFrame:
    """Labelled pairs of one corpus with their signals."""
    settings = Settings()
    tables = corpus_tables(name, settings)
    labels = labelled_rows(name, tables)
    run = judge_rows(tables, list(labels.select("left", "right").iter_rows()), settings)
    return labels.join(run.tables["signals"], on=["left", "right"], how="left").with_columns(
        corpus=pl.lit(name)
    )


def main() -> None:
    pairs = pl.concat([signals_of(name) for name in CORPORA])
    if "--dump" in sys.argv:
        pairs.write_parquet(sys.argv[sys.argv.index("--dump") + 1])
    unseen = []
    for name in CORPORA:
        model = fit(pairs.filter(pl.col("corpus") != name))
        unseen.append(judged(pairs.filter(pl.col("corpus") == name), model))
        print(line(f"{name}, unseen", scores(unseen[-1])))
    print(line("all, each unseen", scores(pl.concat(unseen))))
    model = fit(pairs)
    print(line("all, trained on all", scores(judged(pairs, model))))
    if "--write" in sys.argv:
        stored = {
            name: {
                "intercept": question.intercept,
                "weights": [weight._asdict() for weight in question.weights],
            }
            for name, question in model.items()
        }
        TARGET.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
        print(f"written: {TARGET.name}")


if __name__ == "__main__":
    main()
