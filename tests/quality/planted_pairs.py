"""Derivations planted in a corpus' articles, as labelled pairs to learn from.

What is held back from training (`dedup plant`) is in none of them. The pairs of
each label are drawn by chance, so that none outnumbers the labels of readers.
Which outlets credit whom is the planter's choice and teaches nothing of outlets:
what `dedup.signals.reporting` says of planted pairs is left out.
"""

import tempfile
from pathlib import Path

import polars as pl
from labelled import folder, with_signals

from dedup.commands.plant import plant
from dedup.evaluation import read_labels
from dedup.pipeline import clean_job
from dedup.settings import Settings
from dedup.settings.planting import PlantSettings
from dedup.signals import reporting

PLANTED_OF = ("allsides", "bbc")
_STORIES = 40
_SEED = 501
_STRIPPED = 0.6
"""Share of copies that credit nobody: what is learned is to be seen in the texts."""
_MOST = 80
"""Pairs of each label."""


def planted_pairs(corpus: str, kind: str, settings: Settings) -> pl.DataFrame:
    """Planted pairs of a corpus with their signals, as labelled rows of a kind."""
    wanted = PlantSettings(
        seed=_SEED, stories=_STORIES, part="train", languages=("en",), strip=_STRIPPED
    )
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "planted"
        plant([folder() / corpus / "articles.jsonl.gz"], out, wanted, None, as_json=True)
        tables = clean_job([out / "articles"], settings).tables
        labels = read_labels(out / "labels.csv")
    ids = tables["articles"].select("article_id", "row")
    pairs = (
        labels.join(ids.rename({"article_id": "left_id", "row": "left"}), on="left_id")
        .join(ids.rename({"article_id": "right_id", "row": "right"}), on="right_id")
        .sort("left", "right")
    )
    drawn = pl.concat(
        [
            some.sample(min(_MOST, some.height), seed=_SEED, shuffle=True)
            for _, some in pairs.group_by("label", maintain_order=True)
        ]
    ).sort("left", "right")
    labelled = drawn.with_columns(
        direction=pl.lit(None, pl.String), sure=pl.lit(2, pl.Int32), kind=pl.lit(kind)
    )
    measured = with_signals(labelled, tables, settings)
    return measured.with_columns(
        pl.lit(0.0, measured.schema[name]).alias(name) for name in reporting.NAMES
    )
