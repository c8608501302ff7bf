"""Verdicts on labelled pairs out of a finished run, listed or judged on demand."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from dedup.commands.evaluate import evaluate, judged_labels
from dedup.commands.run import Request, run
from dedup.errors import UsageError

SEEDS = Path(__file__).parents[2] / "seeds"
VERDICT = ["left_id", "right_id", "relation", "derived_probability", "candidate"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the seeds, a shortened one, and one that stands there twice more."""
    folder = tmp_path_factory.mktemp("articles")
    for seed in SEEDS.glob("*.txt"):
        shutil.copy(seed, folder)
    euronews = next(SEEDS.glob("004_*.txt")).read_text("utf-8")
    paragraphs = [line for line in euronews.splitlines() if line.strip()]
    (folder / "short.txt").write_text("\n".join(paragraphs[: len(paragraphs) * 2 // 3]), "utf-8")
    (folder / "upper.txt").write_text(euronews.upper(), "utf-8")
    (folder / "again.txt").write_text(euronews, "utf-8")
    out = tmp_path_factory.mktemp("reports")
    run(Request(inputs=[folder], out=out, quiet=True))
    return out


def labels_of(out: Path, path: Path) -> Path:
    """Labels on every two articles of a run, all called copies."""
    ids = pl.read_parquet(out / "articles.parquet")["article_id"].to_list()
    lines = [f"{a},{b},copy" for number, a in enumerate(ids) for b in ids[number + 1 :]]
    path.write_text("\n".join(["left,right,label", *lines]) + "\n", "utf-8")
    return path


def forgetful(out: Path, copy: Path) -> Path:
    """The same run without a word of the pairs that it compared."""
    shutil.copytree(out, copy)
    for name in ("pairs.parquet", "candidates.parquet"):
        pl.read_parquet(out / name).clear().write_parquet(copy / name)
    return copy


def test_a_pair_judged_on_demand_gets_the_verdict_it_has_when_compared(out, tmp_path):
    labels = labels_of(out, tmp_path / "labels.csv")
    compared, _ = judged_labels(out, labels)
    assert compared["candidate"].sum() >= 9
    demanded, _ = judged_labels(forgetful(out, tmp_path / "forgetful"), labels)
    assert demanded["candidate"].sum() == 3  # the identical ones, two by two
    assert demanded.select(VERDICT[:4]).equals(compared.select(VERDICT[:4]))
    told = compared.filter(pl.col("because").is_not_null())
    reasons = demanded.select("left_id", "right_id", short="because")
    both = told.join(reasons, on=["left_id", "right_id"])
    # A listed row goes on with the reason of its direction.
    assert both.select(pl.col("because").str.starts_with(pl.col("short")).all()).item()


def test_a_pair_that_was_compared_has_the_run_s_own_verdict(out, tmp_path):
    changed = tmp_path / "changed"
    shutil.copytree(out, changed)
    candidates = pl.read_parquet(out / "candidates.parquet")
    turned = candidates.with_columns(relation=pl.lit("different"))
    turned.write_parquet(changed / "candidates.parquet")
    judged, _ = judged_labels(changed, labels_of(out, tmp_path / "labels.csv"))
    others = judged.filter("candidate", pl.col("relation") != "different")
    assert others["because"].unique().to_list() == ["the story texts are identical"]
    assert others.height == 3


def test_what_holds_of_the_first_of_identical_articles_holds_of_all(out, tmp_path):
    judged, _ = judged_labels(out, labels_of(out, tmp_path / "labels.csv"))
    found = {(a, b): rest for a, b, *rest in judged.select(VERDICT).iter_rows()}
    assert found["again.txt", "upper.txt"] == ["copy", 1.0, True]
    assert found["again.txt", "short.txt"] == found["short.txt", "upper.txt"]
    assert found["again.txt", "short.txt"][0] == "copy"


def test_labels_of_other_articles_are_counted_and_refused_where_they_are_all(out, tmp_path):
    labels = tmp_path / "labels.csv"
    labels.write_text("left,right,label\nagain.txt,short.txt,copy\nno,where,copy\n", "utf-8")
    assert '"labels_of_unknown_articles": 1' in evaluate(out, labels, as_json=True)
    labels.write_text("left,right,label\nno,where,copy\n", "utf-8")
    with pytest.raises(UsageError, match="none of its pairs"):
        evaluate(out, labels, as_json=False)
