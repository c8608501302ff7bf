"""Sketching speed on 20,000 real articles: `python tests/benchmarks/bench_sketches.py`.

Reads the corpora from the folder DEDUP_CORPORA. Prints medians of several runs
after warm-up, whole and step by step: wall time, which other work on the
machine shows in, and processor time. Not a test.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from dedup import kernels, shingles, sketches, words
from dedup.processors import processors
from dedup.settings import SketchSettings
from dedup.tables import TEXTS

CORPORA = ("allsides", "reuters21578")
ARTICLES = 20_000
RUNS = 7


def read_articles(folder: Path) -> pl.DataFrame:
    """TEXTS of the first articles of the corpora."""
    texts: list[str] = []
    for name in CORPORA:
        with gzip.open(folder / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts += [text for line in lines if (text := json.loads(line).get("text"))]
    rows = [(row, text, "en", 0, 0, None) for row, text in enumerate(texts[:ARTICLES])]
    return TEXTS.frame(rows)


def timed(name: str, articles: int, work: Callable[[], Any]) -> Any:
    """Print median wall and processor seconds of several runs; return the result."""
    wall, processor = [], []
    result = None
    for _ in range(RUNS):
        begin, used = time.perf_counter(), time.process_time()
        result = work()
        wall.append(time.perf_counter() - begin)
        processor.append(time.process_time() - used)
    middle = statistics.median(wall)
    rate = articles / middle
    print(f"{name:20s} {middle:8.3f} {statistics.median(processor):8.3f} {rate:10.0f}")
    return result


def main() -> None:
    """Measure and print."""
    folder = os.environ.get("DEDUP_CORPORA")
    if not folder:
        sys.exit("set DEDUP_CORPORA to the folder of measuring corpora")
    texts = read_articles(Path(folder))
    number = len(texts)
    begin = time.perf_counter()
    kernels.prepare(lambda sentence: print(sentence, file=sys.stderr))
    print(f"compiled loops loaded in {time.perf_counter() - begin:.2f} s")
    settings = SketchSettings()
    a, b = sketches.permutations(settings.seed)
    length = int(texts["text"].str.len_bytes().sum()) / number
    print(f"{number} articles of {length:.0f} bytes, {processors()} threads, {RUNS} runs")
    print(f"{'':20s} {'wall s':>8s} {'cpu s':>8s} {'articles/s':>10s}")
    buffer = timed("one buffer", number, lambda: words.utf8(texts["text"]))
    found = timed("tokenize", number, lambda: words.Words(*kernels.tokenize(*buffer)))
    sets = timed("shingle", number, lambda: shingles.shingle_columns(found, settings.shingle_words))
    timed("sign", number, lambda: sketches.sign(*sets, a, b))
    timed("sketch, all of it", number, lambda: sketches.sketch(texts, settings))
    print(f"{len(found.hashes)} words, {len(sets[0])} distinct shingles")


if __name__ == "__main__":
    main()
