"""Many plain text files at a time: one buffer, one column of texts.

Opening, reading and closing a file is most of what a small one costs; objects for each would
cost as much again. Files are read one after the other into a buffer (threads would only wait
for one another), and what they hold is decoded and looked at together. A file with anything
odd about it is left to `plain_text`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.formats import plain_text, sheets
from dedup.formats.encodings import CONTROLS
from dedup.formats.opening import BINARY
from dedup.formats.records import SourceFile
from dedup.settings import InputSettings

_ROOM = 8 << 20
_LARGEST = 1 << 18
"""Bytes of a file that is still a small one."""
_MARKED = 0xEF
"""First byte of a byte order mark in UTF-8 (those of others are no UTF-8)."""
_CONTROL = np.zeros(32, dtype=np.bool_)
_CONTROL[[ord(control) for control in CONTROLS]] = True

Ends = npt.NDArray[np.int64]


class Found(NamedTuple):
    """Files by their place among those given: `sheet` has the articles of `places`.

    `sizes` are those of all files read, by place; `odd` are the places of those left.
    """

    sheet: sheets.Sheet
    places: list[int]
    sizes: dict[int, int]
    odd: list[int]


def read_many(files: Sequence[SourceFile], settings: InputSettings) -> Iterator[Found]:
    """The articles of text files, some thousand at a time."""
    largest = min(_LARGEST, plain_text.most(settings) + 1)
    buffer = bytearray(min(_ROOM, len(files) * (largest + 1)))
    read: list[int] = []
    ends: list[int] = [-1]
    odd: list[int] = []
    for place, file in enumerate(files):
        if ends[-1] + largest + 1 >= len(buffer):
            yield _found(buffer, read, ends, odd, settings)
            read, ends, odd = [], [-1], []
        start = ends[-1] + 1
        size = _read(file, memoryview(buffer)[start : start + largest])
        if size < 0:
            odd.append(place)
            continue
        buffer[start + size] = 0
        read.append(place)
        ends.append(start + size)
    yield _found(buffer, read, ends, odd, settings)


def _read(file: SourceFile, room: memoryview) -> int:
    """Bytes of a file, read into the room; -1 where it has as many or cannot be read."""
    try:
        handle = os.open(file.name, os.O_RDONLY | BINARY)
        try:
            size = os.readv(handle, (room,))
            whole = size < len(room) and not os.readv(handle, (room[size:],))
        finally:
            os.close(handle)
    except OSError:
        return -1  # read once more, it tells why
    return size if whole else -1


def _found(
    buffer: bytearray, read: list[int], ends: list[int], odd: list[int], settings: InputSettings
) -> Found:
    """What is in the buffer: files each with a NUL after it, which ends at one of `ends[1:]`."""
    stops = np.array(ends, dtype=np.int64)
    sizes = dict(zip(read, (np.diff(stops) - 1).tolist(), strict=True))
    plain = _plain(np.frombuffer(buffer, dtype=np.uint8, count=ends[-1] + 1), stops)
    texts = _decoded(bytes(memoryview(buffer)[: ends[-1] + 1])) if plain.all() else None
    if texts is None:
        texts = _decoded_apart(buffer, stops, plain)
    fit = sheets.fit(texts, settings.largest_text)
    plain[plain] = fit.to_numpy()
    places = [place for place, good in zip(read, plain, strict=True) if good]
    left = [place for place, good in zip(read, plain, strict=True) if not good]
    return Found(sheets.of_texts(texts.filter(fit)), places, sizes, odd + left)


def _plain(raw: npt.NDArray[np.uint8], stops: Ends) -> npt.NDArray[np.bool_]:
    """Which files have no control character and no byte order mark."""
    low = (raw < len(_CONTROL)).nonzero()[0]
    controls = low[_CONTROL[raw[low]]]
    file = np.searchsorted(stops[1:], controls)
    strange = file[stops[1:][file] != controls]
    plain: npt.NDArray[np.bool_] = raw[stops[:-1] + 1] != _MARKED
    plain[strange] = False
    return plain


def _decoded_apart(buffer: bytearray, stops: Ends, plain: npt.NDArray[np.bool_]) -> pl.Series:
    """The texts of those files that are plain and UTF-8; `plain` comes to say which these are."""
    kept = []
    for place in plain.nonzero()[0].tolist():
        raw = buffer[stops[place] + 1 : stops[place + 1] + 1]
        if _is_utf8(raw):
            kept.append(raw)
        else:
            plain[place] = False
    texts = _decoded(b"".join(kept))
    if texts is None:
        raise AssertionError("what is UTF-8 piece by piece is UTF-8")
    return texts


def _decoded(raw: bytes) -> pl.Series | None:
    """The texts, each with a NUL after it; None where the bytes are not wholly UTF-8."""
    if not raw:
        return pl.Series([], dtype=pl.String)
    try:
        whole = pl.Series([raw[:-1]], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return None
    return whole.str.split("\0").explode()


def _is_utf8(raw: bytearray) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
