"""Random cuts, and random lines that speak of reading more, for reading by eye.

    python tests/quality/sample_cuts.py INPUT [--cuts 100] [--related 100] [--seed 1]

Prints cuts with their rule, and lines with "read also", "read more" or
"related" in them with the rule that cut them, or `kept`. Cleaned as a run does,
learned furniture included.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path

from dedup.blocks import blocks
from dedup.pipeline import clean_job
from dedup.settings import Settings

_RELATED = re.compile(
    r"\b(?:read (?:also|more|next|on)|also read|see also|related)\b", re.IGNORECASE
)
_SHOWN = 170


def main() -> None:
    """Print the samples."""
    parser = argparse.ArgumentParser()
    parser.add_argument("input", type=Path)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--related", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    tables = clean_job([chosen.input], Settings()).tables
    texts = dict(tables["articles"].select("row", "text").iter_rows())
    spans: dict[int, list[tuple[int, int, str]]] = {}
    for row, start, stop, rule in tables["cuts"].iter_rows():
        spans.setdefault(row, []).append((start, stop, rule))
    chance = random.Random(chosen.seed)
    cuts = [(rule, texts[row][a:b]) for row, some in spans.items() for a, b, rule in some]
    for rule, text in chance.sample(cuts, min(chosen.cuts, len(cuts))):
        print(f"{rule:22} {_line(text)}")
    if chosen.related:
        lines = [
            (row, block.start, block.stop)
            for row, text in texts.items()
            if _RELATED.search(text)
            for block in blocks(text)
            if _RELATED.search(block.text)
        ]
        for row, start, stop in chance.sample(lines, min(chosen.related, len(lines))):
            rule = next((r for a, b, r in spans.get(row, []) if a < stop and b > start), "kept")
            print(f"{rule:22} {_line(texts[row][start:stop])}")


def _line(text: str) -> str:
    """One line, around the telling words where it is long."""
    flat = " ".join(text.split())
    found = _RELATED.search(flat)
    begin = max((found.start() if found else 0) - _SHOWN // 2, 0) if len(flat) > _SHOWN else 0
    return flat[begin : begin + _SHOWN]


if __name__ == "__main__":
    sys.exit(main())
