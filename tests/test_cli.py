from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from dedup import __version__, cli
from dedup.errors import (
    RecipeError,
    RejectedInputsError,
    SettingsError,
    StaleError,
    StateHeldError,
    UsageError,
)
from dedup.settings import ReportSettings, Settings

ROOT = Path(__file__).parents[1]
SUMMARY = "5 articles, 3 stories"


class Left(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Left]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Run the command in this process; gives exit code, stdout and stderr."""
    handler = signal.getsignal(signal.SIGTERM)
    monkeypatch.delenv(cli.TRACEBACK, raising=False)

    def run(*arguments: str | Path) -> Left:
        monkeypatch.setattr(sys, "argv", ["dedup", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int)
        return Left(code, captured.out, captured.err)

    yield run
    signal.signal(signal.SIGTERM, handler)


@dataclass
class Fake:
    """Stands in for the pipeline and the reports, and notes what it was asked."""

    facts: dict[str, object] = field(
        default_factory=lambda: {"counts": {"articles": 5, "rejected": 0}, "warnings": []}
    )
    tables: dict[str, Any] = field(default_factory=dict)
    summary: str = SUMMARY
    failure: BaseException | None = None
    asked: dict[str, Any] = field(default_factory=dict)

    def run_job(
        self, inputs: list[Path], settings: Settings, progress: Callable[[str], None]
    ) -> Fake:
        self.asked |= {"inputs": inputs, "settings": settings}
        progress("reading")
        if self.failure:
            raise self.failure
        return self

    def write(
        self, tables: Any, facts: Any, out: Path, settings: ReportSettings, texts: Path | None
    ) -> None:
        self.asked |= {"out": out, "texts": texts}
        out.mkdir(parents=True, exist_ok=True)
        (out / "run.json").write_text("{}", encoding="utf-8")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    import dedup

    double = Fake()
    pipeline, reports, publish = (
        ModuleType(name) for name in ("dedup.pipeline", "dedup.reports", "dedup.reports.publish")
    )
    pipeline.run_job = double.run_job  # type: ignore[attr-defined]
    reports.build = lambda tables, settings: tables  # type: ignore[attr-defined]
    reports.left_out = lambda tables, built, settings: {}  # type: ignore[attr-defined]
    reports.write = double.write  # type: ignore[attr-defined]
    reports.summary = lambda tables, facts: double.summary  # type: ignore[attr-defined]
    reports.publish = publish  # type: ignore[attr-defined]
    publish.listed = lambda out: {"run.json", "pairs.csv"}  # type: ignore[attr-defined]
    publish.recover = lambda out: double.asked.update(recovered=out)  # type: ignore[attr-defined]
    for module in (pipeline, reports, publish):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(dedup, "pipeline", pipeline, raising=False)
    monkeypatch.setattr(dedup, "reports", reports, raising=False)
    return double


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "my articles"
    folder.mkdir()
    (folder / "one.txt").write_text("A text.", encoding="utf-8")
    return folder


# Options and what becomes of them


def test_a_run_prints_the_summary_and_hands_everything_on(
    call: Call, fake: Fake, articles: Path, tmp_path: Path
) -> None:
    out, texts = tmp_path / "out", tmp_path / "texts"
    more = articles / "one.txt"
    left = call("run", articles, more, "--out", out, "--texts", texts, "--window", "7")
    assert left == Left(0, f"{SUMMARY}\n\nOpen {out}/report.html\n", "")
    assert fake.asked["inputs"] == [articles, more]
    assert fake.asked["settings"].keys.window_days == 7
    assert fake.asked["out"] == fake.asked["recovered"] == out
    assert fake.asked["texts"] == texts


def test_options_may_come_first(call: Call, fake: Fake, articles: Path, tmp_path: Path) -> None:
    assert call("run", "--out", tmp_path / "out", "--", articles).code == 0
    assert fake.asked["inputs"] == [articles]


def test_a_pipeline_file_says_what_the_command_line_leaves_open(
    call: Call, fake: Fake, articles: Path, tmp_path: Path
) -> None:
    job = tmp_path / "job.toml"
    job.write_text(
        '[job]\ninputs = ["my articles"]\nout = "there"\n[keys]\nwindow_days = 3\nterms = 9\n',
        encoding="utf-8",
    )
    assert call("run", "--pipeline", job).code == 0
    assert fake.asked["inputs"] == [articles]
    assert fake.asked["out"] == tmp_path / "there"
    assert fake.asked["settings"].keys.window_days == 3
    assert call("run", "--pipeline", job, "--window", "0", "--out", tmp_path / "here").code == 0
    assert fake.asked["out"] == tmp_path / "here"
    assert fake.asked["settings"].keys.window_days == 0
    assert fake.asked["settings"].keys.terms == 9


def test_json_is_one_object_and_nothing_else(
    call: Call, fake: Fake, articles: Path, tmp_path: Path
) -> None:
    fake.facts["warnings"] = ["two ids collide"]
    left = call("run", articles, "--out", tmp_path / "out", "--json")
    told = json.loads(left.out)
    assert told["counts"] == {"articles": 5, "rejected": 0}
    assert told["files"] == ["pairs.csv", "run.json"]
    assert told["warnings"] == ["two ids collide"]
    assert left.out.count("\n") == 1
    assert left.err == "dedup: warning: two ids collide\n"


def test_quiet_says_nothing(call: Call, fake: Fake, articles: Path, tmp_path: Path) -> None:
    fake.facts["warnings"] = ["two ids collide"]
    assert call("run", articles, "--out", tmp_path / "out", "--quiet") == Left(0, "", "")


def test_warnings_go_to_stderr(call: Call, fake: Fake, articles: Path, tmp_path: Path) -> None:
    fake.facts["warnings"] = ["two ids\ncollide\x1b[31m"]
    left = call("run", articles, "--out", tmp_path / "out")
    assert left.out.startswith(SUMMARY)
    assert left.err == "dedup: warning: two ids collide␛[31m\n"


def test_hostile_titles_do_not_steer_the_terminal(
    call: Call, fake: Fake, articles: Path, tmp_path: Path
) -> None:
    fake.summary = "title \x1b]0;owned\x07 \x9b31m \u202eback"
    said = call("run", articles, "--out", tmp_path / "out").out
    assert not set(said) & set("\x1b\x07\x9b\u202e")


# Refusals


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "IN", "--out", "OUT", "--engine", "spark"], "spark engine is not built yet"),
        (["run", "IN", "--out", "OUT", "--engine", "abacus"], "must be local or spark"),
        (["find", "IN", "--state", "s"], "there is no state s"),
        (["status", "--state", "s"], "there is no state s"),
        (["status", "--state", "s", "--json"], "there is no state s"),
        (["export", "--state", "s", "--out", "OUT"], "there is no state s"),
        (["rebuild", "--state", "s"], "there is no state s"),
        (["forget", "IN", "--state", "s"], "there is no state s"),
        (["run", "IN", "--out", "OUT", "--quiet", "--json"], "exclude each other"),
        (["run", "IN"], "--out is missing"),
        (["run", "--out", "OUT"], "INPUT is missing"),
        (["run", "IN/none", "--out", "OUT"], "there is no file or folder"),
        (["run", "IN", "--out", "IN/one.txt"], "is a file"),
        (["run", "IN", "--out", "IN/one.txt/deeper"], "is a file"),
        (["run", "IN", "--out", "IN"], "is an INPUT"),
        (["run", "IN", "--out", "OUT", "--texts", "OUT"], "two folders"),
        (["run", "IN", "--out", "OUT", "--pipeline", "none.toml"], "cannot be read"),
        (["run", "IN", "--out", "OUT", "--window", "-1"], "--window"),
        (["run", "IN", "--out", "OUT", "--window", "soon"], "--window"),
        (["run", "IN", "--out", "OUT", "--wndow", "3"], "--wndow"),
        (["rum"], "rum"),
        (["clean", "IN/none"], "there is no file"),
        (["compare", "IN/one.txt", "IN/none"], "there is no file"),
        (["compare", "IN/one.txt", "IN/one.txt"], "one file"),
        (["trace", "x", "--out", "OUT"], "finished run"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_read(
    call: Call, articles: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    out = tmp_path / "out"
    placed = [a.replace("IN", str(articles), 1) if a.startswith("IN") else a for a in arguments]
    left = call(*[a.replace("OUT", str(out)) for a in placed])
    assert left.code == 2
    assert left.out == ""
    assert said in left.err
    assert not out.exists()


def test_no_command_shows_the_help_and_is_wrong_usage(call: Call) -> None:
    left = call()
    assert left.code == 2
    assert "Commands:" in left.out + left.err


# Exit codes


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (UsageError("x"), 2),
        (SettingsError("x"), 2),
        (RejectedInputsError("x"), 3),
        (StateHeldError("x"), 4),
        (RecipeError("x"), 5),
        (StaleError("x"), 6),
        (KeyboardInterrupt(), 130),
        (cli.Terminated(), 143),
        (OSError(28, "No space left on device", "out/pairs.csv"), 1),
        (MemoryError(), 1),
        (RuntimeError("surprise"), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_failure_has_its_code_and_one_line(
    call: Call, fake: Fake, articles: Path, tmp_path: Path, failure: BaseException, code: int
) -> None:
    fake.failure = failure
    left = call("run", articles, "--out", tmp_path / "out")
    assert left.code == code
    assert left.out == ""
    assert left.err.startswith("dedup: ")
    assert left.err.count("\n") == 1


def test_an_unexpected_failure_names_the_way_to_more(
    call: Call, fake: Fake, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.failure = RuntimeError("surprise")
    arguments = ("run", articles, "--out", tmp_path / "out")
    left = call(*arguments)
    assert "RuntimeError: surprise" in left.err
    assert f"{cli.TRACEBACK}=1" in left.err
    monkeypatch.setenv(cli.TRACEBACK, "1")
    assert "Traceback (most recent call last)" in call(*arguments).err


def test_a_full_disk_names_the_file(call: Call, fake: Fake, articles: Path, tmp_path: Path) -> None:
    fake.failure = OSError(28, "No space left on device", "out/pairs.csv")
    left = call("run", articles, "--out", tmp_path / "out")
    assert left.err == "dedup: out/pairs.csv: No space left on device\n"


@pytest.mark.parametrize(("rejected", "code"), [(0, 0), (2, 3)])
def test_strict_makes_rejected_inputs_a_failure(
    call: Call, fake: Fake, articles: Path, tmp_path: Path, rejected: int, code: int
) -> None:
    fake.facts["counts"] = {"rejected": rejected}
    assert call("run", articles, "--out", tmp_path / "out").code == 0
    left = call("run", articles, "--out", tmp_path / "out", "--strict")
    assert left.code == code
    assert left.out.startswith(SUMMARY)
    assert (tmp_path / "out" / "run.json").exists()


def test_a_pipeline_file_may_be_strict(
    call: Call, fake: Fake, articles: Path, tmp_path: Path
) -> None:
    fake.facts["counts"] = {"rejected": 1}
    job = tmp_path / "job.toml"
    job.write_text("[job]\nstrict = true\n", encoding="utf-8")
    assert call("run", articles, "--out", tmp_path / "out", "--pipeline", job).code == 3


# Help


def test_version(call: Call) -> None:
    assert call("--version") == Left(0, f"dedup {__version__}\n", "")


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "compare",
        "clean",
        "trace",
        "evaluate",
        "find",
        "status",
        "plant",
        "export",
        "rebuild",
        "forget",
    ],
)
def test_every_command_teaches_by_example(call: Call, command: str) -> None:
    left = call(command, "--help")
    assert left.code == 0
    assert f"Example: dedup {command}" in left.out
    assert command in call("--help").out


# The process: signals, pipes, start-up


def python(code: str, **environment: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['dedup', '--help']\n"
        "from dedup.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sorted(sys.modules))"
    )
    done = subprocess.run(python(code), capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    heavy = {"polars", "numpy", "rich", "rapidfuzz", "sklearn", "numba", "datasketch", "jinja2"}
    assert "typer" in loaded
    assert not loaded & heavy
    assert not {name for name in loaded if name.startswith("dedup.commands.")}


STAND_IN = """
import sys, time, types
import dedup
pipeline = types.ModuleType("dedup.pipeline")
reports = types.ModuleType("dedup.reports")
publish = types.ModuleType("dedup.reports.publish")
def run_job(inputs, settings, progress):
    print("READY", file=sys.stderr, flush=True)
    time.sleep({seconds})
    return types.SimpleNamespace(tables={{}}, facts={{}})
def write(tables, facts, out, settings, texts):
    out.mkdir(exist_ok=True)
pipeline.run_job = run_job
reports.build = lambda tables, settings: tables
reports.left_out = lambda tables, built, settings: {{}}
reports.write = write
reports.summary = lambda tables, facts: "a line\\n" * 100000
reports.publish = publish
publish.recover = lambda out: None
publish.listed = lambda out: set()
for module in (pipeline, reports, publish):
    sys.modules[module.__name__] = module
dedup.pipeline, dedup.reports = pipeline, reports
sys.argv = ["dedup", "run", {articles!r}, "--out", {out!r}]
from dedup.cli import main
main()
"""


def stand_in(articles: Path, tmp_path: Path, seconds: int) -> subprocess.Popen[str]:
    code = STAND_IN.format(articles=str(articles), out=str(tmp_path / "out"), seconds=seconds)
    return subprocess.Popen(
        python(code),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_signals_end_a_run_with_their_code(
    articles: Path, tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    process = stand_in(articles, tmp_path, seconds=60)
    assert process.stderr is not None
    assert process.stderr.readline() == "READY\n"
    time.sleep(0.1)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert out == ""
    assert err == f"dedup: {said}\n"


def test_a_reader_that_leaves_early_is_no_failure(articles: Path, tmp_path: Path) -> None:
    process = stand_in(articles, tmp_path, seconds=0)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "a line\n"
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=30) == 0
    assert err == "READY\n"


def test_python_m_dedup_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dedup", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout == f"dedup {__version__}\n"
