"""The other commands on the seeds and on a run of them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
REUTERS, RETELLING = "000_b59426c947bcaf14.txt", "001_12064eb50091cbec.txt"
BRUSSELS, ARCAMAX, EURONEWS = (
    "002_de11c77990c30cca.txt",
    "003_a3943907a86dc6a5.txt",
    "004_b516a84405493f54.txt",
)
RELATIONS = {"copy", "partial", "rewrite", "same_event", "different"}


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that succeeds printed; nothing else may come with it."""
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def one_object(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    printed = said(done)
    found = json.loads(printed)
    assert isinstance(found, dict)
    assert printed.count("\n") == 1
    return found


def test_run_tells_a_person_what_was_found(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    printed = said(dedup("run", seeds, "--out", tmp_path / "reports"))
    assert "5 articles" in printed
    assert str(tmp_path / "reports" / "report.html") in printed


def test_run_as_one_object(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    found = one_object(dedup("run", seeds, "--out", tmp_path / "reports", "--json"))
    assert found["counts"]["articles"] == 5
    assert sorted(found["files"]) == sorted(path.name for path in (tmp_path / "reports").iterdir())


def test_quiet_says_nothing(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    assert said(dedup("run", seeds, "--out", tmp_path, "--quiet")) == ""
    assert (tmp_path / "report.html").stat().st_size > 1000


def test_rulings_and_graphs(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    rulings, out = tmp_path / "rulings.csv", tmp_path / "reports"
    rulings.write_text(
        f"left,right,relation,source\n{BRUSSELS},,,{REUTERS}\n{EURONEWS},,,outlet:Havas\n", "utf-8"
    )
    asked = ("--rulings", rulings, "--graphs")
    printed = said(dedup("run", seeds, "--out", out, *asked))
    assert "rulings obeyed; the run by itself agrees with" in printed
    graphs = {"chains.graphml", "chains.gexf", "chains.prov.json"}
    manifest = json.loads((out / "run.json").read_text("utf-8"))
    assert graphs <= set(manifest["files"])
    assert str(tmp_path) not in (out / "run.json").read_text("utf-8")
    way = one_object(dedup("trace", EURONEWS, "--out", out, "--json"))
    assert way["chain"] == f"Havas → {EURONEWS}"
    # Without the option the next run takes its graphs away.
    said(dedup("run", seeds, "--out", out, "--quiet"))
    assert not any((out / name).exists() for name in graphs)


def test_a_graph_of_somebody_elses_is_not_overwritten(
    dedup: Command, seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "chains.gexf").write_text("mine", "utf-8")
    done = dedup("run", seeds, "--out", tmp_path, "--graphs")
    assert done.returncode == 2
    assert "chains.gexf is not from an earlier run" in done.stderr
    assert (tmp_path / "chains.gexf").read_text("utf-8") == "mine"


def test_wrong_rulings_are_refused_with_their_line(
    dedup: Command, seeds: Path, tmp_path: Path
) -> None:
    rulings = tmp_path / "rulings.csv"
    rulings.write_text("left,right,relation\na,b,stolen\n", "utf-8")
    done = dedup("run", seeds, "--out", tmp_path / "reports", "--rulings", rulings)
    assert done.returncode == 2
    assert "line 2: stolen is no relation" in done.stderr
    assert not (tmp_path / "reports").exists()


def test_strict_is_exit_3_and_the_reports_are_there(
    dedup: Command, seeds: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"text": ', encoding="utf-8")
    done = dedup("run", seeds, broken, "--out", tmp_path / "reports", "--strict")
    assert done.returncode == 3
    assert "rejects.csv" in done.stderr
    assert "broken.json" in (tmp_path / "reports" / "rejects.csv").read_text("utf-8")
    assert dedup("run", seeds, broken, "--out", tmp_path / "reports").returncode == 0


def test_story_texts_as_files(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    said(dedup("run", seeds, "--out", tmp_path / "reports", "--texts", tmp_path / "texts"))
    texts = [path.read_text("utf-8") for path in sorted((tmp_path / "texts").rglob("*.txt"))]
    assert len(texts) == 5
    assert not any("Read also:" in text or "Disqus" in text for text in texts)


def test_compare_on_the_seeds(dedup: Command, seeds: Path) -> None:
    found = one_object(dedup("compare", seeds / REUTERS, seeds / BRUSSELS, "--json"))
    assert found["relation"] in RELATIONS
    assert found["because"]
    left, right = ((seeds / name).read_text("utf-8") for name in (REUTERS, BRUSSELS))
    for passage in found["passages"]:
        assert left[passage["left_start"] : passage["left_stop"]] == passage["text"]
        assert right[passage["right_start"] : passage["right_stop"]].strip()
    quoted = [passage["text"] for passage in found["passages"] if passage["quoted"] > 0.5]
    assert any("as long as they deem" in text for text in quoted)
    shown = said(dedup("compare", seeds / REUTERS, seeds / BRUSSELS))
    assert found["relation"].replace("_", " ") in shown.replace("_", " ").lower()


def test_clean_on_a_seed(dedup: Command, seeds: Path, tmp_path: Path) -> None:
    found = one_object(dedup("clean", seeds / EURONEWS, "--json", "--texts", tmp_path / "texts"))
    (article,) = found["articles"]
    (written,) = (tmp_path / "texts").glob("*.txt")
    assert written.read_text("utf-8") == article["story_text"]
    assert article["text"] == (seeds / EURONEWS).read_text("utf-8")
    cut = "\n".join(span["text"] for span in article["cuts"])
    assert cut.startswith("Read also:")
    assert cut not in article["story_text"]
    shown = said(dedup("clean", seeds / EURONEWS))
    assert all(span["rule"] in shown for span in article["cuts"])


def test_trace_on_the_seeds(dedup: Command, seed_reports: Path) -> None:
    found = one_object(dedup("trace", ARCAMAX, "--out", seed_reports, "--json"))
    assert found["chain"] == "Bloomberg News → Tribune Content Agency → ArcaMax"
    assert found["chain"] in said(dedup("trace", ARCAMAX, "--out", seed_reports))


def test_trace_of_an_unknown_article_names_the_nearest(dedup: Command, seed_reports: Path) -> None:
    done = dedup("trace", "003_a3943907", "--out", seed_reports)
    assert done.returncode == 2
    assert ARCAMAX in done.stderr


def test_evaluate_on_the_seeds(dedup: Command, seed_reports: Path, tmp_path: Path) -> None:
    labels = tmp_path / "judged.csv"
    labels.write_text(
        "left,right,label,why\n"
        f"{BRUSSELS},{REUTERS},rewrite,turned round\n"
        f"{ARCAMAX},{EURONEWS},same_event,\n"
        f"{RETELLING},{EURONEWS},same_event,\n",
        encoding="utf-8",
    )
    found = one_object(dedup("evaluate", "--out", seed_reports, "--labels", labels, "--json"))
    assert found["pairs"] == 3
    assert found["derived"]["labelled"] == 1
    assert found["candidate_recall"] == 1
    assert "3 labelled pairs" in said(dedup("evaluate", "--out", seed_reports, "--labels", labels))


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "{seeds}", "--out", "{out}", "--state", "nowhere/news.duckdb"),
        ("run", "{seeds}", "--out", "{out}", "--engine", "spark"),
        ("find", f"{{seeds}}/{REUTERS}", "--state", "news.state"),
        ("status", "--state", "news.state"),
        ("run", "{seeds}", "--out", "{out}", "--no-such-option"),
        ("run", "{out}", "--out", "{out}"),
        ("run", "--out", "{out}"),
        ("run", "{seeds}"),
        ("trace", REUTERS, "--out", "{out}"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence_and_writes_nothing(
    dedup: Command, seeds: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    out = tmp_path / "reports"
    done = dedup(*(word.format(seeds=seeds, out=out) for word in arguments), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()[-1]) > 20
    assert list(tmp_path.iterdir()) == []
