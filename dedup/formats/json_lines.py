"""JSON lines: one record a line; a record's number is the number of its line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from dedup.formats.columns import Columns
from dedup.formats.encodings import LineDecoder
from dedup.formats.opening import Line, lines
from dedup.formats.records import Record, Reject, SourceFile, UnreadableError
from dedup.settings import InputSettings

_ESCAPED = 12  # bytes of one code point at most, `\ud83d\ude00`
_ROOM = 1_000_000  # bytes of a line besides its text


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The articles of a file, a bad line being a reject and not the end."""
    reader = Reader(settings)
    for line in lines(file.name, settings.largest_file, reader.longest):
        yield from reader.read(line)


class Reader:
    """Makes articles of the lines of one file."""

    def __init__(self, settings: InputSettings) -> None:
        self.columns = Columns(settings)
        self.longest = settings.largest_text * _ESCAPED + _ROOM
        self._decoder = LineDecoder()

    def read(self, line: Line) -> Iterator[Record | Reject]:
        """The article of a line, or why it is none; of a blank line there is neither."""
        if line.raw is None:
            yield Reject(line.number, f"a line of more than {self.longest:,} bytes")
        elif not line.raw.isspace():
            yield _read_line(line, self.columns, self._decoder)


def _read_line(line: Line, columns: Columns, decoder: LineDecoder) -> Record | Reject:
    try:
        text, encoding = decoder.decode(line.raw or b"")
        values = json.loads(text)
    except UnreadableError as error:
        return Reject(line.number, str(error))
    except ValueError as error:
        return Reject(line.number, f"no JSON: {error}")
    except RecursionError:
        return Reject(line.number, "no JSON that can be read: nested too deep")
    if not isinstance(values, dict):
        return Reject(line.number, "no record: the line is JSON but not an object")
    return columns.record(values, line.number, encoding)
