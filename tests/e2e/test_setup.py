"""The Makefile's set-up, with stubs in place of Python: no network, no packages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKE = shutil.which("make")
TOOLS = ("sh", "sed", "rm", "touch", "cat", "mkdir", "cp", "env", "dirname")

pytestmark = pytest.mark.skipif(MAKE is None, reason="make is not installed")

# Notes every call but the questions about itself, with the environment that pip would see.
PYTHON = """#!/bin/sh
case "$1 $2" in
    "-V "*) echo "Python {version}"; exit 0 ;;
    "-c "*version_info*) exit {too_old} ;;
    "-c "*executable*) echo "$0"; exit 0 ;;
    "-m venv"|"-m virtualenv")
        [ "$2" = "{maker}" ] || exit 1
        mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip")
        if [ "$3" = --version ]; then exit 0; fi
        for name in PIP_USER PIP_TARGET PIP_PREFIX PIP_INDEX_URL \\
            PYTHONPATH PYTHONHOME PYTHONOPTIMIZE; do
            eval "value=\\$$name"
            [ -z "$value" ] || echo "env $name=$value" >>"$STUB_LOG"
        done ;;
esac
echo "{version}" "$@" >>"$STUB_LOG"
[ "$1 $2 $3" = "-m dedup run" ] && for given do echo "<$given>" >>"$STUB_LOG"; done
[ "$1 $2" != "-m pytest" ] || exit {pytest_exits}
[ "$1 $2" != "-m pip" ] || exit {pip_fails}
"""


class Checkout:
    """A copy of what the Makefile needs, and the programs that make will find."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "my checkout"
        self.programs = folder / "programs"
        self.log = folder / "log"
        self.root.mkdir()
        self.programs.mkdir()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root)
        for name in TOOLS:
            found = shutil.which(name)
            assert found, name
            (self.programs / name).symlink_to(found)

    def python(
        self,
        name: str,
        version: str = "3.12.1",
        *,
        too_old: bool = False,
        maker: str = "venv",
        pip_fails: bool = False,
        pytest_exits: int = 0,
    ) -> Path:
        """Put a stub of a Python on the path."""
        path = self.programs / name
        path.write_text(
            PYTHON.format(
                version=version,
                too_old=int(too_old),
                maker=maker,
                pip_fails=int(pip_fails),
                pytest_exits=pytest_exits,
            ),
            encoding="utf-8",
        )
        path.chmod(0o755)
        return path

    def program(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.log.write_text("", encoding="utf-8")
        assert MAKE
        return subprocess.run(
            [MAKE, *arguments],
            cwd=self.root,
            env={"PATH": str(self.programs), "STUB_LOG": str(self.log), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self, *arguments: str, **environment: str) -> list[str]:
        """What the stubs were asked to do by a make that succeeds."""
        done = self.make(*arguments, **environment)
        assert done.returncode == 0, done.stderr
        return self.log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def pip_calls(calls: list[str]) -> list[str]:
    return [call.partition("--disable-pip-version-check ")[2] for call in calls if "-m pip" in call]


def test_run_sets_up_once_and_runs_the_seeds(checkout: Checkout) -> None:
    checkout.python("python3.12")
    calls = checkout.calls("run")
    assert pip_calls(calls) == ["--upgrade pip", "-c constraints.txt -e ."]
    assert "3.12.1 -m dedup run --out reports -- seeds" in calls
    calls = checkout.calls("run")
    assert [call for call in calls if call[0] != "<"] == [
        "3.12.1 -m dedup run --out reports -- seeds"
    ]


def test_test_sets_up_what_tests_need_and_run_needs_nothing_more(checkout: Checkout) -> None:
    checkout.python("python3.12")
    calls = checkout.calls("test", "ARGS=tests/test_words.py -x")
    assert pip_calls(calls) == ["--upgrade pip", "-c constraints.txt -e .[test]"]
    assert calls[-1] == "3.12.1 -m pytest tests/test_words.py -x"
    assert pip_calls(checkout.calls("run")) == []
    assert pip_calls(checkout.calls("test")) == []


@pytest.mark.parametrize("target", ["test", "gate"])
@pytest.mark.parametrize(("exits", "said"), [(5, True), (1, False)])
def test_tests_that_fail_or_that_there_are_none_of_are_a_failure(
    checkout: Checkout, target: str, exits: int, said: bool
) -> None:
    checkout.python("python3.12", pytest_exits=exits)
    done = checkout.make(target)
    assert done.returncode != 0
    assert ("No test ran" in done.stderr) == said


def test_both_at_once_in_parallel(checkout: Checkout) -> None:
    checkout.python("python3.12")
    calls = checkout.calls("-j4", "run", "test")
    assert pip_calls(calls) == [
        "--upgrade pip",
        "-c constraints.txt -e .",
        "-c constraints.txt -e .[test]",
    ]


@pytest.mark.parametrize(
    "name", ["my folder", "it's", "a$b", "a$(HOME)b", 'say "so"', "-x", "é 文"]
)
def test_any_folder_name_reaches_the_command_as_it_is(checkout: Checkout, name: str) -> None:
    checkout.python("python3.12")
    calls = checkout.calls("run", f"IN={name}", f"OUT={name} reports", "ARGS=--strict")
    arguments = [call[1:-1] for call in calls if call.startswith("<")]
    assert arguments == ["-m", "dedup", "run", "--strict", "--out", f"{name} reports", "--", name]


def test_a_changed_requirement_installs_again(checkout: Checkout) -> None:
    checkout.python("python3.12")
    checkout.calls("run")
    for name in ("pyproject.toml", "constraints.txt"):
        path = checkout.root / name
        stamp = (checkout.root / ".venv" / ".run").stat().st_mtime + 5
        os.utime(path, (stamp, stamp))
        assert pip_calls(checkout.calls("run")) == ["-c constraints.txt -e ."]
        os.utime(path, (1, 1))


def test_a_failed_install_is_tried_again(checkout: Checkout) -> None:
    checkout.python("python3.12", pip_fails=True)
    assert checkout.make("run").returncode != 0
    assert not (checkout.root / ".venv" / ".run").exists()


def test_the_newest_suitable_python_is_taken(checkout: Checkout) -> None:
    checkout.program("python3.14", "echo 'pyenv: python3.14: command not found' >&2; exit 127")
    checkout.python("python3.13", "3.13.0")
    checkout.python("python3.12", "3.12.1")
    checkout.python("python3", "3.9.2", too_old=True)
    assert "3.13.0 -m dedup run --out reports -- seeds" in checkout.calls("run")


def test_python_overrides_and_makes_the_environment_anew(checkout: Checkout) -> None:
    checkout.python("python3.13", "3.13.0")
    other = checkout.python("my python", "3.11.7")
    assert "3.13.0 -m dedup run --out reports -- seeds" in checkout.calls("run")
    assert "3.11.7 -m dedup run --out reports -- seeds" in checkout.calls("run", f"PYTHON={other}")
    assert pip_calls(checkout.calls("run", f"PYTHON={other}")) == []
    assert pip_calls(checkout.calls("run")) == []


def test_a_python_too_old_is_refused_with_its_version(checkout: Checkout) -> None:
    checkout.python("python3.12")
    checkout.python("old", "3.9.2", too_old=True)
    done = checkout.make("run", "PYTHON=old")
    assert done.returncode != 0
    assert "PYTHON=old is Python 3.9.2: Python 3.11 or newer is needed" in done.stderr
    assert not (checkout.root / ".venv").exists()


def test_a_python_that_is_not_there_is_refused(checkout: Checkout) -> None:
    done = checkout.make("run", "PYTHON=/nowhere/python")
    assert done.returncode != 0
    assert "PYTHON=/nowhere/python: there is no such program" in done.stderr


def test_no_python_at_all_says_what_to_install(checkout: Checkout) -> None:
    checkout.python("python3", "3.9.2", too_old=True)
    done = checkout.make("run")
    assert done.returncode != 0
    assert "No Python 3.11 or newer on PATH" in done.stderr


def test_without_the_venv_module_virtualenv_or_uv_help(checkout: Checkout) -> None:
    stub = checkout.python("python3.12", maker="virtualenv")
    assert "3.12.1 -m dedup run --out reports -- seeds" in checkout.calls("run")
    for name, target in (("virtualenv", "$3"), ("uv", "$5")):
        shutil.rmtree(checkout.root / ".venv")
        checkout.python("python3.12", maker="none")
        checkout.program(
            name,
            f'echo {name} >>"$STUB_LOG"; '
            f'mkdir -p "{target}/bin" && cp "{stub}" "{target}/bin/python"',
        )
        assert name in checkout.calls("run")
        (checkout.programs / name).unlink()


def test_without_any_of_them_one_line_says_what_to_install(checkout: Checkout) -> None:
    checkout.python("python3.12", maker="none")
    done = checkout.make("run")
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ")]
    assert len(said) == 1
    assert "python3-venv" in said[0]
    assert not (checkout.root / ".venv").exists()


def test_the_callers_own_settings_do_not_reach_pip_but_the_index_does(checkout: Checkout) -> None:
    checkout.python("python3.12")
    calls = checkout.calls(
        "run",
        PIP_USER="1",
        PIP_TARGET="/elsewhere",
        PIP_PREFIX="/elsewhere",
        PYTHONPATH="/elsewhere",
        PYTHONHOME="/elsewhere",
        PYTHONOPTIMIZE="2",
        PIP_INDEX_URL="file:///mirror",
    )
    assert {call for call in calls if call.startswith("env ")} == {
        "env PIP_USER=0",
        "env PIP_INDEX_URL=file:///mirror",
    }


def test_a_moved_checkout_is_set_up_again(checkout: Checkout) -> None:
    checkout.python("python3.12")
    checkout.calls("run")
    checkout.root = checkout.root.rename(checkout.root.parent / "elsewhere")
    assert "-c constraints.txt -e ." in pip_calls(checkout.calls("run"))


def test_a_lost_interpreter_is_replaced(checkout: Checkout) -> None:
    checkout.python("python3.12")
    checkout.calls("run")
    interpreter = checkout.root / ".venv" / "bin" / "python"
    interpreter.unlink()
    interpreter.symlink_to("/nowhere/python3.12")
    assert "-c constraints.txt -e ." in pip_calls(checkout.calls("run"))


def test_help_lists_every_target(checkout: Checkout) -> None:
    done = checkout.make()
    assert done.returncode == 0
    for target in ("run", "test", "lint", "types", "imports", "gate", "bench", "measure", "clean"):
        assert f"make {target} " in done.stdout


def test_constraints_are_names_and_versions_alone_and_cover_what_is_asked_for() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin) for pin in pins)
    assert "://" not in "".join(lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in asked}
    assert {plain(name) for name in names} <= {plain(pin.split("==")[0]) for pin in pins}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_ci_is_a_program_and_its_corpora_are_named_nowhere_else() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "shared/corpora" not in (ROOT / "Makefile").read_text(encoding="utf-8")
