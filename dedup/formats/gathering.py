"""What the members yield, file after file, and what paths and a sidecar say of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dedup.formats.columns import describe
from dedup.formats.records import Claim, Record, Reject, SourceFile, UnreadableError

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")


class Batch(NamedTuple):
    """All that the INPUTs hold.

    Attributes:
        articles: ARTICLES, rows in code point order of article_id.
        evidence: EVIDENCE, in order of row; within a row and field the best claim first.
        rejects: REJECTS, in order of path, then record.
        digests: counts and a digest of what was read, for run.json.
        warnings: sentences for people.
        marks: by row, the number by which an article is handed on early (see `early`); None
            where the articles come from elsewhere.
    """

    articles: pl.DataFrame
    evidence: pl.DataFrame
    rejects: pl.DataFrame
    digests: dict[str, object]
    warnings: list[str]
    marks: pl.Series | None = None


class Entry(NamedTuple):
    """One article with the file it comes from; `number` is None where that holds no other."""

    file: SourceFile
    number: int | None
    record: Record


class Reading(NamedTuple):
    """What the files gave: articles in path order, rejects as (path, record, reason)."""

    entries: list[Entry]
    rejects: list[tuple[str, int | None, str]]


class Place(NamedTuple):
    """Where an article stands, and its own id: what a path pattern and a sidecar go by."""

    label: str
    path: str
    number: int
    own_id: str | None


def gather(
    files: Sequence[SourceFile],
    read_file: Callable[[SourceFile], Iterable[Record | Reject]],
    most_rejects: int,
) -> Reading:
    """Read every file in turn, record by record."""
    reading = Reading([], [])
    for file in files:
        records, rejects = read_one(file, read_file, len)
        several = len(records) + sum(reject.number is not None for reject in rejects) > 1
        for record in records:
            reading.entries.append(Entry(file, record.number if several else None, record))
        for reject in settled(len(records), rejects, most_rejects):
            reading.rejects.append((file.path, reject.number, reject.reason))
    return reading


def read_one(
    file: SourceFile,
    read_file: Callable[[SourceFile], Iterable[T | Reject]],
    count: Callable[[list[T]], int],
) -> tuple[list[T], list[Reject]]:
    """What a file gives and its rejects; what is wrong with one file never touches another.

    `count` says how many records there are in what was found.
    """
    found: list[T] = []
    rejects: list[Reject] = []
    wrong = ""
    try:
        for one in read_file(file):
            if isinstance(one, Reject):
                rejects.append(one)
            else:
                found.append(one)
    except UnreadableError as error:
        wrong = str(error)
    except OSError as error:
        wrong = f"cannot be read: {error.strerror or type(error).__name__}"
    except (RecursionError, MemoryError) as error:
        wrong = f"cannot be read: {type(error).__name__}"
    if wrong:
        kept = count(found)
        more = f"; the {kept} records before that are kept" if kept else ""
        rejects.append(Reject(None, wrong + more))
    if not (found or rejects):
        rejects.append(Reject(None, "the file holds no records"))
    return found, rejects


def settled(records: int, rejects: Sequence[Reject], most: int) -> Iterator[Reject]:
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


class Told(NamedTuple):
    """What says more of articles than they do: a function from a path, and rows by name."""

    from_path: Callable[[str], tuple[Claim, ...] | None] | None
    sidecar: dict[str, tuple[Claim, ...]]

    def by_entry(self, entries: Sequence[Entry]) -> tuple[list[list[Claim]], list[str]]:
        """All claims of each article, and warnings about a pattern or sidecar that misses."""
        places = (
            Place(e.file.label, e.file.path, e.record.number, e.record.own_id) for e in entries
        )
        more, warnings = self.of(places)
        return [[*e.record.claims, *told] for e, told in zip(entries, more, strict=True)], warnings

    def of(self, places: Iterable[Place]) -> tuple[list[tuple[Claim, ...]], list[str]]:
        """What is said of each article, and warnings about a pattern or sidecar that misses."""
        found: list[tuple[Claim, ...]] = []
        fitting, met = 0, set()
        for place in places:
            told = self.from_path(place.path) if self.from_path else None
            fitting += told is not None
            name = self._named(place)
            if name is not None:
                met.add(name)
            found.append((told or ()) + (self.sidecar[name] if name is not None else ()))
        return found, list(self._warnings(len(found), fitting, met))

    def _named(self, place: Place) -> str | None:
        """The name under which the sidecar has an article."""
        if not self.sidecar:
            return None
        whole = f"{place.label}/{place.path}"
        number = place.number
        names = (
            *(f"{whole}#{number}", f"{place.path}#{number}"),
            *(place.own_id or "", whole, place.path),
        )
        return next((name for name in names if name in self.sidecar), None)

    def _warnings(self, articles: int, fitting: int, met: set[str]) -> Iterator[str]:
        if self.from_path and fitting < articles:
            missed = articles - fitting
            yield f"the path pattern does not fit {missed} of {articles} articles"
        if len(met) < len(self.sidecar):
            unmet = sorted(set(self.sidecar) - met)
            yield (
                f"{len(unmet)} of {len(self.sidecar)} sidecar rows name no article read: "
                + ", ".join(unmet[:5])
            )


def size(file: SourceFile) -> int:
    """Bytes of a file; 0 where it is gone."""
    try:
        return os.stat(file.name).st_size  # noqa: PTH116 - names may be no UTF-8
    except OSError:
        return 0
