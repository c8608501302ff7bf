"""How long the text is that a pattern matches."""

from __future__ import annotations

import re

import pytest

from dedup.boilerplate.widths import ENDLESS, width


@pytest.mark.parametrize(
    ("pattern", "least", "most", "closed"),
    [
        ("pier$", 4, 4, True),
        ("(?i:piers? ?)", 4, 6, False),
        (r"\d{1,2}[./]\d{4}(?:$|,? \d{2}.{0,12}$)", 6, 23, True),
        ("(?:quay$|port)", 4, 4, False),
        ("(?:quay|port of)$", 4, 7, True),
        ("(?:pier$)?", 0, 4, False),
        (r"(?!the )(?<=x)\bquay{2,3}?\b", 5, 6, False),
        (r"\(\[\]\)\Z", 4, 4, True),
        ("[^]x]{3}(?P<name>a|bc)", 4, 5, False),
        ("pier.*$", 4, ENDLESS, True),
        ("pier|", 0, 4, False),
    ],
)
def test_width(pattern: str, least: int, most: int, closed: bool) -> None:
    assert width(pattern) == (least, most, closed)
    assert re.compile(pattern)
