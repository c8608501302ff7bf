"""What several tests of states begin with."""

from pathlib import Path

import nights
import pytest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of ten articles and a state that knows them: in, s.duckdb."""
    nights.write(tmp_path / "in", nights.articles(7, 10), 0)
    nights.night(tmp_path / "s.duckdb", tmp_path / "in", nights.settings())
    return tmp_path
