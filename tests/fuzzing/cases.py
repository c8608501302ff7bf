"""Sound files of every format, hostile pieces to put into them, and what a file is put through."""

from __future__ import annotations

import gzip
import io
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup import formats, pipeline
from dedup.formats import SourceFile
from dedup.formats.records import Record, Reject, UnreadableError
from dedup.settings import InputSettings, Settings
from dedup.tables import ARTICLES, EVIDENCE
from dedup.timings import Timings

LIMITS = InputSettings(
    largest_text=200_000,
    largest_file=2_000_000,
    largest_document=1_000_000,
    largest_page=500_000,
)
"""Caps so low that a small case crosses them: what they do does not depend on their size."""
JOB = Settings(input=LIMITS)
SECONDS = 2.0
"""Of processor time, after which a case counts as hung."""
MOST_RECORDS = 20
"""Articles of one case that are worked on; all of them are read."""

STORY = (
    "LINDVIK, March 3, 2024 (Reuters) - The harbour of Lindvik opened again on Sunday after "
    "four days of storm.\n\n“Nobody will forget this,” harbour master Arne Solberg said.\n\n"
    "Read also: Ferry line to close\n"
)
RECORD = {
    "id": "a1",
    "title": "Harbour reopens",
    "text": STORY,
    "publisher": "Lindvik Post",
    "published_at": "2024-03-03T10:00:00+01:00",
    "url": "https://post.example/harbour",
    "authors": ["Mira Dahl", "Reuters"],
}
PAGE = (
    "<!doctype html><html lang=en><head><title>Harbour reopens | Lindvik Post</title>"
    '<meta property="og:site_name" content="Lindvik Post">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
    '"2024-03-03", "author": [{"name": "Mira Dahl"}]}</script></head><body><article><h1>Harbour'
    "</h1>" + "".join(f"<p>{part}</p>" for part in STORY.split("\n\n")) + "</article></body></html>"
)


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame({"text": [STORY, None, ""], "id": [1, 2, 3]}).write_parquet(buffer)
    return buffer.getvalue()


SOUND: dict[str, bytes] = {
    ".txt": STORY.encode(),
    ".html": PAGE.encode(),
    ".jsonl": (json.dumps(RECORD) + "\n").encode() * 3,
    ".json": json.dumps({"articles": [RECORD, RECORD]}).encode(),
    ".csv": ("id,text,title\n" + f'1,"{STORY}",=1+1\n' * 2).encode(),
    ".tsv": b"id\ttext\n1\t" + STORY.replace("\n", " ").encode() + b"\n",
    ".parquet": _parquet(),
}
"""A file of each format that is read without a word."""

HOSTILE: tuple[bytes, ...] = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc3",
    "\u202e\u200b\u2066\ufeff\u0301".encode(),
    b"\r",
    b"\r\n\r\n",
    b"[" * 3000,
    b'{"a":' * 2000,
    b"<div>" * 2000,
    b"<table><tr><td>" * 500,
    b"<!--",
    b"<![CDATA[",
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    b"&amp;" * 1000,
    b"&#x110000;&#0;&#xd800;",
    b'"' * 999,
    b"'" * 500,
    b"a" * 20_000,
    b"a " * 10_000,
    b" \n" * 5_000,
    b"(" * 5_000 + b"Reuters" + b")" * 5_000,
    b"By " * 3_000,
    b"- " * 5_000,
    b"http://" * 2_000,
    b"www." * 3_000,
    b"@" * 4_000,
    "“".encode() * 3_000,
    b"Mr. A. B. C. " * 1_500,
    b"1,2.3:4/" * 2_000,
    b"March 3, 2024 " * 1_000,
    b"\xc2\xa9 2024 " * 1_000,
    "漢字かな".encode() * 2_000,
    b"=cmd|' /C calc'!A0",
    b"9" * 6_000,
    b"1e999",
    b"NaN",
    b"\x1f\x8b\x08\x00",
    b"PAR1",
)
"""Pieces that have broken readers, or regular expressions, elsewhere."""


UNITS: tuple[str, ...] = (
    "a",
    "a ",
    " \n",
    "\n",
    "(",
    "By ",
    "- ",
    "http://",
    "www.",
    "@",
    "“",
    '"',
    "Mr. A. B. C. ",
    "1,2.3:4/",
    "March 3, 2024 ",
    "© 2024 ",
    "Read also: ",
    "(Reuters) ",
    "Reuters reported that ",
    "Credit: ",
    "| ",
    "... ",
    "A.B.",
    "漢字かな",
    "<p>",
    "said. ",
)
"""What a regular expression may try again and again, over and over."""


def seconds(unit: str, length: int, folder: Path) -> float:
    """Processor time for one text of so many characters of a unit, twenty words before it."""
    text = "The harbour of Lindvik opened again on Sunday after four days of storm. " * 2
    file = folder / "unit.txt"
    file.write_text(text + unit * (length // len(unit)), "utf-8")
    source = SourceFile(str(file), file.name, "case", ".txt")
    started = time.process_time()
    worked_on([r for r in _read(".txt", source) if isinstance(r, Record)])
    return time.process_time() - started


def hostile(rng: random.Random) -> bytes:
    """One of the hostile pieces, seldom all of a long one: most of what breaks, breaks at once."""
    piece = rng.choice(HOSTILE)
    return piece if len(piece) < 100 else piece[: len(piece) >> rng.randrange(7)]


def mutated(suffix: str, rng: random.Random) -> bytes:
    """A file of that format with something wrong in it, or several things."""
    data = bytearray(SOUND[suffix])
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(data) + 1) if data else 0
        kind = rng.randrange(6)
        if kind <= 1:
            data[at:at] = hostile(rng)
        elif kind == 2 and data:
            data[at % len(data)] ^= 1 << rng.randrange(8)
        elif kind == 3:
            del data[at : at + rng.randrange(1, 200)]
        elif kind == 4:
            data[at:at] = data[: rng.randrange(1, 300)]
        else:
            data[at:at] = rng.randbytes(rng.randrange(1, 64))
    return gzip.compress(bytes(data), 1) if rng.random() < 0.1 else bytes(data)


class Taken(NamedTuple):
    """What a file gave: articles, and how many records were set aside."""

    articles: int
    rejected: int


def put_through(suffix: str, data: bytes, folder: Path) -> Taken:
    """Read a file, and do with its articles all that is done with each by itself.

    Raises:
        Exception: whatever a run would not have set aside; a finding.
    """
    records, rejects = read(suffix, data, folder)
    worked_on(records)
    return Taken(len(records), rejects)


def put_through_together(suffix: str, data: Sequence[bytes], folder: Path) -> Taken:
    """Many files read as a run reads them: Parquet is tried out in a process of its own."""
    for number, some in enumerate(data):
        (folder / f"{number}{suffix}").write_bytes(some)
    batch = formats.read([folder], LIMITS, 1)
    tables = {"articles": batch.articles, "evidence": batch.evidence}
    pipeline.prepare(tables, JOB, Timings(lambda _: None))
    return Taken(batch.articles.height, batch.rejects.height)


def read(suffix: str, data: bytes, folder: Path) -> tuple[list[Record], int]:
    """The articles of one file, and how many of its records were set aside."""
    file = folder / f"case{suffix}"
    file.write_bytes(data)
    source = SourceFile(str(file), file.name, "case", suffix)
    records, rejects = [], 0
    for found in _read(suffix, source):
        if isinstance(found, Record):
            records.append(found)
        else:
            rejects += 1
    return records[:MOST_RECORDS], rejects


def _read(suffix: str, source: SourceFile) -> Iterator[Record | Reject]:
    try:
        yield from formats.MEMBERS[suffix](source, LIMITS)
    except (UnreadableError, RecursionError, MemoryError) as error:
        yield Reject(None, str(error))


def worked_on(records: Sequence[Record]) -> None:
    """Do with articles all that is done with each by itself."""
    if not records:
        return
    columns = ("title", "byline", "language", "encoding", "text", "extra")
    rows = [
        (row, f"case {row}", "case", None, *(getattr(r, name) for name in columns))
        for row, r in enumerate(records)
    ]
    evidence = [(row, *claim) for row, r in enumerate(records) for claim in r.claims]
    tables = {"articles": ARTICLES.frame(rows), "evidence": EVIDENCE.frame(evidence)}
    pipeline.prepare(tables, JOB, Timings(lambda _: None))
