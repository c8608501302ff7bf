"""Nights of real articles against one run over them all; `make month` does a whole month."""

from __future__ import annotations

from pathlib import Path

import month
import pytest


@pytest.mark.corpus
def test_nights_of_real_articles_are_one_run_over_all(corpora: Path, tmp_path: Path) -> None:
    differ, _ = month.compared(tmp_path, corpora, "2020-06", 5)
    assert differ == []
