"""Spans of quoted speech."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.quotations import quotations


def quoted(text: str) -> list[str]:
    return [text[start:stop] for start, stop in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We build,” she said.", ["“We build,”"]),
        ('"We build," she said. "Soon."', ['"We build,"', '"Soon."']),
        ("„Wir bauen“, sagte sie.", ["„Wir bauen“"]),
        ("« Nous construisons », dit-elle.", ["« Nous construisons »"]),
        ("»Wir bauen«, sagte sie.", ["»Wir bauen«"]),
        ("她说：「我们建」。", ["「我们建」"]),
        ("The mayor's pier isn't new.", []),
        ("It was ‘a disaster’ for the town’s fishers.", ["‘a disaster’"]),
        ('A 6" beam lay there.', []),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert quoted(text) == found


def test_unclosed_ends_with_its_paragraph() -> None:
    assert quoted("“We build.\n\n“And soon,” she said.") == ["“We build.\n", "“And soon,”"]
    assert quoted('"We build.\n\nHe said "no" twice.') == ['"no"']


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.sampled_from("a \"'“”„«»‘’「」\n."), max_size=120))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = quotations(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
