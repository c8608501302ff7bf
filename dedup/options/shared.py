"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Pipeline = Annotated[
    Path | None,
    typer.Option("--pipeline", metavar="FILE.toml", help="Settings; see pipelines/README.md."),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE.toml",
        help="Boilerplate phrases of yours, beside those that ship. Setting: boilerplate.rules.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="RULE",
        help="Leave what this rule finds in the story, as captions.photo or captions.*; "
        "may stand more than once. Setting: boilerplate.keep.",
    ),
]
FinishedRun = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Folder with the reports of a finished run.")
]
State = Annotated[
    Path,
    typer.Option("--state", metavar="FILE", help="State file that runs keep what they know in."),
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait",
        metavar="SECONDS",
        min=0,
        help="Wait so long where another run holds the state; else leave with exit code 4.",
    ),
]
