"""Counts the English background table, `dedup/data/background_en.tsv.gz`.

    DEDUP_CORPORA=... python tests/quality/build_background.py

A table says in how many of so many articles each folded word stands: counts
are facts, no text is kept. It is counted on allsides, bbc and
random_pages_2019; giveme5w1h, fnc1 and reuters21578, whose labelled pairs
measure the pipeline, stay out of it.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dedup.background import write_table
from dedup.languages import detect
from dedup.words import words

SOURCES = (
    "allsides/articles.jsonl.gz",
    "bbc/articles.jsonl.gz",
    "random_pages_2019/pages.jsonl.gz",
)
LEAST_ARTICLES = 3
"""A word of fewer articles is as rare as one that the table does not know."""
LEAST_WORDS = 50
"""Shorter pages are menus and tickers."""


def texts(corpora: Path) -> Iterator[str]:
    """The texts of all sources, in order."""
    for source in SOURCES:
        with gzip.open(corpora / source, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line).get("text") or ""


def count(corpora: Path) -> tuple[Counter[str], int]:
    """In how many distinct English articles each word stands, and how many there are."""
    found: Counter[str] = Counter()
    seen: set[int] = set()
    for text in texts(corpora):
        folded = [word.folded for word in words(text)]
        digest = hash(tuple(folded))
        if len(folded) < LEAST_WORDS or digest in seen or detect([text]) != ["en"]:
            continue
        seen.add(digest)
        found.update(set(folded))
    return found, len(seen)


def main() -> None:
    """Count and write the table beside the package."""
    found, articles = count(Path(os.environ["DEDUP_CORPORA"]))
    kept = {word: number for word, number in found.items() if number >= LEAST_ARTICLES}
    target = Path(__file__).parents[2] / "dedup/data/background_en.tsv.gz"
    target.write_bytes(write_table(kept, articles))
    print(f"{len(kept)} words of {articles} articles in {target}")


if __name__ == "__main__":
    main()
