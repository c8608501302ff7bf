"""Where the reports of a run go: one folder for all, or a dated one for each run.

Dated folders are named `DATE_NUMBER` inside `out`; the link `latest` is put in
place with one rename once a set is complete. Of earlier folders only files
that their own run.json lists are removed, and the folder with them if nothing
else is in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from dedup.errors import UsageError

LATEST = "latest"
_NAME = re.compile(r"\d{4}-\d\d-\d\d_(\d{6,12})")


@contextmanager
def placed(out: Path, *, dated: bool, keep: int, graphs: bool) -> Iterator[Callable[[], Path]]:
    """Make `out` ready when asked, and once the run is over tidy up.

    Args:
        out: the folder for reports, or for dated folders of them.
        dated: whether the run has a folder of its own.
        keep: earlier dated folders that stay; 0 keeps all.
        graphs: whether graph files are written too.

    Yields:
        What finishes a killed run's publishing, refuses a folder that is not
        ours, and gives the folder for this run.
    """
    chosen: list[Path] = []

    def place() -> Path:
        from dedup import reports  # noqa: PLC0415
        from dedup.reports import publish  # noqa: PLC0415

        if dated:
            for folder in _folders(out):
                publish.recover(folder)
            _refuse_taken(out / LATEST)
        folder = out / _next(out) if dated else out
        publish.recover(folder)
        if graphs:
            publish.refuse_foreign(folder, reports.GRAPH_FILES)
        chosen.append(folder)
        return folder

    yield place
    if dated and chosen and (chosen[0] / "run.json").exists():
        _point(out / LATEST, chosen[0].name)
        if keep:
            _tidy(_folders(out)[:-keep])


def _folders(out: Path) -> list[Path]:
    """The dated folders, oldest first by number, whatever a clock said."""
    if not out.is_dir():
        return []
    found = [(int(m[1]), f) for f in out.iterdir() if (m := _NAME.fullmatch(f.name)) and f.is_dir()]
    return [folder for _, folder in sorted(found)]


def _next(out: Path) -> str:
    folders = _folders(out)
    last = int(folders[-1].name.rsplit("_", 1)[1]) if folders else 0
    return f"{datetime.now(UTC):%Y-%m-%d}_{last + 1:06d}"


def _refuse_taken(link: Path) -> None:
    if link.exists() and not link.is_symlink():
        raise UsageError(f"{link} is not a link: move it away, or set job.dated = false")


def _point(link: Path, name: str) -> None:
    draft = link.with_name(f".{LATEST}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(name)
    os.replace(draft, link)  # noqa: PTH105 - one rename, as elsewhere


def _tidy(folders: list[Path]) -> None:
    from dedup.reports import publish  # noqa: PLC0415

    for folder in folders:
        for name in sorted(publish.listed(folder), key=lambda n: n == publish.MANIFEST):
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # something of the user's lies there
            folder.rmdir()
