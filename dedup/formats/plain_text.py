"""Plain text and Markdown: a file is an article, its name says nothing but its path."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.formats.columns import fault
from dedup.formats.encodings import decode
from dedup.formats.opening import whole
from dedup.formats.records import Record, Reject, SourceFile, encodable
from dedup.settings import InputSettings

_BYTES_PER_CODE_POINT = 4  # at most, in UTF-8, UTF-16 and UTF-32


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The one article of a text file."""
    raw = whole(file.name, most(settings), "input.largest_text, four bytes each")
    text, encoding = decode(raw)
    if wrong := fault(text, settings.largest_text):
        yield Reject(None, wrong)
    else:
        yield Record(1, None, encodable(text), None, None, None, encoding, None, ())


def most(settings: InputSettings) -> int:
    """Bytes that a file may have: those of a byte order mark beside its text's."""
    return (settings.largest_text + 1) * _BYTES_PER_CODE_POINT
