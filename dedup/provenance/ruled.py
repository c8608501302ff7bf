"""Sources that a person has ruled on: they hold against all other evidence."""

from __future__ import annotations

from dedup.provenance.links import Link, Story
from dedup.settings import ProvenanceSettings


def find(story: Story, settings: ProvenanceSettings) -> list[Link]:
    """One link for each article that the rulings file names a source of."""
    del settings
    links = []
    for article in story.articles.values():
        if article.ruled is None:
            continue
        source = article.ruled
        if isinstance(source, str):
            held = story.held_by(article, story.names.key(source))
            source = held.row if held else story.names.shown(source)
        tie = story.tie(article.row, source) if isinstance(source, int) else None
        links.append(
            Link(
                copy=article.row,
                path=(source,),
                basis="ruled",
                relation=tie.relation if tie else "copy",
                confidence=1.0,
                because="The rulings file names this source",
            )
        )
    return links
