"""The floors that figures are held to, and how they may change.

`floors.toml` says in its head what a change must look like. A floor is judged
against all that git remembers of the file: lowering it, or taking it away,
needs a sentence that was not there before.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).with_name("floors.toml")


class Floor(NamedTuple):
    """One measure's floor.

    `reached` is the figure when the floor was pinned, on the day `pinned`;
    `lowered_because` the latest reason for a lower floor than before, if any.
    """

    floor: float
    reached: float
    pinned: str
    lowered_because: str = ""


Floors = Mapping[str, Floor]


def parse(text: str) -> Floors:
    """The floors of one version of the file.

    Raises:
        ValueError: a measure lacks a key, has one too many, or a floor above what was reached.
    """
    found = {}
    for name, table in tomllib.loads(text).items():
        try:
            floor = Floor(**table | {"pinned": str(table["pinned"])})
        except (TypeError, KeyError) as error:
            raise ValueError(f"floors.toml, {name}: {error}") from error
        if not 0 <= floor.floor <= floor.reached <= 1:
            raise ValueError(f"floors.toml, {name}: must be 0 <= floor <= reached <= 1")
        found[name] = floor
    return found


def silently_lowered(versions: Iterable[Floors]) -> list[str]:
    """What is wrong with the last of the versions, oldest first: a sentence for each measure.

    A floor may not be below the highest that it has had since a new reason
    was given for lowering it. A measure that goes must stay as a floor of 0
    with its reason.
    """
    held: dict[str, Floor] = {}
    last: Floors = {}
    for last in versions:
        for name, floor in last.items():
            known = held.get(name)
            reason = floor.lowered_because.strip()
            excused = bool(reason) and (known is None or reason != known.lowered_because)
            if known is None or excused or floor.floor >= known.floor:
                kept = reason or (known.lowered_because if known else "")
                held[name] = floor._replace(lowered_because=kept)
    return [
        f"{name}: the floor was {known.floor:g}, now it is "
        f"{f'{last[name].floor:g}' if name in last else 'gone'}; raise it again, or say why in "
        "a new `lowered_because`"
        for name, known in sorted(held.items())
        if name not in last or last[name].floor < known.floor
    ]


def remembered(path: Path = PATH) -> list[Floors] | None:
    """Every version of the file that git has, oldest first; None outside a git checkout."""
    name = f"./{path.name}"
    listed = _git(path.parent, "log", "--topo-order", "--reverse", "--format=%H", "--", name)
    if listed is None:
        return None
    texts = (_git(path.parent, "show", f"{commit}:{name}") for commit in listed.split())
    return [parse(text) for text in texts if text is not None]


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
