"""`dedup find` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, Pipeline, State

EPILOG = "Example: dedup find new.txt --state news.duckdb"


def find(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of one new article.")],
    state: State,
    pipeline: Pipeline = None,
    as_json: AsJson = False,
) -> None:
    """Show what a state knows that one new text is related to.

    Copies, excerpts and rewrites come first, then reports of the same event.
    Nothing is stored.
    """
    with door():
        from dedup.commands.find import find as find_file  # noqa: PLC0415

        print_data(find_file(file, state, pipeline, as_json=as_json))
