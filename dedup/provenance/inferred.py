"""Origins that an article which credits nobody inherits from those that it matches.

It inherits from the other side of a derived pair with a common source or of
undetermined direction. What it took from an article of the run is that
article's business (`textual`), and what took from it proves nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from dedup.provenance.credited import said
from dedup.provenance.links import IS, Article, Credit, Link, Story, Tie
from dedup.settings import ProvenanceSettings

_MOST_PROOFS = 3
_SILENT = "The text credits nobody, but "
_STRENGTH = {"copy": 0, "partial": 1, "rewrite": 2}


@dataclass(frozen=True)
class _Proof:
    """That an article shows an origin: how surely, and by which of its `writers` credits."""

    confidence: float
    article: Article
    credit: Credit
    tie: Tie
    writers: int


def find(story: Story, settings: ProvenanceSettings) -> list[Link]:
    """One link for each origin that an uncredited article inherits.

    Uncredited is one that says nothing of its origin, by credits or by being an agency's own.
    """
    writers = {row: _writers(story, article) for row, article in story.articles.items()}
    silent = {
        row
        for row, article in story.articles.items()
        if not writers[row] and not article.signs_itself
    }
    links: dict[tuple[int, str], Link] = {}
    for row in sorted(silent):
        article = story.articles[row]
        for proofs in _proofs(story, article, writers, settings):
            link = _direct(story, article, proofs)
            links[row, proofs[0].credit.key] = link
    _spread(story, silent, links, settings)
    return [links[place] for place in sorted(links)]


def _proofs(
    story: Story,
    article: Article,
    writers_of: Mapping[int, list[Credit]],
    settings: ProvenanceSettings,
) -> Iterator[list[_Proof]]:
    """The proofs for each origin, strongest first."""
    found: dict[str, list[_Proof]] = {}
    for tie in story.ties.get(article.row, {}).values():
        other = story.articles.get(tie.other)
        factor = _factor(tie, settings)
        if other is None or not factor:
            continue
        writers = writers_of[other.row]
        for place, credit in enumerate(writers):
            if credit.role == "publisher" and tie.relation == "rewrite":
                continue  # An agency and an outlet may each have rewritten a third.
            role = "author" if credit.role == "publisher" else credit.role
            sure = float(getattr(settings, role)) * 0.8**place
            if _absent_here(story, article, credit):
                continue  # Its text is at hand, and this article cannot have it from there.
            if credit.key and credit.key != article.publisher:
                proof = _Proof(sure * tie.probability * factor, other, credit, tie, len(writers))
                found.setdefault(credit.key, []).append(proof)
    for key in sorted(found):
        yield sorted(found[key], key=lambda p: (-p.confidence, p.article.row))


def _absent_here(story: Story, article: Article, credit: Credit) -> bool:
    """Whether an outlet's only texts at hand came after the article; agencies have others."""
    if story.names.writes_for_others(credit.name) or not story.prints(credit.key):
        return False
    return story.held_by(article, credit.key) is None


def _writers(story: Story, article: Article) -> list[Credit]:
    """Whom its text comes from by its own words; an agency's own text comes from the agency."""
    carried = story.carried(article)
    writers = [c for c in article.credited("author", "retold") if c.key not in carried]
    writers = writers or article.credited("distributor")
    if not writers and article.publisher and (article.agency or article.signs_itself):
        return [Credit(article.publisher, article.shown, "publisher", "")]
    return writers


def _factor(tie: Tie, settings: ProvenanceSettings) -> float:
    """How surely the two ends of a tie have one origin."""
    if tie.direction == "common_source":
        return tie.direction_confidence
    return settings.undetermined if tie.direction == "undetermined" else 0.0


def _direct(story: Story, article: Article, proofs: list[_Proof]) -> Link:
    doubt = 1.0
    for proof in proofs:
        doubt *= 1.0 - proof.confidence
    best = proofs[0]
    words = (
        f"{_SILENT}{IS[best.tie.relation]} {best.article.article_id} "
        f"(probability {best.tie.probability:.2f}), which {_says(best.credit)}"
    )
    others = [proof.article.article_id for proof in proofs[1 : 1 + _MOST_PROOFS]]
    if others:
        more = len(proofs) - 1 - len(others)
        words += f"; so do {', '.join(others)}" + (f" and {more} more" if more else "")
    held = story.held_by(article, best.credit.key)
    relation = max(
        best.tie.relation,
        "rewrite" if best.credit.role == "retold" else "copy",
        key=_STRENGTH.__getitem__,
    )
    return Link(
        copy=article.row,
        path=(held.row if held else best.credit.name,),
        basis="inferred",
        relation=relation,
        confidence=min(1.0 - doubt, 0.95),
        because=words,
        # Which of several authors the shared words are by, the match does not tell.
        follows=any(p.tie.relation != "rewrite" and p.writers == 1 for p in proofs),
    )


def _says(credit: Credit) -> str:
    own = credit.role == "publisher"
    return f"is {credit.name}'s own text" if own else f"credits {said(credit)}"


def _spread(
    story: Story,
    silent: set[int],
    links: dict[tuple[int, str], Link],
    settings: ProvenanceSettings,
) -> None:
    """Let origins reach uncredited articles over uncredited ones, best first (Dijkstra).

    An article with a proof of its own takes no origin by hearsay, and none
    travels over rewrites: each of them may have changed hands.
    """
    proved = {row for row, _ in links}
    queue = [(-link.confidence, row, key) for (row, key), link in links.items()]
    queue.sort()
    done: set[tuple[int, str]] = set()
    while queue:
        minus, row, key = heappop(queue)
        if (row, key) in done:
            continue
        done.add((row, key))
        for tie in story.ties.get(row, {}).values():
            other = tie.other
            sure = -minus * tie.probability * _factor(tie, settings)
            if other not in silent or other in proved or tie.relation == "rewrite":
                continue
            if sure < settings.least_confidence:
                continue
            if story.articles[other].publisher == key:
                continue
            if not _may_reach(story, links[row, key], other, key):
                continue
            known = links.get((other, key))
            if known is None or sure > known.confidence:
                links[other, key] = _hearsay(story, links[row, key], other, tie, key, sure)
                heappush(queue, (-sure, other, key))


def _may_reach(story: Story, nearer: Link, row: int, key: str) -> bool:
    """Whether an origin that a link names can be that of another article too, by its times."""
    source = nearer.path[0]
    if story.held_by(story.articles[row], key) is not None:
        return True
    return not isinstance(source, int) or story.may_come_from(row, source)


def _hearsay(  # noqa: PLR0913, PLR0917 (all of one relaxation)
    story: Story, nearer: Link, row: int, tie: Tie, key: str, confidence: float
) -> Link:
    article, between = story.articles[row], story.articles[nearer.copy]
    held = story.held_by(article, key)
    rest = nearer.because.removeprefix(_SILENT)
    return Link(
        copy=row,
        path=(held.row,) if held else nearer.path,
        basis="inferred",
        relation=max(nearer.relation, tie.relation, key=_STRENGTH.__getitem__),
        confidence=confidence,
        because=(
            f"{_SILENT}{IS[tie.relation]} {between.article_id} "
            f"(probability {tie.probability:.2f}), which {rest}"
        ),
        follows=False,
    )
