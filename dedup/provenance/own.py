"""Why an article that no source is named for counts as its outlet's own."""

from __future__ import annotations

from typing import NamedTuple

from dedup.provenance.links import IS, Article, Story, Tie
from dedup.settings import ProvenanceSettings


class Reason(NamedTuple):
    """How surely the article is its outlet's own, 0..1, and why."""

    confidence: float
    because: str
    basis: str = "own"


def explain(story: Story, article: Article, settings: ProvenanceSettings) -> Reason:
    """What speaks for an article's being nobody else's text."""
    if article.ruled_own:
        return Reason(1.0, "The rulings file says that it is nobody else's text", "ruled")
    ties = list(story.ties.get(article.row, {}).values())
    if article.signs_itself:
        return Reason(settings.author, f"The text is signed by its publisher, {article.shown}")
    if article.agency and not article.credits:
        because = f"{article.shown} writes for others, and the text credits nobody else"
        return Reason(settings.agency, because)
    if not ties:
        return alone(settings)
    given = [tie for tie in ties if tie.direction == "to"]
    if len(given) == len(ties):
        return _taken_from(story, given)
    return _unexplained(story, ties, settings)


def alone(settings: ProvenanceSettings) -> Reason:
    """Of an article that credits nobody and that none is tied to."""
    return Reason(settings.alone, "The text credits nobody with it, and no other article shares it")


def _taken_from(story: Story, ties: list[Tie]) -> Reason:
    best = max(ties, key=lambda tie: (tie.direction_confidence, -tie.other))
    takers = story.known[best.other].article_id
    if len(ties) > 1:
        takers += f" and {len(ties) - 1} more"
    because = f"The text names no source, and {takers} took from it: {best.because}"
    return Reason(best.direction_confidence, because)


def _unexplained(story: Story, ties: list[Tie], settings: ProvenanceSettings) -> Reason:
    """It matches others, and what its source is remains open."""
    near = min(
        (tie for tie in ties if tie.direction != "to"),
        key=lambda tie: (-tie.probability, tie.other),
    )
    because = (
        f"The text names no source; it {IS[near.relation]} {story.known[near.other].article_id}"
    )
    ends = {
        "common_source": "both seem to come from a third text that neither credits",
        "from": "but that is too unsure, or further away, to be named its source",
        "undetermined": near.because or "nothing tells which was first",
    }
    return Reason(settings.unexplained, f"{because}; {ends[near.direction]}")
