"""Packing a state file anew once much of it is unused."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dedup.settings import StateSettings
from dedup.state import database as databases

PACKED, REBUILT = ".packed", ".rebuilt"
"""Ends of the names of states that are being written anew, until they take the old one's place."""
_SMALL = 20_000_000
"""Bytes of a state that is not worth packing."""


def unused(path: Path, settings: StateSettings) -> float:
    """Share of the file that holds nothing."""
    with databases.opened(path, settings) as database:
        sizes = database.frame("SELECT total_blocks, free_blocks FROM pragma_database_size()")
    total, free = sizes.row(0)
    return float(free) / max(float(total), 1.0)


def pack(path: Path, settings: StateSettings, above: float | None = None) -> bool:
    """Write the state anew where more than a share of it is unused; its holder calls this.

    The new file takes the old one's place with one rename.

    Args:
        path: the state file; nobody has it open.
        settings: how much memory may be taken, and from which share it is worth it.
        above: another share than that of the settings.

    Returns:
        Whether it was written anew.
    """
    least = settings.compact_above if above is None else above
    if above is None and path.stat().st_size < _SMALL:
        return False
    if unused(path, settings) <= least:
        return False
    tidy(path)
    draft = path.with_name(path.name + PACKED)
    target = str(draft).replace("'", "''")
    with databases.opened(path, settings) as database:
        name = database.one("SELECT current_database()").replace('"', '""')
        database.run(f"ATTACH '{target}' AS packed")
        database.run(f'COPY FROM DATABASE "{name}" TO packed')
        database.run("DETACH packed")
    replace_by(path, draft)
    return True


def tidy(path: Path) -> None:
    """Remove what a run that was killed while it wrote a state anew left beside it."""
    for kind in (PACKED, REBUILT):
        draft = path.with_name(path.name + kind)
        for name in (draft, draft.with_name(draft.name + ".wal")):
            name.unlink(missing_ok=True)
        shutil.rmtree(databases.work_folder(draft), ignore_errors=True)


def replace_by(path: Path, draft: Path) -> None:
    """Put a whole new state file in the place of the old one, flushed to disk first."""
    handle = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(draft, path)  # noqa: PTH105 - one rename
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
