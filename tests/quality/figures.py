"""Every figure that the gate holds, measured with the real job.

Each is a share from 0 to 1 of which more is better, so that one rule fits all:
a figure must reach its floor.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import measure_boilerplate
import measure_credits
import measure_pages
import polars as pl
from labelled import folder

from dedup.commands.evaluate import judged_labels
from dedup.evaluation import scores
from dedup.relations import DERIVED

Figures = dict[str, float]
LOOK_ALIKES = "reuters21578"
"""The corpus whose `different` pairs are bulletins that look alike."""
PLANTED = "mccormick_minhash"
RUMOURS = "fnc1"
"""The corpus whose articles are listed by the rumour that they report."""


def run_job(articles: Path, out: Path) -> Path:
    """Run the command as a user does, in a process of its own; the folder of its reports."""
    command = [sys.executable, "-m", "dedup", "run", str(articles), "--out", str(out), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} left with {done.returncode}: {done.stderr}")
    return out


def run_corpus(name: str, out: Path) -> Path:
    """The job on one labelled corpus as a whole."""
    return run_job(folder() / name / "articles.jsonl.gz", out)


def judged(name: str, out: Path) -> pl.DataFrame:
    """The labelled pairs of a corpus with the finished run's verdicts.

    Raises:
        ValueError: some of the labels name no article of the run.
    """
    found, unknown = judged_labels(out, folder() / name / "labelled_pairs.csv")
    if unknown:
        raise ValueError(f"{name}: {unknown} labelled pairs name articles that the run lacks")
    return found.with_columns(corpus=pl.lit(name))


def verdicts(pairs: pl.DataFrame) -> Figures:
    """Agreement of all labelled pairs together with their verdicts."""
    found: Mapping[str, Any] = scores(pairs)
    alike: Mapping[str, Any] = scores(pairs.filter(pl.col("corpus") == LOOK_ALIKES))
    return {
        "shared_text_f1": found["shared_text"]["f1"],
        "derived_f1": found["derived"]["f1"],
        "relations_macro_f1": found["macro_f1"],
        "derived_pairs_compared": found["candidate_recall"],
        "derived_probability_calibrated": 1 - found["brier_derived"],
        "look_alikes_kept_apart": 1 - alike["different_called_derived"],
    }


def planted(out: Path) -> Figures:
    """Planted near-copies found as copies, and copies found that were planted."""
    truth = {
        tuple(sorted(pair))
        for pair in pl.read_csv(folder() / PLANTED / "pairs_1000.csv")
        .select("id_a", "id_b")
        .iter_rows()
    }
    pairs = pl.read_parquet(out / "pairs.parquet").filter(pl.col("relation") == "copy")
    found = set(pairs.select("left_id", "right_id").iter_rows())
    return {
        "planted_copies_found": _share(len(found & truth), len(truth)),
        "copies_that_were_planted": _share(len(found & truth), len(found)),
    }


def topics(out: Path) -> Figures:
    """Derived pairs of RUMOURS that lie within one rumour, of those whose rumours are listed."""
    of = dict(pl.read_csv(folder() / RUMOURS / "topics.csv").select("id", "cluster").iter_rows())
    pairs = pl.read_parquet(out / "pairs.parquet").filter(pl.col("relation").is_in(DERIVED))
    both = [
        (of[left], of[right])
        for left, right in pairs.select("left_id", "right_id").iter_rows()
        if left in of and right in of
    ]
    return {"rumours_kept_apart": _share(sum(a == b for a, b in both), len(both))}


def run_planted(out: Path) -> Path:
    """The job on the texts with planted copies."""
    return run_job(folder() / PLANTED / "articles_1000.jsonl.gz", out)


def credits() -> Figures:
    """Agencies as authors of labelled articles, and source agencies of old papers."""
    counts = [0, 0, 0]
    for name in measure_credits.LABELLED:
        found, _, _ = measure_credits.measure_labelled(folder() / name, errors=False)
        counts = [a + b for a, b in zip(counts, found, strict=True)]
    right, said, true = counts
    old, _, _ = measure_credits.measure_mentions(
        folder() / measure_credits.AGENCY_MENTIONS, errors=False
    )
    return {
        "credits_precision": _share(right, said),
        "credits_recall": _share(right, true),
        "old_papers_credits_f1": _share(2 * old[0], old[1] + old[2]),
    }


def boilerplate() -> Figures:
    """Lines cut from pages whose bodies are known, and words of those bodies kept."""
    pages = folder() / "page_extraction"
    counted = measure_boilerplate.counts(list(measure_boilerplate.lines(pages)))
    kept = measure_boilerplate.kept_words(pages)
    bodies = measure_pages.measure(pages, {"dedup, story text": measure_pages.ours})
    return {
        "cut_lines_precision": _share(counted.right, counted.cut),
        "cut_lines_precision_relabelled": _share(counted.right_relabelled, counted.cut),
        "cut_lines_recall": _share(counted.right, counted.furniture),
        "story_words_kept": _share(kept.words - kept.lost, kept.words),
        "page_bodies_f1": bodies["dedup, story text"].f1,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def seconds(out: Path) -> dict[str, float]:
    """Seconds of each stage of a finished run."""
    stages = json.loads((out / "run.json").read_text("utf-8"))["timings"]["stages"]
    return {stage["stage"]: stage["seconds"] for stage in stages}
