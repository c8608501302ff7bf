"""Make `dedup/data/relations.json` from labelled pairs, and show how it carries over.

`python tests/quality/train_relations.py` prints scores with each corpus judged
by a model that has not seen it, then with each story judged by one that has
not seen that story, then the same trained on all; `--write` replaces the
shipped weights by those trained on all. Deterministic.

Trained on: the corpora's own labels, those of `labels/`, look-alikes made of the
corpora's articles, and derivations planted in some of them (by what is not held
back from training). Scores are those of the corpora's own labels alone.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from labelled import CORPORA, TRAINING_LABELS, corpus_tables, labelled_rows, own_labels
from labelled import with_signals as measured
from look_alikes import look_alikes
from planted_pairs import PLANTED_OF, planted_pairs
from sklearn.linear_model import LogisticRegression

from dedup.evaluation import mistakes, scores
from dedup.pipeline import Tables
from dedup.relations import Question, Weight, judge_by, transformed
from dedup.settings import RelationSettings, Settings

TARGET = Path(__file__).parents[2] / "dedup" / "data" / "relations.json"
MADE_OF = CORPORA[:3]
"""Corpora of whose articles look-alikes are made: the fourth has real ones."""
SURE = {1: 0.4, 2: 0.8, 3: 1.0}
MADE_WEIGHT = 0.3
VERDICTS = RelationSettings()
STORY_FOLDS = 10
STRENGTH = {"shared": 1.0, "copy": 1.0, "rewrite": 1.0, "event": 0.3}
USUAL = {"shared": 0.3, "rewrite": 0.25, "event": 0.8}
"""How often the answer is yes where a pair is worth a second look. Corpora differ in it by a factor
of ten (rumours are retold, campaign news is not), so that none of them may teach it."""
AGAINST = (
    "facts_replaced",
    "facts_swapped",
    "figures_differ",
    "longer_words",
    "own_reporting",
    "uncredited",
    "rest_apart",
    "weekdays_apart",
    "dates_apart",
    "days_between",
)
"""Signals that speak against a yes, and products that begin with one; all others speak for it."""
Signals = tuple[tuple[str, str], ...]
SIGNALS: dict[str, Signals] = {
    "shared": (
        ("narration_shared", "root"),
        ("sentences_kept", "log"),
        ("longest_narrated_run", "log"),
        ("facts_replaced * covered_most", "plain"),
        ("facts_swapped * covered_most", "plain"),
        ("figures_differ", "plain"),
        ("rest_apart", "plain"),
    ),
    "copy": (
        ("covered_most", "plain"),
        ("narration_shared", "plain"),
    ),
    "rewrite": (
        ("retold_in_order", "root"),
        ("anchors_clustered", "root"),
        ("cosine", "plain"),
        ("facts_kept", "plain"),
        ("retells_other * cosine", "plain"),
        ("attributes_other * cosine", "plain"),
        ("attributes_common * cosine", "plain"),
        ("source_common * cosine", "plain"),
        ("retells * cosine", "plain"),
        ("order", "plain"),
        ("own_reporting", "plain"),
        ("uncredited", "plain"),
        ("longer_words", "log"),
        ("facts_replaced * covered_most", "plain"),
        ("figures_differ", "plain"),
        ("rest_apart", "plain"),
    ),
    "event": (
        ("cosine", "plain"),
        ("word_overlap", "plain"),
        ("headline_overlap", "plain"),
        ("figures_differ", "plain"),
        ("facts_replaced * covered_most", "plain"),
        ("rest_apart * covered_most", "plain"),
        ("weekdays_apart", "plain"),
        ("dates_apart", "plain"),
        ("days_between", "log"),
    ),
}
Flags = npt.NDArray[np.bool_]
OWN, EXTRA, MADE = "own", "extra", "made"


def chosen(question: str, pairs: pl.DataFrame) -> tuple[Flags, Flags]:
    """Which pairs a question is asked of, and which of them say yes."""
    label = pairs["label"].to_numpy()
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

    Pairs are few and the signals lean on each other: a weight of the wrong
    sign is an accident of the sample that fails on the next one, so that the
    signal with the worst of them is left out and the rest is fitted again.
    """
    asked, yes = chosen(name, pairs)
    yes = yes[asked]
    weight = _weights(name, pairs.filter(asked), yes)
    while True:
        values = np.stack([transformed(pairs, *signal) for signal in signals], axis=1)[asked]
        spread = np.maximum(values.std(axis=0), 1e-3)
        found = LogisticRegression(C=STRENGTH[name], max_iter=5000)
        found.fit(values / spread, yes, sample_weight=weight)
        senses = np.array([-1.0 if s.split(" * ")[0] in AGAINST else 1.0 for s, _ in signals])
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


def _weights(name: str, pairs: pl.DataFrame, yes: Flags) -> npt.NDArray[np.float64]:
    """What each pair counts: how sure its label is, and so that yes is as frequent as usual."""
    weight = np.array([SURE[s] for s in pairs["sure"].to_list()])
    weight = np.where(pairs["kind"].to_numpy() == MADE, weight * MADE_WEIGHT, weight)
    if name in USUAL:
        share = weight[yes].sum() / weight.sum()
        usual = USUAL[name]
        weight *= np.where(yes, usual / share, (1 - usual) / (1 - share))
    return weight


def judged(pairs: pl.DataFrame, model: dict[str, Question]) -> pl.DataFrame:
    """Labelled pairs with the model's verdict on them."""
    verdict = judge_by(pairs, model, VERDICTS)
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


def pairs_of(name: str, tables: Tables, settings: Settings) -> pl.DataFrame:
    """All pairs of one corpus that a model may learn from, with their signals."""
    parts = []
    for kind, labels in ((OWN, own_labels(name)), (EXTRA, TRAINING_LABELS / f"{name}.csv")):
        if labels.is_file():
            rows = labelled_rows(labels, tables).with_columns(kind=pl.lit(kind))
            parts.append(measured(rows, tables, settings))
    if name in MADE_OF:
        made = look_alikes(name, tables, settings).with_columns(kind=pl.lit(MADE))
        parts.append(made.select(parts[0].columns))
    if name in PLANTED_OF:
        made = planted_pairs(name, MADE, settings)
        parts.append(made.select(parts[0].columns) if parts else made)
    return pl.concat(parts).with_columns(corpus=pl.lit(name))


def learned_from() -> list[str]:
    """Every corpus with labels of its own or in `labels/`, or in which pairs are planted."""
    extra = sorted(path.stem for path in TRAINING_LABELS.glob("*.csv"))
    return list(dict.fromkeys([*CORPORA, *extra, *PLANTED_OF]))


def by_story(pairs: pl.DataFrame) -> pl.DataFrame:
    """The corpora's own pairs, each judged by a model that has seen no pair of its story.

    A story here is whatever chains of labelled pairs join, whatever their label.
    """
    numbers = stories(pairs)
    fold = numbers % STORY_FOLDS
    own = pairs["kind"].to_numpy() == OWN
    return pl.concat(
        [
            judged(pairs.filter((fold == one) & own), fit(pairs.filter(fold != one)))
            for one in range(STORY_FOLDS)
        ]
    )


def stories(pairs: pl.DataFrame) -> npt.NDArray[np.int64]:
    """For each pair the number of its story."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    made = pl.when(pl.col("kind") == MADE).then(pl.lit(MADE)).otherwise(pl.lit(""))
    names = pairs.select(
        one=pl.concat_str("corpus", made, "left_id"),
        other=pl.concat_str("corpus", made, "right_id"),
    )
    _, place = np.unique(
        np.concatenate((names["one"].to_numpy(), names["other"].to_numpy())), return_inverse=True
    )
    left, right = place[: pairs.height], place[pairs.height :]
    size = place.max() + 1
    graph = coo_array((np.ones(pairs.height), (left, right)), shape=(size, size))
    _, number = connected_components(graph, directed=False)
    return np.asarray(number[left], dtype=np.int64)


def unseen(pairs: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The own pairs of each corpus, judged by a model that has seen none of that corpus."""
    own = pl.col("kind") == OWN
    return {
        name: judged(
            pairs.filter((pl.col("corpus") == name) & own),
            fit(pairs.filter(pl.col("corpus") != name)),
        )
        for name in CORPORA
    }


def write(model: dict[str, Question], path: Path) -> None:
    """A weights file that the setting `relations.model` takes."""
    stored = {
        name: {
            "intercept": question.intercept,
            "weights": [weight._asdict() for weight in question.weights],
        }
        for name, question in model.items()
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    parser.add_argument("--mistakes", type=int, default=0, help="list so many of the worst")
    parser.add_argument("--keep", type=Path, help="keep the pairs with their signals (Parquet)")
    asked = parser.parse_args()
    settings = Settings()
    pairs = pl.concat(
        [pairs_of(name, corpus_tables(name, settings), settings) for name in learned_from()]
    )
    if asked.keep:
        pairs.write_parquet(asked.keep)
    apart = unseen(pairs)
    for name, found in apart.items():
        print(line(f"{name}, unseen", scores(found)))
    print(line("all, each unseen", scores(pl.concat(apart.values()))))
    print(line("all, each story unseen", scores(by_story(pairs))))
    model = fit(pairs)
    own = pairs.filter(pl.col("kind") == OWN)
    print(line("all, trained on all", scores(judged(own, model))))
    for row in mistakes(pl.concat(apart.values()), most=asked.mistakes).iter_rows(named=True):
        print(
            f"{row['corpus']} {row['left_id']} {row['right_id']}: labelled {row['label']}, "
            f"called {row['relation']} (derived {row['derived_probability']:.2f})"
        )
    if asked.write:
        write(model, TARGET)
        print(f"written: {TARGET.name}")


if __name__ == "__main__":
    main()
