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
    quoted = _Quoted(chain(sample, source))
    rows = csv.reader(quoted, delimiter=delimiter)
    try:
        header = _header(next(rows, []))
    except csv.Error as error:
        told = _too_long(settings) if _is_too_long(error) else f"{error}"
        raise UnreadableError(f"no CSV: its header cannot be read: {told}") from error
    if not columns.has_text(header):
        yield Reject(None, f"no text column; {describe(header)}", tuple(header))
        return
    number = 0
    while True:
        number += 1
        quoted.marks = 0
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            too_long = _is_too_long(error)
            yield Reject(number, _too_long(settings) if too_long else f"no CSV: {error}")
            if too_long and not quoted.skip():
                yield Reject(number, "the quotation mark is never closed: nothing more was read")
            continue
        if not row:
            number -= 1
        elif any(row[len(header) :]):
            yield Reject(number, f"{len(row)} fields where the header has {len(header)}")
        else:
            values = dict(zip_longest(header, row[: len(header)], fillvalue=""))
            yield columns.record(values, number, source.encoding)


def _is_too_long(error: csv.Error) -> bool:
    return "field limit" in str(error)


def _too_long(settings: InputSettings) -> str:
    limit = f"{settings.largest_text:,}"
    return f"a field of more than {limit} code points (setting input.largest_text)"


class _Quoted:
    """Lines, and how many quotation marks those of the record at hand have had.

    The csv module forgets a field that is too long, and that it was inside of one:
    what is left of the text would be read as records.
    """

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self.marks = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._source)
        self.marks += line.count('"')
        return line

    def skip(self) -> bool:
        """Pass over lines until quotation marks are closed; whether they ever are."""
        while self.marks % 2:
            if next(self, None) is None:
                return False
        return True


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
