"""Verdicts on labelled pairs out of a finished run, listed or judged on demand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from dedup.commands.evaluate import evaluate, judged_labels
from dedup.commands.run import Request, run
from dedup.errors import UsageError
from dedup.settings import RelationSettings

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


def test_a_reader_sees_every_table_and_a_program_one_object(out, tmp_path):
    labels = labels_of(out, tmp_path / "labels.csv")
    lines = labels.read_text("utf-8").splitlines()
    marked = [
        f"{line},{'L->R' if n else 'direction'},{n % 3 + 1 if n else 'sure'}"
        for n, line in enumerate(lines)
    ]
    labels.write_text("\n".join(marked), "utf-8")
    printed = evaluate(out, labels, as_json=False)
    for said in (
        "labelled \\ given",
        "who took from whom",
        "whose label is sure",
        "in use",
        "worst mistakes",
    ):
        assert said in printed
    found = json.loads(evaluate(out, labels, as_json=True, worst=2))
    assert len(found["mistakes"]) == 2
    assert found["derived_threshold"] == RelationSettings().derived_threshold
    assert set(found["intervals"]) >= {"derived_f1", "shared_text_f1", "macro_f1"}
    assert found["sure"]["pairs"] < found["pairs"]


def test_a_registry_that_stands_elsewhere_is_found_by_the_pipeline_file(tmp_path):
    registry = tmp_path / "mine" / "agencies.toml"
    registry.parent.mkdir()
    registry.write_text('[[agency]]\nname = "Harbour Wire"\nnames = ["Harbour Wire"]\n', "utf-8")
    pipeline = tmp_path / "mine" / "job.toml"
    pipeline.write_text('[credits]\nregistry = "agencies.toml"\n', "utf-8")
    out = tmp_path / "reports"
    run(Request(inputs=[SEEDS], out=out, pipeline=pipeline, quiet=True))
    labels = labels_of(out, tmp_path / "labels.csv")
    with pytest.raises(UsageError, match=r"credits\.registry.*--pipeline"):
        evaluate(out, labels, as_json=True)
    assert json.loads(evaluate(out, labels, pipeline, as_json=True))["pairs"] == 10


def test_a_page_without_a_story_is_nobody_s_copy(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(next(SEEDS.glob("004_*.txt")), folder)
    (folder / "empty.txt").write_text("Read also:\n", "utf-8")
    out = tmp_path / "reports"
    run(Request(inputs=[folder], out=out, quiet=True))
    judged, _ = judged_labels(out, labels_of(out, tmp_path / "labels.csv"))
    assert judged.select("relation", "derived_probability").rows() == [("different", 0.0)]
    assert judged["because"][0].startswith("no verdict: no story text")
