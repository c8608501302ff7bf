"""`dedup run`: a folder of articles in, a set of reports out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.commands import nightly, placing
from dedup.commands.terminal import Steps, as_object, progress, visible
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.pipeline_files import Job
    from dedup.settings import Settings


@dataclass(frozen=True)
class Request:
    """One run as asked for on the command line; None and () leave it to the pipeline file."""

    inputs: Sequence[Path] = ()
    out: Path | None = None
    texts: Path | None = None
    rules: Path | None = None
    keep: Sequence[str] = ()
    pipeline: Path | None = None
    graphs: bool = False
    rulings: Path | None = None
    state: Path | None = None
    wait: float = 0.0
    engine: str | None = None
    window: int | None = None
    strict: bool = False
    quiet: bool = False
    if_new: bool = False
    as_json: bool = False
    note: Callable[[str], None] = lambda _: None
    """Is told each stage, and what came of the run."""

    def overrides(self) -> dict[str, object]:
        """Settings that the command line sets over those of the pipeline file."""
        values = {
            "keys.window_days": self.window,
            "engine.name": self.engine,
            "boilerplate.rules": None if self.rules is None else str(self.rules),
            "boilerplate.keep": list(self.keep) or None,
            "reports.graphs": self.graphs or None,
            "provenance.rulings": None if self.rulings is None else str(self.rulings),
        }
        return {key: value for key, value in values.items() if value is not None}


@dataclass(frozen=True)
class Outcome:
    """What a finished run has to say."""

    text: str
    """For stdout."""
    warnings: tuple[str, ...]
    """For stderr, one line each."""
    standing: tuple[str, ...]
    """Those that the run before gave as well: for the log alone."""
    rejected: int
    """Inputs set aside; rejects.csv lists them."""
    strict: bool
    """Whether rejected inputs are a failure."""


class _Noted(Steps):
    """Steps that are shown and noted for the status."""

    def __init__(self, request: Request, shown: Steps) -> None:
        self._request, self._shown = request, shown

    def __call__(self, step: str) -> None:
        self._request.note(step)
        self._shown(step)

    def advance(self, done: int, total: int) -> None:
        self._shown.advance(done, total)


def run(request: Request) -> Outcome:
    """Read the inputs, judge them and write the reports.

    Raises:
        UsageError: Inputs, out or settings that cannot be worked with; nothing was written.
    """
    from dedup.pipeline_files import load, load_job  # noqa: PLC0415

    settings = load(request.pipeline, request.overrides())
    job = load_job(request.pipeline)
    inputs = _inputs(request.inputs or job.inputs)
    out = _folder(request.out or job.out, "--out", inputs)
    if out is None:
        raise UsageError("--out is missing: say which folder the reports go to")
    texts = _folder(request.texts or job.texts, "--texts", inputs)
    if texts is not None and texts.resolve() == out.resolve():
        raise UsageError("--texts and --out must be two folders")

    from dedup import reports  # noqa: PLC0415

    with (
        progress(quiet=request.quiet or request.as_json) as shown,
        placing.placed(
            out, dated=job.dated, keep=job.keep, graphs=settings.reports.graphs
        ) as place,
    ):
        step = _Noted(request, shown)
        done = _done(request, job, inputs, settings, place, texts, step)
    facts = done.facts
    request.note(done.summary or "done")

    def summary() -> str:
        return "" if done.reports is None else reports.summary(done.reports, facts)

    warnings = tuple(str(warning) for warning in _sequence(facts.get("warnings")))
    return Outcome(
        text=_text(request, done, summary, if_new=request.if_new or job.if_new),
        warnings=tuple(warning for warning in warnings if warning not in done.standing),
        standing=tuple(warning for warning in warnings if warning in done.standing),
        rejected=_count(facts, "rejected"),
        strict=request.strict or job.strict,
    )


def _done(  # noqa: PLR0913, PLR0917 - a run and its places
    request: Request,
    job: Job,
    inputs: list[Path],
    settings: Settings,
    place: Callable[[], Path],
    texts: Path | None,
    step: Callable[[str], None],
) -> nightly.Done:
    """The run itself, with a state or alone."""
    from dedup import pipeline, reports  # noqa: PLC0415

    state = request.state or job.state
    if state is not None:
        return nightly.run_with_state(
            inputs, settings, state, place=place, texts=texts, wait=request.wait, step=step
        )
    out = place()
    finished = pipeline.run_job(inputs, settings, step)
    step("writing reports")
    tables = reports.build(finished.tables, settings.reports)
    finished.facts["left_out"] = reports.left_out(finished.tables, tables, settings.reports)
    finished.tables.clear()  # what the reports do not hold themselves makes room for writing them
    reports.write(tables, finished.facts, out, settings.reports, texts)
    return nightly.Done(finished.facts, tables, "", out)


def _inputs(inputs: Sequence[Path]) -> list[Path]:
    if not inputs:
        raise UsageError("INPUT is missing: name a folder or a file of articles")
    for path in inputs:
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}")
    return list(inputs)


def _folder(path: Path | None, option: str, inputs: Sequence[Path]) -> Path | None:
    """A folder to write to, once it is clear that it can be one."""
    if path is None:
        return None
    if path.exists() and not path.is_dir():
        raise UsageError(f"{option} {path} is a file: name a folder")
    for parent in path.absolute().parents:
        if parent.exists():
            if not parent.is_dir():
                raise UsageError(f"{option} {path} cannot be made: {parent} is a file")
            break
    target = path.resolve()
    for given in inputs:
        if given.is_dir() and target == given.resolve():
            raise UsageError(f"{option} {path} is an INPUT: write to another folder")
    return path


def _text(request: Request, done: nightly.Done, summary: Callable[[], str], *, if_new: bool) -> str:
    from dedup.reports import publish  # noqa: PLC0415

    out, facts = done.out, done.facts
    if request.as_json:
        return as_object(
            {
                "out": str(out),
                "counts": facts.get("counts", {}),
                "files": sorted(publish.listed(out)),
                "warnings": list(_sequence(facts.get("warnings"))),
                **({"summary": done.summary, "state": facts["state"]} if done.summary else {}),
            }
        )
    if request.quiet or (if_new and done.idle):
        return ""
    if done.summary:
        return visible(nightly.told(done, summary))
    return visible(f"{summary().rstrip()}\n\nOpen {out / 'report.html'}\n")


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _count(facts: Mapping[str, object], name: str) -> int:
    counts = facts.get("counts")
    value = counts.get(name, 0) if isinstance(counts, dict) else 0
    return value if isinstance(value, int) else 0
