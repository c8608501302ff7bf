"""What may be shown on a terminal, and how it is shown there."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress

WIDTH = 100
"""Columns of output that goes to no terminal."""


def _replacements() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    table[0x0D] = ""
    table[0x7F] = "\u2421"
    table |= dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    # Overrides and isolates of writing direction can make a line read as another one.
    table |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
    table |= dict.fromkeys([0x2028, 0x2029], "\n")
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return table


_REPLACEMENTS = _replacements()


def visible(text: str) -> str:
    """The text with whatever could steer a terminal turned into visible signs.

    Control characters become their pictures (ESC is `␛`), carriage returns go,
    line and tab stay.
    """
    return text.translate(_REPLACEMENTS)


def one_line(text: str) -> str:
    """The text made visible, on one line."""
    return " ".join(visible(text).split())


def as_object(value: object) -> str:
    """One JSON object on one line, NaN and infinities as null."""
    return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, str | int | None):
        return value
    return str(value)


def colourful() -> bool:
    """Whether stdout is a terminal that wants styles (`NO_COLOR`, `TERM=dumb` are heeded)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def columns_wide() -> int:
    """Columns there are on the terminal; elsewhere `WIDTH`."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH


def rendered(*parts: RenderableType, wrap: bool = True) -> str:
    """Rich renderables as text for stdout: styled on a terminal, plain elsewhere.

    With `wrap` false, lines are left as long as they are.
    """
    from rich.console import Console  # noqa: PLC0415  # `dedup --help` does without it

    styled = colourful()
    console = Console(
        force_terminal=styled,
        color_system="standard" if styled else None,
        width=None if sys.stdout.isatty() else WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part, soft_wrap=not wrap)
    text = capture.get()
    return text if styled else "\n".join(line.rstrip() for line in text.split("\n"))


class Steps:
    """What a run is told to show of its steps; shows nothing by itself."""

    def __call__(self, step: str) -> None:
        """A step begins."""

    def advance(self, done: int, total: int) -> None:
        """So many of the articles or pairs of this step are done."""


class _Bar(Steps):
    """Steps on a terminal: a bar with rate and time left once a step counts what it does."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("starting", total=None, rate="")

    def __call__(self, step: str) -> None:
        self._bar.reset(self._task, description=one_line(step), total=None, rate="")

    def advance(self, done: int, total: int) -> None:
        elapsed = self._bar.tasks[0].elapsed or 0.0
        rate = f"{done / elapsed:,.0f}/s" if elapsed > 0 else ""
        self._bar.update(self._task, completed=done, total=total, rate=rate)


@contextmanager
def progress(*, quiet: bool, stream: TextIO | None = None) -> Iterator[Steps]:
    """Show on stderr what a run is doing; only on a terminal, and not when quiet.

    Yields:
        A function that takes the name of the step that starts; its `advance` takes how much of
        it is done.
    """
    stream = stream or sys.stderr
    if quiet or not stream.isatty():
        yield Steps()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(file=stream, highlight=False)
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar)
