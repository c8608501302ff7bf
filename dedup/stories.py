"""TEXTS, RELATIONS → STORIES: which articles are one story, which stories one event.

A story is what verified derived pairs and identical texts hold together.
Joining is single linkage, strongest pair first (Kruskal), with one guard
against chains: two groups of several texts are joined only by a sure pair or
by two pairs, and only where the verdicts between the groups do not speak
against it. A derived pair that the guard refuses, and same_event pairs, join
stories to events under the same rule.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from dedup.settings import StorySettings
from dedup.tables import STORIES

DERIVED = ("copy", "partial", "rewrite")


class _Edge(NamedTuple):
    """Two nodes that may be joined, with the probability that they belong together."""

    left: int
    right: int
    probability: float


def group(
    texts: pl.DataFrame, relations: pl.DataFrame, settings: StorySettings | None = None
) -> pl.DataFrame:
    """Story and event of every article.

    Args:
        texts: TEXTS; texts of one digest are one, unless they are unfit.
        relations: RELATIONS; of a group of identical texts any member may stand for it.
        settings: thresholds of the guard.

    Returns:
        STORIES, one row for each article in order of row.
    """
    settings = settings or StorySettings()
    rows = _identical(texts)
    firsts = dict(zip(rows["row"].to_list(), rows["first"].to_list(), strict=True))
    derived = relations.filter(pl.col("relation").is_in(DERIVED))
    edges = _edges(derived, "derived_probability", firsts)
    against = _edges(relations.filter(~pl.col("relation").is_in(DERIVED)), "probability", firsts)
    sizes = dict.fromkeys(firsts.values(), 1)
    story_of, weakest, refused = _join(sizes, edges, against, settings)

    counts: dict[int, int] = {}
    for story in story_of.values():
        counts[story] = counts.get(story, 0) + 1
    same = relations.filter(
        (pl.col("relation") == "same_event") & (pl.col("probability") >= settings.event_threshold)
    )
    links = _edges(same, "probability", firsts) + refused
    different = _edges(relations.filter(pl.col("relation") == "different"), "probability", firsts)
    event_of, _, _ = _join(
        counts,
        _between(links, story_of),
        _between(different, story_of),
        settings,
        settings.event_density,
    )
    return _table(rows, story_of, event_of, weakest)


def _identical(texts: pl.DataFrame) -> pl.DataFrame:
    """Columns row, first (smallest row with the same story text), alike (how many have it)."""
    lone = pl.col("unfit").is_not_null() | pl.col("digest").is_null()
    return (
        texts.select("row", "digest", lone.alias("lone"))
        .sort("row")
        .with_columns(alone=pl.when("lone").then("row").otherwise(None))
        .with_columns(
            first=pl.col("row").min().over("digest", "lone", "alone"),
            alike=pl.len().over("digest", "lone", "alone"),
        )
        .select("row", "first", "alike")
    )


def _edges(pairs: pl.DataFrame, probability: str, firsts: dict[int, int]) -> list[_Edge]:
    """The pairs between distinct texts, each once, at its highest probability."""
    best: dict[tuple[int, int], float] = {}
    columns = (pairs[name].to_list() for name in ("left", "right", probability))
    for left, right, value in zip(*columns, strict=True):
        one, other = firsts.get(left, left), firsts.get(right, right)
        if one != other:
            nodes = (min(one, other), max(one, other))
            best[nodes] = max(best.get(nodes, 0.0), value or 0.0)
    return [_Edge(left, right, value) for (left, right), value in best.items()]


def _between(edges: list[_Edge], story_of: dict[int, int]) -> list[_Edge]:
    """The edges as edges between stories; those inside one story fall away."""
    moved = (_Edge(story_of[e.left], story_of[e.right], e.probability) for e in edges)
    return [_Edge(min(e[:2]), max(e[:2]), e[2]) for e in moved if e.left != e.right]


def _join(
    sizes: dict[int, int],
    edges: list[_Edge],
    against: list[_Edge],
    settings: StorySettings,
    density: float = 0.0,
) -> tuple[dict[int, int], dict[int, float], list[_Edge]]:
    """Join nodes by edges, strongest first.

    Args:
        sizes: texts of each node.
        edges: what may join.
        against: verified pairs that speak against joining.
        settings: the guard's numbers.
        density: share of all pairs between two groups that must be edges.

    Returns:
        The smallest node of each node's group; the weakest edge that holds a
        group together, by its smallest node; the edges that were refused.
    """
    touched = {node: sizes[node] for edge in edges for node in edge[:2]}
    groups = _Groups(touched, edges, against, settings, density)
    refused = []
    for edge in sorted(edges, key=lambda e: (-e.probability, e.left, e.right)):
        one, other = groups.find(edge.left), groups.find(edge.right)
        if one == other:
            continue
        if groups.allows(one, other, edge.probability):
            groups.unite(one, other, edge.probability)
        else:
            refused.append(edge)
    smallest: dict[int, int] = {}
    for node in sorted(touched):
        smallest.setdefault(groups.find(node), node)
    group_of = {n: smallest[groups.find(n)] if n in touched else n for n in sizes}
    weakest = {smallest[groups.find(n)]: p for n, p in groups.weakest.items()}
    return group_of, weakest, [e for e in refused if group_of[e.left] != group_of[e.right]]


class _Groups:
    """Disjoint sets that know the verdicts between them, where any may need guarding."""

    def __init__(
        self,
        sizes: dict[int, int],
        edges: list[_Edge],
        against: list[_Edge],
        settings: StorySettings,
        density: float,
    ) -> None:
        self.settings = settings
        self.density = density
        self.nodes = dict.fromkeys(sizes, 1)
        self.parent = {node: node for node in sizes}
        self.size = dict(sizes)
        self.weakest: dict[int, float] = {}
        guarded = self._guarded(edges)
        # verdicts[a][b] is [for, against] between the groups a and b
        self.verdicts: dict[int, dict[int, list[int]]] = {}
        for place, pairs in ((0, edges), (1, against)):
            for left, right, _ in pairs:
                if left in guarded and guarded[left] == guarded.get(right):
                    mine = self.verdicts.setdefault(left, {}).setdefault(right, [0, 0])
                    self.verdicts.setdefault(right, {})[left] = mine
                    mine[place] += 1

    def _guarded(self, edges: list[_Edge]) -> dict[int, int]:
        """Component of each node whose component is large enough to hold two guarded groups."""
        for left, right, _ in edges:
            one, other = self.find(left), self.find(right)
            if one != other:
                self.parent[other] = one
        total: dict[int, int] = {}
        for node in self.parent:
            total[self.find(node)] = total.get(self.find(node), 0) + self.size[node]
        roots = {node: self.find(node) for node in self.parent}
        self.parent = {node: node for node in self.parent}
        least = 3 if self.density else 2 * self.settings.small_group
        return {node: root for node, root in roots.items() if total[root] >= least}

    def find(self, node: int) -> int:
        parent = self.parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def allows(self, one: int, other: int, probability: float) -> bool:
        """The guard: whether an edge of this probability may unite two groups."""
        settings = self.settings
        agreeing, against = self.verdicts.get(one, {}).get(other, [1, 0])
        if agreeing < self.density * self.nodes[one] * self.nodes[other]:
            return False
        if min(self.size[one], self.size[other]) < settings.small_group:
            return True
        if probability < settings.sure_link and agreeing < 2:
            return False
        return agreeing >= settings.least_agreement * (agreeing + against)

    def unite(self, one: int, other: int, probability: float) -> None:
        mine, theirs = self.verdicts.get(one, {}), self.verdicts.get(other, {})
        if (len(theirs), self.size[other]) > (len(mine), self.size[one]):
            one, other, mine, theirs = other, one, theirs, mine
        self.parent[other] = one
        self.size[one] += self.size[other]
        self.nodes[one] += self.nodes[other]
        self.weakest.pop(other, None)
        self.weakest[one] = probability  # edges come strongest first
        mine.pop(other, None)
        for third, counts in theirs.items():
            if third == one:
                continue
            known = mine.get(third)
            if known is None:
                mine[third] = self.verdicts[third][one] = counts
            else:
                known[0] += counts[0]
                known[1] += counts[1]
            del self.verdicts[third][other]
        self.verdicts.pop(other, None)


def _table(
    rows: pl.DataFrame,
    story_of: dict[int, int],
    event_of: dict[int, int],
    weakest: dict[int, float],
) -> pl.DataFrame:
    firsts = rows["first"].to_list()
    stories = [story_of[first] for first in firsts]
    links = [weakest.get(story) for story in stories]
    frame = rows.with_columns(
        story=pl.Series(stories, dtype=pl.UInt32),
        event=pl.Series([event_of[story] for story in stories], dtype=pl.UInt32),
        identical_to=pl.when(pl.col("alike") > 1).then("first"),
        held=pl.Series(links, dtype=pl.Float32),
    ).with_columns(
        weakest_link=pl.coalesce("held", pl.when(pl.col("alike") > 1).then(1.0)).cast(pl.Float32)
    )
    return STORIES.check(frame)
