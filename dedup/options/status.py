"""`dedup status` on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, State

EPILOG = "Example: dedup status --state news.duckdb --max-age 26"


def status(
    state: State,
    max_age: Annotated[
        float | None,
        typer.Option(
            "--max-age",
            metavar="HOURS",
            min=0,
            help="Leave with exit code 6 if the last good run ended longer ago, or there is none.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a state holds and how the last run went.

    Works while a run holds the state, and says so. For a monitor, --max-age.
    """
    with door():
        from dedup.commands.status import status as status_of  # noqa: PLC0415
        from dedup.errors import StaleError  # noqa: PLC0415

        found = status_of(state, as_json=as_json)
        print_data(found.text)
        if max_age is not None and (found.hours is None or found.hours > max_age):
            ago = "never" if found.hours is None else f"{found.hours:.1f} hours ago"
            raise StaleError(f"the last good run of {state} ended {ago}; {max_age:g} are allowed")
