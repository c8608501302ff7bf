"""Files to tables: what all members have read becomes ARTICLES, EVIDENCE and REJECTS."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dedup.formats import naming
from dedup.formats.columns import describe
from dedup.formats.records import Claim, Record, Reject, SourceFile, UnreadableError

if TYPE_CHECKING:
    import polars as pl

ReadFile = Callable[[SourceFile], Iterable[Record | Reject]]


class Batch(NamedTuple):
    """All that the INPUTs hold.

    Attributes:
        articles: ARTICLES, rows in code point order of article_id.
        evidence: EVIDENCE, in order of row; within a row and field the best claim first.
        rejects: REJECTS, in order of path, then record.
        digests: counts and a digest of what was read, for run.json.
        warnings: sentences for people.
    """

    articles: pl.DataFrame
    evidence: pl.DataFrame
    rejects: pl.DataFrame
    digests: dict[str, object]
    warnings: list[str]


class Entry(NamedTuple):
    """One article with the file it comes from; `number` is None where that holds no other."""

    file: SourceFile
    number: int | None
    record: Record


class Reading(NamedTuple):
    """What the files gave: articles in path order, rejects as (path, record, reason)."""

    entries: list[Entry]
    rejects: list[tuple[str, int | None, str]]


def gather(files: Sequence[SourceFile], read_file: ReadFile, most_rejects: int) -> Reading:
    """Read every file in turn; what is wrong with one never touches another."""
    reading = Reading([], [])
    for file in files:
        records, rejects = _read_one(file, read_file)
        several = len(records) + sum(reject.number is not None for reject in rejects) > 1
        for record in records:
            reading.entries.append(Entry(file, record.number if several else None, record))
        for reject in _settled(records, rejects, most_rejects):
            reading.rejects.append((file.path, reject.number, reject.reason))
    return reading


def _read_one(file: SourceFile, read_file: ReadFile) -> tuple[list[Record], list[Reject]]:
    records: list[Record] = []
    rejects: list[Reject] = []
    try:
        for found in read_file(file):
            if isinstance(found, Record):
                records.append(found)
            else:
                rejects.append(found)
    except UnreadableError as error:
        rejects.append(Reject(None, f"{error}{_kept(records)}"))
    except OSError as error:
        what = error.strerror or type(error).__name__
        rejects.append(Reject(None, f"cannot be read: {what}{_kept(records)}"))
    except (RecursionError, MemoryError) as error:
        rejects.append(Reject(None, f"cannot be read: {type(error).__name__}{_kept(records)}"))
    if not (records or rejects):
        rejects.append(Reject(None, "the file holds no records"))
    return records, rejects


def _kept(records: Sequence[Record]) -> str:
    count = len(records)
    return f"; the {count} records before that are kept" if count else ""


def _settled(records: Sequence[Record], rejects: Sequence[Reject], most: int) -> Iterator[Reject]:
    """The rejects of one file: one line where no record has a text column, never too many."""
    textless = [reject for reject in rejects if reject.columns]
    if not records and len(textless) == len(rejects) > 1:
        names = dict.fromkeys(name for reject in textless[:most] for name in reject.columns)
        reason = f"no text column in any of {len(rejects)} records; {describe(list(names))}"
        yield Reject(None, reason)
        return
    yield from rejects[:most]
    if len(rejects) > most:
        more = len(rejects) - most
        yield Reject(None, f"{more} further records were rejected (setting input.most_rejects)")


def claims_by_entry(
    entries: Sequence[Entry],
    from_path: Callable[[str], tuple[Claim, ...] | None] | None,
    sidecar: dict[str, tuple[Claim, ...]],
) -> tuple[list[list[Claim]], list[str]]:
    """All claims of each article, and warnings about a pattern or sidecar that misses."""
    found, fitting, met = [], 0, set()
    for entry in entries:
        path, number = entry.file.path, entry.record.number
        claims = list(entry.record.claims)
        told = from_path(path) if from_path else None
        fitting += told is not None
        claims.extend(told or ())
        for name in (
            f"{entry.file.label}/{path}#{number}",
            f"{path}#{number}",
            entry.record.own_id or "",
            f"{entry.file.label}/{path}",
            path,
        ):
            if name in sidecar:
                met.add(name)
                claims.extend(sidecar[name])
                break
        found.append(claims)
    warnings = []
    if from_path and fitting < len(entries):
        missed = len(entries) - fitting
        warnings.append(f"the path pattern does not fit {missed} of {len(entries)} articles")
    if len(met) < len(sidecar):
        unmet = sorted(set(sidecar) - met)
        warnings.append(
            f"{len(unmet)} of {len(sidecar)} sidecar rows name no article read: "
            + ", ".join(unmet[:5])
        )
    return found, warnings


def assemble(
    reading: Reading,
    claims: Sequence[Sequence[Claim]],
    sizes: Iterable[SourceFile],
    warnings: Sequence[str],
) -> Batch:
    """Name the articles, number their rows and build the tables."""
    from dedup.tables import EVIDENCE, REJECTS  # noqa: PLC0415 - workers do without polars

    entries = reading.entries
    names = naming.name(
        [
            naming.Unnamed(e.record.own_id, e.file.path, e.file.label, e.number, e.record.text)
            for e in entries
        ]
    )
    rejects = list(reading.rejects)
    for place, earlier in names.repeats.items():
        first = naming.place_of(entries[earlier].file.path, entries[earlier].number)
        own_id = entries[place].record.own_id
        reason = f"listed twice: id {own_id} with the same text is in {first}"
        rejects.append((entries[place].file.path, entries[place].number, reason))
    named = sorted((name, place) for place, name in enumerate(names.ids) if name is not None)
    evidence = [(row, *claim) for row, (_, place) in enumerate(named) for claim in claims[place]]
    rejects.sort(key=lambda r: (r[0], r[1] or 0, r[2]))
    articles = _articles(named, entries)
    return Batch(
        articles,
        EVIDENCE.frame(evidence),
        REJECTS.frame(rejects),
        _digests(sizes, named, entries, claims, len(rejects)),
        [*warnings, *names.warnings],
    )


def _articles(named: Sequence[tuple[str, int]], entries: Sequence[Entry]) -> pl.DataFrame:
    """ARTICLES, column by column."""
    import polars as pl  # noqa: PLC0415

    from dedup.tables import ARTICLES  # noqa: PLC0415

    chosen = [entries[place] for _, place in named]
    records = [entry.record for entry in chosen]
    columns: dict[str, Sequence[object]] = {
        "row": range(len(named)),
        "article_id": [article_id for article_id, _ in named],
        "path": [entry.file.path for entry in chosen],
        "record": [entry.number for entry in chosen],
        **{
            name: [getattr(record, name) for record in records]
            for name in ("title", "byline", "language", "encoding", "text", "extra")
        },
    }
    return ARTICLES.check(pl.DataFrame(columns, schema=ARTICLES.schema))


def _digests(
    files: Iterable[SourceFile],
    named: Sequence[tuple[str, int]],
    entries: Sequence[Entry],
    claims: Sequence[Sequence[Claim]],
    rejects: int,
) -> dict[str, object]:
    """Counts, and one digest of all that later stages see: ids, texts, titles and claims."""
    from xxhash import xxh3_128  # noqa: PLC0415

    digest = xxh3_128()
    for article_id, place in named:
        record = entries[place].record
        parts = [article_id, record.text, record.title or "", record.byline or ""]
        for claim in claims[place]:
            parts.extend(claim)
        parts.append(",".join(str(len(part)) for part in parts))
        digest.update("\0".join(parts).encode("utf-8"))
    files = list(files)
    return {
        "files": len(files),
        "bytes": sum(_size(file) for file in files),
        "kinds": dict(sorted(Counter(file.suffix for file in files).items())),
        "articles": len(named),
        "rejects": rejects,
        "encodings": dict(sorted(Counter(entries[p].record.encoding for _, p in named).items())),
        "digest": digest.hexdigest(),
    }


def _size(file: SourceFile) -> int:
    try:
        return os.stat(file.name).st_size  # noqa: PTH116 - names may be no UTF-8
    except OSError:
        return 0
