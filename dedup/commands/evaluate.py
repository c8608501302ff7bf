"""`dedup evaluate`: scores of a finished run against labelled pairs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dedup.commands.terminal import as_object
from dedup.errors import UsageError
from dedup.evaluation import (
    direction_scores,
    intervals,
    mistakes,
    read_labels,
    reliability,
    scores,
    thresholds,
)

if TYPE_CHECKING:
    from dedup.settings import Settings

SURE = 2
"""Labels of at least this `sure` are scored apart as well."""
_PAIR = ["left_id", "right_id"]
_VERDICT = ["relation", "derived_probability", "directed", "because"]
_FIRSTS = {"left_id": "left_first", "right_id": "right_first"}


def evaluate(
    out: Path, labels: Path, pipeline: Path | None = None, *, as_json: bool, worst: int = 10
) -> str:
    """Scores, calibration, thresholds and the worst mistakes of a finished run.

    Args:
        out: the run's reports.
        labels: CSV of judged pairs; pairs without a row in the run are judged on demand.
        pipeline: the run's pipeline file, needed where it names files by absolute paths.
        as_json: one JSON object instead of tables.
        worst: how many mistakes are listed.

    Raises:
        UsageError: no finished run, no usable labels, or labels of other articles.
    """
    from dedup.commands import evaluation_tables  # noqa: PLC0415
    from dedup.finished import read_settings  # noqa: PLC0415
    from dedup.pipeline_files import load  # noqa: PLC0415

    settings = read_settings(out, load(pipeline) if pipeline else None)
    judged, unknown = judged_labels(out, labels, settings)
    used = settings.relations.derived_threshold
    found = measured(judged, used) | {
        "labels_of_unknown_articles": unknown,
        "derived_threshold": used,
        "mistakes": mistakes(judged, worst).to_dicts(),
    }
    return as_object(found) if as_json else evaluation_tables.shown(found)


def measured(judged: pl.DataFrame, used: float | None = None) -> dict[str, object]:
    """All figures on labelled pairs: those of `scores`, and what they do not say.

    `used` is the threshold in use, which is among those that are tried.
    """
    found = scores(judged) | {
        "intervals": intervals(judged),
        "directions": direction_scores(judged),
        "reliability": reliability(judged),
        "thresholds": thresholds(judged, used),
    }
    if judged["sure"].is_not_null().any():
        sure = judged.filter(pl.col("sure") >= SURE)
        found["sure"] = scores(sure) | {"intervals": intervals(sure)} if sure.height else None
    return found


def judged_labels(
    out: Path, labels: Path, settings: Settings | None = None
) -> tuple[pl.DataFrame, int]:
    """The labels with the run's verdict on each, and how many name articles it does not hold.

    Articles of one identical group are one another's copies, and what the run
    found of the first of them holds for all.

    Args:
        out: the run's reports.
        labels: CSV of judged pairs.
        settings: those of the run; read from its run.json if not given.
    """
    from dedup.finished import read_report  # noqa: PLC0415

    wanted = read_labels(labels)
    usable = _by_first(wanted, read_report(out, "articles"))
    if usable.is_empty():
        raise UsageError(f"--labels {labels}: none of its pairs is in the run in {out}")
    apart = usable.filter(pl.col("left_first") != pl.col("right_first"))
    asked = apart.select(left_id="left_first", right_id="right_first").unique()
    compared, directed = _compared(out)
    missing = asked.join(compared, on=_PAIR, how="anti")
    if missing.height:
        compared = pl.concat([compared, _on_demand(out, missing, settings)])
    same = pl.col("left_first") == pl.col("right_first")
    judged = (
        usable.join(
            compared.rename(_FIRSTS), on=list(_FIRSTS.values()), how="left", maintain_order="left"
        )
        .join(
            directed.rename({"directed": "of_identical"}),
            on=_PAIR, how="left", maintain_order="left",
        )
        .with_columns(
            relation=pl.when(same).then(pl.lit("copy")).otherwise("relation"),
            derived_probability=pl.when(same).then(1.0).otherwise("derived_probability"),
            because=pl.when(same)
            .then(pl.lit("the story texts are identical"))
            .otherwise("because"),
            candidate=same | pl.col("candidate"),
            directed=pl.when(same)
            .then("of_identical")
            .when(pl.col("left_first") == pl.col("left_id"))
            .then("directed"),
        )
    )  # fmt: skip
    return judged.drop("of_identical", *_FIRSTS.values()), wanted.height - usable.height


def _by_first(labels: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The labels of articles in the run, with left_first <= right_first of their groups."""
    first = articles.select("article_id", first=pl.coalesce("identical_group", "article_id"))
    one = first.rename({"article_id": "left_id", "first": "one"})
    other = first.rename({"article_id": "right_id", "first": "other"})
    return (
        labels.join(one, on="left_id", maintain_order="left")
        .join(other, on="right_id", maintain_order="left")
        .with_columns(
            left_first=pl.min_horizontal("one", "other"),
            right_first=pl.max_horizontal("one", "other"),
        )
        .drop("one", "other")
    )


def _compared(out: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The run's own verdict on every pair that it compared, and the directions of listed pairs."""
    from dedup.finished import read_report  # noqa: PLC0415

    listed = read_report(out, "pairs").select(*_PAIR, "because", directed="direction")
    found = (
        read_report(out, "candidates")
        .join(listed, on=_PAIR, how="left")
        .select(*_PAIR, *_VERDICT, candidate=pl.lit(value=True))
    )
    return found, listed.select(*_PAIR, "directed")


def _on_demand(out: Path, missing: pl.DataFrame, settings: Settings | None) -> pl.DataFrame:
    """Verdicts on pairs that the run did not compare, in the columns of `_compared`."""
    from dedup.finished import read_settings, read_tables  # noqa: PLC0415
    from dedup.pipeline import judge_rows  # noqa: PLC0415

    settings = settings or read_settings(out)
    tables = read_tables(out, settings)
    rows = tables["articles"].select("article_id", "row")
    pairs = (
        missing.join(rows.rename({"article_id": "left_id", "row": "left"}), on="left_id")
        .join(rows.rename({"article_id": "right_id", "row": "right"}), on="right_id")
        .sort("left", "right")
    )
    texts = tables["texts"].filter(pl.col("unfit").is_not_null())
    unfit = dict(texts.select("row", "unfit").iter_rows())
    run = judge_rows(tables, list(pairs.select("left", "right").iter_rows()), settings)
    directions = run.tables["directions"].select("left", "right", directed="direction")
    judged = (
        pairs.join(run.tables["relations"], on=["left", "right"])
        .join(run.tables["reasons"], on=["left", "right"], how="left")
        .join(directions, on=["left", "right"], how="left")
        .cast({"derived_probability": pl.Float64})
    )
    no_story = pl.col("left").is_in(list(unfit)) | pl.col("right").is_in(list(unfit))
    reason = pl.coalesce(
        pl.col(side).replace_strict(unfit, default=None, return_dtype=pl.String)
        for side in ("left", "right")
    )
    return judged.with_columns(
        relation=pl.when(no_story).then(pl.lit("different")).otherwise("relation"),
        derived_probability=pl.when(no_story).then(0.0).otherwise("derived_probability"),
        directed=pl.when(~no_story).then("directed"),
        because=pl.when(no_story).then(pl.lit("no verdict: ") + reason).otherwise("because"),
    ).select(*_PAIR, *_VERDICT, candidate=pl.lit(value=False))
