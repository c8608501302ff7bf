"""`dedup evaluate`: scores of a finished run against labelled pairs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dedup.commands.terminal import as_object, one_line
from dedup.errors import UsageError
from dedup.evaluation import FOUR, mistakes, read_labels, scores

_PAIR = ["left_id", "right_id"]
_VERDICT = ["relation", "derived_probability", "because"]
_FIRSTS = {"left_id": "left_first", "right_id": "right_first"}


def evaluate(out: Path, labels: Path, *, as_json: bool) -> str:
    """Scores, confusion and the worst mistakes; pairs without a row are judged on demand.

    Raises:
        UsageError: no finished run, no usable labels, or labels of other articles.
    """
    judged, unknown = judged_labels(out, labels)
    found = scores(judged) | {"labels_of_unknown_articles": unknown}
    worst = mistakes(judged)
    if as_json:
        return as_object(found | {"mistakes": worst.to_dicts()})
    return _table(found) + _worst(worst)


def judged_labels(out: Path, labels: Path) -> tuple[pl.DataFrame, int]:
    """The labels with the run's verdict on each, and how many name articles it does not hold.

    Articles of one identical group are one another's copies, and what the run
    found of the first of them holds for all.
    """
    from dedup.finished import read_report  # noqa: PLC0415

    wanted = read_labels(labels)
    usable = _by_first(wanted, read_report(out, "articles"))
    if usable.is_empty():
        raise UsageError(f"--labels {labels}: none of its pairs is in the run in {out}")
    apart = usable.filter(pl.col("left_first") != pl.col("right_first"))
    asked = apart.select(left_id="left_first", right_id="right_first").unique()
    compared = _compared(out)
    missing = asked.join(compared, on=_PAIR, how="anti")
    known = compared if missing.is_empty() else pl.concat([compared, _on_demand(out, missing)])
    same = pl.col("left_first") == pl.col("right_first")
    judged = usable.join(
        known.rename(_FIRSTS), on=list(_FIRSTS.values()), how="left", maintain_order="left"
    ).with_columns(
        relation=pl.when(same).then(pl.lit("copy")).otherwise("relation"),
        derived_probability=pl.when(same).then(1.0).otherwise("derived_probability"),
        because=pl.when(same).then(pl.lit("the story texts are identical")).otherwise("because"),
        candidate=same | pl.col("candidate"),
    )
    return judged.drop(_FIRSTS.values()), wanted.height - usable.height


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


def _compared(out: Path) -> pl.DataFrame:
    """The run's own verdict on every pair that it compared, and the reason where one is listed."""
    from dedup.finished import read_report  # noqa: PLC0415

    reasons = read_report(out, "pairs").select(*_PAIR, "because")
    return (
        read_report(out, "candidates")
        .join(reasons, on=_PAIR, how="left")
        .select(*_PAIR, *_VERDICT, candidate=pl.lit(value=True))
    )


def _on_demand(out: Path, missing: pl.DataFrame) -> pl.DataFrame:
    """Verdicts on pairs that the run did not compare, in the columns of `_compared`."""
    from dedup.finished import read_settings, read_tables  # noqa: PLC0415
    from dedup.pipeline import judge_rows  # noqa: PLC0415

    settings = read_settings(out)
    tables = read_tables(out, settings)
    rows = tables["articles"].select("article_id", "row")
    pairs = (
        missing.join(rows.rename({"article_id": "left_id", "row": "left"}), on="left_id")
        .join(rows.rename({"article_id": "right_id", "row": "right"}), on="right_id")
        .sort("left", "right")
    )
    run = judge_rows(tables, list(pairs.select("left", "right").iter_rows()), settings)
    return (
        pairs.join(run.tables["relations"], on=["left", "right"])
        .join(run.tables["reasons"], on=["left", "right"], how="left")
        .select(*_PAIR, *_VERDICT, candidate=pl.lit(value=False))
        .cast({"derived_probability": pl.Float64})
    )


def _table(found: dict[str, object]) -> str:
    lines = [f"{found['pairs']} labelled pairs", ""]
    lines.append(f"{'':14}{'precision':>10}{'recall':>8}{'F1':>7}{'labelled':>10}{'given':>7}")
    relations = found["relations"]
    assert isinstance(relations, dict)  # noqa: S101  # made by scores
    rows = {"shared text": found["shared_text"], "derived": found["derived"]}
    for name, score in (rows | {name: relations[name] for name in FOUR}).items():
        assert isinstance(score, dict)  # noqa: S101
        lines.append(
            f"{name:14}{score['precision']:10.3f}{score['recall']:8.3f}{score['f1']:7.3f}"
            f"{score['labelled']:10}{score['given']:7}"
        )
    lines += [
        "",
        f"macro F1 over the four relations     {found['macro_f1']:.3f}",
        f"derived pairs that were candidates   {_or_dash(found['candidate_recall'])}",
        f"`different` pairs called derived     {found['different_called_derived']:.3f}",
        f"Brier score of derived_probability   {found['brier_derived']:.3f}",
    ]
    if found["labels_of_unknown_articles"]:
        lines.append(f"labels that name other articles      {found['labels_of_unknown_articles']}")
    return "\n".join(lines) + "\n"


def _or_dash(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-"


def _worst(worst: pl.DataFrame) -> str:
    if worst.is_empty():
        return ""
    lines = ["", "worst mistakes"]
    lines += [
        one_line(
            f"  {row['left_id']} | {row['right_id']}: labelled {row['label']}, called "
            f"{row['relation']} (derived {row['derived_probability']:.2f}) {row['because'] or ''}"
        )
        for row in worst.iter_rows(named=True)
    ]
    return "\n".join(lines) + "\n"
