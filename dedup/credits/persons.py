"""Persons among the publishers of a run: columnists and politicians in the field for the outlet.

`President Jo Lake said` credits no outlet. That a name is a person's shows by the title that the
text puts before it, in any language.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_GLUED = re.compile(r"[\w.'’&]$")
_REACH = 24
"""Characters before a name in which a title stands."""


def is_person(name: str, text: str) -> bool:
    """Whether a text puts a personal title before a name anywhere."""
    place = text.find(name)
    while place >= 0:
        before = text[max(place - _REACH, 0) : place].rstrip().lower()
        if before.endswith(titles()) and _is_whole(before):
            return True
        place = text.find(name, place + len(name))
    return False


def _is_whole(before: str) -> bool:
    """Whether a title there is no end of something longer: `programs`, `5 p.m.`."""
    return any(
        before.endswith(title) and not _GLUED.search(before[: -len(title)]) for title in titles()
    )


@cache
def titles() -> tuple[str, ...]:
    """The titles of the data file."""
    text = files("dedup").joinpath("data/personal_titles.txt").read_text("utf-8")
    return tuple(line for line in text.split("\n") if line and line[0] != "#")
