"""`dedup trace` on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import AsJson, FinishedRun

EPILOG = "Example: dedup trace paper/story.txt --out reports"


def trace(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="article_id, as in articles.")],
    out: FinishedRun,
    as_json: AsJson = False,
) -> None:
    """Show the way one article took from its origin.

    Out of a finished run; each hop says what speaks for it.
    """
    with door():
        from dedup.commands.trace import trace as trace_article  # noqa: PLC0415

        print_data(trace_article(article, out, as_json=as_json))
