"""Sources that nobody names: several articles come from one text that is not at hand.

Where two articles that neither take from one another nor say whose they are
each have something of a third that the other lacks, a text stands behind them.
All that hang together so come from one, which bears no name.
"""

from __future__ import annotations

from collections.abc import Mapping

from dedup.provenance.links import IS, Article, Link, Story, Tie
from dedup.settings import ProvenanceSettings

UNNAMED = "unnamed source of "
"""What its name begins with; the first article that comes from it follows."""


def find(story: Story, chosen: Mapping[int, Link], settings: ProvenanceSettings) -> list[Link]:
    """One link for each article without a source that shares one with others.

    Args:
        story: the story.
        chosen: the primary links that other evidence has given.
        settings: how sure a common source must be.
    """
    roots = [
        row
        for row, article in story.articles.items()
        if row not in chosen and not _speaks_for_itself(article)
    ]
    ties = _ties(story, set(roots), settings)
    links = []
    for group in _groups(ties):
        first = min(group)
        name = f"{UNNAMED}{story.articles[first].article_id}"
        links += [_link(story, row, ties[row], name) for row in sorted(group)]
    return links


def _speaks_for_itself(article: Article) -> bool:
    return article.ruled_own or article.signs_itself or article.agency


def _ties(story: Story, roots: set[int], settings: ProvenanceSettings) -> dict[int, dict[int, Tie]]:
    """By row and the other's row: the ties of roots that surely have one source."""
    found: dict[int, dict[int, Tie]] = {}
    for row in sorted(roots):
        for other, tie in story.ties.get(row, {}).items():
            common = tie.direction == "common_source" and tie.relation != "rewrite"
            sure = tie.direction_confidence >= settings.common_source
            if other in roots and common and sure:
                found.setdefault(row, {})[other] = tie
    return found


def _groups(ties: Mapping[int, Mapping[int, Tie]]) -> list[set[int]]:
    """The rows that ties hold together."""
    groups: list[set[int]] = []
    seen: set[int] = set()
    for start in sorted(ties):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            for row in ties[waiting.pop()]:
                if row not in group:
                    group.add(row)
                    waiting.append(row)
        seen |= group
        groups.append(group)
    return groups


def _link(story: Story, row: int, ties: Mapping[int, Tie], name: str) -> Link:
    best = max(ties.values(), key=lambda tie: (tie.direction_confidence, -tie.other))
    other = story.known[best.other].article_id
    return Link(
        copy=row,
        path=(name,),
        basis="inferred",
        relation=best.relation,
        confidence=best.direction_confidence * best.probability,
        because=(
            f"The text credits nobody; it {IS[best.relation]} {other}, and both come from a "
            f"third text that is not at hand and that nobody names: {best.because}"
        ),
        follows=False,
    )
