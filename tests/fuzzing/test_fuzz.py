"""Some 500 broken files of each format; `make fuzz` tries any number, with atheris if wanted."""

from __future__ import annotations

import random
from pathlib import Path

import cases
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("suffix", sorted(cases.SOUND))
def test_a_sound_file_is_read(suffix: str, tmp_path: Path) -> None:
    taken = cases.put_through(suffix, cases.SOUND[suffix], tmp_path)
    assert taken.articles


ALONE = sorted({*cases.SOUND} - {".parquet"})


def test_broken_tables_end_no_run(tmp_path: Path) -> None:
    """A damaged Parquet file can end the process that decodes it."""
    data = [cases.mutated(".parquet", random.Random(seed)) for seed in range(200)]
    taken = cases.put_through_together(".parquet", data, tmp_path)
    assert taken.articles
    assert taken.rejected


@pytest.mark.parametrize("suffix", ALONE)
@settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_a_broken_file_costs_itself_alone(suffix: str, tmp_path: Path, seed: int) -> None:
    """Whatever is wrong with it, a file gives articles or is set aside; nothing else happens."""
    data = cases.mutated(suffix, random.Random(seed))
    taken = cases.put_through(suffix, data, tmp_path)
    assert taken.articles + taken.rejected >= 0
