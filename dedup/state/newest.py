"""Which published date is the newest that can be true: retention and the window count from it.

A misdated article (2099) must not make all others old. No article is published after the
file that it was read from was last written, so a date beyond the newest file of all, and a day
for time zones, is not believed. The clock of the machine is not asked: the same files in the same
order give the same state whenever they are read, and a clock set wrong empties none.
Where no date at all can be believed (files unpacked with times long before their
articles), all are.
"""

from __future__ import annotations

from typing import NamedTuple

from dedup.state.database import Database

_DAY = 86_400
_NANOSECONDS = 1_000_000_000
_EVER = 1 << 60


class Newest(NamedTuple):
    """Unix seconds: of the newest date that is believed (None without any), and up to which."""

    date: int | None
    believed: int


def newest(database: Database) -> Newest:
    """The newest date that is believed, of all articles of the state."""
    written = database.one("SELECT max(abs(modified)) FROM files")
    limit = written // _NANOSECONDS + _DAY if written else _EVER
    for believed in (limit, _EVER):
        date = database.one(
            "SELECT max(masthead.earliest) FROM alone WHERE masthead.earliest <= ?", [believed]
        )
        if date is not None:
            return Newest(int(date), believed)
    return Newest(None, _EVER)
