"""`dedup status` on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, State

_CLOCKS_APART = 1.0
"""Hours that two machines' clocks may differ."""
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
        if max_age is not None:
            hours = found.hours
            if hours is None:
                raise StaleError(f"no run of {state} has ended well yet")
            if hours < -_CLOCKS_APART:
                raise StaleError(
                    f"the last good run of {state} ended {-hours:.1f} hours from now, by a clock "
                    "that is or was wrong: how old it is cannot be told"
                )
            if hours > max_age:
                raise StaleError(
                    f"the last good run of {state} ended {hours:.1f} hours ago; "
                    f"{max_age:g} are allowed"
                )
