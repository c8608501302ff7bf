from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dedup.formats import Batch, page_workers, read
from dedup.formats.records import Record, Reject, SourceFile
from dedup.settings import InputSettings

BODY = """<article><h1>Bridge opens after nine years</h1>
<p>A bridge was opened on Sunday after nine years of work, the town's mayor said.</p>
<table><tr><td>Length</td><td>312 metres</td></tr></table>
<p>Some two hundred people walked across it before the rain came down on them.</p></article>"""


def page(head: str = "", body: str = BODY) -> str:
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def ld(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def take(path: Path, content: str | bytes, **changes: Any) -> Batch:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read([path], InputSettings(**changes))


def claims(batch: Batch, field: str) -> list[str]:
    assert set(batch.evidence["basis"]) <= {"page"}
    return [value for _, name, _, value in batch.evidence.rows() if name == field]


def test_what_a_page_says_of_itself(tmp_path: Path) -> None:
    head = (
        ld(
            **{"@type": "NewsArticle", "headline": "Bridge opens &amp; closes"},
            datePublished="2020-03-04T10:00:00+01:00",
            author=[{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ek"}],
            publisher={"@type": "Organization", "name": "The Harbour Post"},
            copyrightHolder={"name": "Harbour Media"},
            isBasedOn="https://agency.example/1",
            sourceOrganization={"name": "North Agency"},
            dateline="HARBOUR TOWN",
        )
        + '<meta property="og:site_name" content="Harbour Post">'
        + '<meta name="syndication-source" content="https://wire.example/2">'
        + '<link rel="canonical" href="https://www.harbourpost.example/2019/01/02/bridge">'
        + '<meta property="og:url" content="https://www.harbourpost.example/bridge">'
    )
    batch = take(tmp_path / "a.html", page(head))
    row = batch.articles.row(0, named=True)
    assert row["title"] == "Bridge opens & closes"
    assert row["byline"] == "Ann Lee, Bo Ek"
    assert row["language"] == "en"
    assert "nine years of work" in row["text"]
    assert "312 metres" in row["text"]
    assert claims(batch, "publisher") == [
        "The Harbour Post",
        "Harbour Post",
        "harbourpost.example",
    ]
    assert claims(batch, "published_at") == ["2020-03-04T10:00:00+01:00"]
    assert claims(batch, "author") == ["Ann Lee", "Bo Ek"]
    assert claims(batch, "original_source") == ["https://agency.example/1"]
    assert claims(batch, "syndication_source") == ["https://wire.example/2"]
    assert claims(batch, "source") == ["North Agency"]
    assert claims(batch, "copyright") == ["Harbour Media"]
    assert claims(batch, "dateline") == ["HARBOUR TOWN"]
    assert claims(batch, "canonical_url") == ["https://www.harbourpost.example/2019/01/02/bridge"]


def test_nodes_of_a_graph_refer_to_one_another(tmp_path: Path) -> None:
    graph = [
        {"@type": "Organization", "@id": "#org", "name": "Harbour Post"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        {"@type": "WebPage", "datePublished": "2020-03-04"},
        {"@type": ["Article"], "author": {"@id": "#ann"}, "publisher": {"@id": "#org"}},
    ]
    batch = take(tmp_path / "a.html", page(ld(**{"@graph": graph})))
    assert claims(batch, "publisher") == ["Harbour Post"]
    assert claims(batch, "author") == ["Ann Lee"]
    assert claims(batch, "published_at") == ["2020-03-04"]


def test_an_agency_named_as_publisher_is_the_source(tmp_path: Path) -> None:
    node = {"@type": "NewsArticle", "publisher": {"name": "North Agency"}}
    head = ld(**node) + '<meta property="og:site_name" content="Harbour Post">'
    batch = take(tmp_path / "a.html", page(head))
    assert claims(batch, "publisher") == ["Harbour Post", "North Agency"]
    assert claims(batch, "source") == ["North Agency"]


def test_the_software_of_a_site_is_neither_publisher_nor_source(tmp_path: Path) -> None:
    head = ld(**{"@type": "NewsArticle"}, headline="Bridge opens", publisher={"name": "Blogger"})
    site = '<meta property="og:site_name" content="Harbour Post">'
    found = take(tmp_path / "a.html", page(head + site))
    assert claims(found, "publisher")[:1] == ["Harbour Post"]
    assert not claims(found, "source")


def test_a_section_is_no_publisher_where_the_address_says_more(tmp_path: Path) -> None:
    site = '<meta property="og:site_name" content="U.S.">'
    address = '<link rel="canonical" href="https://www.harbour-post.example/us/bridge">'
    assert claims(take(tmp_path / "a.html", page(site)), "publisher") == ["U.S."]
    found = claims(take(tmp_path / "b.html", page(site + address)), "publisher")
    assert found == ["harbour-post.example"]


def test_no_host_is_claimed_where_addresses_disagree(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="https://origin.example/x">'
        '<meta property="og:url" content="https://copy.example/x">'
    )
    batch = take(tmp_path / "a.html", page(head))
    assert claims(batch, "publisher") == []
    assert claims(batch, "canonical_url") == ["https://origin.example/x"]


def test_no_date_from_a_link_or_a_file(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://copy.example/2020/03/04/bridge">'
    batch = take(tmp_path / "2020-03-04.html", page(head))
    assert claims(batch, "published_at") == []


def test_broken_metadata_costs_nothing_else(tmp_path: Path) -> None:
    head = (
        '<script type="application/ld+json">{"@type": broken</script>'
        f'<script type="application/ld+json">{"[" * 50_000}</script>'
        '<link rel="canonical" href="http://[broken">'
        "<title>Bridge opens | Harbour Post</title>"
        '<meta property="og:site_name" content="Harbour Post">'
    )
    batch = take(tmp_path / "a.html", page(head))
    assert batch.articles["title"].to_list() == ["Bridge opens after nine years"]
    assert claims(batch, "publisher") == ["Harbour Post"]


def test_a_declared_encoding(tmp_path: Path) -> None:
    body = BODY.replace("mayor", "bürgermeister")
    head = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    batch = take(tmp_path / "a.html", page(head, body).encode("cp1252"))
    assert "bürgermeister" in batch.articles["text"][0]
    assert batch.articles["encoding"].to_list() == ["cp1252"]


def test_deep_and_entity_ridden_pages_do_not_stop_the_run(tmp_path: Path) -> None:
    entities = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    (tmp_path / "a.html").write_text("<div>" * 50_000 + BODY)
    (tmp_path / "b.xhtml").write_text(entities + page(body=BODY.replace("mayor", "&b; mayor")))
    (tmp_path / "c.html").write_text(page())
    batch = read([tmp_path], InputSettings())
    assert batch.articles.height + batch.rejects.height == 3
    assert "c.html" in batch.articles["article_id"].to_list()


def fake_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worker processes in which a page's path says what becomes of it."""
    monkeypatch.setattr(
        page_workers,
        "_COMMAND",
        """
import json, os, sys, time
sys.stdin.readline()
print("ready", flush=True)
for line in sys.stdin:
    path = json.loads(line)[1]
    if path == "hang":
        time.sleep(600)
    if path == "crash":
        os.abort()
    record = [1, None, path, None, None, None, "utf-8", None, [["url", "page", path]]]
    print(json.dumps([["record", record]]), flush=True)
""",
    )


@pytest.mark.parametrize("workers", [1, 3])
def test_a_page_that_hangs_or_crashes_is_one_reject(
    monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    fake_worker(monkeypatch)
    paths = ["a", "hang", "b", "crash", *(f"p{n}" for n in range(20))]
    files = [SourceFile(path, path, "in", ".html") for path in paths]
    found = page_workers.read_pages(files, InputSettings(page_seconds=2.0), workers)
    for path, results in zip(paths, found, strict=True):
        assert len(results) == 1
        if path in ("hang", "crash"):
            assert isinstance(results[0], Reject)
        else:
            assert isinstance(results[0], Record)
            assert results[0].text == path
    assert found[1] == [Reject(None, "the page took more than 2 s (input.page_seconds)")]
    assert "crashed" in found[3][0].reason  # type: ignore[union-attr]


def test_workers_that_do_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_workers, "_COMMAND", "raise SystemExit(3)")
    files = [SourceFile("a", "a", "in", ".html")]
    found = page_workers.read_pages(files, InputSettings(), 1)
    assert found == [[Reject(None, "no process to read the page with: it did not start")]]


def test_workers_change_no_result(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.html").write_text(page(body=BODY.replace("nine", str(number))))
    one = read([tmp_path], InputSettings(), workers=1)
    two = read([tmp_path], InputSettings(), workers=2)
    assert one.articles.equals(two.articles)
    assert one.evidence.equals(two.evidence)
    assert one.digests == two.digests


@pytest.mark.corpus
def test_bodies_of_real_pages(corpora: Path) -> None:
    folder = corpora / "page_extraction"
    lines = (folder / "gold.jsonl").read_text("utf-8").split("\n")
    gold = [json.loads(line) for line in lines if line]
    wanted = {entry["id"]: set(entry["text"].split()) for entry in gold[:24]}
    inputs = [folder / "html" / f"{name}.html.gz" for name in wanted]
    batch = read(inputs, InputSettings())
    assert batch.rejects.height == 0
    shares = []
    for path, text in batch.articles.select("path", "text").iter_rows():
        words = wanted[path.split(".")[0]]
        shares.append(len(words & set(text.split())) / len(words))
    assert sum(shares) / len(shares) >= 0.93
    assert batch.articles["title"].null_count() == 0
