"""Which files can be the state of a command: said before anything is locked or opened."""

from __future__ import annotations

from pathlib import Path

from dedup.errors import UsageError


def refuse_unknown(state: Path) -> None:
    """Raise UsageError where there is no state, or a folder in its place."""
    _refuse_folder(state)
    if not state.exists():
        raise UsageError(f"there is no state {state}; `dedup run INPUT --state FILE` makes one")


def refuse_homeless(state: Path) -> None:
    """Raise UsageError where no state is, nor can be made."""
    _refuse_folder(state)
    if not state.absolute().parent.is_dir():
        raise UsageError(f"the state {state} cannot be made: its folder does not exist")


def _refuse_folder(state: Path) -> None:
    if state.is_dir():
        raise UsageError(f"--state {state} is a folder: name a file for the state")
