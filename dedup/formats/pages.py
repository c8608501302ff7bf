"""HTML pages: the body by trafilatura, the metadata as claims.

Called in a worker process (see `page_workers`): a hostile page may hang or
crash the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.formats import page_metadata
from dedup.formats.columns import fault
from dedup.formats.encodings import decode, known_codec
from dedup.formats.opening import whole
from dedup.formats.records import (
    Record,
    Reject,
    SourceFile,
    UnreadableError,
    encodable,
    language_code,
)
from dedup.settings import InputSettings

_DECLARED = re.compile(rb"(?:charset\s{0,9}=\s{0,9}|encoding=)[\"']?([\w.:-]{2,40})", re.I)
_SHORTEST_BODY = 500  # characters; where the fast mode finds less, the slower ones have a look
_HEAD = 4096  # bytes in which a page declares its encoding; the standard says 1024


def read_file(file: SourceFile, settings: InputSettings) -> Iterator[Record | Reject]:
    """The one article of a page."""
    raw = whole(file.name, settings.largest_page, "input.largest_page")
    declared = _DECLARED.search(raw[:_HEAD])
    text, encoding = decode(raw, known_codec(declared[1].decode("ascii")) if declared else None)
    if not text.strip():
        yield Reject(None, "the page is empty")
        return
    metadata, body = extracted(text)
    if wrong := fault(body, settings.largest_text):
        yield Reject(None, f"no article on the page: {wrong}")
        return
    languages = (c.value for c in metadata.claims if c.field == "language")
    yield Record(
        1,
        None,
        encodable(body),
        metadata.title,
        metadata.byline,
        next((code for value in languages if (code := language_code(value))), None),
        encoding,
        None,
        metadata.claims,
    )


def extracted(page: str) -> tuple[page_metadata.Metadata, str]:
    """Metadata and body of a page.

    The body comes one line a paragraph, without comments, tables included (results and
    figures are news); furniture that slips in is for the boilerplate stage to cut. Why
    trafilatura, and its fast mode first: `docs/extraction.md`.
    """
    from trafilatura import load_html  # noqa: PLC0415

    tree = load_html(page)
    if tree is None:
        raise UnreadableError("no HTML that can be parsed")
    metadata = page_metadata.read(tree)
    body = _body(tree, fast=True)
    if len(body) < _SHORTEST_BODY:
        body = max(body, _body(load_html(page), fast=False), key=len)
    return metadata, body


def _body(tree: object, *, fast: bool) -> str:
    """The text that trafilatura takes for the body of a parsed page."""
    from trafilatura import bare_extraction  # noqa: PLC0415

    document = bare_extraction(
        tree, fast=fast, include_comments=False, include_tables=True, with_metadata=False
    )
    return str(getattr(document, "text", None) or "")


def warm_up() -> None:
    """Load what the first page needs, so that its time is its own."""
    extracted("<html><body><article><p>Some words of a story.</p></article></body></html>")
