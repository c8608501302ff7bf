"""A CSV beside the articles that says what they cannot: path, publisher, published_at, url.

A row holds for the article whose path (relative to its INPUT), `path#N`,
`INPUT/path` or article id it names. Further columns named like fields of EVIDENCE count too.
"""

from __future__ import annotations

import csv
from pathlib import Path

from dedup.errors import SettingsError
from dedup.formats.columns import plain_value
from dedup.formats.encodings import decode
from dedup.formats.opening import whole
from dedup.formats.records import FIELDS, Claim, UnreadableError
from dedup.settings import InputSettings


def claims_of(settings: InputSettings) -> dict[str, tuple[Claim, ...]]:
    """The claims of the sidecar by the path that each row names; empty where none is set.

    Raises:
        SettingsError: the sidecar cannot be read or lacks its columns.
    """
    if not settings.sidecar:
        return {}
    where = f"setting input.sidecar: {settings.sidecar}"
    try:
        raw = whole(settings.sidecar, settings.largest_document, "input.largest_document")
        text, _ = decode(raw)
        rows = list(csv.reader(text.splitlines(keepends=True)))
    except (OSError, UnreadableError, csv.Error) as error:
        raise SettingsError(f"{where} cannot be read: {error}") from error
    header = [name.strip().casefold() for name in (rows[0] if rows else [])]
    fields = [(column, name) for column, name in enumerate(header) if name in FIELDS]
    if "path" not in header or not fields:
        raise SettingsError(f"{where} needs the columns path, publisher, published_at, url")
    path_column = header.index("path")
    found: dict[str, tuple[Claim, ...]] = {}
    for row in rows[1:]:
        if len(row) <= path_column or not row[path_column].strip():
            continue
        path = row[path_column].strip().replace("\\", "/").removeprefix("./")
        claims = tuple(
            Claim(field, "sidecar", value)
            for column, field in fields
            if column < len(row) and (value := plain_value(row[column]))
        )
        found[path] = found.get(path, ()) + claims
    return found


def real_path(settings: InputSettings) -> str:
    """The sidecar's own real path, which is no article; empty where none is set."""
    return str(Path(settings.sidecar).resolve()) if settings.sidecar else ""
