"""What a text itself says about where it comes from.

To add a kind of credit, add a module with `find(page) -> Iterator[Credit]` and
a line to `MEMBERS` in `reading.py`; its words go into `dedup/data/credits.toml`,
names into `dedup/data/agencies.toml`. Where claims of two members overlap, the
one that stands first in `MEMBERS` holds.
"""

from __future__ import annotations

from dedup.credits.attributed import attributed
from dedup.credits.credited import credited_names
from dedup.credits.reading import MEMBERS, own_names, read, read_page

__all__ = [
    "MEMBERS",
    "attributed",
    "credited_names",
    "own_names",
    "read",
    "read_page",
]
