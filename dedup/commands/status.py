"""`dedup status`: what a state holds, and how the last runs went."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dedup.commands.states import refuse_unknown
from dedup.commands.terminal import as_object, visible
from dedup.errors import StateHeldError

_COUNTED = {
    "articles": "SELECT count(*) FROM records",
    "versions": "SELECT count(*) FROM versions",
    "texts": "SELECT count(*) FROM groups",
    "pairs": "SELECT count(*) FROM candidates",
    "verdicts": "SELECT count(*) FROM links",
    "stories": "SELECT count(DISTINCT story_id) FROM members",
    "furniture": "SELECT count(*) FROM prints WHERE stories IS NOT NULL",
    "files": "SELECT count(*) FROM files",
    "rejects": "SELECT count(*) FROM rejects",
}
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Status:
    """What to print, and the hours since the last good run (None where there was none)."""

    text: str
    hours: float | None
    running: bool


def status(state: Path, *, as_json: bool = False) -> Status:
    """What the state holds; while a run holds it, who does and what the last run said.

    Raises:
        UsageError: there is no state.
        StateError: it cannot be read.
    """
    from dedup.settings import StateSettings  # noqa: PLC0415
    from dedup.state import database, locks  # noqa: PLC0415

    refuse_unknown(state)
    holder = locks.holder(state)
    if holder is not None:
        told = {"state": str(state), "running": holder, **_noted(state)}
        return Status(_text(told, as_json), _hours(told), running=True)
    try:
        with (
            locks.shared(state),
            database.opened(state, StateSettings(), read_only=True) as opened,
        ):
            told = {"state": str(state), "running": None, **_held(opened, state)}
    except StateHeldError:  # one began just now
        return status(state, as_json=as_json)
    return Status(_text(told, as_json), _hours(told), running=False)


def _held(database: object, state: Path) -> dict[str, object]:
    from dedup.state import database as databases  # noqa: PLC0415
    from dedup.state import schema  # noqa: PLC0415

    assert isinstance(database, databases.Database)  # noqa: S101 - for types alone
    if schema.is_empty(database):
        return {"runs": 0, "last_run": None, "last_good_run": None, "pending": False}
    if not schema.is_ours(database):
        raise databases.foreign(state)
    counts = {name: database.one(sql) for name, sql in _COUNTED.items()}
    dates = database.frame(
        "SELECT min(masthead.published_at) AS first, max(masthead.published_at) AS last FROM alone"
    )
    last = database.frame("SELECT * FROM runs ORDER BY run DESC LIMIT 1").to_dicts()
    # The last by number: a clock that was wrong once may have told any time.
    good = database.one("SELECT finished FROM runs WHERE result = 'done' ORDER BY run DESC LIMIT 1")
    published = int(schema.meta(database, "published") or 0)
    changed = database.one("SELECT count(*) FROM records WHERE changed_run > ?", [published])
    free = database.frame("SELECT total_blocks, free_blocks FROM pragma_database_size()").row(0)
    return {
        "schema": schema.VERSION,
        "bytes": state.stat().st_size,
        "unused": round(free[1] / max(free[0], 1), 3),
        **counts,
        "first_published_at": dates["first"][0],
        "last_published_at": dates["last"][0],
        "runs": last[0]["run"] if last else 0,
        "last_run": _run(last[0]) if last else None,
        "last_good_run": good,
        "pending": bool(changed),
    }


def _run(row: dict[str, object]) -> dict[str, object]:
    summary = json.loads(str(row["facts"])).get("summary", "")
    names = ("run", "started", "finished", "result")
    return {**{name: row[name] for name in names}, "summary": summary}


def note_path(state: Path) -> Path:
    """The file beside a state that tells of its last run while another one holds it."""
    return state.with_name(state.name + ".last.json")


def _noted(state: Path) -> dict[str, object]:
    """What the last run left beside the state, for when the state itself is held."""
    try:
        note = json.loads(note_path(state).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _hours(told: dict[str, object]) -> float | None:
    good = told.get("last_good_run")
    if not isinstance(good, str):
        return None
    then = datetime.strptime(good, _STAMP).replace(tzinfo=UTC)
    return (datetime.now(UTC) - then).total_seconds() / 3600


def _text(told: dict[str, object], as_json: bool) -> str:
    if as_json:
        return as_object(told)
    lines = [f"state         {told['state']}"]
    running = told["running"]
    if isinstance(running, dict):
        by = f", process {running['pid']} since {running['since']}" if "pid" in running else ""
        lines.append(f"running       yes{by}")
    names = ("articles", "versions", "texts", "pairs", "verdicts", "stories", "furniture")
    lines += [f"{n:<13} {told[n]:,}" for n in names if isinstance(told.get(n), int)]
    if told.get("last_published_at"):
        lines.append(f"published     {told['first_published_at']} to {told['last_published_at']}")
    size = told.get("bytes")
    if isinstance(size, int):
        lines.append(f"size          {size / 1e6:,.1f} MB, {told['unused']:.0%} unused")
    last = told.get("last_run")
    if isinstance(last, dict):
        lines.append(f"last run      {last['run']}, {last['finished']}, {last['result']}")
        lines.append(f"              {last['summary']}")
    lines.append(f"last good run {told.get('last_good_run') or 'none'}")
    if told.get("pending"):
        lines.append("pending       the last run's reports; the next run puts them in place")
    return visible("\n".join(lines) + "\n")
