"""`dedup compare`: two articles side by side, shared passages marked, the verdict and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.commands.columns import Side, beside
from dedup.commands.marking import Mark, cut
from dedup.commands.terminal import as_object, columns_wide, one_line, rendered
from dedup.errors import UsageError
from dedup.relations import DERIVED

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from dedup.settings import Settings

Row = Mapping[str, Any]
Tables = Mapping[str, "pl.DataFrame"]

_STYLES = ("black on green", "black on yellow", "black on cyan", "black on magenta")
"""Passages take these in turn, so that neighbours differ."""
_RELATIONS = {
    "copy": "One reproduces nearly all the text of the other",
    "partial": "They share running text, and each has text of its own",
    "rewrite": "One retells the other, or both one source, in other words",
    "same_event": "Independent reports of one event",
    "different": "Nothing says that they tell of one event",
}
_DIRECTIONS = {
    "left_to_right": "the right took from the left",
    "right_to_left": "the left took from the right",
    "common_source": "both took from a third text",
    "undetermined": "who took from whom is undetermined",
}


def compare(
    left: Path, right: Path, pipeline: Path | None, *, as_json: bool, brief: bool = False
) -> str:
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
    verdict = _verdict(tables, settings) | {"signals": _measured(tables)}
    passages = _passages(tables)
    if as_json:
        ids = articles["article_id"].to_list()
        return as_object({"left_id": ids[0], "right_id": ids[1]} | verdict | {"passages": passages})
    return _shown(tables, verdict, passages, brief=brief)


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

    unfit = _unfit(tables)
    if unfit:
        return {"relation": None, "because": unfit}
    listed = reports.build(tables, settings.reports)["pairs"]
    if not listed.is_empty():
        return listed.drop("left_id", "right_id").to_dicts()[0]
    judged = tables["relations"].drop("left", "right").to_dicts()
    if not judged:
        return {"relation": None, "because": "neither text has words to compare"}
    reasons = signals.reasons(tables["signals"])
    because = reasons["because"].to_list()
    return judged[0] | {"because": because[0] if because else ""}


def _unfit(tables: Tables) -> str:
    """Which of the two has no story to compare, and why; empty where both have."""
    names = tables["articles"].sort("row")["article_id"].to_list()
    reasons = tables["texts"].sort("row")["unfit"].to_list()
    return "; ".join(f"{name}: {why}" for name, why in zip(names, reasons, strict=True) if why)


def _measured(tables: Tables) -> dict[str, float]:
    """Every signal of the pair by name; empty where it was not judged."""
    found = tables["signals"].drop("left", "right")
    if _unfit(tables):
        return {}
    numbers = [name for name, dtype in found.schema.items() if dtype.is_numeric()]
    return {name: round(float(found[name][0]), 4) for name in numbers} if found.height else {}


def _passages(tables: Tables) -> list[dict[str, Any]]:
    """The passages that both have, in the order of the left text, with the left's words."""
    text = tables["articles"].sort("row")["text"][0]
    ordered = tables["alignments"].drop("left", "right").sort("left_start", "right_start")
    return [
        {**row, "text": text[row["left_start"] : row["left_stop"]]} for row in ordered.to_dicts()
    ]


def _shown(tables: Tables, verdict: Row, passages: list[dict[str, Any]], *, brief: bool) -> str:
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    width = columns_wide()
    numbered = list(enumerate(passages, start=1))
    left, right = (_side(tables, row, side, numbered) for row, side in enumerate(("left", "right")))
    shown: list[RenderableType] = [Text(_sentence(verdict), style="bold")]
    because = one_line(verdict.get("because") or "")
    if because:
        shown += [Padding(part, (0, 0, 0, 2)) for part in because.split("; ")]
    shown += ["", *beside(left, right, passages, width=width, brief=brief), ""]
    shown.append("Shared passages" if passages else "No passage is shared.")
    shown += [_listed(number, row) for number, row in numbered]
    if verdict.get("signals"):
        shown += ["", "Signals", _signals(verdict["signals"], width)]
    return rendered(*shown)


def _side(tables: Tables, row: int, side: str, numbered: list[tuple[int, dict[str, Any]]]) -> Side:
    article = tables["articles"].sort("row").row(row, named=True)
    spans = [_mark(number, passage, side) for number, passage in numbered]
    return Side(one_line(article["article_id"]), article["text"], [*spans, *_cuts(tables, row)])


def _listed(number: int, row: Row) -> str:
    quoted = f", {row['quoted']:.0%} quoted" if row["quoted"] else ""
    return f"{number:>3}  {row['words']} words, {row['kind']}{quoted}"


def _signals(values: Row, width: int) -> str:
    """Name and value of each signal, in as many columns as there is room for."""
    cells = [f"{name:<26}{value:>9.6g}" for name, value in values.items()]
    across = max(1, width // 40)
    return "\n".join("   ".join(cells[at : at + across]) for at in range(0, len(cells), across))


def _sentence(verdict: Row) -> str:
    """The verdict as one would say it."""
    relation = verdict["relation"]
    if relation is None:
        return "No verdict."
    said = f"{_RELATIONS[relation]} ({relation}, {verdict['probability']:.0%} sure"
    if relation in DERIVED:
        said += f"; derived in some way {verdict['derived_probability']:.0%}"
    said += ")"
    direction = verdict.get("direction")
    if direction:
        said += f"; {_DIRECTIONS[direction]}"
        sure = verdict.get("direction_confidence")
        if sure is not None and direction != "undetermined":
            said += f" ({sure:.0%} sure)"
    if verdict.get("version"):
        said += "; the two are versions of one outlet's own story"
    return f"{said}."


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
