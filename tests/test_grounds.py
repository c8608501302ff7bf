"""What a rewrite may be called on, and what is none."""

import polars as pl
import pytest

from dedup.grounds import grounds
from dedup.settings import RelationSettings
from dedup.signals import SCHEMA

SETTINGS = RelationSettings()


def found(**values):
    row = dict.fromkeys(SCHEMA, 0) | {"shorter_words": 200.0} | values
    return bool(grounds(pl.DataFrame([row], schema=SCHEMA), SETTINGS)[0])


@pytest.mark.parametrize(
    "values",
    [
        {"source_common": 0.25},
        {"credits_other": 0.5},
        {"attributes_other": 0.5},
        {"retells": 1.0},
        {"retold_in_order": 0.2, "order": 0.6},
        {"narrated_words": 12.0, "longest_narrated_run": 12.0},
    ],
)
def test_something_to_point_at(values):
    assert found(**values)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"cosine": 0.9, "facts_kept": 1.0, "longest_run": 60.0},
        {"narrated_words": 24.0, "longest_narrated_run": 9.0},
        {"retold_in_order": 0.4, "order": -0.2},
        {"retold_in_order": 0.05, "order": 1.0},
        {"retells": 0.5, "names_other": 0.5, "attributes_other": 0.25},
        {"narrated_words": 6.0},
        {"longest_narrated_run": 30.0, "shorter_words": 31.0},
    ],
)
def test_what_two_reporters_share_is_none(values):
    assert not found(**values)


QUOTING = {"quoted_share": 0.97, "shared_words": 112.0, "narrated_words": 1.0}


def test_a_source_both_name_is_no_ground_where_all_they_share_is_quoted():
    assert not found(source_common=0.25, **QUOTING)
    assert not found(source_common=0.5, **QUOTING)
    assert found(source_common=0.25, **QUOTING | {"narrated_words": 30.0})
    assert found(source_common=0.25, **QUOTING | {"shared_words": 4.0})
    assert found(source_common=1.0, **QUOTING)
    assert found(attributes_common=0.6, **QUOTING)


def test_no_rows():
    assert len(grounds(pl.DataFrame(schema=SCHEMA), SETTINGS)) == 0
