"""`dedup compare` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, Pipeline

EPILOG = "Example: dedup compare reprint.txt agency.txt"


def compare(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="File of one article.")],
    right: Annotated[Path, typer.Argument(metavar="RIGHT", help="File of the other.")],
    pipeline: Pipeline = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="Leave out most of what only one of the two has.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show two articles side by side and what they share.

    The verdict comes first, in a sentence and with what speaks for it. Below,
    passages that both have are numbered and stand at one height: [3> and <3]
    around them, or colours on a terminal; [-so-]{rule} is cut before comparing.
    For a pair that looks wrong in the reports, or for two texts you have at hand.
    """
    with door():
        from dedup.commands.compare import compare as compare_files  # noqa: PLC0415

        print_data(compare_files(left, right, pipeline, as_json=as_json, brief=brief))
