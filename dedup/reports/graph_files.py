"""The chains as files for other programs: GraphML, GEXF and W3C PROV-JSON."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dedup.reports import graph, prov
from dedup.reports.columns import GRAPH_FILES

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY_OF_WRITING = re.compile(rb' lastmodifieddate="[^"]*"')


def write(reports: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write the three files; the same tables give the same bytes.

    GraphML 1.0 and GEXF 1.2 hold the graph of `dedup.reports.graph`, with typed
    attributes; characters that XML cannot hold become U+FFFD.
    """
    import networkx as nx  # noqa: PLC0415 (slow to import, and wanted by few runs)

    graphml, gexf, prov_json = (folder / name for name in GRAPH_FILES)
    chains = _in_xml(graph.build(reports))
    for file, written in ((graphml, nx.write_graphml_xml), (gexf, nx.write_gexf)):
        buffer = io.BytesIO()
        written(chains, buffer, encoding="utf-8", prettyprint=True)
        # networkx puts the day of writing into GEXF: two equal runs would differ.
        file.write_bytes(_DAY_OF_WRITING.sub(b"", buffer.getvalue(), count=1))
    prov_json.write_text(prov.document(reports), "utf-8", newline="\n")


def _in_xml(chains: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph with every text made one that XML can hold; no two nodes become one."""
    import networkx as nx  # noqa: PLC0415

    names: dict[str, str] = {}
    taken: set[str] = set(chains.nodes)
    for node in chains:
        name = _text(node)
        while name != node and name in taken:
            name += "\ufffd"
        taken.add(name)
        names[node] = name
    safe: nx.DiGraph[str] = nx.DiGraph()
    for node, about in chains.nodes(data=True):
        safe.add_node(names[node], **_safe(about))
    for source, copy, about in chains.edges(data=True):
        safe.add_edge(names[source], names[copy], **_safe(about))
    return safe


def _safe(about: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _text(value) if isinstance(value, str) else value for key, value in about.items()}


def _text(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
