"""Agencies as authors over the labelled corpora, held to floors; see tests/quality."""

import importlib.util
import os
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "quality" / "measure_credits.py"
FLOOR = {"precision": 0.95, "recall": 0.85, "old papers F1": 0.80}


@pytest.fixture(scope="module")
def measure():
    if not os.environ.get("DEDUP_CORPORA"):
        pytest.skip("DEDUP_CORPORA is not set: no corpora to measure with")
    spec = importlib.util.spec_from_file_location("measure_credits", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folder(corpus: str) -> Path:
    return Path(os.environ["DEDUP_CORPORA"]) / corpus


@pytest.mark.corpus
def test_agencies_as_authors(measure):
    sums = [0, 0, 0]
    for corpus in measure.LABELLED:
        counts, _, _ = measure.measure_labelled(folder(corpus), errors=False)
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
    right, said, true = sums
    assert right / said >= FLOOR["precision"]
    assert right / true >= FLOOR["recall"]


@pytest.mark.corpus
def test_agencies_of_old_papers(measure):
    (right, said, true), _, _ = measure.measure_mentions(
        folder(measure.AGENCY_MENTIONS), errors=False
    )
    assert 2 * right / (said + true) >= FLOOR["old papers F1"]
