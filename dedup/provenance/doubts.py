"""What speaks against a source at hand: wording of the article that only others have."""

from __future__ import annotations

from math import exp

from dedup.provenance.links import Link, Story
from dedup.provenance.trees import source_row
from dedup.settings import ProvenanceSettings
from dedup.stemma import Stemma

_MOST_TEXTS = 12
"""Sources and siblings of one article that are compared with it."""


def weigh(story: Story, links: list[Link], settings: ProvenanceSettings) -> list[Link]:
    """The links in their order, doubted where the texts speak against them.

    Of two texts that may both be the source, the one that an article was taken
    from has all that the article shares with the other; and the article names
    rather the one that it has the text from. That ranks them (`doubt`). What an
    article shares with others that come from where it comes from, its source
    has as well: else the link is less sure. An agency may have sent them other
    versions, and a person's ruling is never doubted.
    """
    if story.stemma is None:
        return links
    at_hand: dict[int, list[Link]] = {}
    for link in links:
        source = source_row(link)
        if source in story.articles and link.copy in story.articles and link.basis != "ruled":
            at_hand.setdefault(link.copy, []).append(link)
    if not at_hand:
        return links
    weigher = _Weigher(story, story.stemma(), settings)
    changed: dict[int, Link] = {}
    for copy, found in at_hand.items():
        ranked = sorted(found, key=lambda link: link.rank)
        changed.update(weigher.weighed(copy, ranked))
    return [changed.get(id(link), link) for link in links]


class _Weigher:
    def __init__(self, story: Story, stemma: Stemma, settings: ProvenanceSettings) -> None:
        self._story = story
        self._stemma = stemma
        self._settings = settings

    def weighed(self, copy: int, links: list[Link]) -> dict[int, Link]:
        """By the identity of each link that changes what becomes of it."""
        judged = list(dict.fromkeys(row for link in links if (row := source_row(link)) is not None))
        sources = judged[:_MOST_TEXTS]
        siblings = self._siblings(copy)
        if len(sources) == 1 and not siblings:
            return {}  # it has all that the article shares with any, and none other is named
        named = self._named(copy, sources)
        counted = self._stemma.missed(copy, judged, len(sources), siblings)
        missed = dict(zip(judged, counted, strict=True))
        found: dict[int, Link] = {}
        for link in links:
            source = source_row(link)
            if source is None:
                continue
            beside_sources, beside_siblings = missed[source]
            doubt = self._lacking(beside_sources)
            if len(named) == 1 and source not in named:
                doubt += self._settings.unnamed
            confidence = link.confidence
            if link.basis == "textual" and not self._story.known[source].agency:
                confidence *= exp(-self._lacking(beside_siblings))
            if (doubt, confidence) != (link.doubt, link.confidence):
                found[id(link)] = link._replace(doubt=doubt, confidence=confidence)
        return found

    def _lacking(self, missed: int) -> float:
        """Log odds against a source by what the article shares with others and it lacks."""
        over = max(0, missed - self._settings.chance_readings)
        return min(self._settings.most_doubt, over / self._settings.readings_a_unit)

    def _siblings(self, copy: int) -> list[int]:
        """Those that seem to come from where the article comes from, nearest first."""
        ties = [
            tie
            for tie in self._story.ties.get(copy, {}).values()
            if tie.direction == "common_source" and tie.relation != "rewrite"
        ]
        nearest = sorted(ties, key=lambda tie: (-tie.closeness, tie.other))
        return [tie.other for tie in nearest if tie.other in self._story.articles][:_MOST_TEXTS]

    def _named(self, copy: int, sources: list[int]) -> list[int]:
        """The sources that an article names; of an agency and an outlet, the outlet alone.

        Who takes an agency's text from an outlet hands its credit on.
        """
        article = self._story.articles[copy]
        known = self._story.articles
        named = [row for row in sources if article.names(known[row].publisher)]
        return [row for row in named if not known[row].agency] or named
