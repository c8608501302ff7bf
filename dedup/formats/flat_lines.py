"""JSON lines by columns: orjson parses them, and records with the same keys become a sheet.

orjson takes less for JSON than `json` does, and reads the same but for one thing: whole
numbers beyond 64 bits become fractions. A line that it refuses, or that may have such a number,
is read by `json`, which alone says what is wrong with one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import polars as pl

from dedup.formats import sheets
from dedup.formats.json_lines import Reader
from dedup.formats.opening import Block, Line, blocks
from dedup.formats.records import Record, Reject, SourceFile, UnreadableError
from dedup.formats.sheets import Sheet
from dedup.formats.values import Values
from dedup.settings import InputSettings

_AT_A_TIME = 4 << 20
"""Bytes of lines that are parsed before they become columns."""
_FEW = 64
"""Records that are sooner read one by one."""
_WIDE = 2.0**63
"""A number from which a whole one may have lost digits."""
_EXACT = frozenset({str, int, bool, type(None)})


class _Parsed(NamedTuple):
    """A line and the values of its record."""

    line: Line
    values: tuple[object, ...]


def read_sheets(file: SourceFile, settings: InputSettings) -> Iterator[Sheet | Record | Reject]:
    """The articles of a file, by columns where records are alike and there are enough of them."""
    reader = Reader(settings)
    flat = Flat(reader, settings)
    try:
        for block in blocks(file.name, settings.largest_file, reader.longest):
            yield from flat.take(block)
    except (UnreadableError, OSError):
        yield from flat.rest()
        raise
    yield from flat.rest()


class Flat:
    """Takes the lines of one file as they come, and gives its articles some thousand at a time."""

    def __init__(self, reader: Reader, settings: InputSettings) -> None:
        self._reader = reader
        self._largest = settings.largest_text
        self._held: list[Block] = []
        self._size = 0

    def take(self, block: Block) -> Iterator[Sheet | Record | Reject]:
        """Take further lines; perhaps give articles of those before."""
        self._held.append(block)
        self._size += len(block.raw or b"")
        if self._size >= _AT_A_TIME:
            yield from self.rest()

    def rest(self) -> Iterator[Sheet | Record | Reject]:
        """The articles of all lines taken; rejects in their order."""
        held, self._held, self._size = self._held, [], 0
        lines = list(chain.from_iterable(block.lines(self._reader.longest) for block in held))
        alike, odd = _parsed(lines) if len(lines) >= _FEW else ({}, lines)
        for names, some in alike.items():
            if len(some) < _FEW or not self._reader.columns.has_text(names):
                odd += (one.line for one in some)
                continue
            fit, sheet = self._sheet(names, some)
            yield sheet
            odd += (some[place].line for place in (~fit).arg_true())
        for line in sorted(odd):
            yield from self._reader.read(line)

    def _sheet(self, names: tuple[str, ...], some: Sequence[_Parsed]) -> tuple[pl.Series, Sheet]:
        """Which of some records of these columns have a text that is fit, and a sheet of these."""
        plan = self._reader.columns.plan(names)
        told = zip(*(one.values for one in some), strict=True)
        columns = {name: _values(column) for name, column in zip(names, told, strict=True)}
        fit = sheets.fit(columns[plan.text[0]].strings, self._largest)
        places = fit.arg_true()
        chosen = {name: columns[name].at(places) for name in (plan.text[0], *plan.described)}
        numbers = pl.Series([one.line.number for one in some], dtype=pl.UInt32)
        return fit, sheets.of_values(chosen, plan, numbers.gather(places))


def _parsed(lines: Iterable[Line]) -> tuple[dict[tuple[str, ...], list[_Parsed]], list[Line]]:
    """Records by their keys, and lines that are left to `json`."""
    import orjson  # noqa: PLC0415 - a few lines do without

    alike: defaultdict[tuple[str, ...], list[_Parsed]] = defaultdict(list)
    odd: list[Line] = []
    for line in lines:
        if line.raw is None:
            odd.append(line)
            continue
        if line.raw.isspace():
            continue
        try:
            values = orjson.loads(line.raw)
        except ValueError:
            odd.append(line)
            continue
        if type(values) is dict and _exact(values.values()):
            alike[tuple(values)].append(_Parsed(line, tuple(values.values())))
        else:
            odd.append(line)
    return alike, odd


def _exact(values: Iterable[object]) -> bool:
    """Whether no value, nor any within one, is a number that may have lost digits."""
    left = [value for value in values if type(value) not in _EXACT]
    while left:
        value = left.pop()
        if isinstance(value, float):
            if abs(value) >= _WIDE:
                return False
        elif isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
    return True


def _values(column: Sequence[object]) -> Values:
    """One column of records."""
    if {*map(type, column)} <= {str, type(None)}:
        return Values(pl.Series(column, dtype=pl.String), {})
    strings = [value if isinstance(value, str) else None for value in column]
    others = {
        place: value
        for place, value in enumerate(column)
        if value is not None and not isinstance(value, str)
    }
    return Values(pl.Series(strings, dtype=pl.String), others)
