"""`dedup evaluate`: scores of a finished run against labelled pairs."""

from __future__ import annotations

from pathlib import Path

from dedup.errors import NotBuiltError


def evaluate(out: Path, labels: Path, *, as_json: bool) -> str:  # noqa: ARG001
    """Refused until it is built."""
    raise NotBuiltError(f"evaluate is not built yet: {labels} was not held against {out}")
