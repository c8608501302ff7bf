from __future__ import annotations

import dataclasses

import pytest

from dedup.errors import SettingsError
from dedup.settings import Settings

PARTS = {
    field.name: type(getattr(Settings(), field.name)) for field in dataclasses.fields(Settings)
}


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().keys.window_days = 3  # type: ignore[misc]


def test_every_part_is_a_frozen_dataclass_of_plain_values() -> None:
    for name, part in PARTS.items():
        assert dataclasses.is_dataclass(part), name
        for field in dataclasses.fields(part):
            value = getattr(part(), field.name)
            assert isinstance(value, str | int | float | bool | tuple), f"{name}.{field.name}"


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("input", "page_seconds", 0.0),
        ("input", "largest_text", 0),
        ("input", "largest_file", 0),
        ("input", "text_columns", ()),
        ("input", "date_order", ("page", "guess")),
        ("boilerplate", "shortest_story", -1),
        ("credits", "retold_paragraphs", 0),
        ("sketches", "shingle_words", 0),
        ("sketches", "shingle_words", 9),
        ("sketches", "seed", -1),
        ("sketches", "seed", 2**32),
        ("sketches", "threshold", 0.0),
        ("sketches", "threshold", 1.0),
        ("sketches", "recall_weight", 1.0),
        ("sketches", "batch_articles", 0),
        ("keys", "terms", 0),
        ("keys", "shared_terms", 0),
        ("keys", "hottest_key", 1),
        ("keys", "window_days", -1),
        ("pairs", "least_cosine", 1.5),
        ("pairs", "least_contained", -0.1),
        ("pairs", "most_per_article", 0),
        ("alignments", "seed_words", 0),
        ("alignments", "least_words", 0),
        ("alignments", "edited_similarity", 0.0),
        ("relations", "derived_threshold", 1.0),
        ("reports", "least_listed", 2.0),
        ("reports", "keep", "newest"),
        ("reports", "most_pairs_per_article", 0),
        ("reports", "row_group_rows", 0),
        ("reports", "stories_in_html", -1),
        ("engine", "name", "abacus"),
        ("engine", "workers", -1),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(table: str, key: str, value: object) -> None:
    with pytest.raises(SettingsError, match=rf"{table}\.{key}"):
        PARTS[table](**{key: value})


def test_nan_is_never_in_range() -> None:
    for table, part in PARTS.items():
        for field in dataclasses.fields(part):
            if isinstance(getattr(part(), field.name), float) and hasattr(part, "__post_init__"):
                try:
                    part(**{field.name: float("nan")})
                except SettingsError:
                    continue
                # Weights in log odds have no range; pipeline files refuse NaN for them.
                assert table in ("directions", "provenance"), f"{table}.{field.name}"
