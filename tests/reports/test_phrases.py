"""The quick way of folding gives what the one tokenizer gives."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.reports.phrases import fold_strings
from dedup.words import words


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("aB1 _-'’“\xa0—\n\x0b©")))
    )
)
@example(["Read also: “Ten” walks", "don't", "a\u00adb", "ein\xa0Wort", "x\x1fy", "日本語の", "ß"])
def test_folding_is_that_of_words(texts: list[str]) -> None:
    rows = fold_strings(pl.Series("text", texts, dtype=pl.String)).rows()
    assert sorted(row[0] for row in rows) == sorted(set(texts))
    for text, folded, count in rows:
        expected = [word.folded for word in words(text)]
        assert (folded, count) == (" ".join(expected), len(expected))
