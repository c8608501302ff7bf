"""`dedup rebuild` on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import Pipeline, State, Wait

EPILOG = "Example: dedup rebuild --state news.duckdb --pipeline nightly.toml"


def rebuild(
    state: State,
    pipeline: Pipeline = None,
    freeze: Annotated[
        bool,
        typer.Option("--freeze-counts", help="Weigh words by the state's own articles too."),
    ] = False,
    wait: Wait = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Make a state anew from the texts that it holds.

    After an update or a change of settings, when a run refuses the state
    (exit code 5). Names of stories and all history stay. The old file is
    replaced once the new one is whole.
    """
    with door():
        from dedup.commands.rebuild import rebuild as rebuild_state  # noqa: PLC0415

        print_data(rebuild_state(state, pipeline, freeze=freeze, wait=wait, quiet=quiet))
