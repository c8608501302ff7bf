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
    most = settings.largest_text * _BYTES_PER_CODE_POINT + _BYTES_PER_CODE_POINT
    text, encoding = decode(whole(file.name, most, "input.largest_text, four bytes each"))
    if wrong := fault(text, settings.largest_text):
        yield Reject(None, wrong)
    else:
        yield Record(1, None, encodable(text), None, None, None, encoding, None, ())
