"""The rows of a rulings file to RULINGS; what is wrong with a row is said with its line."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dedup.errors import SettingsError
from dedup.tables import RULINGS

OUTLET = "outlet:"
COMMON, OWN = "common", "own"
RELATION_NAMES = ("copy", "partial", "rewrite", "same_event", "different")
DERIVED = RELATION_NAMES[:3]
_COLUMNS = ("left", "right", "relation", "source")


@dataclass(frozen=True)
class Read:
    """RULINGS of a run, and how many rows of the file speak of articles that it does not have."""

    rulings: pl.DataFrame
    waiting: int = 0
    overruled: int = 0


@dataclass
class _Sheet:
    """What the rows of a file come to, the later over the earlier."""

    relations: dict[tuple[int, int], str] = field(default_factory=dict)
    directions: dict[tuple[int, int], str] = field(default_factory=dict)
    sources: dict[int, int | str] = field(default_factory=dict)
    overruled: int = 0

    def set(self, where: str, key: object, value: object) -> None:
        """Note one verdict."""
        noted = getattr(self, where)
        self.overruled += key in noted and noted[key] != value
        noted[key] = value


def read(path: Path | None, articles: pl.DataFrame) -> Read:
    """The rulings of a file on the articles of a run.

    Args:
        path: the CSV; None is a file without rows.
        articles: ARTICLES.

    Raises:
        SettingsError: the file cannot be read, lacks a column, or a row makes
            no sense; says which line.
    """
    if path is None:
        return Read(RULINGS.empty())
    rows = dict(articles.select("article_id", "row").iter_rows())
    sheet, waiting = _Sheet(), 0
    for line, cells in _lines(path):
        try:
            waiting += not _noted(sheet, cells, rows)
        except ValueError as error:
            raise SettingsError(f"rulings {path}, line {line}: {error}") from error
    return Read(_table(sheet), waiting, sheet.overruled)


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names = [name.strip().lower() for name in reader.fieldnames or []]
            if "left" not in names or not {"relation", "source"} & set(names):
                raise SettingsError(
                    f"rulings {path}: needs the columns left, right, relation and source; "
                    f"it has {', '.join(names) or 'none'}"
                )
            reader.fieldnames = names
            return [
                (reader.line_num, {name: (row.get(name) or "").strip() for name in _COLUMNS})
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"rulings {path} cannot be read: {error}") from error


def _noted(sheet: _Sheet, cells: Mapping[str, str], rows: Mapping[str, int]) -> bool:
    """Whether a row could be noted: False where an article of it is not in the run.

    Raises:
        ValueError: it makes no sense.
    """
    left, right, relation, source = (cells[name] for name in _COLUMNS)
    if not (left or right or relation or source):
        return True
    if not left:
        raise ValueError("left is empty")
    _check_relation(right, relation, source)
    one = _row(left, rows)
    if not right:
        return _noted_source(sheet, one, source, rows)
    other = _row(right, rows)
    if source and source not in (left, right, COMMON) and not source.startswith(OUTLET):
        raise ValueError(f"source {source} is neither left, right, {COMMON} nor {OUTLET}NAME")
    if one is None or other is None:
        return False
    if one == other:
        raise ValueError("left and right are one article")
    pair = (min(one, other), max(one, other))
    if relation:
        sheet.set("relations", pair, relation)
    if source:
        _noted_way(sheet, pair, source, one if source == left else other)
    return True


def _check_relation(right: str, relation: str, source: str) -> None:
    """Raise ValueError where the relation is none or does not go with the other cells."""
    if not relation and not source:
        raise ValueError("neither relation nor source is given")
    if relation and relation not in RELATION_NAMES:
        raise ValueError(f"{relation} is no relation; they are {', '.join(RELATION_NAMES)}")
    if relation and not right:
        raise ValueError("a relation needs a right article")
    if relation and relation not in DERIVED and source:
        raise ValueError(f"{relation} has no source")


def _noted_source(sheet: _Sheet, row: int | None, source: str, rows: Mapping[str, int]) -> bool:
    """The source of one article."""
    if source == COMMON:
        raise ValueError(f"{COMMON} needs a right article")
    if row is None:
        return False
    if source == OWN or (source.startswith(OUTLET) and len(source) > len(OUTLET)):
        sheet.set("sources", row, source)
        return True
    taken = _row(source, rows)
    if taken is None:
        return False
    if taken == row:
        raise ValueError(f"an article is not its own source; {OWN} says that it is nobody else's")
    _noted_way(sheet, (min(row, taken), max(row, taken)), source, taken)
    return True


def _noted_way(sheet: _Sheet, pair: tuple[int, int], source: str, taken: int) -> None:
    """Which way a pair went; `taken` is the row of the source where it is one of the two."""
    left, right = pair
    if source == COMMON or source.startswith(OUTLET):
        sheet.set("directions", pair, "common_source")
        if source != COMMON:
            sheet.set("sources", left, source)
            sheet.set("sources", right, source)
        return
    sheet.set("directions", pair, "left_to_right" if taken == left else "right_to_left")
    sheet.set("sources", right if taken == left else left, taken)


def _row(article_id: str, rows: Mapping[str, int]) -> int | None:
    """The row of an article_id, also as a CSV report guards it against spreadsheets."""
    row = rows.get(article_id)
    if row is None and article_id.startswith("'"):
        return rows.get(article_id[1:])
    return row


def _table(sheet: _Sheet) -> pl.DataFrame:
    pairs = sorted({*sheet.relations, *sheet.directions})
    found: list[tuple[object, ...]] = [
        (*pair, sheet.relations.get(pair), sheet.directions.get(pair), None, None, None)
        for pair in pairs
    ]
    for row, source in sorted(sheet.sources.items()):
        is_row = isinstance(source, int)
        outlet = None if is_row or source == OWN else str(source).removeprefix(OUTLET)
        found.append((row, None, None, None, source if is_row else None, outlet, source == OWN))
    return RULINGS.frame(found)
