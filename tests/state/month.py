"""A month of nightly runs over real articles by date against one run over all: `make month`.

Needs DEDUP_CORPORA. Every night brings the articles that bear its date, the
first ones also some without a date; the state is then exported and held
against that of one run over everything, report by report.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import nights

from dedup.settings import Settings

DATELESS_A_NIGHT = 5


def by_night(corpora: Path, month: str, most: int) -> dict[str, list[str]]:
    """Lines of the corpus by day of the month, at most so many days."""
    days: dict[str, list[str]] = {}
    dateless: list[str] = []
    with gzip.open(corpora / "allsides" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            day = str(json.loads(line).get("date") or "")[:10]
            if day.startswith(month):
                days.setdefault(day, []).append(line)
            elif not day:
                dateless.append(line)
    chosen = dict(sorted(days.items())[:most])
    for number, day in enumerate(chosen):
        start = number * DATELESS_A_NIGHT
        chosen[day] = chosen[day] + dateless[start : start + DATELESS_A_NIGHT]
    return chosen


def compared(work: Path, corpora: Path, month: str, most: int = 31) -> tuple[list[str], str]:
    """What differs, and what was compared."""
    job = Settings()
    days = by_night(corpora, month, most)
    for folder in ("grown", "whole"):
        (work / folder).mkdir(parents=True)
    seconds = []
    for day, lines in days.items():
        for folder in ("grown", "whole"):
            (work / folder / f"{day}.jsonl").write_text("".join(lines), "utf-8")
        started = time.process_time()
        nights.night(work / "grown.duckdb", work / "grown", job)
        seconds.append(time.process_time() - started)
    nights.night(work / "whole.duckdb", work / "whole", job)
    grown = nights.exported(work / "grown.duckdb", job)
    whole = nights.exported(work / "whole.duckdb", job)
    rows = ", ".join(f"{name} {frame.height}" for name, frame in sorted(whole.items()))
    derived = whole["pairs"]["relation"].is_in(["copy", "partial", "rewrite"]).sum()
    said = (
        f"{len(days)} nights of {month}; rows: {rows}; {derived} derived pairs; "
        f"a night took {sum(seconds) / max(len(seconds), 1):.1f} CPU s, the longest "
        f"{max(seconds, default=0):.1f}"
    )
    return nights.differences(grown, whole), said


def main() -> None:
    """Compare; leaves with 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", default="2020-06")
    parser.add_argument("--nights", type=int, default=31)
    asked = parser.parse_args()
    if "DEDUP_CORPORA" not in os.environ:
        sys.exit("DEDUP_CORPORA must name the folder of corpora")
    with tempfile.TemporaryDirectory() as folder:
        corpora = Path(os.environ["DEDUP_CORPORA"])
        differ, said = compared(Path(folder), corpora, asked.month, asked.nights)
    print(said)
    print("\n".join(differ) or "no report differs")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
