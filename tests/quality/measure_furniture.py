"""Planted furniture found, and story wrongly cut, in articles that `dedup plant` made.

    python tests/quality/measure_furniture.py PLANTED [--missed N] [--wrong N]

PLANTED is a folder of `dedup plant`, whose `cuts.csv` says which spans are
furniture. A planted line counts as found where more than half its letters are
cut. Story words are all others; credits (datelines, sign-offs) are neither
asked for nor story. Furniture that the planted articles had before they were
planted counts as story here, so that what is cut wrongly is at most this much.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup.pipeline import clean_job
from dedup.settings import Settings

UNFOLDED = "related.inline"
"""Links that a site ran into the lines of articles that were planted into: never their story."""


class Found(NamedTuple):
    """What was planted and found, by kind and language, and what else was cut."""

    planted: Counter[tuple[str, str, bool]]
    found: Counter[tuple[str, str, bool]]
    missed: list[tuple[str, str]]
    wrong: list[tuple[str, str]]
    story_words: int
    wrong_words: int


def measure(planted: Path) -> Found:
    """Clean the planted articles as a run does and hold the cuts against the truth."""
    tables = clean_job([planted / "articles"], Settings()).tables
    articles = tables["articles"].select("row", "article_id", "text")
    cuts = defaultdict(list)
    for row, start, stop, rule in tables["cuts"].iter_rows():
        cuts[row].append((start, stop, rule))
    truth = defaultdict(list)
    told = pl.read_csv(planted / "cuts.csv", schema_overrides={"article": pl.String})
    for one in told.iter_rows(named=True):
        truth[one["article"]].append(one)
    result = Found(Counter(), Counter(), [], [], 0, 0)
    story_words = wrong_words = 0
    for row, name, text in articles.iter_rows():
        gone = bytearray(len(text))
        for start, stop, _ in cuts[row]:
            gone[start:stop] = b"\x01" * (stop - start)
        known = bytearray(len(text))
        for one in truth[name]:
            start, stop = one["start"], one["stop"]
            known[start:stop] = b"\x01" * (stop - start)
            if one["kind"].startswith("credit"):
                continue
            key = (one["language"], one["kind"], str(one["held_back"]).lower() == "true")
            result.planted[key] += 1
            if sum(gone[start:stop]) * 2 > stop - start:
                result.found[key] += 1
            else:
                result.missed.append((f"{key[0]} {key[1]}", text[start:stop]))
        story_words += len(_kept(text, known).split())
        for start, stop, rule in cuts[row]:
            if rule == UNFOLDED:
                continue
            lost = _kept(text[start:stop], known[start:stop])
            if lost.split():
                wrong_words += len(lost.split())
                result.wrong.append((rule, lost))
    return result._replace(story_words=story_words, wrong_words=wrong_words)


def _kept(text: str, marked: bytearray) -> str:
    return "".join(letter for letter, mark in zip(text, marked, strict=True) if not mark)


def report(result: Found) -> None:
    """The figures, and those of each kind and language."""
    planted, found = result.planted.total(), result.found.total()
    print(f"planted {planted}, found {found / planted:.4f}")
    held = sum(number for key, number in result.planted.items() if key[2])
    if held:
        well = sum(number for key, number in result.found.items() if key[2])
        print(f"  held back {held}, found {well / held:.4f}")
    share = result.wrong_words / result.story_words
    print(f"story words {result.story_words}, cut {result.wrong_words} ({share:.4%})")
    for place, what in ((0, "language"), (1, "kind")):
        sums: Counter[str] = Counter()
        well_found: Counter[str] = Counter()
        for key, number in result.planted.items():
            sums[str(key[place])] += number
            well_found[str(key[place])] += result.found[key]
        listed = (f"{name} {well_found[name]}/{sums[name]}" for name in sorted(sums))
        print(f"  by {what}: {', '.join(listed)}")


def main() -> None:
    """Print the figures, and some of what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("planted", type=Path)
    parser.add_argument("--missed", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0)
    chosen = parser.parse_args()
    result = measure(chosen.planted)
    report(result)
    chance = random.Random(1)
    for title, rows, most in (
        ("missed", result.missed, chosen.missed),
        ("wrong", result.wrong, chosen.wrong),
    ):
        for name, text in chance.sample(rows, min(most, len(rows))):
            print(f"  {title} {name:28} {text[:150]!r}")


if __name__ == "__main__":
    sys.exit(main())
