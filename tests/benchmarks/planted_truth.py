"""What a finished run found of what a workload planted.

    python tests/benchmarks/planted_truth.py OUT TRUTH

Prints one JSON object: `recall` is the share of planted near-duplicates that are in the
story of their source, `precision` the share of pairs called copy or partial that belong
together, `rewrites_found` the share of planted rewrites in the story of their source, and
`rewrites_proposed` the share that the finders proposed with an article of its cluster,
whatever the verdict was.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl

from dedup import keys, pairs, sketches, terms
from dedup.settings import Settings
from dedup.tables import MASTHEADS, TEXTS
from dedup.words import tokenize


def found(out: Path, truth: pl.DataFrame) -> dict[str, float]:
    """Shares of what was planted that the stories and verdicts have."""
    articles = pl.read_parquet(out / "articles.parquet", columns=["article_id", "story_id"])
    placed = truth.join(articles.rename({"article_id": "id"}), on="id")
    sources = placed.select(source="id", source_story="story_id")
    derived = placed.join(sources, on="source").with_columns(
        together=pl.col("story_id") == pl.col("source_story")
    )
    near = derived.filter(pl.col("kind") == "near_duplicate")
    retold = derived.filter(pl.col("kind") == "rewrite")
    judged = pl.read_parquet(out / "pairs.parquet", columns=["left_id", "right_id", "relation"])
    near_pairs = judged.filter(pl.col("relation").is_in(["copy", "partial"]))
    cluster = truth.select("id", "cluster")
    both = near_pairs.join(cluster.rename({"id": "left_id"}), on="left_id").join(
        cluster.rename({"id": "right_id"}), on="right_id"
    )
    return {
        "recall": _mean(near["together"]),
        "precision": _mean(both["cluster"] == both["cluster_right"]),
        "rewrites_found": _mean(retold["together"]),
    }


def proposed(out: Path, truth: pl.DataFrame) -> float:
    """Share of planted rewrites that the finders propose with an article of their cluster."""
    texts = pl.read_parquet(out / "texts.parquet").sort("article_id").with_row_index("row")
    words = tokenize(texts["text"])
    tables = {
        "texts": TEXTS.check(
            texts.with_columns(
                words=pl.Series(words.offsets[1:] - words.offsets[:-1], dtype=pl.UInt32),
                language=pl.lit("en"),
                digest=pl.col("text").hash(),
                unfit=pl.lit(None, pl.String),
            )
        ),
        "mastheads": MASTHEADS.empty(),
    }
    settings = Settings()
    tables["terms"], tables["vocabulary"], _ = terms.weigh(tables["texts"])
    signed = sketches.sketch(tables["texts"], settings.sketches)
    filed, _ = keys.find_keys(
        *(tables["terms"], tables["vocabulary"], signed, settings.keys, settings.sketches),
        alone=False,
    )
    candidates, _ = pairs.find_pairs(filed, tables, settings)
    known = texts.select("row", id="article_id").join(
        truth.select("id", "cluster", "kind"), on="id"
    )
    ends = pl.concat(
        [
            candidates.select(row="left", other="right"),
            candidates.select(row="right", other="left"),
        ]
    )
    others = known.select(other="row", other_cluster="cluster")
    reached = (
        ends.join(known.filter(pl.col("kind") == "rewrite"), on="row")
        .join(others, on="other")
        .filter(pl.col("cluster") == pl.col("other_cluster"))["row"]
        .n_unique()
    )
    return reached / max(1, known.filter(pl.col("kind") == "rewrite").height)


def _mean(flags: pl.Series) -> float:
    return round(float(flags.mean() or 0.0), 5)  # type: ignore[arg-type]


def main() -> int:
    """Print the shares."""
    out, truth = Path(sys.argv[1]), pl.read_parquet(sys.argv[2])
    # Bulletins stand in the place of articles: what derives from those, derives from nothing.
    bulletins = truth.filter(pl.col("kind") == "template")["id"]
    lost = pl.col("source").is_in(bulletins.implode()) | pl.col("cluster").is_in(
        bulletins.implode()
    )
    truth = truth.filter(~lost)
    shares = {**found(out, truth), "rewrites_proposed": round(proposed(out, truth), 5)}
    print(json.dumps(shares))
    return 0


if __name__ == "__main__":
    sys.exit(main())
