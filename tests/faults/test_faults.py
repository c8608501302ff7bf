"""A few faults of each kind; `make faults` tries hundreds."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator

import befalling
import pytest
import trying


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[trying.Scene]:
    """Two nights, of which the second is yet to come."""
    made = trying.Scene(tmp_path_factory.mktemp("faults") / "work")
    yield made
    made.server.close()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.9, 0.95, 0.99])
def test_a_run_killed_at_a_write_point_loses_nothing(scene: trying.Scene, share: float) -> None:
    scene.reset()
    tried = befalling.kill_at(round(scene.points * share))
    assert tried(scene, random.Random(1)) == ""


@pytest.mark.parametrize(
    "tried",
    [
        befalling.kill_after,
        befalling.full_disk,
        befalling.limited_files,
        befalling.changing_file,
        befalling.vanishing_file,
        befalling.clock_back,
        befalling.two_at_once,
        befalling.truncated_state,
        befalling.flipped_bytes,
        befalling.stopped_by(signal.SIGTERM),
        befalling.stopped_by(signal.SIGINT),
    ],
)
def test_a_fault_loses_nothing(scene: trying.Scene, tried: befalling.Try) -> None:
    scene.reset()
    assert tried(scene, random.Random(2)) == ""
