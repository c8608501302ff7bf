"""JSON documents: a list of records, one record, or an object that holds a list of them.

A `.json` file that is JSON lines in truth, as many exports are, is read as that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dedup.formats import json_lines
from dedup.formats.columns import Columns, describe
from dedup.formats.encodings import decode
from dedup.formats.opening import whole
from dedup.formats.records import Record, Reject, SourceFile, UnreadableError
from dedup.settings import InputSettings

_LOOKED_AT = 20  # records of a list that tell whether it is one of articles


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The articles of a document, which is held in memory as a whole."""
    raw = whole(file.name, settings.largest_document, "input.largest_document")
    text, encoding = decode(raw)
    try:
        document = json.loads(text)
    except RecursionError:
        raise UnreadableError("no JSON that can be read: nested too deep") from None
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise UnreadableError(f"no JSON: {error}") from error
        yield from json_lines.read_file(file, settings)
        return
    except ValueError as error:
        raise UnreadableError(f"no JSON: {error}") from error
    del raw, text
    columns = Columns(settings)
    for number, values in enumerate(_records(document, columns), start=1):
        if isinstance(values, dict):
            yield columns.record(values, number, encoding)
        else:
            yield Reject(number, "no record: a member of the list is not an object")


def _records(document: object, columns: Columns) -> list[object]:
    """The records of a document.

    Raises:
        UnreadableError: it holds none.
    """
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        raise UnreadableError("no record: the document is neither a list nor an object")
    if columns.has_text(tuple(document)):
        return [document]
    lists = [value for value in document.values() if isinstance(value, list)]
    of_articles = [value for value in lists if _holds_text(value, columns)]
    if len(of_articles) == 1:
        return of_articles[0]
    if of_articles:
        raise UnreadableError("several lists of articles in one object; give each its own file")
    raise UnreadableError(f"no text column and no list of records; {describe(document)}")


def _holds_text(values: list[object], columns: Columns) -> bool:
    first = values[:_LOOKED_AT]
    return any(isinstance(value, dict) and columns.has_text(tuple(value)) for value in first)
