"""What every peer does alike: read the articles, cut shingles where it must, join, write.

A peer is a script `NAME.py INPUT OUT`: Parquet files with id and text in, one CSV of
id, cluster out. It runs in an environment of its own, so nothing of dedup is imported.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

WORDS, PERMUTATIONS, BANDS, ROWS, THRESHOLD = 3, 128, 32, 4, 0.5
_WORD = re.compile(r"\w+")


def read(source: str) -> tuple[list[str], list[str]]:
    """Ids and texts of a folder of Parquet files."""
    import polars as pl

    frame = pl.read_parquet(f"{source}/*.parquet", columns=["id", "text"])
    return frame["id"].to_list(), frame["text"].to_list()


def shingles(text: str) -> set[str]:
    """The distinct runs of three words."""
    words = _WORD.findall(text.lower())
    return {" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))}


def band_groups(signatures: Sequence[bytes], size: int) -> Iterator[list[int]]:
    """Articles whose signatures (one after the other, `size` bytes a value) agree in a band."""
    width = ROWS * size
    for band in range(BANDS):
        found: dict[bytes, list[int]] = {}
        for number, signature in enumerate(signatures):
            found.setdefault(signature[band * width : (band + 1) * width], []).append(number)
        yield from (group for group in found.values() if len(group) > 1)


def joined(count: int, groups: Iterable[Sequence[int]]) -> list[int]:
    """The smallest number that each is joined to."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for group in groups:
        first = root(group[0])
        for other in group[1:]:
            found = root(other)
            if found != first:
                parent[max(first, found)] = min(first, found)
                first = min(first, found)
    return [root(one) for one in range(count)]


def write(out: str, ids: Sequence[str], clusters: Sequence[int]) -> None:
    """id, cluster of every article."""
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "cluster"))
        rows.writerows((one, ids[cluster]) for one, cluster in zip(ids, clusters, strict=True))
