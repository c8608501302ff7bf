"""What a state was made with, and whether this version still makes the same.

The recipe names schemes, settings and data files; the known answers are what
the code makes of a few sentences of its own. A state whose recipe differs is
refused: its sketches and verdicts cannot be mixed with tonight's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import xxhash

from dedup.errors import RecipeError
from dedup.pipeline_files import settings_table
from dedup.settings import Settings
from dedup.sketches import SCHEME
from dedup.state.database import Database
from dedup.state.schema import REMADE_FROM, VERSION, meta, set_meta
from dedup.tables import SIGNATURE_LENGTH
from dedup.words import NORMALISER

PARTS = ("input", "boilerplate", "credits", "sketches", "keys", "pairs", "alignments", "relations")
"""Parts of the settings that what is stored depends on. Stories, directions and provenance are
made anew for what a run touches, reports for each run."""
_APART = {
    "input.sidecar",  # its rows are claims of articles, compared each night
    "input.page_seconds",
    "input.most_rejects",
    "input.skipped_names",
}
_OWN_FILES = (
    ("credits", "registry"),
    ("boilerplate", "rules"),
    ("relations", "model"),
)


def recipe(settings: Settings, answers: Mapping[str, str]) -> dict[str, str]:
    """Everything that must stay as it is, by name, as plain strings.

    Args:
        settings: the whole job.
        answers: what the code makes of known texts, by stage.
    """
    made = {
        "schema": str(VERSION),
        "normaliser": NORMALISER,
        "scheme": SCHEME,
        "permutations": str(SIGNATURE_LENGTH),
        "state.dateless_key": str(settings.state.dateless_key),
    }
    table = settings_table(settings)
    for part in PARTS:
        for name, value in table[part].items():
            if f"{part}.{name}" not in _APART:
                made[f"{part}.{name}"] = json.dumps(value)
    for part, name in _OWN_FILES:
        path = getattr(getattr(settings, part), name, "")
        if path:
            made[f"{part}.{name}"] = file_digest(Path(path))
    for data in sorted(files("dedup").joinpath("data").iterdir(), key=lambda f: f.name):
        if data.is_file():
            made[f"data/{data.name}"] = xxhash.xxh3_64_hexdigest(data.read_bytes())
    made.update({f"answers: {name}": answer for name, answer in answers.items()})
    return made


def file_digest(path: Path) -> str:
    """XXH3 of a file that a setting names."""
    return xxhash.xxh3_64_hexdigest(path.read_bytes())


def store(database: Database, made: Mapping[str, str]) -> None:
    """Write down what a new state is made with."""
    set_meta(database, "schema", VERSION)
    set_meta(database, "recipe", json.dumps(made, sort_keys=True))


def check(database: Database, made: Mapping[str, str]) -> None:
    """Refuse a state that was made otherwise.

    Raises:
        RecipeError: names what differs and how to make the state anew.
    """
    refuse_other_schema(database)
    known = json.loads(meta(database, "recipe") or "{}")
    names = sorted(n for n in {*known, *made} if known.get(n) != made.get(n))
    if names:
        raise RecipeError(
            f"the state {database.path} was made with another recipe ({_told(names, known, made)})"
            f": go back to that, or make it anew with `dedup rebuild --state {database.path}` and "
            "the --pipeline of this run, if it has one"
        )


def refuse_other_schema(database: Database, oldest: int = VERSION) -> None:
    """Raise RecipeError where the tables are those of another version, or older than one.

    Raises:
        RecipeError: says whether `rebuild` can read them.
    """
    version = meta(database, "schema") or ""
    if version.isdecimal() and oldest <= int(version) <= VERSION:
        return
    told = f"the state {database.path} has tables of version {version}, this program those of "
    if version.isdecimal() and REMADE_FROM <= int(version) < VERSION:
        raise RecipeError(
            f"{told}{VERSION}: make it anew with `dedup rebuild --state {database.path}` and the "
            "--pipeline of its runs, if they have one"
        )
    raise RecipeError(
        f"{told}{VERSION}: run the program that made it, or begin a new state over all articles"
    )


def _told(names: list[str], known: Mapping[str, str], made: Mapping[str, str]) -> str:
    shown = []
    # What somebody set tells more than what has come of it.
    names = sorted(names, key=lambda name: (name.startswith("answers: "), "/" in name))
    for name in names[:4]:
        before, now = known.get(name), made.get(name)
        settings = "." in name and not name.startswith("data/")
        plain = settings and before is not None and now is not None and len(before + now) < 60
        shown.append(f"{name} {before} then, {now} now" if plain else name)
    more = len(names) - len(shown)
    return "; ".join(shown) + (f" and {more} more" if more else "")
