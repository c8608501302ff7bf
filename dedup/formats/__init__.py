"""Files to ARTICLES, EVIDENCE and REJECTS; one module a family of formats.

To add one, write a module with `read_file(file, settings)` that yields a
`Record` for each article and a `Reject` for each record that is none (both in
`records`; `UnreadableError` ends a file, what was yielded before stays), and
name its suffixes in `MEMBERS`. Every format may also come packed as `.gz`:
members read through `opening`, which unpacks and caps.

The other modules: `folders` finds the files, `columns` says what a record's
columns mean, `encodings` decodes, `page_metadata` and `page_workers` serve
`pages`, `parquet_trials` serves `parquet`, `path_patterns` and `sidecars` add
claims, `naming` names the articles, `batches` builds the tables of texts
that wait on a `shelf`. EVIDENCE's fields are listed in
`records.FIELDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

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
from dedup.formats.batches import (
    Batch,
    Entry,
    ReadFile,
    Reading,
    assemble,
    claims_by_entry,
    gather,
    size,
)
from dedup.formats.records import Block, Claim, Record, Reject, SourceFile
from dedup.formats.shelf import Shelf
from dedup.settings import InputSettings

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
    "read",
    "read_found",
    "reader",
    "weight",
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


def read_found(found: folders.Found, settings: InputSettings, workers: int = 0) -> Batch:
    """Read all articles of the files that were found; the same as `read`."""
    claim = claims(settings)
    texts = Shelf()
    read_file = reader(found.files, settings, workers)
    reading = gather(found.files, read_file, settings.most_rejects, texts)
    reading.rejects.extend((path, None, reason) for path, reason in found.rejects)
    given, warnings = claim(reading.entries)
    return assemble(reading, texts, given, found.files, [*found.warnings, *warnings])


def find(
    inputs: Sequence[Path], settings: InputSettings, apart: Collection[str] = ()
) -> folders.Found:
    """The files of the INPUTs that a member reads, in path order.

    `apart` are real paths that are no articles of theirs, beside that of the sidecar.
    """
    others = {sidecars.real_path(settings), *apart}
    return folders.find(inputs, MEMBERS, settings.skipped_names, others)


def reader(files: Sequence[SourceFile], settings: InputSettings, workers: int = 0) -> ReadFile:
    """What reads one of these files.

    Pages, which take long, are read here and now; tables that end a process are found out.
    """
    apart = [file for file in files if MEMBERS[file.suffix] is pages.read_file]
    done = dict(zip(apart, page_workers.read_pages(apart, settings, workers), strict=True))
    tables = [file for file in files if MEMBERS[file.suffix] is parquet.read_file]
    broken = parquet_trials.broken(tables, settings)

    def read_file(file: SourceFile) -> Iterator[Block | Record | Reject]:
        if file in done:
            return iter(done[file])
        if file in broken:
            return iter([Reject(None, broken[file])])
        if MEMBERS[file.suffix] is parquet.read_file:
            return parquet.read_blocks(file, settings)
        return MEMBERS[file.suffix](file, settings)

    return read_file


def claims(
    settings: InputSettings,
) -> Callable[[list[Entry]], tuple[list[list[Claim]], list[str]]]:
    """What adds the claims of path pattern and sidecar to those of the records.

    Raises:
        SettingsError: the path pattern or the sidecar is wrong.
    """
    from_path = path_patterns.reader(settings.path_pattern) if settings.path_pattern else None
    sidecar = sidecars.claims_of(settings)
    return lambda entries: claims_by_entry(entries, from_path, sidecar)


def weight(files: Sequence[SourceFile]) -> int:
    """About how many bytes of story text there are in some files."""
    return sum(int(size(file) * _STORY.get(file.suffix, 1.0)) for file in files)
