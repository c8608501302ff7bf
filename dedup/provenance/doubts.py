"""What speaks against a source at hand: wording of the article that only another source has."""

from __future__ import annotations

from dataclasses import replace

from dedup.provenance.links import Link, Story
from dedup.provenance.trees import source_row
from dedup.settings import ProvenanceSettings
from dedup.stemma import Stemma

_MOST_SOURCES = 12
"""Sources of one article that are weighed against each other: the best by their own evidence."""


def weigh(story: Story, links: list[Link], settings: ProvenanceSettings) -> list[Link]:
    """The links in their order, with `doubt` where an article has several sources at hand.

    Of two texts that may both be the source, the one that an article was taken
    from has all that the article shares with the other. Of two, the article names
    the one that it has the text from rather than the other. A person's ruling is never doubted.
    """
    if not story.texts:
        return links
    at_hand: dict[int, list[Link]] = {}
    for link in links:
        source = source_row(link)
        if source in story.texts and link.copy in story.texts and link.basis != "ruled":
            at_hand.setdefault(link.copy, []).append(link)
    several = {
        copy: sorted(found, key=lambda link: link.rank)
        for copy, found in at_hand.items()
        if len({source_row(link) for link in found}) > 1
    }
    if not several:
        return links
    rows = sorted({row for copy, found in several.items() for row in _rows(copy, found)})
    stemma = Stemma(rows, [story.texts[row] for row in rows])
    doubted: dict[int, float] = {}
    for copy, found in several.items():
        sources = list(dict.fromkeys(_sources(found)))[:_MOST_SOURCES]
        named = _named(story, copy, sources)
        for link in found:
            source = source_row(link)
            if source is None:
                continue
            missed = stemma.missed(copy, source, (s for s in sources if s != source))
            over = max(0, missed - settings.chance_readings)
            doubt = min(settings.most_doubt, over / settings.readings_a_unit)
            unnamed = len(named) == 1 and source not in named
            doubted[id(link)] = doubt + (settings.unnamed if unnamed else 0.0)
    return [replace(x, doubt=doubted[id(x)]) if doubted.get(id(x)) else x for x in links]


def _named(story: Story, copy: int, sources: list[int]) -> list[int]:
    """The sources that an article names; of an agency and an outlet, the outlet alone.

    Who takes an agency's text from an outlet hands its credit on.
    """
    article = story.articles[copy]
    named = [row for row in sources if article.names(story.articles[row].publisher)]
    return [row for row in named if not story.articles[row].agency] or named


def _rows(copy: int, found: list[Link]) -> set[int]:
    return {copy, *_sources(found)}


def _sources(found: list[Link]) -> list[int]:
    return [row for link in found if (row := source_row(link)) is not None]
