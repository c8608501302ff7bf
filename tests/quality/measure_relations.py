"""How far verdicts carry over: every figure about relations in one table.

    DEDUP_CORPORA=... python tests/quality/measure_relations.py [--lists DIR]

Each corpus is run as a user would run it, with a model that has seen none of
its pairs. `--lists DIR` writes what only reading can judge: pairs of different
outlets that were called derived, as CSV with both articles' ids, titles and the
reason. Takes some minutes of CPU.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import train_relations as training
from labelled import CORPORA, corpus_tables, folder, labelled_rows, own_labels, weigh, with_signals

from dedup import keys, pairs, pipeline, signals
from dedup.commands.evaluate import judged_labels
from dedup.evaluation import direction_scores, scores
from dedup.pipeline import Tables
from dedup.relations import DERIVED, judge_by
from dedup.relations import load_model as load
from dedup.settings import Settings
from dedup.timings import Timings

LOOK_ALIKES = "reuters21578"
SAMPLE = 100
REUSE = "clough_stevenson"
REUSE_CLASSES = {"copy": "cut", "partial": "light", "rewrite": "heavy"}
PLANTED_OF = "bbc"
Row = tuple[str, str]


def run(name: str, tables: Tables, model: Path, settings: Settings) -> pl.DataFrame:
    """The job from candidates on, with a model of ours; labelled pairs with their verdicts."""
    settings = replace(settings, relations=replace(settings.relations, model=str(model)))
    filed, _ = keys.find_keys(
        *(tables["terms"], tables["vocabulary"], tables["sketches"]),
        *(settings.keys, settings.sketches),
    )
    tables["pairs"], _ = pairs.find_pairs(filed, tables, settings)
    pipeline.rule(tables, settings)
    pipeline.judge(tables, settings)
    pipeline.settle(tables, settings)
    pipeline.explain(tables, settings, Timings(lambda _: None))
    labels = labelled_rows(own_labels(name), tables).with_columns(corpus=pl.lit(name))
    alone = judge_by(
        with_signals(labels, tables, settings),
        load(str(model)),
        settings.relations,
    )
    found = tables["relations"].select("left", "right", "relation", "derived_probability")
    ways = tables["directions"].select("left", "right", said="direction")
    both = ["left", "right"]
    return (
        labels.join(alone.select(*both, "relation", "derived_probability"), on=both, how="left")
        .join(found, on=both, how="left", suffix="_run")
        .join(ways, on=both, how="left")
        .with_columns(candidate=_reached(labels, tables))
        .with_columns(
            relation=pl.coalesce("relation_run", "relation"),
            derived_probability=pl.coalesce("derived_probability_run", "derived_probability"),
        )
    )


def _reached(labels: pl.DataFrame, tables: Tables) -> pl.Series:
    """Whether each labelled pair was compared, each text standing for its identical ones."""
    fit = tables["texts"].filter(pl.col("unfit").is_null())
    first = dict(fit.select("row", pl.col("row").min().over("digest").alias("first")).iter_rows())
    known = set(tables["pairs"].select("left", "right").iter_rows())

    def reached(left: int, right: int) -> bool:
        ends = sorted(first.get(row, row) for row in (left, right))
        return ends[0] == ends[1] or (ends[0], ends[1]) in known

    pairs_of = labels.select("left", "right").iter_rows()
    return pl.Series("candidate", [reached(*pair) for pair in pairs_of], dtype=pl.Boolean)


def verdict_rows(judged: pl.DataFrame) -> Iterator[Row]:
    """The figures of labelled pairs."""
    found: Mapping[str, Any] = scores(judged)
    each = {name: scores(judged.filter(pl.col("corpus") == name)) for name in CORPORA}
    shared: dict[str, Any] = {name: one["shared_text"] for name, one in each.items()}
    worst = min(shared, key=lambda name: shared[name]["f1"])
    yield "labelled pairs, each corpus unseen", str(found["pairs"])
    yield "shared text F1", f"{found['shared_text']['f1']:.3f}"
    yield "derived F1", f"{found['derived']['f1']:.3f}"
    yield "macro F1 over four relations", f"{found['macro_f1']:.3f}"
    yield f"worst corpus, shared text F1 ({worst})", f"{shared[worst]['f1']:.3f}"
    alike = each[LOOK_ALIKES]["different_called_derived"]
    yield f"{LOOK_ALIKES}: different called derived", f"{alike:.3f}"
    yield "candidate recall of derived pairs", f"{found['candidate_recall']:.3f}"
    yield "Brier score of the derived probability", f"{found['brier_derived']:.3f}"
    for low in range(0, 10, 2):
        inside = judged.filter(
            pl.col("derived_probability").is_between(low / 10, (low + 2) / 10, closed="left")
            | ((pl.col("derived_probability") >= 1) & (low == 8))
        )
        if inside.height:
            said, true = inside["derived_probability"].mean(), inside["label"].is_in(DERIVED).mean()
            yield (
                f"  said .{low}-.{low + 1}9 ({inside.height} pairs)",
                f"{said:.2f} true {true:.2f}",
            )
    yield from direction_rows(judged)


def direction_rows(judged: pl.DataFrame) -> Iterator[Row]:
    """Directions of derived pairs whose label has one, as `dedup evaluate` counts them.

    A common source said where one took from the other is decided, and wrong.
    """
    found: Any = direction_scores(judged.with_columns(directed="said"))
    yield (
        f"directions right of decided ({found['decided']} of {found['called_derived']} decided)",
        f"{found['decided_right']:.3f}",
    )
    yield "directions undecided", f"{found['undecided']:.3f}"
    yield (
        f"pairs of a common source told so (of {found['common_labelled']})",
        f"{found['common_found'] / max(found['common_labelled'], 1):.3f}",
    )


def of_other_outlets(tables: Tables) -> pl.DataFrame:
    """Derived pairs of articles whose publishers are known and differ, with ids and titles."""
    named = tables["mastheads"].select("row", "publisher", "title")
    ids = tables["articles"].select("row", "article_id")
    known = named.join(ids, on="row")
    both = tables["relations"].filter(pl.col("relation").is_in(DERIVED))
    for side in ("left", "right"):
        both = both.join(
            known.rename({n: f"{side}_{n}" for n in ("publisher", "title", "article_id")}),
            left_on=side,
            right_on="row",
        )
    reasons = signals.reasons(tables["signals"].join(both, on=["left", "right"], how="semi"))
    return (
        both.filter(pl.col("left_publisher") != pl.col("right_publisher"))
        .join(reasons, on=["left", "right"])
        .sort("left_article_id", "right_article_id")
    )


def crossing(tables: Tables, clusters: Path) -> pl.DataFrame:
    """Derived pairs whose articles lie in different clusters of a list."""
    of = pl.read_csv(clusters).select(article_id="id", cluster="cluster")
    listed = tables["articles"].select("row", "article_id").join(of, on="article_id")
    derived = tables["relations"].filter(pl.col("relation").is_in(DERIVED))
    left = listed.rename({"article_id": "left_id", "cluster": "left_cluster"})
    right = listed.rename({"article_id": "right_id", "cluster": "right_cluster"})
    joined = derived.join(left, left_on="left", right_on="row")
    joined = joined.join(right, left_on="right", right_on="row")
    return joined.filter(pl.col("left_cluster") != pl.col("right_cluster"))


def planted_rows(place: Path) -> Iterator[Row]:
    """Articles planted out of a corpus without labels, held-back ways of deriving among them."""
    articles = folder() / PLANTED_OF / "articles.jsonl.gz"
    out = place / "planted"
    _dedup("plant", str(articles), "--out", str(out))
    _dedup("run", str(out / "articles"), "--out", str(out / "reports"), "--quiet")
    judged, _ = judged_labels(out / "reports", out / "labels.csv")
    found: Mapping[str, Any] = scores(judged)
    yield f"planted pairs of {PLANTED_OF}", str(found["pairs"])
    yield "planted: derived F1", f"{found['derived']['f1']:.3f}"
    yield "planted: shared text F1", f"{found['shared_text']['f1']:.3f}"


def _dedup(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "dedup", *arguments], check=True, stdout=subprocess.DEVNULL
    )


def reuse_rows(settings: Settings) -> Iterator[Row]:
    """Short answers that reuse an encyclopedia, in four classes: judged as they come."""
    tables = corpus_tables(REUSE, settings)
    rows = dict(tables["articles"].select("article_id", "row").iter_rows())
    given = pl.read_csv(folder() / REUSE / "pairs.csv")
    labels = [
        (*sorted((rows[a], rows[b])), label)
        for a, b, label in given.select("id_a", "id_b", "label").iter_rows()
        if a in rows and b in rows
    ]
    asked = pl.DataFrame(
        labels,
        schema={"left": pl.UInt32, "right": pl.UInt32, "label": pl.String},
        orient="row",
    )
    measured = with_signals(asked, tables, settings)
    said = judge_by(measured, load(""), settings.relations)["relation"]
    classes = [REUSE_CLASSES.get(relation, "non") for relation in said]
    right = [one == other for one, other in zip(classes, measured["label"], strict=True)]
    reused = [
        (one == "non") == (other == "non")
        for one, other in zip(classes, measured["label"], strict=True)
    ]
    yield f"{REUSE}: four classes, accuracy", f"{sum(right) / len(right):.3f}"
    yield f"{REUSE}: reused or not, accuracy", f"{sum(reused) / len(reused):.3f}"


def outlet_rows(
    name: str, tables: Tables, lists: Path | None, sample: int | None = None
) -> Iterator[Row]:
    """How many pairs of different outlets are called what; the lists for reading."""
    listed = of_other_outlets(tables)
    counts = dict(listed["relation"].value_counts().iter_rows())
    for relation in DERIVED:
        yield f"{name}: pairs of different outlets called {relation}", str(counts.get(relation, 0))
    if lists is not None:
        if sample is not None and listed.height > sample:
            rows = random.Random(name).sample(range(listed.height), sample)
            listed = listed[sorted(rows)]
        lists.mkdir(parents=True, exist_ok=True)
        listed.drop("left", "right").write_csv(lists / f"{name}.csv")


def measure(lists: Path | None) -> Iterator[Row]:
    """Every row of the table."""
    settings = Settings()
    at_hand = {name: weigh(corpus_tables(name, settings), settings) for name in CORPORA}
    learned = pl.concat(
        [
            training.pairs_of(name, at_hand.get(name) or corpus_tables(name, settings), settings)
            for name in training.learned_from()
        ]
    )
    judged = []
    told: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        for name in CORPORA:
            model = Path(place) / f"{name}.json"
            training.write(training.fit(learned.filter(pl.col("corpus") != name)), model)
            tables = at_hand.pop(name)
            judged.append(run(name, tables, model, settings))
            if name == "fnc1":
                topics = crossing(tables, folder() / name / "topics.csv")
                told.append(("fnc1: pairs across topics called derived", str(topics.height)))
                if lists is not None:
                    lists.mkdir(parents=True, exist_ok=True)
                    topics.drop("left", "right").write_csv(lists / "fnc1_across_topics.csv")
            elif name != LOOK_ALIKES:
                sample = SAMPLE if name == "allsides" else None
                told += outlet_rows(name, tables, lists, sample)
        yield from verdict_rows(pl.concat(judged))
        yield from told
        yield from planted_rows(Path(place))
    yield from reuse_rows(settings)


def show(rows: Iterable[Row]) -> None:
    """Print the table as it comes."""
    for what, figure in rows:
        print(f"{what:64} {figure:>12}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--lists", type=Path, help="folder for the pairs that want reading")
    show(measure(parser.parse_args().lists))


if __name__ == "__main__":
    main()
