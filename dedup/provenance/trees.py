"""Which possible source of each article is its primary one, so that no circle arises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dedup.provenance.links import Link


def choose(links: Iterable[Link], least: float) -> dict[int, Link]:
    """The primary link of every article that has one.

    Every article takes its best link; where that closes a circle, the maximum
    branching of the whole story is taken instead (Edmonds 1967).

    Args:
        links: the possible sources of the articles of one story.
        least: confidence below which a link is no source.
    """
    ranked = sorted(
        (link for link in links if link.leads and link.confidence >= least),
        key=lambda link: (link.copy, *link.rank),
    )
    best: dict[int, Link] = {}
    for link in ranked:
        best.setdefault(link.copy, link)
    return _branching(ranked) if _circular(best) else best


def source_row(link: Link) -> int | None:
    """The article of the run that the link's path begins with, if it does."""
    return link.path[0] if isinstance(link.path[0], int) else None


def upstream(row: int, sources: Mapping[int, list[int]]) -> set[int]:
    """Every article of the run that an article comes from, by whatever way."""
    found: set[int] = set()
    waiting = [row]
    while waiting:
        for source in sources.get(waiting.pop(), ()):
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found


def _circular(best: Mapping[int, Link]) -> bool:
    settled: set[int] = set()
    for start in best:
        path: set[int] = set()
        row: int | None = start
        while row is not None and row not in settled:
            if row in path:
                return True
            path.add(row)
            row = source_row(best[row]) if row in best else None
        settled |= path
    return False


def _branching(ranked: list[Link]) -> dict[int, Link]:
    import networkx as nx  # noqa: PLC0415 (slow to import, and circles are rare)

    graph = nx.DiGraph()
    between: dict[tuple[int, int], Link] = {}
    for place, link in enumerate(ranked):
        source = source_row(link)
        # A text that is not at hand is a node of its own: no circle can go through it.
        edge = (-1 - place if source is None else source, link.copy)
        if edge not in between:
            between[edge] = link
            # Equal weights are told apart by rank, so that the answer is one.
            graph.add_edge(*edge, weight=link.weight + 1e-9 * (len(ranked) - place))
    tree = nx.maximum_branching(graph, attr="weight")
    return {copy: between[source, copy] for source, copy in sorted(tree.edges)}
