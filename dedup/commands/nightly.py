"""`dedup run --state`: what is new, against all that earlier runs knew."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.commands.states import refuse_homeless
from dedup.commands.status import note_path

if TYPE_CHECKING:
    import polars as pl

    from dedup import incremental
    from dedup.settings import Settings

Step = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """What a finished run has to tell; `reports` is None where none were written."""

    facts: Mapping[str, object]
    reports: Mapping[str, pl.DataFrame] | None
    summary: str
    out: Path
    standing: frozenset[str] = frozenset()
    """Warnings that the run before gave as well."""
    idle: bool = False
    """Whether nothing is new."""


def run_with_state(  # noqa: PLR0913 - a run, its places and how to wait
    inputs: list[Path],
    settings: Settings,
    state: Path,
    *,
    place: Callable[[], Path],
    texts: Path | None,
    wait: float,
    step: Step,
) -> Done:
    """One run with a state: commit what is new, then publish the reports, then clear the mark.

    Args:
        inputs: folders and files.
        settings: the whole job.
        state: the state file; made where there is none.
        place: makes ready and names the folder the reports go to.
        texts: a folder for single story texts, if wanted.
        wait: seconds to wait for another run's end.
        step: is told what begins.

    Raises:
        StateHeldError: another run holds the state.
        StateError: the state cannot be used.
        RecipeError: it was made otherwise.
    """
    from dedup import incremental, reports  # noqa: PLC0415
    from dedup.state import locks, packing  # noqa: PLC0415

    refuse_homeless(state)
    with locks.held(state, wait):
        out = place()
        packing.tidy(state)
        step("opening the state")
        with incremental.ready(state, settings) as database:
            night = incremental.run_job(database, inputs, settings, step)
            facts, tables = night.run.facts, night.run.tables
            if night.refused and tables["articles"].is_empty():
                return Done(facts, None, night.summary, out, night.standing, idle=True)
            step("writing reports")
            made = reports.build(tables, settings.reports)
            facts["left_out"] = reports.left_out(tables, made, settings.reports)
            tables.clear()  # what the reports do not hold themselves makes room for writing them
            reports.write(made, facts, out, settings.reports, texts)
            incremental.publish(database, night.number)
            _note(state, night)
        step("packing the state")
        packing.pack(state, settings.state)
    idle = night.summary.startswith(incremental.summaries.NOTHING)
    return Done(facts, made, night.summary, out, night.standing, idle=idle)


def _note(state: Path, night: incremental.Night) -> None:
    """What `dedup status` shows while a later run holds the state; a comfort, no more."""
    told = night.run.facts.get("state")
    counted = told if isinstance(told, dict) else {}
    finished = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    last = {"run": night.number, "finished": finished, "result": "done", "summary": night.summary}
    names = ("articles", "texts", "verdicts", "stories")
    note = {name: counted.get(name) for name in names}
    text = json.dumps({**note, "last_run": last, "last_good_run": finished})
    place = note_path(state)
    draft = place.with_name(place.name + ".new")
    with suppress(OSError):
        draft.write_text(text, "utf-8")
        draft.replace(place)


def told(done: Done, summary: Callable[[], str]) -> str:
    """For stdout: one line, as cron mails it; on a terminal what a run alone would say too."""
    if done.reports is None:
        return ""  # the warning says why nothing was done
    line = f"{done.summary}; see {done.out / 'report.html'}\n"
    return f"{line}\n{summary().rstrip()}\n" if sys.stdout.isatty() else line
