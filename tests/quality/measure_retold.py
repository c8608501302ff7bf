"""Whether a rewrite by hand is told from an independent report of the same event.

`retold.toml` has invented events, each told by an agency, by somebody who
rewrote that, and by somebody who asked for himself. All of them are judged in
one folder, without credits or dates: `python tests/quality/measure_retold.py`
prints each verdict.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import figures
import polars as pl

from dedup.commands.evaluate import judged_labels
from dedup.relations import DERIVED

PATH = Path(__file__).with_name("retold.toml")
LABELS = {
    ("wire", "rewrite"): "rewrite",
    ("independent", "wire"): "same_event",
    ("independent", "rewrite"): "same_event",
}


def judged(runs: Path) -> pl.DataFrame:
    """The pairs with the run's verdicts on them."""
    runs.mkdir(parents=True, exist_ok=True)
    labels = []
    with (runs / "articles.jsonl").open("w", encoding="utf-8") as file:
        for event in tomllib.loads(PATH.read_text("utf-8"))["event"]:
            name = event["name"]
            for part in ("wire", "rewrite", "independent"):
                record = {"id": f"{name}-{part}", "language": "en", "text": event[part]}
                file.write(json.dumps(record) + "\n")
            labels += [f"{name}-{a},{name}-{b},{label}" for (a, b), label in LABELS.items()]
    table = "\n".join(["left,right,label", *labels])
    (runs / "labels.csv").write_text(table + "\n", "utf-8")
    figures.run_job(runs / "articles.jsonl", runs / "reports")
    found, _ = judged_labels(runs / "reports", runs / "labels.csv")
    return found


def retold_figures(runs: Path) -> figures.Figures:
    """Rewrites called derived, independent reports that are not, and how well the two are ranked.

    `retold_ranked` is the share of pairings of a rewrite with an independent report in which the
    rewrite has the higher derived probability (the area under the ROC curve).
    """
    pairs = judged(runs)
    derived = pl.col("relation").is_in(DERIVED)
    rewrites = pairs.filter(pl.col("label") == "rewrite")
    independent = pairs.filter(pl.col("label") == "same_event")
    ranked = rewrites.join(independent, how="cross", suffix="_other").select(
        pl.col("derived_probability") > pl.col("derived_probability_other")
    )
    return {
        "retold_found": rewrites.filter(derived).height / rewrites.height,
        "independent_kept_apart": independent.filter(~derived).height / independent.height,
        "retold_ranked": float(ranked.to_series().cast(pl.Float64).sum()) / ranked.height,
    }


def main() -> int:
    """Print each verdict."""
    with TemporaryDirectory() as folder:
        pairs = judged(Path(folder))
    for row in pairs.sort("label", "left_id").iter_rows(named=True):
        print(
            f"{row['label']:11} {row['relation']:11} {row['derived_probability']:.2f}  "
            f"{row['left_id']} | {row['right_id']}: {row['because'] or ''}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
