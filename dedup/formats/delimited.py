"""CSV and its kin: RFC 4180 with any of four delimiters, told by the header.

A record's number counts the rows after the header.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from dedup.formats.columns import Columns, describe
from dedup.formats.encodings import LineDecoder
from dedup.formats.opening import lines
from dedup.formats.records import Record, Reject, SourceFile, UnreadableError
from dedup.settings import InputSettings

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 20
_BYTES_PER_CODE_POINT = 4


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The articles of a table with a header row."""
    # The csv module has one limit for the whole process: it is put back at the end.
    before = csv.field_size_limit(settings.largest_text)
    try:
        yield from _records(file, settings)
    finally:
        csv.field_size_limit(before)


def _records(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    columns = Columns(settings)
    source = _Source(file, settings)
    sample = list(islice(source, _SAMPLE_LINES))
    delimiter = _delimiter(sample, columns)
    rows = csv.reader(chain(sample, source), delimiter=delimiter)
    header = _header(next(rows, []))
    if not columns.has_text(header):
        yield Reject(None, f"no text column; {describe(header)}", tuple(header))
        return
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(number, f"no CSV: {error}")
            continue
        if not row:
            number -= 1
        elif any(row[len(header) :]):
            yield Reject(number, f"{len(row)} fields where the header has {len(header)}")
        else:
            values = dict(zip_longest(header, row[: len(header)], fillvalue=""))
            yield columns.record(values, number, source.encoding)


class _Source:
    """The lines of a file as text; knows the encoding of the last one that was not ASCII."""

    def __init__(self, file: SourceFile, settings: InputSettings) -> None:
        longest = settings.largest_text * _BYTES_PER_CODE_POINT
        self._lines = lines(file.name, settings.largest_file, longest)
        self._longest = longest
        self._decoder = LineDecoder()
        self.encoding = "utf-8"

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if line.raw is None:
                raise UnreadableError(
                    f"line {line.number} has more than {self._longest:,} bytes; "
                    "what follows was not read"
                )
            text, encoding = self._decoder.decode(line.raw)
            if not text.isascii():
                self.encoding = encoding
            yield text


def _delimiter(sample: list[str], columns: Columns) -> str:
    """The delimiter that makes most sense of the header, then of the rows."""

    def sense(delimiter: str) -> tuple[int, int, int]:
        try:
            rows = [row for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0, 0
        header = _header(rows[0]) if rows else []
        even = sum(len(row) == len(header) for row in rows) if len(header) > 1 else 0
        return columns.known(header), even, len(header)

    return max(DELIMITERS, key=sense)


def _header(row: list[str]) -> list[str]:
    """Distinct column names; a name that stands twice or not at all gets its number."""
    names: list[str] = []
    for number, name in enumerate(map(str.strip, row), start=1):
        names.append(name if name and name not in names else f"{name} (column {number})".strip())
    return names
