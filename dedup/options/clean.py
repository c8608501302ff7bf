"""`dedup clean` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, Keep, Pipeline, Rules

EPILOG = "Example: dedup clean page.html --rules ours.toml"


def clean(  # noqa: PLR0913, PLR0917  # one argument an option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of one or more articles.")],
    rules: Rules = None,
    keep: Keep = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="Also write each story text as a file here."),
    ] = None,
    pipeline: Pipeline = None,
    as_json: AsJson = False,
) -> None:
    """Show an article and what is cut from it, and why.

    Every cut stands with its rule. For seeing why a line was cut, or was not,
    and for trying boilerplate rules of your own.
    """
    with door():
        from dedup.commands.clean import clean as clean_file  # noqa: PLC0415

        asked = {
            "boilerplate.rules": None if rules is None else str(rules),
            "boilerplate.keep": keep or None,
        }
        print_data(clean_file(file, pipeline, asked, texts=texts, as_json=as_json))
