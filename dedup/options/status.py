"""`dedup status` on the command line."""

from __future__ import annotations

from dedup.door import door, print_data
from dedup.options.shared import AsJson, State

EPILOG = "Example: dedup status --state news.state"


def status(state: State, as_json: AsJson = False) -> None:  # noqa: ARG001  # promised
    """Not built yet: what a state holds and its last run."""
    with door():
        from dedup.commands.status import status as status_of  # noqa: PLC0415

        print_data(status_of(state))
