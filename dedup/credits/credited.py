"""Whom a text credits with its words, as one cell for reports."""

from __future__ import annotations

import re

import polars as pl

from dedup.names import Names
from dedup.registry import Registry, Trust, load

_ROLES = ("author", "retold")
_SURNAME = re.compile(
    r"\s+(?!(?:Staff|Writers?|Reporters?|Correspondents?|Editors?|In|Via|And|For)\b)[A-Z][a-z]+$"
)
"""A last word that makes a person of the name before it: `Tasnim Shamma` is no agency."""

_IN_LIST = re.compile(r",\s+(?:The |the )?$")
_NEXT = re.compile(r",\s+[A-Z][\w.'’-]+\s+[A-Z]")
"""An agency between persons in a list is one of many who stand on the page, not who wrote it."""


def credited_names(
    articles: pl.DataFrame,
    credits: pl.DataFrame,
    mastheads: pl.DataFrame,
    registry: Registry | None = None,
) -> pl.DataFrame:
    """Names that each text credits as its author, never the outlet itself.

    An author by dateline, byline, sign-off or copyright comes before those that
    the piece retells: where there is one, they are its sources, not its writers.
    A byline that names an agency counts where the text credits nobody.

    Args:
        articles: ARTICLES, for the byline as metadata has it.
        credits: CREDITS.
        mastheads: MASTHEADS, for the publisher, and the byline where metadata has none.
        registry: The one to know names by; the shipped one by default.

    Returns:
        row (UInt32), credited_to (String, joined by `; `): one row for each article
        that credits somebody, sorted by row.
    """
    registry = registry or load()
    names = Names(registry)
    publishers = dict(mastheads.select("row", "publisher").iter_rows())
    bylines = dict(mastheads.select("row", "byline").iter_rows())
    bylines |= {row: line for row, line in articles.select("row", "byline").iter_rows() if line}
    given: dict[int, dict[str, list[str]]] = {}
    ordered = credits.filter(pl.col("role").is_in(_ROLES)).sort("row", "start", "stop", "name")
    for row, name, role in ordered.select("row", "name", "role").iter_rows():
        given.setdefault(row, {}).setdefault(role, []).append(name)
    for row, byline in bylines.items():
        if byline and row not in given:
            agencies = _agencies(registry, byline)
            if agencies:
                given[row] = {"author": agencies}
    rows = []
    for row in sorted(given):
        own = names.key(publishers.get(row) or "")
        by_role = given[row]
        listed = by_role.get("author") or by_role.get("retold") or []
        others = [name for name in dict.fromkeys(listed) if names.key(name) != own]
        if others:
            rows.append((row, "; ".join(others)))
    schema = {"row": pl.UInt32, "credited_to": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _agencies(registry: Registry, byline: str) -> list[str]:
    found = registry.find(byline)
    writers = (
        m
        for m in found
        if m.entry.kind in ("agency", "desk")
        and m.trust > Trust.DATELINE
        and not _SURNAME.match(byline, m.stop)
        and not (_IN_LIST.search(byline, 0, m.start) and _NEXT.match(byline, m.stop))
    )
    return list(dict.fromkeys(m.entry.name for m in writers))
