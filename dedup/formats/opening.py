"""The bytes of a file: unpacked, capped, cut into lines, never more of them than asked for.

Whether a file is packed is told by its first bytes, not by its name: a `.gz`
that a download has unpacked already is read too.
"""

from __future__ import annotations

import codecs
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dedup.formats.records import UnreadableError

_PIECE = 1 << 18
BINARY = getattr(os, "OBINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)


class Line(NamedTuple):
    """One line with its ending; `raw` is None where it was longer than allowed."""

    number: int
    raw: bytes | None


class Block(NamedTuple):
    """Whole lines, of which the first has this number; `raw` is None where it was too long."""

    number: int
    raw: bytes | None
    end: bytes

    def lines(self, longest: int) -> Iterator[Line]:
        """The lines one by one."""
        if self.raw is None:
            yield Line(self.number, None)
            return
        *found, rest = self.raw.split(self.end)
        number = self.number
        for raw in found:
            yield Line(number, None if len(raw) > longest else raw + self.end)
            number += 1
        if rest:
            yield Line(number, None if len(rest) > longest else rest)


def pieces(name: str, most: int) -> Iterator[bytes]:
    """The unpacked bytes of a file, piece by piece.

    Raises:
        UnreadableError: after the last good piece, where the file is damaged, cut short or
            unpacks to more than `most` bytes.
        OSError: the file cannot be read.
    """
    total = 0
    for piece in _unpacked(name):
        total += len(piece)
        if total > most:
            raise UnreadableError(f"more than {most:,} bytes (setting input.largest_file)")
        yield piece


def whole(name: str, most: int, setting: str) -> bytes:
    """All the unpacked bytes of a file.

    Raises:
        UnreadableError: as `pieces`, or there are more than `most`, which `setting` sets.
    """
    small = _small(name)
    if small is not None:
        if len(small) > most:
            raise UnreadableError(f"more than {most:,} bytes (setting {setting})")
        return small
    found = bytearray()
    for piece in _unpacked(name):
        found += piece
        if len(found) > most:
            raise UnreadableError(f"more than {most:,} bytes (setting {setting})")
    return bytes(found)


def _small(name: str) -> bytes | None:
    """The bytes of a file of one piece that is not packed, as most are; else None.

    For files of some thousand bytes, the layers of Python's own file objects take
    longer than the system does.
    """
    handle = os.open(name, os.O_RDONLY | BINARY)
    try:
        found = os.read(handle, _PIECE)
        whole = not found.startswith(_GZIP) and not os.read(handle, 1)
    finally:
        os.close(handle)
    return found if whole else None


def _unpacked(name: str) -> Iterator[bytes]:
    with Path(name).open("rb") as handle:
        piece = handle.read(_PIECE)
        if not piece.startswith(_GZIP):
            while piece:
                yield piece
                piece = handle.read(_PIECE)
            return
        member = zlib.decompressobj(wbits=31)
        while piece:
            try:
                unpacked = member.decompress(piece, _PIECE)
            except zlib.error as error:
                raise UnreadableError(f"damaged gzip data ({error})") from error
            if unpacked:
                yield unpacked
            piece = member.unconsumed_tail or (member.unused_data if member.eof else b"")
            if member.eof:
                piece = (piece or handle.read(_PIECE)).lstrip(b"\0")
                if piece and not piece.startswith(_GZIP):
                    raise UnreadableError("bytes that are no gzip data after the gzip data")
                if piece:
                    member = zlib.decompressobj(wbits=31)
            elif not piece:
                piece = handle.read(_PIECE)
        if not member.eof:
            raise UnreadableError("the gzip data breaks off before its end")


def lines(name: str, most: int, longest: int) -> Iterator[Line]:
    """The lines of a file of records, one by one; all else is as `blocks` has it."""
    for block in blocks(name, most, longest):
        yield from block.lines(longest)


def blocks(name: str, most: int, longest: int) -> Iterator[Block]:
    """The lines of a file of records, as UTF-8 where a byte order mark tells the encoding.

    Lines end at LF (at CR in a file without LF in its first piece). A last line that the
    end of damaged data cuts off is not given. Some lines come together, up to a piece of the
    file; among them may be some longer than `longest`.

    Raises:
        UnreadableError, OSError: as `pieces`, after the last whole line; at once where the
            content is binary.
    """
    source = _as_utf8(pieces(name, most))
    first = next(source, b"")
    if b"\0" in first:
        raise UnreadableError("binary content, not text")
    end = b"\r" if b"\r" in first and b"\n" not in first else b"\n"
    number, rest, skipping = 1, b"", False
    piece: bytes | None = first
    while piece is not None:
        cut = piece.rfind(end) + 1
        whole, rest = (rest + piece[:cut], piece[cut:]) if cut else (b"", rest + piece)
        if skipping and whole:
            yield Block(number, None, end)
            number, skipping, whole = number + 1, False, whole[whole.find(end) + 1 :]
        if whole:
            yield Block(number, whole, end)
            number += whole.count(end)
        if len(rest) > longest:
            rest, skipping = b"", True
        piece = next(source, None)
    if rest or skipping:
        yield Block(number, None if skipping else rest, end)


def _as_utf8(source: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes without their byte order mark, UTF-16 and UTF-32 recoded."""
    first = next(source, b"")
    mark, encoding = next((m for m in _MARKS if first.startswith(m[0])), (b"", "utf-8"))
    first = first[len(mark) :]
    if encoding == "utf-8":
        yield first
        yield from source
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first).encode("utf-8", "surrogatepass")
    for piece in source:
        yield decoder.decode(piece).encode("utf-8", "surrogatepass")


def unmarked(raw: bytes) -> tuple[bytes, str | None]:
    """The bytes after a byte order mark and the encoding it tells; None where there is none."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :], encoding
    return raw, None
