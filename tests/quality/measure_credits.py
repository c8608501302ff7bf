"""How well credits are read: `DEDUP_CORPORA=... python tests/quality/measure_credits.py`.

Prints precision and recall of agencies as authors over the labelled pairs, and
of the source agencies of old French and German papers. `--errors` lists what
differs, without any text.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from dedup import credits, registry
from dedup.settings import CreditSettings
from dedup.tables import ARTICLES, EVIDENCE, MASTHEADS

LABELLED = ("giveme5w1h", "fnc1", "allsides", "reuters21578")
AGENCY_MENTIONS = "agency_mentions_fr_de"


def main() -> int:
    """Measure all corpora and print a table."""
    folder = os.environ.get("DEDUP_CORPORA")
    if not folder:
        print("DEDUP_CORPORA is not set: nothing to measure", file=sys.stderr)
        return 2
    errors = "--errors" in sys.argv
    totals, wires = [0, 0, 0], [0, 0, 0]
    print(f"{'corpus':24}{'precision':>10}{'recall':>8}{'F1':>7}{'articles':>10}{'ms each':>9}")
    for corpus in LABELLED:
        counts, articles, seconds = measure_labelled(Path(folder) / corpus, errors=errors)
        show(corpus, counts, articles, seconds)
        wires = [a + b for a, b in zip(wires, counts, strict=True)]
        if corpus != "reuters21578":
            totals = [a + b for a, b in zip(totals, counts, strict=True)]
    show("the first three", totals, 0, 0.0)
    show("all four", wires, 0, 0.0)
    counts, articles, seconds = measure_mentions(Path(folder) / AGENCY_MENTIONS, errors=errors)
    show(AGENCY_MENTIONS, counts, articles, seconds)
    return 0


def show(name: str, counts: list[int], articles: int, seconds: float) -> None:
    """Print one line: counts are right, said and true."""
    right, said, true = counts
    precision, recall = right / max(1, said), right / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    each = 1000 * seconds / max(1, articles)
    print(f"{name:24}{precision:10.3f}{recall:8.3f}{f1:7.3f}{articles:10}{each:9.2f}")


def measure_labelled(folder: Path, *, errors: bool) -> tuple[list[int], int, float]:
    """Agencies as authors: by the text, or as publisher by metadata."""
    truth: dict[str, set[str]] = {}
    labels = (folder / "labelled_pairs.csv").read_text("utf-8-sig").splitlines()
    for row in csv.DictReader(labels):
        for side in ("left", "right"):
            names = truth.setdefault(row[side], set())
            names |= {n for n in row[f"{side}_agency"].split("; ") if n}
    known = registry.load(None)
    articles = [a for a in read_articles(folder) if a["id"] in truth]
    found, seconds = read_credits(articles)
    counts = [0, 0, 0]
    for row, article in enumerate(articles):
        said = set(found.get(row, []))
        said |= credits.own_names(evidence_of([article]), known).get(0, frozenset())
        agencies = {n for n in said if (e := known.named(n)) is not None and e.kind == "agency"}
        true = {e.name if (e := known.named(n)) else n for n in truth[article["id"]]}
        add(counts, agencies, true)
        if errors and agencies != true:
            print("   ", article["id"], "said", sorted(agencies), "true", sorted(true))
    return counts, len(articles), seconds


def measure_mentions(folder: Path, *, errors: bool) -> tuple[list[int], int, float]:
    """Source agencies by Wikidata id; one that has none in the labels counts nowhere."""
    known = registry.load(None)
    articles = list(read_articles(folder))
    found, seconds = read_credits(articles)
    by_id = {e.wikidata: e.name for e in known.entries if e.wikidata}
    ids = {name: number for number, name in by_id.items()}
    counts = [0, 0, 0]
    for row, article in enumerate(articles):
        true = {q for q in str(article["source_agency"]).split(", ") if q.startswith("Q")}
        said = set()
        for name in found.get(row, []):
            entry = known.named(name)
            if entry is None:
                continue
            parent = ids.get(entry.parent or "")
            said.add(ids.get(name) or parent or name)
        add(counts, said, true)
        if errors and said != true:
            print("   ", article["id"], "said", sorted(said), "true", sorted(true))
    return counts, len(articles), seconds


def add(counts: list[int], said: set[str], true: set[str]) -> None:
    """Add one article's right, said and true names."""
    counts[0] += len(said & true)
    counts[1] += len(said)
    counts[2] += len(true)


def read_articles(folder: Path) -> Iterator[dict[str, str]]:
    """The articles of one corpus."""
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_credits(
    articles: list[dict[str, str]],
) -> tuple[dict[int, list[str]], float]:
    """Row → names credited as author, and how long it took."""
    rows = (
        (i, a["id"], a["id"], None, a.get("title"), a.get("authors"), None, None, a["text"], None)
        for i, a in enumerate(articles)
    )
    table, evidence = ARTICLES.frame(rows), evidence_of(articles)
    credits.read(table.head(1), evidence, CreditSettings())
    began = time.perf_counter()
    frame = credits.read(table, evidence, CreditSettings())
    seconds = time.perf_counter() - began
    bylines = MASTHEADS.frame(
        (i, None, None, None, a.get("authors"), None, None, None, None)
        for i, a in enumerate(articles)
    )
    named = credits.credited_names(table, frame, bylines)
    return {row: names.split("; ") for row, names in named.iter_rows()}, seconds


def evidence_of(articles: Iterable[dict[str, str]]) -> pl.DataFrame:
    """What the records say of publisher and address."""
    return EVIDENCE.frame(
        (row, field, "record", article[field])
        for row, article in enumerate(articles)
        for field in ("publisher", "url")
        if article.get(field)
    )


if __name__ == "__main__":
    sys.exit(main())
