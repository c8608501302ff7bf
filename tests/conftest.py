"""What all tests share: the folder of measuring corpora, and the rule about skipping."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test is timed: a busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

CORPORA = "DEDUP_CORPORA"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of measuring corpora; skips where there is none."""
    folder = os.environ.get(CORPORA)
    if not folder:
        pytest.skip(f"{CORPORA} is not set: no corpora to measure on")
    return Path(folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A corpus test that skips although the corpora are there is a test not run: it fails."""
    report = yield
    meant_to_run = item.get_closest_marker("corpus") and os.environ.get(CORPORA)
    if meant_to_run and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{CORPORA} is set, yet this test skipped: {report.longrepr}"
    return report
