"""Files to ARTICLES, EVIDENCE and REJECTS; one module a family of formats.

To add one, write a module with `read_file(file, settings)` that yields a
`Record` for each article and a `Reject` for each record that is none (both in
`records`; `UnreadableError` ends a file, what was yielded before stays), and
name its suffixes in `MEMBERS`. Every format may also come packed as `.gz`:
members read through `opening`, which unpacks and caps.

The other modules: `folders` finds the files, `columns` says what a record's
columns mean, `encodings` decodes, `page_metadata` and `page_workers` serve
`pages`, `parquet_trials` serves `parquet`, `path_patterns` and `sidecars` add
claims, `gathering` reads file after file, `early` hands on what is read while there
is more to come, `naming` names the articles, `batches` builds the tables. EVIDENCE's
fields are listed in `records.FIELDS`.

Formats of which much comes at a time have a second reader, which gives `sheets`:
articles as columns (`values` is to these what `columns` is to one record). It leaves
to the first whatever is odd; `tests/formats/test_sheets.py` holds the two equal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.formats import (
    delimited,
    folders,
    json_documents,
    json_lines,
    page_workers,
    pages,
    parquet,
    parquet_trials,
    path_patterns,
    plain_text,
    sidecars,
)
from dedup.formats.gathering import Batch, Entry, Reading, Told, gather, size
from dedup.formats.records import Record, Reject, SourceFile
from dedup.settings import InputSettings

if TYPE_CHECKING:
    from dedup.formats.batches import Collected
    from dedup.formats.early import Taker
    from dedup.formats.sheets import Sheet

__all__ = [
    "MEMBERS",
    "Batch",
    "Entry",
    "Reading",
    "SourceFile",
    "claims",
    "find",
    "folders",
    "gather",
    "heavy",
    "read",
    "read_found",
    "reader",
]

MEMBERS: dict[str, Callable[[SourceFile, InputSettings], Iterator[Record | Reject]]] = {
    ".txt": plain_text.read_file,
    ".md": plain_text.read_file,
    ".html": pages.read_file,
    ".htm": pages.read_file,
    ".xhtml": pages.read_file,
    ".jsonl": json_lines.read_file,
    ".ndjson": json_lines.read_file,
    ".json": json_documents.read_file,
    ".csv": delimited.read_file,
    ".tsv": delimited.read_file,
    ".parquet": parquet.read_file,
}


def _lines_together(file: SourceFile, settings: InputSettings) -> Iterator[Sheet | Record | Reject]:
    from dedup.formats import flat_lines  # noqa: PLC0415 - workers do without polars

    return flat_lines.read_sheets(file, settings)


TOGETHER: dict[str, Callable[[SourceFile, InputSettings], Iterator[Sheet | Record | Reject]]] = {
    ".jsonl": _lines_together,
    ".ndjson": _lines_together,
    ".parquet": parquet.read_sheets,
}
"""Those that give columns where they can: the same articles, sooner."""

_STORY = dict.fromkeys((".html", ".htm", ".xhtml"), 0.05) | {".parquet": 2.0}
"""Bytes of story text a byte of a file, where that is not about one."""


def read(inputs: Sequence[Path], settings: InputSettings, workers: int = 0) -> Batch:
    """Read all articles of the INPUTs.

    Args:
        inputs: folders (read with all that is in them) and files, in any order.
        settings: how files become articles.
        workers: most processes for HTML pages; 0 is one for each core. Changes no result.

    Raises:
        UsageError: an INPUT does not exist.
        SettingsError: the path pattern or the sidecar is wrong.
    """
    return read_found(find(inputs, settings), settings, workers)


def read_found(
    found: folders.Found,
    settings: InputSettings,
    workers: int = 0,
    taker: Taker | None = None,
) -> Batch:
    """Read all articles of the files that were found; the same as `read`.

    `taker` gets some of them while others are still read.
    """
    from dedup.formats.batches import Collected, assemble  # noqa: PLC0415 - workers do without

    collected = Collected(found.files, claims(settings), taker)
    left = _read_texts(collected, settings)
    read_file = _by_columns([found.files[place] for place in left], settings, workers)
    for place in left:
        collected.read(place, read_file, settings.most_rejects)
    collected.rejects.extend((path, None, reason) for path, reason in found.rejects)
    return assemble(collected, found.warnings)


def _read_texts(collected: Collected, settings: InputSettings) -> list[int]:
    """Read the text files that many can be read of at a time; the places of all others."""
    plain = [MEMBERS[file.suffix] is plain_text.read_file for file in collected.files]
    texts = [place for place, is_text in enumerate(plain) if is_text]
    left = [place for place, is_text in enumerate(plain) if not is_text]
    if texts and hasattr(os, "readv"):
        from dedup.formats import text_files  # noqa: PLC0415 - workers do without polars

        for found in text_files.read_many([collected.files[place] for place in texts], settings):
            collected.add([texts[place] for place in found.places], found.sheet)
            collected.sizes |= {texts[place]: size for place, size in found.sizes.items()}
            left += (texts[place] for place in found.odd)
        return sorted(left)
    return list(range(len(plain)))


def find(
    inputs: Sequence[Path], settings: InputSettings, apart: Collection[str] = ()
) -> folders.Found:
    """The files of the INPUTs that a member reads, in path order.

    `apart` are real paths that are no articles of theirs, beside that of the sidecar.
    """
    others = {sidecars.real_path(settings), *apart}
    return folders.find(inputs, MEMBERS, settings.skipped_names, others)


def reader(
    files: Sequence[SourceFile], settings: InputSettings, workers: int = 0
) -> Callable[[SourceFile], Iterator[Record | Reject]]:
    """What reads one of these files, record by record.

    Pages, which take long, are read here and now; tables that end a process are found out.
    """
    apart = [file for file in files if MEMBERS[file.suffix] is pages.read_file]
    done = dict(zip(apart, page_workers.read_pages(apart, settings, workers), strict=True))
    tables = [file for file in files if MEMBERS[file.suffix] is parquet.read_file]
    broken = parquet_trials.broken(tables, settings)

    def read_file(file: SourceFile) -> Iterator[Record | Reject]:
        if file in done:
            return iter(done[file])
        if file in broken:
            return iter([Reject(None, broken[file])])
        return MEMBERS[file.suffix](file, settings)

    return read_file


def _by_columns(
    files: Sequence[SourceFile], settings: InputSettings, workers: int
) -> Callable[[SourceFile], Iterator[Sheet | Record | Reject]]:
    """The same, by columns where there is a reader of such."""
    one_by_one = reader(files, settings, workers)

    def read_file(file: SourceFile) -> Iterator[Sheet | Record | Reject]:
        found = one_by_one(file)
        together = TOGETHER.get(file.suffix)
        # What is broken or done already comes from a list.
        return together(file, settings) if together and isinstance(found, Generator) else found

    return read_file


def claims(settings: InputSettings) -> Told:
    """What adds the claims of path pattern and sidecar to those of the records.

    Raises:
        SettingsError: the path pattern or the sidecar is wrong.
    """
    from_path = path_patterns.reader(settings.path_pattern) if settings.path_pattern else None
    return Told(from_path, sidecars.claims_of(settings))


def heavy(files: Sequence[SourceFile], least: int) -> bool:
    """Whether there are so many bytes of story text in some files, or about as many."""
    total = 0
    for file in files:
        total += int(size(file) * _STORY.get(file.suffix, 1.0))
        if total > least:
            return True
    return False
