"""Files to tables: what all members have read becomes ARTICLES, EVIDENCE and REJECTS."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dedup.formats import naming
from dedup.formats.columns import describe
from dedup.formats.records import Block, Claim, Record, Reject, SourceFile, UnreadableError
from dedup.formats.shelf import Shelf

if TYPE_CHECKING:
    import polars as pl

_DIGESTED_AT_A_TIME = 8192

ReadFile = Callable[[SourceFile], Iterable[Block | Record | Reject]]


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


def gather(
    files: Sequence[SourceFile],
    read_file: ReadFile,
    most_rejects: int,
    shelf: Shelf | None = None,
) -> Reading:
    """Read every file in turn; what is wrong with one never touches another.

    Texts go to the shelf where there is one, and the records are left without.
    """
    reading = Reading([], [])
    for file in files:
        records, rejects = _read_one(file, read_file, shelf)
        several = len(records) + sum(reject.number is not None for reject in rejects) > 1
        for record in records:
            reading.entries.append(Entry(file, record.number if several else None, record))
        for reject in _settled(records, rejects, most_rejects):
            reading.rejects.append((file.path, reject.number, reject.reason))
    return reading


def _read_one(
    file: SourceFile, read_file: ReadFile, shelf: Shelf | None
) -> tuple[list[Record], list[Reject]]:
    records: list[Record] = []
    rejects: list[Reject] = []
    try:
        for found in read_file(file):
            if isinstance(found, Block) and shelf is not None:
                shelf.extend(found.texts)
                records.extend(found.records)
            elif isinstance(found, Block):
                records.extend(found.whole())
            elif isinstance(found, Record) and shelf is not None:
                shelf.add(found.text)
                records.append(found._replace(text=""))
            elif isinstance(found, Record):
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
        found.append(claims)
        if not sidecar:
            continue
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
    texts: Shelf,
    claims: Sequence[Sequence[Claim]],
    sizes: Iterable[SourceFile],
    warnings: Sequence[str],
) -> Batch:
    """Name the articles, number their rows and build the tables.

    Args:
        reading: the entries.
        texts: their texts.
        claims: all claims of each entry.
        sizes: the files.
        warnings: of those who looked for the files.
    """
    from dedup.tables import REJECTS  # noqa: PLC0415 - workers do without polars

    entries = reading.entries
    names = naming.name(
        [naming.Unnamed(e.record.own_id, e.file.path, e.file.label, e.number) for e in entries],
        texts,
    )
    rejects = list(reading.rejects)
    for place, earlier in names.repeats.items():
        first = naming.place_of(entries[earlier].file.path, entries[earlier].number)
        own_id = entries[place].record.own_id
        reason = f"listed twice: id {own_id} with the same text is in {first}"
        rejects.append((entries[place].file.path, entries[place].number, reason))
    named = sorted((name, place) for place, name in enumerate(names.ids) if name is not None)
    rejects.sort(key=lambda r: (r[0], r[1] or 0, r[2]))
    articles = _articles(named, entries, texts)
    evidence = _evidence([claims[place] for _, place in named])
    return Batch(
        articles,
        evidence,
        REJECTS.frame(rejects),
        {**_counts(sizes, articles, len(rejects)), "digest": _digest(articles, evidence)},
        [*warnings, *names.warnings],
    )


def _articles(
    named: Sequence[tuple[str, int]], entries: Sequence[Entry], texts: Shelf
) -> pl.DataFrame:
    """ARTICLES, column by column."""
    import polars as pl  # noqa: PLC0415

    from dedup.tables import ARTICLES  # noqa: PLC0415

    chosen = [entries[place] for _, place in named]
    records = [entry.record for entry in chosen]
    columns: dict[str, Sequence[object] | pl.Series] = {
        "row": range(len(named)),
        "article_id": [article_id for article_id, _ in named],
        "path": [entry.file.path for entry in chosen],
        "record": [entry.number for entry in chosen],
        **{
            name: [getattr(record, name) for record in records]
            for name in ("title", "byline", "language", "encoding", "extra")
        },
        "text": texts.column([place for _, place in named]),
    }
    return ARTICLES.check(pl.DataFrame(columns, schema_overrides=ARTICLES.schema))


def _evidence(claims: Sequence[Sequence[Claim]]) -> pl.DataFrame:
    """EVIDENCE, column by column, of the claims of each row."""
    import polars as pl  # noqa: PLC0415

    from dedup.tables import EVIDENCE  # noqa: PLC0415

    columns: dict[str, list[object]] = {
        "row": [row for row, found in enumerate(claims) for _ in found],
        **{
            name: [claim[at] for found in claims for claim in found]
            for at, name in enumerate(Claim._fields)
        },
    }
    return EVIDENCE.check(pl.DataFrame(columns, schema=EVIDENCE.schema))


def _digest(articles: pl.DataFrame, evidence: pl.DataFrame) -> str:
    """One digest of all that later stages see: ids, texts, titles and claims."""
    import polars as pl  # noqa: PLC0415
    from xxhash import xxh3_128  # noqa: PLC0415

    digest = xxh3_128()
    columns = [articles[name] for name in ("article_id", "text", "title", "byline")]
    columns += [evidence[name] for name in ("field", "basis", "value")]
    digest.update(evidence["row"].to_numpy().astype("<u4").tobytes())
    for column in columns:
        for begin in range(0, len(column), _DIGESTED_AT_A_TIME):
            some = column[begin : begin + _DIGESTED_AT_A_TIME].fill_null("")
            digest.update(some.str.len_bytes().to_numpy().astype("<u4").tobytes())
            digest.update(some.str.join("").cast(pl.Binary).item())
    return digest.hexdigest()


def _counts(files: Iterable[SourceFile], articles: pl.DataFrame, rejects: int) -> dict[str, object]:
    """How much was read, and of which kinds."""
    files = list(files)
    encodings = articles["encoding"].value_counts().sort("encoding")
    return {
        "files": len(files),
        "bytes": sum(size(file) for file in files),
        "kinds": dict(sorted(Counter(file.suffix for file in files).items())),
        "articles": articles.height,
        "rejects": rejects,
        "encodings": dict(encodings.iter_rows()),
    }


def size(file: SourceFile) -> int:
    """Bytes of a file; 0 where it is gone."""
    try:
        return os.stat(file.name).st_size  # noqa: PTH116 - names may be no UTF-8
    except OSError:
        return 0
