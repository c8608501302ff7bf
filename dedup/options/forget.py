"""`dedup forget` on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.door import door, print_data
from dedup.options.shared import Pipeline, State, Wait

EPILOG = "Example: dedup forget paper/story.txt --state news.duckdb"


def forget(
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="article_ids, as in articles.csv.")
    ],
    state: State,
    pipeline: Pipeline = None,
    wait: Wait = 0,
) -> None:
    """Remove articles from a state for good.

    All their versions go, and whatever was found out about them; a file that
    still holds them is not asked again.
    """
    with door():
        from dedup.commands.forget import forget as forget_articles  # noqa: PLC0415

        print_data(forget_articles(articles, state, pipeline, wait=wait))
