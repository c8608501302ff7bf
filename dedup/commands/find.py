"""`dedup find`: what a state knows that one new text derives from, or that derives from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.commands.states import refuse_unknown
from dedup.commands.terminal import as_object, visible
from dedup.errors import UsageError

if TYPE_CHECKING:
    import polars as pl


def find(file: Path, state: Path, pipeline: Path | None = None, *, as_json: bool = False) -> str:
    """The articles of the state that a text is related to, nearest first.

    Nothing is stored. The state must be held by no run.

    Raises:
        UsageError: the file holds no article, or several.
        StateHeldError: a run holds the state.
        RecipeError: the state was made otherwise.
    """
    from dedup import incremental  # noqa: PLC0415
    from dedup.incremental import finding  # noqa: PLC0415
    from dedup.pipeline_files import load  # noqa: PLC0415
    from dedup.state import locks  # noqa: PLC0415

    settings = load(pipeline)
    if not file.exists():
        raise UsageError(f"there is no file {file}")
    refuse_unknown(state)
    with locks.shared(state), incremental.reading(state, settings) as database:
        found = finding.find(database, file, settings)
    if as_json:
        return as_object({"file": file.name, "unfit": found.unfit, "found": found.rows.to_dicts()})
    return _told(file, found.unfit, found.rows)


def _told(file: Path, unfit: str | None, rows: pl.DataFrame) -> str:
    if unfit:
        return visible(f"{file.name} gets no verdict: {unfit}\n")
    if rows.is_empty():
        return visible(f"nothing in the state is related to {file.name}\n")
    return visible("".join(_one(row) for row in rows.iter_rows(named=True)))


def _one(row: Mapping[str, object]) -> str:
    beside = [row["publisher"], row["published_at"], row["title"]]
    known = ", ".join(str(part) for part in beside if part)
    lines = [
        f"{row['relation']:<10} {row['probability']:.2f}  {row['article_id']}",
        f"            {known}" if known else "",
        f"            story {row['story_id']}; {row['because']}",
    ]
    return "\n".join(line for line in lines if line) + "\n"
