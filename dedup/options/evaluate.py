"""`dedup evaluate` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, FinishedRun, Pipeline

EPILOG = "Example: dedup evaluate --out reports --labels judged.csv"


def evaluate(
    out: FinishedRun,
    labels: Annotated[
        Path,
        typer.Option("--labels", metavar="FILE.csv", help="Judged pairs: left, right, label."),
    ],
    pipeline: Pipeline = None,
    worst: Annotated[
        int, typer.Option("--worst", metavar="N", min=0, help="How many mistakes to list.")
    ] = 10,
    as_json: AsJson = False,
) -> None:
    """Score a finished run against judged pairs.

    For finding out how far to trust the verdicts on articles like yours.
    The labels name articles as articles.csv does, and are copy, partial,
    rewrite, same_event or different. A column direction (L->R, R->L, common)
    is scored too, and labels of a column sure of 2 and more once more apart.

    The table of thresholds helps to choose the one setting that prefers
    precision or recall: [relations] derived_threshold in the pipeline file.
    Give --pipeline where that names a registry, rules or weights of yours.
    """
    with door():
        from dedup.commands.evaluate import evaluate as evaluate_run  # noqa: PLC0415

        print_data(evaluate_run(out, labels, pipeline, as_json=as_json, worst=worst))
