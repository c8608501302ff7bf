"""The chains as a graph: every article and every outlet whose text is not at hand.

Nodes are articles (named by article_id, those without a source or taker
included) and `outlet:NAME`, one for all that descend from it. An edge leads
from a source to what was taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import networkx as nx

ARROW = " → "
OUTLET = "outlet:"
_ABOUT = (
    "publisher",
    "title",
    "published_at",
    "published_precision",
    "language",
    "words",
    "credited_to",
    "story_id",
    "event_id",
    "standing",
)
_OF_EDGE = ("relation", "basis", "origin", "hop", "because")


def build(reports: Mapping[str, pl.DataFrame]) -> nx.DiGraph[str]:
    """The graph of a run.

    Args:
        reports: the tables `articles`, `outlets` and `provenance` as people read them.

    Returns:
        Attributes of nodes: label, kind (`article` or `outlet`) and, of
        articles, what is known of them; of edges: rank (`primary`, `secondary`
        or `carried`, from an author to who distributed it), relation, basis,
        confidence, weight (the same, for programs that look for it), origin,
        hop and because. What is not known has no attribute. Nodes and edges
        stand in order of the tables.
    """
    import networkx as nx  # noqa: PLC0415 (slow to import, and wanted by few runs)

    graph: nx.DiGraph[str] = nx.DiGraph()
    owners = dict(reports["outlets"].drop_nulls("owner").select("publisher", "owner").iter_rows())
    for about in reports["articles"].select("article_id", *_ABOUT).iter_rows(named=True):
        label = about["publisher"] or about["article_id"]
        known = {name: about[name] for name in _ABOUT if about[name] is not None}
        if about["publisher"] in owners:
            known["owner"] = owners[about["publisher"]]
        graph.add_node(about["article_id"], label=label, kind="article", **known)
    for row in sourced(reports["provenance"]).iter_rows(named=True):
        for source, copy in carried(row):
            _outlet(graph, source)
            _outlet(graph, copy)
            graph.add_edge(source, copy, rank="carried")
        if row["source_id"] not in graph:
            _outlet(graph, row["source_id"])
        if not graph.has_edge(row["source_id"], row["article_id"]):
            graph.add_edge(row["source_id"], row["article_id"], **_evidence(row))
    return graph


def sourced(provenance: pl.DataFrame) -> pl.DataFrame:
    """The rows that name a source, in the table's order."""
    other = pl.col("source_id").is_not_null() & (pl.col("source_id") != pl.col("article_id"))
    return provenance.filter(other & (pl.col("basis") != "own"))


def carried(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Steps between outlets before the one that the article was taken from.

    `Bloomberg News → Tribune Content Agency → ArcaMax`: the second had it from
    the first, and neither text is at hand.
    """
    source = row["source_id"]
    if not source.startswith(OUTLET) or not row["chain"]:
        return
    names = row["chain"].split(ARROW)
    if source.removeprefix(OUTLET) not in names:
        return
    before = names[: names.index(source.removeprefix(OUTLET)) + 1]
    for first, second in pairwise(before):
        yield OUTLET + first, OUTLET + second


def _outlet(graph: nx.DiGraph[str], node: str) -> None:
    if node not in graph:
        graph.add_node(node, label=node.removeprefix(OUTLET), kind="outlet")


def _evidence(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: row[name] for name in _OF_EDGE if row[name] is not None}
    sure = {} if row["confidence"] is None else {"confidence": round(row["confidence"], 4)}
    weight = {"weight": sure["confidence"]} if sure else {}
    return {"rank": row["source_rank"], **known, **sure, **weight}
