"""`dedup compare`: two articles side by side, shared passages marked, the verdict and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.commands.marking import Mark, cut, marked
from dedup.commands.terminal import as_object, colourful, one_line, rendered
from dedup.errors import UsageError

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from dedup.settings import Settings

Row = Mapping[str, Any]
Tables = Mapping[str, "pl.DataFrame"]

_STYLES = ("black on green", "black on yellow", "black on cyan", "black on magenta")
"""Passages take these in turn, so that neighbours differ."""
_DIRECTIONS = {
    "left_to_right": "the right took from the left",
    "right_to_left": "the left took from the right",
    "common_source": "both took from a third text",
    "undetermined": "who took from whom is undetermined",
}


def compare(left: Path, right: Path, pipeline: Path | None, *, as_json: bool) -> str:
    """Two files of one article each, judged whatever a run would have found.

    Raises:
        UsageError: A file is missing, or holds no article or several.
    """
    from dedup.pipeline_files import load  # noqa: PLC0415

    settings = load(pipeline)
    for path in (left, right):
        if not path.is_file():
            raise UsageError(f"there is no file {path}")
    if left.samefile(right):
        raise UsageError(f"{left} and {right} are one file: name two")
    from dedup import pipeline as stages  # noqa: PLC0415

    tables = stages.compare_job(left, right, settings).tables
    articles = tables["articles"].sort("row")
    if articles.height != 2:
        raise UsageError(
            f"compare takes two files of one article each; found {articles.height} "
            f"articles in {left} and {right}{_rejected(tables)}"
        )
    verdict = _verdict(tables, settings)
    passages = _passages(tables)
    if as_json:
        ids = articles["article_id"].to_list()
        return as_object({"left_id": ids[0], "right_id": ids[1]} | verdict | {"passages": passages})
    return _shown(tables, verdict, passages)


def _rejected(tables: Tables) -> str:
    rejects = tables.get("rejects")
    if rejects is None or rejects.is_empty():
        return ""
    return "; " + "; ".join(
        f"{path}: {reason}" for path, reason in rejects.select("path", "reason").iter_rows()
    )


def _verdict(tables: Tables, settings: Settings) -> dict[str, Any]:
    """The row that pairs.csv would have; less of it where the pair gets no row there."""
    from dedup import reports, signals  # noqa: PLC0415

    listed = reports.build(tables, settings.reports)["pairs"]
    if not listed.is_empty():
        return listed.drop("left_id", "right_id").to_dicts()[0]
    judged = tables["relations"].drop("left", "right").to_dicts()
    if not judged:
        unfit = [reason for reason in tables["texts"]["unfit"].to_list() if reason]
        return {"relation": None, "because": "no verdict: " + ("; ".join(unfit) or "no words")}
    reasons = signals.reasons(tables["signals"])
    because = reasons["because"].to_list()
    return judged[0] | {"because": because[0] if because else ""}


def _passages(tables: Tables) -> list[dict[str, Any]]:
    """The passages that both have, in the order of the left text, with the left's words."""
    text = tables["articles"].sort("row")["text"][0]
    ordered = tables["alignments"].drop("left", "right").sort("left_start", "right_start")
    return [
        {**row, "text": text[row["left_start"] : row["left_stop"]]} for row in ordered.to_dicts()
    ]


def _shown(tables: Tables, verdict: Row, passages: list[dict[str, Any]]) -> str:
    from rich.text import Text  # noqa: PLC0415

    numbered = list(enumerate(passages, start=1))
    listed = [
        f"{number:>3}  {row['words']} words, {row['kind']}"
        + (f", {row['quoted']:.0%} quoted" if row["quoted"] else "")
        for number, row in numbered
    ]
    return rendered(
        Text(_sentence(verdict), style="bold"),
        one_line(verdict.get("because") or ""),
        "",
        _side_by_side(tables, numbered),
        "",
        "Shared passages" if listed else "No shared passages",
        *listed,
    )


def _sentence(verdict: Row) -> str:
    if verdict["relation"] is None:
        return "no verdict"
    said = f"{verdict['relation']}, {verdict['probability']:.0%} sure"
    direction = verdict.get("direction")
    if not direction:
        return said
    sure = verdict.get("direction_confidence")
    said += f"; {_DIRECTIONS[direction]}"
    return said if sure is None or direction == "undetermined" else f"{said}, {sure:.0%} sure"


def _side_by_side(tables: Tables, numbered: list[tuple[int, dict[str, Any]]]) -> Table:
    from rich.table import Table  # noqa: PLC0415

    grid = Table(box=None, expand=True, padding=(0, 1), pad_edge=False)
    cells = []
    for row, side in enumerate(("left", "right")):
        article = tables["articles"].sort("row").row(row, named=True)
        grid.add_column(one_line(article["article_id"]), ratio=1, overflow="fold")
        spans = (_mark(number, passage, side) for number, passage in numbered)
        cells.append(marked(article["text"], [*spans, *_cuts(tables, row)], styled=colourful()))
    grid.add_row(*cells)
    return grid


def _mark(number: int, passage: Row, side: str) -> Mark:
    style = _STYLES[number % len(_STYLES)]
    return Mark(
        start=passage[f"{side}_start"],
        stop=passage[f"{side}_stop"],
        style=style if passage["kind"] == "verbatim" else f"{style} underline",
        opening=f"[{number}> ",
        closing=f" <{number}]",
        note=f" {number}",
    )


def _cuts(tables: Tables, row: int) -> Iterable[Mark]:
    import polars as pl  # noqa: PLC0415

    frame = tables["cuts"].filter(pl.col("row") == row).select("start", "stop", "rule")
    return [cut(start, stop, rule) for start, stop, rule in frame.iter_rows()]
