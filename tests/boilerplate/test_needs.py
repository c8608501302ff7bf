"""What a pattern needs is in whatever it matches."""

import pytest

from dedup.boilerplate.needs import needs, opening
from dedup.boilerplate.rules import load


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("(?i:Get (?:the|our) apps)", {" apps"}),
        ("(?:photo|slide) of", {"photo", "slide"}),
        ("(?:photo)? of pier", {" of pier"}),
        ("piers?", {"pier"}),
        ("x{0,3}pier{2}", {"pie"}),
        (r"\d{1,2}/\d{2}", {"/"}),
        (r"[abc]{1,3}\.com", {".com"}),
        ("(?!pier)[abc]{2}", {"a", "b", "c"}),
        ("pier|[abcdef]{2}", None),
        ("[-_=]{3,80}$", {"-", "_", "="}),
        ("[^-_=]{3,80}$", None),
    ],
)
def test_needs(pattern: str, found: set[str] | None) -> None:
    assert needs(pattern) == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("Subscribe to (?:our|the)", {"subscribe to "}),
        ("(?:more|read more) on", {"more", "read more"}),
        ("(?:In )?[Tt]his photo", {"in ", "his photo"}),
        ("[^.]{2,40} says", None),
        (r"\W{0,3}tags:", {"tags:"}),
    ],
)
def test_openings(pattern: str, found: set[str] | None) -> None:
    assert opening(pattern) == found


def test_every_shipped_pattern_of_long_pieces_needs_something() -> None:
    assert all(most < 6 for _, most in load().told().always)
