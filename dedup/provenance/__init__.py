"""STORIES, RELATIONS, DIRECTIONS, CREDITS → PROVENANCE: who had it first, and the way it went.

Each member of this wing finds possible sources by one kind of evidence:
credits, texts, what articles that match have credited, metadata. The best ones
that make no circle become the primary sources; what is left and has a source in
common with others hangs on one that nobody names. The chains follow from them.

To add a kind of evidence: a module with `find(story, settings) -> list[Link]`,
its confidence in `ProvenanceSettings`, its basis in `links.BASES`, and a line
in `FINDERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from dedup.names import Names
from dedup.provenance import (
    chains,
    credited,
    doubts,
    inferred,
    metadata,
    own,
    reading,
    ruled,
    textual,
    trees,
    unnamed,
)
from dedup.provenance.links import Link, Story
from dedup.provenance.lone import settle
from dedup.registry import Registry
from dedup.settings import ProvenanceSettings
from dedup.tables import PROVENANCE

__all__ = ["FINDERS", "settle", "trace"]

FINDERS: dict[str, Callable[[Story, ProvenanceSettings], list[Link]]] = {
    "ruled": ruled.find,
    "credited": credited.find,
    "textual": textual.find,
    "inferred": inferred.find,
    "metadata": metadata.find,
}


def trace(
    tables: Mapping[str, pl.DataFrame],
    settings: ProvenanceSettings | None = None,
    registry: Registry | None = None,
) -> pl.DataFrame:
    """The sources of every article, and the chain to it.

    Args:
        tables: ARTICLES, EVIDENCE, CREDITS, MASTHEADS, STORIES, RELATIONS,
            SIGNALS (left_covered and right_covered are read) and DIRECTIONS by
            name, `credited` (row, credited_to) and, where people ruled, RULINGS. Pairs
            without a direction are not seen.
        settings: how much each kind of evidence weighs.
        registry: names and addresses of outlets; the shipped one if None.

    Returns:
        PROVENANCE: for each article in order of row one primary row, then its
        secondary ones, best first. `hop` counts the steps of `chain`: passing
        from one text to another of the same outlet is none.
    """
    settings = settings or ProvenanceSettings()
    names = Names(registry)
    stories = list(reading.stories(tables, names))
    chosen: dict[int, Link] = {}
    links: dict[int, list[Link]] = {}
    for story in stories:
        found = _links(story, settings)
        primary = trees.choose(found, settings.least_confidence)
        hidden = unnamed.find(story, primary, settings)
        chosen.update({**primary, **{link.copy: link for link in hidden}})
        for link in found:
            links.setdefault(link.copy, []).append(link)
    known = stories[0].known if stories else {}
    made = chains.Chains(known, chosen, names)
    rows: list[chains.Row] = []
    for story in stories:
        for row, article in story.articles.items():
            if row in chosen:
                rows.append(chains.sourced(chosen[row], "primary", made.of(row)))
            else:
                rows.append(chains.own(article, own.explain(story, article, settings)))
            others = [x for x in links.get(row, ()) if x.confidence >= settings.least_confidence]
            second = made.second(article, others, settings.most_secondary)
            rows += [chains.sourced(link, "secondary", chain) for link, chain in second]
    return PROVENANCE.frame(rows).sort("row", maintain_order=True)


def _links(story: Story, settings: ProvenanceSettings) -> list[Link]:
    """Every possible source of the story's articles."""
    if len(story.articles) == 1 and not story.ties:
        (only,) = story.articles.values()
        if not only.credits and not only.evidence and only.ruled is None:
            return []
    found = [link for find in FINDERS.values() for link in find(story, settings)]
    kept = [link for link in found if not story.articles[link.copy].ruled_own]
    return doubts.weigh(story, kept, settings)
