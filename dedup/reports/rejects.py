"""The rejects report: what was not read, or read once only, and why."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.settings import ReportSettings


def build(tables: Mapping[str, pl.DataFrame], settings: ReportSettings) -> pl.DataFrame:
    """The rejects as the formats tell them."""
    del settings
    return tables["rejects"]
