"""Sources that the text itself credits."""

from __future__ import annotations

from dedup.provenance.links import Article, Credit, Link, Story
from dedup.settings import ProvenanceSettings

_AS = {
    "author": "as author of the text",
    "retold": "for the report it retells",
    "distributor": "as distributor",
    "contributor": "as contributor",
}
_SEVERAL = 2
_SHARES_WORDS = ("copy", "partial")
_LEADING = ("author", "retold", "distributor")
_RELATION = {"author": "copy", "distributor": "copy", "retold": "rewrite", "contributor": "partial"}


def find(story: Story, settings: ProvenanceSettings) -> list[Link]:
    """Authors and retold reports, with the distributor between; contributors beside them."""
    links = []
    for article in story.articles.values():
        carried = story.carried(article)
        revises = article.signs_itself and story.has_version(article)
        writers = [c for c in article.credited("author", "retold") if c.key not in carried]
        held = _holders(story, article, writers)
        writers.sort(key=lambda writer: -held.get(writer.key, (0.0, ""))[0])
        carriers = [] if article.signs_itself else article.credited("distributor")
        carriers = [c for c in carriers if c.key not in {w.key for w in writers}]
        for place, writer in enumerate(writers):
            carrier = carriers[0] if carriers and place == 0 else None
            link = _link(story, article, writer, carrier, settings, place)
            if writer.key in held:
                because = f"{link.because}; so, alone, does {held[writer.key][1]}, which shares it"
                link = link._replace(because=because)
            links.append(link._replace(leads=link.leads and not revises))
        if not writers:
            links += [_link(story, article, c, None, settings, n) for n, c in enumerate(carriers)]
        main = {credit.key for credit in (*writers, *carriers)}
        links += [
            _link(story, article, credit, None, settings, 0)
            for credit in article.credited("contributor")
            if credit.key not in main
        ]
    return links


def _holders(story: Story, article: Article, writers: list[Credit]) -> dict[str, tuple[float, str]]:
    """Of several authors (`Reuters - AP - AFP`) those whose text it seems to be.

    A text that it shares words with credits one of them alone.

    Returns:
        Key of an author → how much speaks for it, and the article that does.
    """
    authors = {writer.key for writer in writers if writer.role == "author"}
    held: dict[str, tuple[float, str]] = {}
    if len(authors) < _SEVERAL:
        return held
    for _, tie in sorted(story.ties.get(article.row, {}).items()):
        other = story.known[tie.other]
        alone = {c.key for c in other.credits if c.role == "author"}
        if tie.relation in _SHARES_WORDS and len(alone) == 1 and alone <= authors:
            (key,) = alone
            found = (tie.probability * tie.closeness, other.article_id)
            held[key] = max(held.get(key, found), found, key=lambda one: one[0])
    return held


def _link(  # noqa: PLR0913, PLR0917 (one call site a role)
    story: Story,
    article: Article,
    writer: Credit,
    carrier: Credit | None,
    settings: ProvenanceSettings,
    place: int,
) -> Link:
    """The link to one writer; `place` is its rank among those credited in the same role."""
    held = story.held_by(article, writer.key)
    path: tuple[int | str, ...] = (held.row if held else writer.name,)
    words = f"The text credits {said(writer)}"
    if carrier is not None:
        own = story.held_by(article, carrier.key)
        path = (own.row,) if own else (*path, carrier.name)
        words += f" and {said(carrier)}"
    elif held is not None:
        words += f"; {held.article_id} is published by {held.shown}"
    tie = story.tie(article.row, held.row) if held and carrier is None else None
    return Link(
        copy=article.row,
        path=path,
        basis="credited",
        relation=tie.relation if tie else _RELATION[writer.role],
        confidence=float(getattr(settings, writer.role)) * 0.95**place,
        because=words,
        leads=writer.role in (("retold",) if article.signs_itself else _LEADING),
    )


def said(credit: Credit) -> str:
    """A credit in words, with the text's own where they say more than the name."""
    quoted = f" (“{credit.words}”)" if credit.words and credit.words != credit.name else ""
    return f"{credit.name} {_AS[credit.role]}{quoted}"
