"""Origins and chains: every figure that is promised of them, in one table.

    DEDUP_CORPORA=... python tests/quality/measure_provenance.py [--stories N] [--seed N ...]
        [--runs DIR] [--reliability]

Agencies as authors are measured on labelled articles, chains on cascades that
`dedup plant` makes of real articles (`measure_planted` says how; each seed
plants others, and all are counted together). `--reliability` adds how often a
direction holds by the confidence that is given for it, on planted pairs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import measure_credits
import measure_planted
import polars as pl
from labelled import folder
from planted_truth import Planted, Tally

from dedup.evaluation import read_labels
from dedup.settings.planting import PlantSettings

Made = dict[str, list[Planted]]
_DERIVED = ("copy", "partial", "rewrite")
_WAYS = {"left_to_right": "L->R", "right_to_left": "R->L", "common_source": "common"}


class Line(NamedTuple):
    """One row of the table; `reached` as it is to be read."""

    measure: str
    floor: str
    aim: str
    reached: str


def agencies() -> Iterator[Line]:
    """Whom texts credit, on labelled articles and on old French and German papers."""
    labelled = [0, 0, 0]
    for corpus in measure_credits.LABELLED:
        counts, _, _ = measure_credits.measure_labelled(folder() / corpus, errors=False)
        labelled = [a + b for a, b in zip(labelled, counts, strict=True)]
    right, said, true = labelled
    reached = f"{right / said:.3f} / {right / true:.3f}"
    yield Line("agency as author, precision / recall", ".92 / .85", ".98 / .95", reached)
    mentions = folder() / measure_credits.AGENCY_MENTIONS
    (right, said, true), _, _ = measure_credits.measure_mentions(mentions, errors=False)
    yield Line(
        "source agencies of old papers, F1", ".70", ".88", f"{2 * right / (said + true):.3f}"
    )


def chains(made: Made) -> Iterator[Line]:
    """What the runs over planted cascades come to."""
    for name, said, floor, aim in (
        ("minutes", "parents, times to the minute", ".90", ".97"),
        ("days", "parents, times to the day", ".80", ".90"),
    ):
        right, decided = _parents(made[name])
        yield Line(said, floor, aim, f"{right.right / decided.of:.3f}")
    right, decided = _parents(made["no_times"])
    open_share = f"{1 - decided.share:.0%}"
    yield Line(
        "parents without times: right of decided / undetermined",
        ".85 / 40%",
        ".95 / 20%",
        f"{right.share:.3f} / {open_share}",
    )
    held = sum((one.held_back_wires() for one in made["held_back"]), Tally(0, 0))
    yield Line("wire held back: on one node, named right", ".90", ".98", f"{held.share:.3f}")
    bare = sum((one.held_back_wires() for one in made["stripped"]), Tally(0, 0))
    yield Line("the same, 70% of credits stripped", ".85", ".95", f"{bare.share:.3f}")
    impossible = sum(one.impossible() for runs in made.values() for one in runs)
    yield Line("circles, or edges against a reliable time", "0", "0", str(impossible))
    origins = sum((one.independent_origins() for one in made["minutes"]), Tally(0, 0))
    yield Line("independent origins of an event, exact", ".85", ".95", f"{origins.share:.3f}")


def _parents(runs: Sequence[Planted]) -> tuple[Tally, Tally]:
    right = decided = Tally(0, 0)
    for one in runs:
        told = one.parents()
        right, decided = right + told[0], decided + told[1]
    return right, decided


def plant_and_run(runs: Path, stories: int, seeds: Sequence[int]) -> Made:
    """The cascades of every kind and seed, planted and run over where they are not there."""
    real = [folder() / name / "articles.jsonl.gz" for name in measure_planted.BASES]
    made: Made = {name: [] for name in measure_planted.CASCADES}
    for seed in seeds:
        for name, changed in measure_planted.CASCADES.items():
            plain: dict[str, object] = {"seed": seed, "stories": stories, "alone": stories // 2}
            target = runs / f"{name}-{seed}"
            settings = PlantSettings(**(plain | changed))  # type: ignore[arg-type]
            measure_planted.make(target, real, settings, again=False)
            made[name].append(Planted(target))
    return made


def reliability(runs: Path) -> str:
    """By tenth of confidence: directions of planted pairs, and how many are right."""
    rows = []
    for out in sorted(runs.glob("*/reports")):
        labels = read_labels(out.parent / "labels.csv").filter(pl.col("label").is_in(_DERIVED))
        pairs = pl.read_parquet(out / "pairs.parquet").filter(pl.col("direction") != "undetermined")
        told = labels.join(pairs, on=["left_id", "right_id"], suffix="_told")
        rows.append(
            told.select(
                tenth=(pl.col("direction_confidence") * 10).floor().cast(pl.Int64).clip(0, 9),
                right=pl.col("direction")
                == pl.col("direction_told").replace_strict(_WAYS, return_dtype=pl.String),
            )
        )
    counted = pl.concat(rows).group_by("tenth").agg(pl.len(), pl.col("right").mean()).sort("tenth")
    lines = [f"{'confidence':16}{'pairs':>8}{'right':>8}"]
    for tenth, pairs_there, right in counted.iter_rows():
        lines.append(f"{tenth / 10:.1f} - {tenth / 10 + 0.1:.1f}{pairs_there:16}{right:8.3f}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Origins and chains, every figure in one table.")
    parser.add_argument("--stories", type=int, default=measure_planted.STORIES)
    parser.add_argument("--seed", type=int, nargs="+", default=[11, 12])
    parser.add_argument("--runs", type=Path)
    parser.add_argument("--reliability", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        runs = asked.runs or Path(temporary)
        runs.mkdir(parents=True, exist_ok=True)
        made = plant_and_run(runs, asked.stories, asked.seed)
        lines = [*agencies(), *chains(made)]
        print(f"{'measure':58}{'floor':>12}{'aim':>12}{'reached':>16}")
        for line in lines:
            print(f"{line.measure:58}{line.floor:>12}{line.aim:>12}{line.reached:>16}")
        if asked.reliability:
            print(f"\nDirections by their confidence:\n{reliability(runs)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
