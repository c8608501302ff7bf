"""Which outlets are one house: a CSV with the columns `outlet` and `owner`.

Outlets are named as in the reports, by an alias that the registry knows, or by
their web domain; an owner may stand among the outlets of another.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from dedup.errors import SettingsError
from dedup.names import Names


class Owners:
    """The owner of an outlet, where a file names one."""

    def __init__(self, owners: Mapping[str, str], names: Names) -> None:
        self._owners = owners
        self._names = names

    def of(self, outlet: str) -> str | None:
        """The topmost owner of an outlet; None where none is known."""
        found: str | None = None
        seen: set[str] = set()
        key = self._names.key(outlet)
        while key in self._owners and key not in seen:
            seen.add(key)
            found = self._owners[key]
            key = self._names.key(found)
        return found


def load(path: Path | None, names: Names) -> Owners:
    """The owners that a file names; none where there is no file.

    Raises:
        SettingsError: the file cannot be read, or lacks a column or a cell.
    """
    owners: dict[str, str] = {}
    if path is None:
        return Owners(owners, names)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            columns = [name.strip().lower() for name in reader.fieldnames or []]
            if not {"outlet", "owner"} <= set(columns):
                raise SettingsError(
                    f"setting provenance.owners: {path} needs the columns outlet and owner; "
                    f"it has {', '.join(columns) or 'none'}"
                )
            reader.fieldnames = columns
            for row in reader:
                outlet, owner = ((row.get(name) or "").strip() for name in ("outlet", "owner"))
                if not outlet or not owner:
                    raise SettingsError(
                        f"setting provenance.owners: {path}, line {reader.line_num}: "
                        "outlet and owner must both be given"
                    )
                owners[names.key(outlet)] = owner
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"setting provenance.owners: {path} cannot be read: {error}") from error
    return Owners(owners, names)
