"""`dedup evaluate` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, FinishedRun

EPILOG = "Example: dedup evaluate --out reports --labels judged.csv"


def evaluate(
    out: FinishedRun,
    labels: Annotated[
        Path,
        typer.Option("--labels", metavar="FILE.csv", help="Judged pairs: left, right, label."),
    ],
    as_json: AsJson = False,
) -> None:
    """Score a finished run against judged pairs.

    For finding out how far to trust the verdicts on articles like yours.
    """
    with door():
        from dedup.commands.evaluate import evaluate as evaluate_run  # noqa: PLC0415

        print_data(evaluate_run(out, labels, as_json=as_json))
