"""`dedup export`: reports on everything that a state knows."""

from __future__ import annotations

from pathlib import Path

from dedup.commands.states import refuse_unknown
from dedup.commands.terminal import progress


def export(state: Path, out: Path, pipeline: Path | None, *, quiet: bool, wait: float) -> str:
    """Write every report, as one run over all articles of the state would.

    Raises:
        UsageError: `out` cannot be written to.
        StateHeldError: a run holds the state.
        RecipeError: it was made otherwise.
    """
    from dedup import incremental, reports  # noqa: PLC0415
    from dedup.pipeline_files import load  # noqa: PLC0415
    from dedup.reports import publish  # noqa: PLC0415
    from dedup.state import locks  # noqa: PLC0415

    settings = load(pipeline)
    refuse_unknown(state)
    with locks.held(state, wait), progress(quiet=quiet) as step:
        publish.recover(out)
        with incremental.reading(state, settings) as database:
            found = incremental.export(database, settings, step)
        step("writing reports")
        made = reports.build(found.tables, settings.reports)
        found.facts["left_out"] = reports.left_out(found.tables, made, settings.reports)
        reports.write(made, found.facts, out, settings.reports)
    count = made["articles"].height
    return "" if quiet else f"{count:,} articles exported; see {out / 'report.html'}\n"
