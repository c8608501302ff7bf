"""The chains that the chosen sources make, as rows of PROVENANCE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dedup.names import Names
from dedup.provenance.links import Article, Link
from dedup.provenance.own import Reason
from dedup.provenance.trees import source_row, upstream

ARROW = " → "
Row = tuple[int, str, int | None, str | None, str, str | None, str, int, str, float, str]


@dataclass(frozen=True)
class Chain:
    """Keys and display names from the origin on, and how sure all its hops together are."""

    steps: tuple[tuple[str, str], ...]
    confidence: float

    @property
    def origin(self) -> str:
        """Display name of the origin."""
        return self.steps[0][1]

    @property
    def origin_key(self) -> str:
        """What the origin is compared by."""
        return self.steps[0][0] or self.steps[0][1]

    def extended(self, steps: list[tuple[str, str]], confidence: float) -> Chain:
        """The chain with further steps; steps within one outlet collapse into one."""
        kept = list(self.steps)
        for key, shown in steps:
            if not kept or not key or key != kept[-1][0]:
                kept.append((key, shown))
        return Chain(tuple(kept), self.confidence * confidence)


_START = Chain((), 1.0)


class Chains:
    """The chain of every article, made from the primary links of all stories."""

    def __init__(
        self, known: Mapping[int, Article], chosen: Mapping[int, Link], names: Names
    ) -> None:
        self._known = known
        self._names = names
        self._chosen = chosen
        self._chains: dict[int, Chain] = {}
        self._sources = {
            row: [source]
            for row, link in chosen.items()
            if (source := source_row(link)) is not None
        }

    def of(self, row: int) -> Chain:
        """The chain of an article."""
        waiting = [row]
        while waiting[-1] not in self._chains and waiting[-1] in self._chosen:
            source = source_row(self._chosen[waiting[-1]])
            if source is None:
                break
            waiting.append(source)
        for step in reversed(waiting):
            if step not in self._chains:
                self._chains[step] = self._made(step, self._chosen.get(step))
        return self._chains[row]

    def by(self, link: Link) -> Chain:
        """The chain that an article has by a link."""
        source = source_row(link)
        if source is not None:
            self.of(source)
        return self._made(link.copy, link)

    def _made(self, row: int, link: Link | None) -> Chain:
        article = self._known[row]
        last = (article.publisher, article.shown)
        if link is None:
            return _START.extended([last], 1.0)
        source = source_row(link)
        before = _START if source is None else self._chains[source]
        names = [step for step in link.path if isinstance(step, str)]
        steps = [(self._names.key(name), name) for name in names]
        return before.extended([*steps, last], link.confidence)

    def second(
        self, article: Article, links: list[Link], most: int
    ) -> Iterator[tuple[Link, Chain]]:
        """Secondary sources: those whose origin the chain does not name yet, best first.

        A source that only took from the same origin is not a second one, and
        none may come from the article itself, over whatever sources.
        """
        told = {key or shown for key, shown in self.of(article.row).steps}
        primary = self._chosen.get(article.row)
        given = 0
        for link in sorted(links, key=lambda link: link.rank):
            if given == most:
                break
            if link is primary or not link.follows:
                continue
            chain = self.by(link)
            source = source_row(link)
            if chain.origin_key in told or self._circular(article.row, source):
                continue
            told.add(chain.origin_key)
            if source is not None:
                self._sources[article.row] = [*self._sources.get(article.row, []), source]
            given += 1
            yield link, chain

    def _circular(self, row: int, source: int | None) -> bool:
        return source is not None and (source == row or row in upstream(source, self._sources))


def sourced(link: Link, rank: str, chain: Chain) -> Row:
    """The row of an article that has this source."""
    source = link.path[-1]
    return (
        link.copy,
        rank,
        source if isinstance(source, int) else None,
        source if isinstance(source, str) else None,
        link.basis,
        link.relation,
        chain.origin,
        len(chain.steps) - 1,
        ARROW.join(shown for _, shown in chain.steps),
        round(chain.confidence, 6),
        link.because,
    )


def own(article: Article, reason: Reason) -> Row:
    """The row of an article that has no source."""
    return (
        article.row,
        "primary",
        None,
        None,
        reason.basis,
        None,
        article.shown,
        0,
        article.shown,
        round(reason.confidence, 6),
        reason.because,
    )
