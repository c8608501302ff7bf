"""How many labelled derived pairs the finders propose, and what that costs.

    DEDUP_CORPORA=... python tests/quality/measure_candidates.py [CORPUS...]

For each corpus, run whole: the share of labelled derived pairs that PAIRS has
(a pair of identical texts counts, and identical texts stand for one another),
which finder proposed them, the pairs left to align, and the time taken.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))

from labelled import CORPORA, corpus_tables, labelled_rows, own_labels

from dedup import keys, pairs, sketches, terms
from dedup.pipeline import Tables
from dedup.relations import DERIVED
from dedup.settings import Settings

MISSED = "missed"
UNFIT = "no verdict"


def measure(name: str, settings: Settings) -> tuple[dict[str, object], pl.DataFrame]:
    """Figures of one corpus, and the labelled derived pairs that were missed."""
    tables = corpus_tables(name, settings)
    begun = time.perf_counter()
    tables["terms"], tables["vocabulary"], _ = terms.weigh(tables["texts"])
    tables["sketches"] = sketches.sketch(tables["texts"], settings.sketches)
    filed, key_facts = keys.find_keys(
        *(tables["terms"], tables["vocabulary"], tables["sketches"]),
        *(settings.keys, settings.sketches),
    )
    found, pair_facts = pairs.find_pairs(filed, tables, settings)
    seconds = time.perf_counter() - begun
    labels = found_by(labelled_rows(own_labels(name), tables), tables, found)
    derived = labels.filter(pl.col("label").is_in(DERIVED))
    judged = derived.filter(pl.col("found_by") != UNFIT)
    missed = judged.filter(pl.col("found_by") == MISSED)
    articles = tables["articles"].height
    figures = {
        "articles": articles,
        "derived": derived.height,
        "no_verdict": derived.height - judged.height,
        "recall": round(1 - missed.height / judged.height, 4) if judged.height else None,
        "found_by": dict(sorted(Counter(judged["found_by"]).items())),
        "pairs": found.height,
        "pairs_per_article": round(found.height / max(articles, 1), 2),
        "seconds": round(seconds, 1),
        **key_facts,
        **pair_facts,
    }
    return figures, missed.join(
        pairs.measure(missed.select("left", "right").rows(), tables, settings).drop("found_by"),
        on=["left", "right"],
    )


def found_by(labels: pl.DataFrame, tables: Tables, found: pl.DataFrame) -> pl.DataFrame:
    """Labels with who found them, each text standing for the first of its identical ones."""
    fit = tables["texts"].filter(pl.col("unfit").is_null())
    first = dict(fit.select("row", pl.col("row").min().over("digest").alias("first")).iter_rows())
    finders = found.select("left", "right", "found_by")
    known = {(left, right): by for left, right, by in finders.iter_rows()}

    def finder(left: int, right: int) -> str:
        if left not in first or right not in first:
            return UNFIT
        ends = sorted((first[left], first[right]))
        return "identical" if ends[0] == ends[1] else known.get((ends[0], ends[1]), MISSED)

    names = [finder(left, right) for left, right in labels.select("left", "right").iter_rows()]
    return labels.with_columns(pl.Series("found_by", names, dtype=pl.String))


def main() -> None:
    """Print one JSON object a corpus, and what was missed."""
    for name in sys.argv[1:] or CORPORA:
        figures, missed = measure(name, Settings())
        print(json.dumps({"corpus": name, **figures}))
        for row in missed.iter_rows(named=True):
            print("  missed", row)


if __name__ == "__main__":
    main()
