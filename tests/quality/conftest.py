"""The figures of the gate, measured once a session, and their table at its end."""

from __future__ import annotations

from pathlib import Path

import figures
import floors
import measure
import pytest

_MEASURED: pytest.StashKey[figures.Figures] = pytest.StashKey()


@pytest.fixture(scope="session")
def reached(
    request: pytest.FixtureRequest, corpora: Path, tmp_path_factory: pytest.TempPathFactory
) -> figures.Figures:
    """Every figure by name; the real job runs over all labelled corpora for them."""
    del corpora  # asked for, so that the gate skips where there are none
    found = measure.measure(tmp_path_factory.mktemp("runs"))
    request.config.stash[_MEASURED] = found
    return found


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table, so that one sees how much room is left."""
    found = config.stash.get(_MEASURED, None)
    if found is not None:
        terminalreporter.section("quality")
        pinned = floors.parse(floors.PATH.read_text("utf-8"))
        terminalreporter.write(measure.table(found, pinned))
