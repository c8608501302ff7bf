"""Which role an entry has where a text names it as the one it comes from."""

from __future__ import annotations

from dedup.registry import Entry

_BY_KIND = {"syndicator": "distributor", "release": "distributor"}


def author_role(entry: Entry) -> str:
    """`distributor` for those who carry what others wrote, else `author`."""
    return _BY_KIND.get(entry.kind, "author")
