"""Sources that the metadata of a page or record names: evidence, never taken as truth.

Pages call themselves their own original, so an address counts only where the
page's own address is known and belongs to another outlet.
"""

from __future__ import annotations

from dedup.names import host
from dedup.provenance.links import Article, Link, Story
from dedup.settings import ProvenanceSettings

FIELDS = {
    "original_source": "names as the original",
    "syndication_source": "names as the place it was syndicated from",
    "canonical_url": "names as the address to cite",
    "agency": "names as agency",
    "source": "names as supplier",
}
"""Fields of EVIDENCE that may name a source, most telling first, and what they say of it."""
_LONGEST = 80


def find(story: Story, settings: ProvenanceSettings) -> list[Link]:
    """One link for each other outlet, or other article of the story, that metadata names."""
    at: dict[str, int] = {}
    for row in sorted(story.articles):
        for value in _values(story.articles[row], "url"):
            at.setdefault(_address(value), row)
    links = []
    for article in story.articles.values():
        seen = set()
        for field in FIELDS:
            for value in _values(article, field):
                path = _path(story, article, value, at)
                if path is not None and path not in seen:
                    seen.add(path)
                    links.append(_link(story, article, field, value, path, settings))
    return links


def _values(article: Article, wanted: str) -> list[str]:
    return [value for field, value in article.evidence if field == wanted]


def _address(value: str) -> str:
    """An address without what does not tell pages apart."""
    return value.strip().split("://", 1)[-1].split("#", 1)[0].removeprefix("www.").rstrip("/")


def _path(
    story: Story, article: Article, value: str, at: dict[str, int]
) -> tuple[int | str] | None:
    """The source that a value names; None where it names the article's own outlet or page."""
    row = at.get(_address(value)) if host(value) else None
    if row is not None:
        return (row,) if story.may_come_from(article.row, row) else None
    key = story.names.key(value)
    if not key or key == article.publisher or len(value) > _LONGEST * 10:
        return None
    if host(value):
        own = {story.names.key(url) for url in _values(article, "url")}
        if not own or key in own:
            return None
    elif "://" in value:
        return None
    held = story.held_by(article, key)
    return (held.row if held else story.names.shown(value)[:_LONGEST],)


def _link(  # noqa: PLR0913, PLR0917 (one claim and all it is judged by)
    story: Story,
    article: Article,
    field: str,
    value: str,
    path: tuple[int | str],
    settings: ProvenanceSettings,
) -> Link:
    words = f"The metadata {FIELDS[field]} “{value.strip()[:_LONGEST]}”"
    source = story.articles[path[0]] if isinstance(path[0], int) else None
    tie = story.tie(article.row, source.row) if source else None
    by_address = source is not None and host(value)
    return Link(
        copy=article.row,
        path=path,
        basis="metadata",
        relation=tie.relation if tie else "copy",
        confidence=settings.metadata_article if by_address else settings.metadata,
        because=f"{words}, which is {source.article_id}" if source else words,
    )
