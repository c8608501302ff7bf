"""Sources that the texts themselves show: derived pairs with a direction."""

from __future__ import annotations

from math import inf

from dedup.provenance.links import IS, Article, Link, Story, Tie
from dedup.settings import ProvenanceSettings


def find(story: Story, settings: ProvenanceSettings) -> list[Link]:
    """One link for each article of the run that the directions name as a source.

    Sources in another story (the guard of `stories` kept them apart) are
    secondary only.
    """
    return [
        _link(story, article, story.known[tie.other], tie)
        for article in story.articles.values()
        for tie in story.ties.get(article.row, {}).values()
        if tie.direction == "from" and story.may_come_from(article.row, tie.other)
        if _is_sure(article, story.known[tie.other], tie, settings)
    ]


def _is_sure(article: Article, source: Article, tie: Tie, settings: ProvenanceSettings) -> bool:
    """Whether a time or the texts tell well enough that it was not the other way round."""
    return article.reliably_after(source) or tie.direction_confidence >= settings.undated


def _link(story: Story, article: Article, source: Article, tie: Tie) -> Link:
    words = f"The text {IS[tie.relation]} {source.article_id} (probability {tie.probability:.2f})"
    return Link(
        copy=article.row,
        path=(source.row,),
        basis="textual",
        relation=tie.relation,
        confidence=tie.direction_confidence * tie.probability,
        because=f"{words}: {tie.because}",
        leads=source.row in story.articles,
        follows=tie.relation != "rewrite",
        nearness=tie.closeness,
        published=inf if source.latest is None else source.latest,
    )
