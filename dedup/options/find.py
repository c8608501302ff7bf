"""`dedup find` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import State

EPILOG = "Example: dedup find new.txt --state news.state"


def find(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of one new article.")],
    state: State,
) -> None:
    """Not built yet: what a state knows of one new text."""
    with door():
        from dedup.commands.find import find as find_file  # noqa: PLC0415

        print_data(find_file(file, state))
