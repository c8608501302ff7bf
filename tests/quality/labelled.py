"""The labelled pairs of the measuring corpora, each corpus read and cleaned whole.

Weights of words depend on the folder, so a labelled pair is judged with all
the articles of its corpus at hand, as a user's run would.

`labels/` beside this file holds pairs of these corpora that were read and
labelled for training only: what is measured is measured on the corpora's own.
"""

import os
from pathlib import Path

import polars as pl

from dedup import pairs as pair_stage
from dedup import sketches, terms
from dedup.batches import measure_pairs, profile_table, with_attributions
from dedup.evaluation import read_labels
from dedup.pipeline import Tables, clean_job
from dedup.settings import Settings

CORPORA = ("giveme5w1h", "fnc1", "allsides", "reuters21578")
TRAINING_LABELS = Path(__file__).parent / "labels"


def folder() -> Path:
    """The corpora's folder, or exit with a sentence."""
    named = os.environ.get("DEDUP_CORPORA")
    if not named or not Path(named).is_dir():
        raise SystemExit("set DEDUP_CORPORA to the folder of the measuring corpora")
    return Path(named)


def corpus_tables(name: str, settings: Settings) -> Tables:
    """Articles, credits, cuts, texts and mastheads of one corpus."""
    return clean_job([folder() / name / "articles.jsonl.gz"], settings).tables


def own_labels(name: str) -> Path:
    """The labels that come with a corpus: what verdicts are measured on."""
    return folder() / name / "labelled_pairs.csv"


def labelled_rows(labels: Path, tables: Tables) -> pl.DataFrame:
    """Labels with `left` and `right` as rows of the corpus, left < right; and `sure`."""
    ids = tables["articles"].select("article_id", "row")
    return (
        read_labels(labels)
        .join(ids.rename({"article_id": "left_id", "row": "left"}), on="left_id")
        .join(ids.rename({"article_id": "right_id", "row": "right"}), on="right_id")
        .sort("left", "right")
    )


def weigh(tables: Tables, settings: Settings) -> Tables:
    """The tables with terms, sketches and profiles, made where they are not there yet."""
    if "terms" not in tables:
        tables["terms"], tables["vocabulary"], _ = terms.weigh(tables["texts"])
        tables["sketches"] = sketches.sketch(tables["texts"], settings.sketches)
        tables["profiles"] = profile_table(tables["mastheads"], tables["credits"])
    return tables


def with_signals(labels: pl.DataFrame, tables: Tables, settings: Settings) -> pl.DataFrame:
    """Labelled rows with their SIGNALS; no model has a part in them."""
    weigh(tables, settings)
    pairs = pair_stage.measure(list(labels.select("left", "right").iter_rows()), tables, settings)
    rows = pl.concat([pairs["left"], pairs["right"]]).unique().implode()
    profiles = with_attributions(tables["profiles"], tables, pairs)
    _, signals = measure_pairs(
        pairs,
        tables["texts"].filter(pl.col("row").is_in(rows)).select("row", "text"),
        terms.spelled_out(tables["terms"].filter(pl.col("row").is_in(rows)), tables["vocabulary"]),
        profiles,
        settings,
    )
    return labels.join(signals, on=["left", "right"], how="left", maintain_order="left")
