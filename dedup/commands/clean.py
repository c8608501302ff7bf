"""`dedup clean`: the article as it will be compared, and every cut with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.commands.marking import cut, marked
from dedup.commands.terminal import as_object, colourful, one_line, rendered
from dedup.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

Row = Mapping[str, Any]


def clean(
    file: Path,
    pipeline: Path | None,
    asked: Mapping[str, object] | None = None,
    *,
    texts: Path | None = None,
    as_json: bool,
) -> str:
    """Every article of a file with its cuts marked, and whom it credits.

    `asked` are settings over those of the pipeline file; None leaves one to it.

    On a terminal cuts are struck through, elsewhere they stand as
    `[-cut-]{rule}`. Story texts are written into the folder `texts`, if one is given, as a run
    writes them.

    Raises:
        UsageError: No such file, no article in it, or what no run wrote in the folder.
    """
    from dedup.pipeline_files import load  # noqa: PLC0415

    given = {key: value for key, value in (asked or {}).items() if value is not None}
    settings = load(pipeline, given)
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    from dedup import pipeline as stages  # noqa: PLC0415

    tables = stages.clean_job([file], settings).tables
    articles = tables["articles"]
    if articles.is_empty():
        rejects = tables.get("rejects")
        known = rejects is not None and not rejects.is_empty()
        reason = rejects["reason"][0] if known and rejects is not None else "it is empty"
        raise UsageError(f"there is no article in {file}: {reason}")
    if texts is not None:
        from dedup.reports.files import write_texts  # noqa: PLC0415

        named = tables["texts"].join(articles.select("row", "article_id"), on="row").sort("row")
        write_texts(named.select("article_id", "text"), texts)
    found = [_article(row, tables) for row in articles.sort("row").iter_rows(named=True)]
    if as_json:
        return as_object({"articles": found})
    return "\n".join(_shown(article) for article in found)


def _article(article: Row, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """One article as plain values; cuts and credits carry the text they span."""
    text: str = article["text"]
    story = _rows(tables["texts"], article["row"])
    return {
        "article_id": article["article_id"],
        "words": story[0]["words"] if story else 0,
        "language": story[0]["language"] if story else None,
        "unfit": story[0]["unfit"] if story else None,
        "text": text,
        "story_text": story[0]["text"] if story else "",
        "cuts": [_span(row, text) for row in _rows(tables["cuts"], article["row"])],
        "credits": [_span(row, text) for row in _rows(tables["credits"], article["row"])],
    }


def _rows(frame: pl.DataFrame, row: int) -> list[dict[str, Any]]:
    import polars as pl  # noqa: PLC0415

    chosen = frame.filter(pl.col("row") == row).drop("row")
    order = [name for name in ("start", "stop") if name in chosen.columns]
    return (chosen.sort(order, maintain_order=True) if order else chosen).to_dicts()


def _span(row: Row, text: str) -> dict[str, Any]:
    return {**row, "text": text[row["start"] : row["stop"]]}


def _shown(article: Row) -> str:
    from rich.text import Text  # noqa: PLC0415

    head = Text(one_line(article["article_id"]), style="bold")
    unfit = f"; no verdict: {article['unfit']}" if article["unfit"] else ""
    cuts = [cut(span["start"], span["stop"], span["rule"]) for span in article["cuts"]]
    body = marked(article["text"], cuts, styled=colourful())
    many = f"{len(cuts)} cut" if len(cuts) == 1 else f"{len(cuts)} cuts"
    said = f"{article['words']} words of story text, {many}{unfit}"
    listed = [
        f"  {span['role']}: {one_line(span['name'])} — {one_line(span['text'])}"
        for span in article["credits"]
    ]
    credited = ["", "Credits", *listed] if listed else []
    return rendered(head, "", body, "", Text(said, style="bold"), *credited, wrap=False)
