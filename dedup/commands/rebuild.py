"""`dedup rebuild`: a state made anew, after a change of version or settings."""

from __future__ import annotations

from pathlib import Path

from dedup.commands.states import refuse_unknown
from dedup.commands.terminal import progress


def rebuild(state: Path, pipeline: Path | None, *, freeze: bool, wait: float, quiet: bool) -> str:
    """Make the state anew from the texts it holds; says how many articles it has.

    Raises:
        StateHeldError: a run holds it.
        StateError: it cannot be read, or there is no room beside it.
    """
    from dedup.incremental import remaking  # noqa: PLC0415
    from dedup.pipeline_files import load  # noqa: PLC0415
    from dedup.state import locks  # noqa: PLC0415

    settings = load(pipeline)
    refuse_unknown(state)
    with locks.held(state, wait), progress(quiet=quiet) as step:
        count = remaking.rebuild(state, settings, step, freeze=freeze)
    return "" if quiet else f"{state} made anew: {count:,} articles\n"
