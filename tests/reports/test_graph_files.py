"""The chains for other programs: what networkx and the prov package read back."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import networkx as nx
import polars as pl
import prov.model
import pytest
from defusedxml import ElementTree

from dedup.reports import build, graph, graph_files
from dedup.reports import prov as prov_json
from dedup.reports.columns import GRAPH_FILES
from dedup.settings import ReportSettings

Reports = dict[str, pl.DataFrame]


@pytest.fixture
def reports(stage_tables: dict[str, pl.DataFrame]) -> Reports:
    owners = pl.DataFrame({"outlet": ["Valley Times", "City Mirror"], "owner": ["Bank House"] * 2})
    return build({**stage_tables, "owners": owners}, ReportSettings())


def written(reports: Reports, folder: Path) -> Mapping[str, bytes]:
    folder.mkdir()
    graph_files.write(reports, folder)
    assert sorted(file.name for file in folder.iterdir()) == sorted(GRAPH_FILES)
    return {name: (folder / name).read_bytes() for name in GRAPH_FILES}


def test_every_article_is_a_node_the_isolated_ones_too(reports: Reports) -> None:
    chains = graph.build(reports)
    articles = {n for n, about in chains.nodes(data=True) if about["kind"] == "article"}
    assert articles == set(reports["articles"]["article_id"])
    assert not list(nx.all_neighbors(chains, "f.txt"))


def test_an_outlet_is_one_node_for_all_that_descend_from_it(reports: Reports) -> None:
    chains = graph.build(reports)
    assert sorted(chains.successors("outlet:Union Wire")) == ["d.txt", "g.txt", "h#2"]
    assert chains.nodes["outlet:Union Wire"] == {"kind": "outlet", "label": "Union Wire"}
    assert chains.edges["outlet:Union Wire", "d.txt"]["rank"] == "secondary"
    assert chains.edges["a/lead.txt", "b.txt"]["relation"] == "copy"
    assert chains.nodes["b.txt"]["owner"] == "Bank House"
    assert "owner" not in chains.nodes["a/lead.txt"]


def test_an_author_leads_to_who_distributed_it(reports: Reports) -> None:
    provenance = reports["provenance"].with_columns(
        chain=pl.when(pl.col("article_id") == "g.txt")
        .then(pl.lit("Jo's Desk → Union Wire → Evening Star"))
        .otherwise("chain")
    )
    chains = graph.build({**reports, "provenance": provenance})
    assert chains.edges["outlet:Jo's Desk", "outlet:Union Wire"] == {"rank": "carried"}


@pytest.mark.parametrize("name", ["chains.graphml", "chains.gexf"])
def test_networkx_reads_the_same_graph_with_typed_attributes(
    name: str, reports: Reports, tmp_path: Path
) -> None:
    content = written(reports, tmp_path / "out")[name]
    read = nx.read_graphml if name.endswith("graphml") else nx.read_gexf
    found, meant = read(io.BytesIO(content)), graph.build(reports)
    assert set(found.nodes) == set(meant.nodes)
    assert set(found.edges) == set(meant.edges)
    for node, about in meant.nodes(data=True):
        for key, value in about.items():
            assert found.nodes[node][key] == value
            assert type(found.nodes[node][key]) is type(value)
    for source, copy, about in meant.edges(data=True):
        assert found.edges[source, copy]["confidence"] == about["confidence"]
        assert found.edges[source, copy]["hop"] == about["hop"]


def test_what_xml_cannot_hold_does_not_end_the_run(reports: Reports, tmp_path: Path) -> None:
    odd = pl.col("article_id").replace({"f.txt": "f\x0b.txt", "e.txt": "f\x0c.txt"})
    articles = reports["articles"].with_columns(odd, title=pl.lit('a\x00b\ufffe <&">'))
    provenance = reports["provenance"].with_columns(odd)
    files = written({**reports, "articles": articles, "provenance": provenance}, tmp_path / "out")
    read = nx.read_graphml(io.BytesIO(files["chains.graphml"]))
    assert read.number_of_nodes() == graph.build(reports).number_of_nodes()
    assert {"f\ufffd.txt", "f\ufffd.txt\ufffd"} <= set(read.nodes)
    assert read.nodes["b.txt"]["title"] == 'a\ufffdb\ufffd <&">'
    ElementTree.fromstring(files["chains.gexf"])


def test_equal_tables_give_equal_bytes_whatever_the_day(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(reports, tmp_path / "one")
    monkeypatch.setattr("time.strftime", lambda *_: "1999-01-01")
    assert written(reports, tmp_path / "two") == first
    assert b"1999" not in first["chains.gexf"]


def of(reports: Reports) -> prov.model.ProvDocument:
    return prov.model.ProvDocument.deserialize(content=prov_json.document(reports), format="json")


def derivations(document: prov.model.ProvDocument) -> dict[str, set[tuple[str, str]]]:
    """(copy, source) by the kind of derivation, names as they stand after the prefix."""
    found: dict[str, set[tuple[str, str]]] = {}
    for record in document.get_records(prov.model.ProvDerivation):
        (copy, source), kinds = (
            [str(value) for _, value in record.formal_attributes[:2]],
            [str(kind) for kind in record.get_asserted_types()],
        )
        for kind in kinds or ["wasDerivedFrom"]:
            found.setdefault(kind, set()).add((copy, source))
    return found


def test_the_prov_package_reads_every_kind_of_derivation(reports: Reports) -> None:
    found = derivations(of(reports))
    assert ("article:b.txt", "article:a%2Flead.txt") in found["prov:Quotation"]
    assert ("article:g.txt", "text:Union%20Wire") in found["prov:Quotation"]
    assert ("article:d.txt", "text:Union%20Wire") in found["wasDerivedFrom"]
    assert ("article:h%232", "text:Union%20Wire") in found["prov:PrimarySource"]
    assert ("article:b.txt", "article:a%2Flead.txt") in found["prov:PrimarySource"]
    assert "prov:Revision" not in found


def test_a_version_is_a_revision_of_the_earlier_one(reports: Reports) -> None:
    pairs = reports["pairs"].with_columns(
        version=pl.col("left_id") == "a/lead.txt", direction=pl.lit("right_to_left")
    )
    found = derivations(of({**reports, "pairs": pairs}))
    assert ("article:a%2Flead.txt", "article:b.txt") in found["prov:Revision"]


def test_a_later_version_is_no_quotation_of_the_earlier_one(reports: Reports) -> None:
    pairs = reports["pairs"].with_columns(
        version=(pl.col("left_id") == "a/lead.txt") & (pl.col("right_id") == "b.txt"),
        direction=pl.lit("left_to_right"),
    )
    found = derivations(of({**reports, "pairs": pairs}))
    later = ("article:b.txt", "article:a%2Flead.txt")
    assert found["prov:Revision"] == {later}
    assert later not in found.get("prov:Quotation", set())
    assert later in found["prov:PrimarySource"]


def test_every_text_belongs_to_its_outlet_and_the_document_is_sound(reports: Reports) -> None:
    document = of(reports)
    entities = {str(e.identifier) for e in document.get_records(prov.model.ProvEntity)}
    agents = {str(a.identifier) for a in document.get_records(prov.model.ProvAgent)}
    assert {"article:a%2Flead.txt", "text:Union%20Wire"} <= entities
    attributed = set()
    for record in document.get_records(prov.model.ProvAttribution):
        entity, agent = (str(value) for _, value in record.formal_attributes)
        assert entity in entities
        assert agent in agents
        attributed.add((entity, agent))
    assert ("text:Union%20Wire", "outlet:Union%20Wire") in attributed
    for pairs in derivations(document).values():
        assert {name for pair in pairs for name in pair} <= entities
    assert document.get_provn().startswith("document")
    again = prov.model.ProvDocument.deserialize(content=document.serialize(), format="json")
    assert again == document


def test_a_run_of_nothing_is_an_empty_document(reports: Reports, tmp_path: Path) -> None:
    empty = {name: frame.clear() for name, frame in reports.items()}
    files = written(empty, tmp_path / "out")
    assert list(json.loads(files["chains.prov.json"])) == ["prefix"]
    assert nx.read_graphml(io.BytesIO(files["chains.graphml"])).number_of_nodes() == 0
