"""The `dedup` command: parse, call, leave with an exit code.

Only typer is imported at the top, so that `--help` answers at once. The
arguments of each command are in `dedup/options/`, what it does is in
`dedup/commands/`, and `dedup/door.py` turns every way out into an exit code.
"""

from __future__ import annotations

import signal
import sys
from typing import Annotated, Never

import typer

from dedup import __version__, garbage, options
from dedup.door import STOPPED, TRACEBACK, Terminated, print_data
from dedup.processors import calculate_on_one

__all__ = ["TRACEBACK", "app", "main"]

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
for _command, _example in options.MEMBERS:
    app.command(epilog=_example)(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        print_data(f"dedup {__version__}")
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


def main() -> Never:
    """The `dedup` command; leaves with one of the exit codes that `dedup.door` lists."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal in another encoding shows an escape rather than ending the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    garbage.look_seldom()
    calculate_on_one()
    signal.signal(signal.SIGTERM, _terminate)
    signal.signal(signal.SIGINT, _interrupt)
    try:
        app(prog_name="dedup")
    except Terminated:
        sys.exit(143)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)


def _terminate(_signal: int, _frame: object) -> Never:
    STOPPED.append("terminated")
    raise Terminated


def _interrupt(_signal: int, _frame: object) -> Never:
    STOPPED.append("interrupted")
    raise KeyboardInterrupt
