"""What a member of this wing yields: plain records, and what could not be one.

The claims of a record become rows of EVIDENCE. Their fields are in `FIELDS`;
within one article, field and basis the first claim is the best one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FIELDS = {
    "publisher": "who published this copy, by name or host",
    "published_at": "when, as written",
    "url": "address of this copy",
    "canonical_url": "address that the page names as its own or as the one to cite",
    "syndication_source": "address that the page names as the copy it was syndicated from",
    "original_source": "address or name of the report that it says it is based on",
    "source": "organisation that supplied the text: source, provider, credit line of the metadata",
    "agency": "agency that the metadata names",
    "copyright": "copyright holder or notice of the metadata",
    "dateline": "dateline of the metadata",
    "author": "author of the metadata, one claim for each value",
    "language": "language as stated",
}

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class SourceFile(NamedTuple):
    """One file to read.

    `name` opens it and may hold bytes that are no UTF-8; `path` is relative to its INPUT,
    printable, with `/`; `label` tells its INPUT from every other; `suffix` is lower case,
    without `.gz`.
    """

    name: str
    path: str
    label: str
    suffix: str


class Claim(NamedTuple):
    """One row of EVIDENCE before its article has a row."""

    field: str
    basis: str
    value: str


class Record(NamedTuple):
    """One article as read; `number` counts from 1 within its file."""

    number: int
    own_id: str | None
    text: str
    title: str | None
    byline: str | None
    language: str | None
    encoding: str
    extra: str | None
    claims: tuple[Claim, ...]


class Reject(NamedTuple):
    """One record that is no article, or a whole file where `number` is None.

    `columns` is filled where the only thing wrong is that no column holds text.
    """

    number: int | None
    reason: str
    columns: tuple[str, ...] = ()


class UnreadableError(Exception):
    """A file cannot be read, or not to its end; the message is the reason in rejects.csv."""


def printable(name: str) -> str:
    """A name that can be written as UTF-8 on one line: other bytes and controls as escapes."""
    if name.isascii() and name.isprintable():
        return name
    try:
        text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # a lone surrogate of a JSON escape, no byte of a file's name
        text = encodable(name)
    return _UNPRINTABLE.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), text)


def encodable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 file can hold, as U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def language_code(stated: str | None) -> str | None:
    """The ISO 639-1 code of a stated language (`en-US`, `pt_BR`, `de`), None for others."""
    match = re.match(r"\s*([A-Za-z]{2})(?:[-_].*)?\s*$", stated or "")
    return match[1].lower() if match else None
