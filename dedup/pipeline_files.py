"""Pipeline files: TOML in, one frozen `Settings` out.

A pipeline file has one table for each part of `Settings` (`[keys]
window_days = 7`) and, for jobs that run on schedule, a table `[job]` that says
what to read and where to write. Paths in it are relative to the file itself.
A name that does not exist is refused together with the nearest one that does.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import get_type_hints

from dedup.errors import NotBuiltError, SettingsError
from dedup.settings import Settings
from dedup.settings.ranges import require

PATH_KEYS = frozenset(
    {
        "input.sidecar",
        "boilerplate.rules",
        "credits.registry",
        "relations.model",
        "provenance.rulings",
        "provenance.owners",
    }
)
"""Settings that name a file; its path is relative to the pipeline file."""

_NEAR = 60.0
"""Similarity (0..100) from which a name is near enough to be what was meant."""

_WANTED = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple[str, ...]: "a list of texts",
    Path: "a path in quotes",
    tuple[Path, ...]: "a list of paths",
}


@dataclass(frozen=True)
class Job:
    """What a scheduled run reads and writes: the table `[job]`."""

    inputs: tuple[Path, ...] = ()
    out: Path | None = None
    texts: Path | None = None
    strict: bool = False
    state: Path | None = None
    dated: bool = False
    """Whether each run has a folder of its own in `out`, and a link `latest` to the newest."""
    keep: int = 0
    """Folders of earlier runs that stay where `dated`; 0 keeps all."""
    if_new: bool = False
    """Whether the summary is printed only where a state met something new: no mail by cron else."""

    def __post_init__(self) -> None:
        require(self.keep >= 0, "job.keep", "must be 0 or more")


def load(path: Path | None, overrides: Mapping[str, object] | None = None) -> Settings:
    """The settings of a pipeline file, with single settings put over them.

    Args:
        path: The TOML file; None is the default settings.
        overrides: Values by dotted key, such as `{"keys.window_days": 7}`.

    Raises:
        SettingsError: A file that cannot be read, a name that does not exist, a
            value of the wrong type or out of range.
    """
    tables = {} if path is None else _read(path)
    values = _settings_values(tables, path)
    for dotted, value in (overrides or {}).items():
        table, _, key = dotted.partition(".")
        part = _parts().get(table)
        if part is None or not key:
            raise SettingsError(f"there is no setting {dotted}")
        values.setdefault(table, {})[key] = _checked(part, table, key, value, None)
    return _build(values, path)


def load_job(path: Path | None) -> Job:
    """The `[job]` table of a pipeline file; an empty job where there is none.

    Raises:
        SettingsError: As `load`.
    """
    if path is None:
        return Job()
    given = _read(path).get("job", {})
    if not isinstance(given, dict):
        raise SettingsError(f"{path}: job must be a table, [job]")
    types = {"inputs": tuple[Path, ...], "out": Path, "texts": Path, "strict": bool}
    types |= {"state": Path, "dated": bool, "keep": int, "if_new": bool}
    values: dict[str, object] = {}
    for key, value in given.items():
        if key not in types:
            raise SettingsError(f"{path}: [job] {_no_such(key, types)}")
        values[key] = _typed(value, types[key], f"{path}: job.{key}", path)
    return Job(**values)  # type: ignore[arg-type]  # checked by _typed


def settings_table(settings: Settings) -> dict[str, dict[str, object]]:
    """Settings as plain values by table and key, for run.json; no absolute paths."""
    table: dict[str, dict[str, object]] = {}
    for part in fields(settings):
        values = getattr(settings, part.name)
        table[part.name] = {
            field.name: _plain(f"{part.name}.{field.name}", getattr(values, field.name))
            for field in fields(values)
        }
    return table


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError(f"pipeline file {path} cannot be read: {reason}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"pipeline file {path} is no valid TOML: {error}") from error


def _settings_values(
    tables: Mapping[str, object], path: Path | None
) -> dict[str, dict[str, object]]:
    values: dict[str, dict[str, object]] = {}
    for table, given in tables.items():
        if table == "job":
            continue
        part = _parts().get(table)
        if not isinstance(given, dict):
            hint = _homes(table) or f"the tables are {_listed([*_parts(), 'job'])}"
            raise SettingsError(f"{path}: {table} stands outside of any table; {hint}")
        if part is None:
            raise SettingsError(f"{path}: [{table}] {_no_such(table, [*_parts(), 'job'])}")
        values[table] = {key: _checked(part, table, key, v, path) for key, v in given.items()}
    return values


def _build(values: Mapping[str, Mapping[str, object]], path: Path | None) -> Settings:
    try:
        settings = Settings(**{table: _parts()[table](**v) for table, v in values.items()})
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}" if path else str(error)) from error
    if settings.engine.name == "spark":
        raise NotBuiltError("the spark engine is not built yet; leave it at local")
    return settings


def _checked(part: type, table: str, key: str, value: object, path: Path | None) -> object:
    types = _types(part)
    place = f"{path}: {table}.{key}" if path else f"{table}.{key}"
    if key not in types:
        hint = _homes(key)
        said = f"there is no setting {key} here; {hint}" if hint else _no_such(key, types)
        raise SettingsError(f"{path}: [{table}] {said}" if path else f"{table}: {said}")
    typed = _typed(value, types[key], place, path)
    if f"{table}.{key}" not in PATH_KEYS or not typed:
        return typed
    file = _located(str(typed), path)
    if not file.is_file():
        raise SettingsError(f"{place}: there is no file {file}")
    return str(file)


def _typed(value: object, wanted: object, place: str, path: Path | None) -> object:
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if wanted in (str, int, bool) and type(value) is wanted:
        return value
    if wanted is float and isinstance(value, float) and math.isfinite(value):
        return value
    if wanted is Path and isinstance(value, str) and value:
        return _located(value, path)
    if isinstance(value, list | tuple) and all(isinstance(i, str) and i for i in value):
        if wanted == tuple[str, ...]:
            return tuple(value)
        if wanted == tuple[Path, ...]:
            return tuple(_located(item, path) for item in value)
    raise SettingsError(f"{place} must be {_WANTED[wanted]}, not {_shown(value)}")  # type: ignore[index]


def _located(written: str, path: Path | None) -> Path:
    """A path as it is meant: relative to the pipeline file, `~` being the home folder."""
    if "\0" in written:
        raise SettingsError(f"{path}: a path cannot hold a NUL character")
    try:
        place = Path(written).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{written}: the home folder of that user is not known") from error
    return path.parent / place if path else place


def _plain(dotted: str, value: object) -> object:
    if dotted in PATH_KEYS and isinstance(value, str) and PurePath(value).is_absolute():
        return PurePath(value).name
    return list(value) if isinstance(value, tuple) else value


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _homes(key: str) -> str:
    """Where a setting of that name does stand; empty where nowhere."""
    homes = [f"[{table}]" for table, part in _parts().items() if key in _types(part)]
    return f"it belongs under {' or '.join(homes)}" if homes else ""


def _no_such(name: str, known: Iterable[str]) -> str:
    """The sentence for a name that does not exist: the nearest one, or all of them."""
    names = list(known)
    near = nearest(name, names, least=_NEAR)
    said = f"did you mean {near[0]}?" if near else f"the names are {_listed(names)}"
    return f"there is no {name}; {said}"


def nearest(name: str, known: Sequence[str], *, least: float, most: int = 1) -> list[str]:
    """The known names most similar to one that is not known, best first.

    Similarity is the normalised Indel similarity, 0..100, of the lower-cased names.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only a mistake needs it

    found = process.extract(
        name.lower(), [k.lower() for k in known], scorer=fuzz.ratio, score_cutoff=least, limit=most
    )
    return [known[index] for _, _, index in found]


@cache
def _parts() -> dict[str, type]:
    hints = get_type_hints(Settings)
    return {field.name: hints[field.name] for field in fields(Settings)}


@cache
def _types(part: type) -> dict[str, object]:
    assert is_dataclass(part)  # noqa: S101  # every part of Settings is one
    hints = get_type_hints(part)
    return {field.name: hints[field.name] for field in fields(part)}
