"""The door: parse, call, print, exit code.

Only typer is imported at the top, so that `--help` answers at once. What each
command does is in `dedup/commands/`.

Exit codes: 0 done, 1 unexpected failure, 2 wrong usage or settings, 3 inputs
rejected under `--strict`, 130 interrupted, 143 terminated; 4, 5 and 6 belong
to states.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Never, TextIO

import typer

from dedup import __version__

TRACEBACK = "DEDUP_TRACEBACK"

app = typer.Typer(
    name="dedup",
    help="Find out which news articles are one story, who wrote it, and the way it went.",
    epilog="Start with: dedup run FOLDER --out reports",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Pipeline = Annotated[
    Path | None,
    typer.Option("--pipeline", metavar="FILE.toml", help="Settings; see pipelines/README.md."),
]
FinishedRun = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Folder with the reports of a finished run.")
]
State = Annotated[
    Path, typer.Option("--state", metavar="FILE", help="What earlier runs knew. Not built yet.")
]


class Terminated(BaseException):
    """SIGTERM arrived; a BaseException, so that no stage takes it for a bad record."""


def _show_version(wanted: bool) -> None:
    if wanted:
        _print(f"dedup {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            expose_value=False,
            help="Show the version and leave.",
        ),
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: dedup run articles/ more.jsonl.gz --out reports --window 7")
def run(  # noqa: PLR0913, PLR0917  # one argument an option
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="INPUT",
            help="Folders and files: txt, md, html, jsonl, json, csv, parquet, also .gz.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder that the reports are written to."),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="Also write each story text as a file here."),
    ] = None,
    pipeline: Pipeline = None,
    window: Annotated[
        int | None,
        typer.Option(
            "--window",
            metavar="DAYS",
            min=0,
            help="Compare only articles so many days apart; 0 compares all. [default: 30]",
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="What earlier runs knew. Not built yet."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar="local|spark", help="Where to compute. spark: not yet."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave with exit code 3 if an input was rejected.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print no summary, no progress and no warnings.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge all articles of the inputs and write the reports.

    Finds the copies, excerpts and rewrites among the articles, names the origin
    of each and the way it went. Open report.html in the --out folder, or the
    CSV and Parquet tables beside it.
    """
    with _door():
        from dedup.commands.run import Request  # noqa: PLC0415
        from dedup.commands.run import run as run_articles  # noqa: PLC0415
        from dedup.errors import RejectedInputsError, UsageError  # noqa: PLC0415

        if quiet and as_json:
            raise UsageError("--quiet and --json exclude each other")
        request = Request(
            inputs=inputs or (),
            out=out,
            texts=texts,
            pipeline=pipeline,
            state=state,
            engine=engine,
            window=window,
            strict=strict,
            quiet=quiet,
            as_json=as_json,
        )
        outcome = run_articles(request)
        if not quiet:
            for warning in outcome.warnings:
                _say(f"warning: {warning}")
        _print(outcome.text)
        if outcome.strict and outcome.rejected:
            raise RejectedInputsError(
                f"{outcome.rejected} inputs were rejected; rejects.csv says why"
            )


@app.command(epilog="Example: dedup compare reprint.txt agency.txt")
def compare(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="File of one article.")],
    right: Annotated[Path, typer.Argument(metavar="RIGHT", help="File of the other.")],
    pipeline: Pipeline = None,
    as_json: AsJson = False,
) -> None:
    """Show two articles side by side and what they share.

    Shared passages are marked; the verdict says why. For a pair that
    looks wrong in the reports, or for two texts you have at hand.
    """
    with _door():
        from dedup.commands.compare import compare as compare_files  # noqa: PLC0415

        _print(compare_files(left, right, pipeline, as_json=as_json))


@app.command(epilog="Example: dedup clean page.html")
def clean(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of one or more articles.")],
    pipeline: Pipeline = None,
    as_json: AsJson = False,
) -> None:
    """Show an article and what is cut from it, and why.

    Every cut stands with its rule. For seeing why a line was cut, or was not,
    and for trying boilerplate rules of your own.
    """
    with _door():
        from dedup.commands.clean import clean as clean_file  # noqa: PLC0415

        _print(clean_file(file, pipeline, as_json=as_json))


@app.command(epilog="Example: dedup trace paper/story.txt --out reports")
def trace(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="article_id, as in articles.")],
    out: FinishedRun,
    as_json: AsJson = False,
) -> None:
    """Show the way one article took from its origin.

    Out of a finished run; each hop says what speaks for it.
    """
    with _door():
        from dedup.commands.trace import trace as trace_article  # noqa: PLC0415

        _print(trace_article(article, out, as_json=as_json))


@app.command(epilog="Example: dedup evaluate --out reports --labels judged.csv")
def evaluate(
    out: FinishedRun,
    labels: Annotated[
        Path,
        typer.Option("--labels", metavar="FILE.csv", help="Judged pairs: left, right, label."),
    ],
    as_json: AsJson = False,
) -> None:
    """Score a finished run against judged pairs.

    For finding out how far to trust the verdicts on articles like yours.
    """
    with _door():
        from dedup.commands.evaluate import evaluate as evaluate_run  # noqa: PLC0415

        _print(evaluate_run(out, labels, as_json=as_json))


@app.command(epilog="Example: dedup find new.txt --state news.state")
def find(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of one new article.")],
    state: State,
) -> None:
    """Not built yet: what a state knows of one new text."""
    with _door():
        from dedup.commands.find import find as find_file  # noqa: PLC0415

        _print(find_file(file, state))


@app.command(epilog="Example: dedup status --state news.state")
def status(state: State, as_json: AsJson = False) -> None:  # noqa: ARG001  # promised
    """Not built yet: what a state holds and its last run."""
    with _door():
        from dedup.commands.status import status as status_of  # noqa: PLC0415

        _print(status_of(state))


def main() -> Never:
    """The `dedup` command; leaves with one of the exit codes above."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal in another encoding shows an escape rather than ending the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app(prog_name="dedup")
    except Terminated:
        sys.exit(143)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


def _terminate(_signal: int, _frame: object) -> Never:
    raise Terminated


@contextmanager
def _door() -> Iterator[None]:
    """Turn every way out of a command into a message and an exit code."""
    from dedup.errors import DedupError  # noqa: PLC0415

    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        _say("interrupted")
        raise typer.Exit(130) from None
    except Terminated:
        _say("terminated")
        raise typer.Exit(143) from None
    except DedupError as error:
        _explain(error)
        raise typer.Exit(error.exit_code) from None
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _explain(error, f"{place}{error.strerror or error}")
        raise typer.Exit(1) from None
    except Exception as error:  # noqa: BLE001  # the one place that stops what nothing foresaw
        said = f"unexpected failure: {type(error).__name__}: {error}".rstrip(": ")
        _explain(error, f"{said} ({TRACEBACK}=1 shows where)")
        raise typer.Exit(1) from None


def _explain(error: Exception, message: str = "") -> None:
    if os.environ.get(TRACEBACK):
        import traceback  # noqa: PLC0415

        _write(sys.stderr, "".join(traceback.format_exception(error)))
    _say(message or str(error))


def _say(message: str) -> None:
    """One line on stderr."""
    from dedup.commands.terminal import one_line  # noqa: PLC0415

    _write(sys.stderr, f"dedup: {one_line(message)}\n")


def _print(text: str) -> None:
    """Data on stdout."""
    if text:
        _write(sys.stdout, text if text.endswith("\n") else text + "\n")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`): the work is done all the same. What is
        # still in the buffer goes nowhere, so that nothing complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
