"""`dedup export` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import Pipeline, State, Wait

EPILOG = "Example: dedup export --state news.duckdb --out everything"


def export(
    state: State,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the reports.")],
    pipeline: Pipeline = None,
    wait: Wait = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Write reports on everything that a state knows.

    A run with a state reports the stories that something new came to; this
    reports them all.
    """
    with door():
        from dedup.commands.export import export as export_state  # noqa: PLC0415

        print_data(export_state(state, out, pipeline, quiet=quiet, wait=wait))
