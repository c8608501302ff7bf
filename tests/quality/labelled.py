"""The labelled pairs of the measuring corpora, each corpus read and cleaned whole.

Weights of words depend on the folder, so a labelled pair is judged with all
the articles of its corpus at hand, as a user's run would.
"""

import os
from pathlib import Path

import polars as pl

from dedup.evaluation import read_labels
from dedup.pipeline import Tables, clean_job
from dedup.settings import Settings

CORPORA = ("giveme5w1h", "fnc1", "allsides", "reuters21578")


def folder() -> Path:
    """The corpora's folder, or exit with a sentence."""
    named = os.environ.get("DEDUP_CORPORA")
    if not named or not Path(named).is_dir():
        raise SystemExit("set DEDUP_CORPORA to the folder of the measuring corpora")
    return Path(named)


def corpus_tables(name: str, settings: Settings) -> Tables:
    """Articles, credits, cuts, texts and mastheads of one corpus."""
    return clean_job([folder() / name / "articles.jsonl.gz"], settings).tables


def labelled_rows(name: str, tables: Tables) -> pl.DataFrame:
    """Labels with `left` and `right` as rows of the corpus, left < right; and `sure`."""
    path = folder() / name / "labelled_pairs.csv"
    ids = tables["articles"].select("article_id", "row")
    labels = (
        read_labels(path)
        .join(ids.rename({"article_id": "left_id", "row": "left"}), on="left_id")
        .join(ids.rename({"article_id": "right_id", "row": "right"}), on="right_id")
    )
    raw = pl.read_csv(path, infer_schema=False).select(
        "sure",
        left_id=pl.min_horizontal("left", "right"),
        right_id=pl.max_horizontal("left", "right"),
    )
    sure = raw.unique(["left_id", "right_id"], keep="first").with_columns(
        pl.col("sure").cast(pl.Int32)
    )
    return labels.join(sure, on=["left_id", "right_id"]).sort("left", "right")
