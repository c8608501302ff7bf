"""A run with a state: only what is new is worked on, and everything known is compared with.

The state holds what was found out about each article and about each pair,
under digests of all that it depends on. So what a run finds is a function of
the articles that the state has, not of the nights on which they came:
*run(A), then run(B)* gives the tables of *run(A and B)*, up to the names of
stories and events and what tells of their history.

`opening` opens a state, `absorbing` takes articles in, `learning` learns what frames them (of a
`sampling` of all), `furnishing` cuts it and finds credits to outlets of the state,
`comparing` seeks and judges pairs, `telling` makes the tables of what the
reports cover, `answers` are the known answers that a state is checked by, `keeping`
drops what is too old or what people want gone, `summaries` says it in a line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from dedup.engines import kept
from dedup.facts import run_facts
from dedup.formats import Batch
from dedup.incremental import absorbing, comparing, keeping, summaries, telling
from dedup.incremental.opening import reading, ready
from dedup.pipeline import Run
from dedup.settings import Settings
from dedup.state import groups, intake, recipe, schema
from dedup.state.database import Database
from dedup.state.schema import RUNS
from dedup.timings import Timings

__all__ = [
    "Night",
    "covering",
    "export",
    "last_published",
    "publish",
    "reading",
    "ready",
    "run_job",
    "settled",
    "tell",
]

Tables = dict[str, pl.DataFrame]
Step = Callable[[str], None]


@dataclass(frozen=True)
class Night:
    """A run with a state, its tables not yet published.

    Attributes:
        run: tables and facts, as of a run without one.
        number: of the run.
        refused: why nothing was worked on; empty where all was well.
        summary: one line on what is new.
        standing: the warnings that the run before gave as well.
    """

    run: Run
    number: int
    refused: str
    summary: str
    standing: frozenset[str] = frozenset()


def run_job(
    database: Database,
    inputs: Sequence[Path],
    settings: Settings,
    progress: Callable[[str], None] = lambda _: None,
) -> Night:
    """Work on what is new in the inputs and commit it, its reports pending.

    Args:
        database: the state, as `ready` gives it.
        inputs: folders and files.
        settings: the whole job.
        progress: is told the name of each stage as it begins.
    """
    timings = Timings(progress)
    started = _now()
    published = last_published(database)
    with kept(settings.engine), database.transaction():
        number = (database.one("SELECT max(run) FROM runs") or 0) + 1
        with timings.stage("looking for what is new"):
            found = intake.look(database, inputs, settings)
        refused = found.refusal(rotating=settings.state.rotating)
        warnings: list[str] = []
        facts: dict[str, object] = {}
        if refused:
            warnings.append(refused)
        else:
            warnings += _worked(database, inputs, found, number, settings, timings, facts)
        told = settings
        if refused and telling.touched(database, published).is_empty():
            told = covering(settings, "touched")  # the reports in place stay as they are
        tables = tell(database, published, told, timings)
        lasting = [*found.warnings, *(f"{path}: {reason}" for path, reason in found.rejects)]
        read = _batch(tables, [*warnings, *lasting], found)
        facts = run_facts(tables, read, facts, settings, timings)
        standing = _standing(database, facts, refused, lasting)
        summary = summaries.summary(database, tables, published, refused)
        facts["state"] = {**summaries.counted(database), "run": number, "summary": summary}
        result = "skipped" if refused else "done"
        row = (number, started, _now(), result, json.dumps({"summary": summary}))
        database.add("runs", pl.DataFrame([row], schema=RUNS, orient="row"))
    return Night(Run(tables, facts), number, refused, summary, standing)


def _standing(
    database: Database, facts: dict[str, object], refused: str, lasting: list[str]
) -> frozenset[str]:
    """The warnings that the run before gave as well; why nothing was done is always told."""
    told = facts["warnings"]
    apart = {refused, *lasting}
    passing = [str(one) for one in told if one not in apart] if isinstance(told, list) else []
    return frozenset(summaries.standing(database, passing, lasting))


def _worked(  # noqa: PLR0913, PLR0917 - one run, its parts by name
    database: Database,
    inputs: Sequence[Path],
    found: intake.Found,
    number: int,
    settings: Settings,
    timings: Timings,
    facts: dict[str, object],
) -> list[str]:
    """Take in what is new, compare it, group stories anew; returns warnings."""
    again = _sidecar_changed(database, settings)
    with timings.stage("reading"):
        taken = intake.take(database, inputs, found, settings, number, again=again)
    with timings.stage("each article"):
        absorbed = absorbing.absorb(database, taken, number, settings, timings.tell)
    warnings = [*taken.warnings, *absorbed.warnings]
    warnings += keeping.misdated(database, taken.fresh["article"])
    dropped = keeping.too_old(database, settings.state.keep_days)
    absorbed = keeping.drop(database, dropped, absorbed)
    facts |= {
        **settled(database, absorbed, number, settings, timings),
        "files_read": taken.read,
        "articles_in": len(absorbed.fresh),
        "articles_dropped": len(dropped),
        "dateless_texts": database.one("SELECT count(*) FROM groups WHERE earliest IS NULL"),
        "dateless_keys_over_cap": keeping.full_dateless_keys(database, settings),
    }
    return warnings


def settled(
    database: Database,
    absorbed: absorbing.Absorbed,
    number: int,
    settings: Settings,
    timings: Timings,
) -> dict[str, object]:
    """Compare what came or changed, and group stories anew; what was counted on the way."""
    with timings.stage("learned furniture"):
        furnished = absorbing.furnish(database, absorbed, settings)
        again = len(furnished.renamed) - len(pl.concat([absorbed.fresh, absorbed.renamed]).unique())
        absorbed = furnished
    with timings.stage("comparing"):
        regrouped = groups.regroup(database, absorbed.digests)
        compared = comparing.compare(database, regrouped, absorbed.digests, settings, timings.tell)
    with timings.stage("grouping stories"):
        seeds = [absorbed.fresh, absorbed.renamed, compared.unsettled]
        grouped = telling.regroup_stories(
            database, pl.concat([s.alias("article") for s in seeds]).unique(), number, settings
        )
    return {
        **compared.facts,
        "cleaned_again": again,
        "articles_regrouped": grouped.articles,
        "story_changes": grouped.changes.height,
    }


def tell(
    database: Database, published: int, settings: Settings, timings: Timings
) -> dict[str, pl.DataFrame]:
    """The stage tables of all that the reports of a run cover, with REJECTS."""
    articles = telling.covered(database, published, settings)
    tables = telling.stage_tables(database, articles, published, settings, timings)
    tables["rejects"] = telling.rejects(database, published, settings.state.cover)
    return tables


def export(database: Database, settings: Settings, progress: Step = lambda _: None) -> Run:
    """Everything that the state knows, as tables and facts of one run."""
    timings = Timings(progress)
    tables = tell(database, last_published(database), covering(settings, "all"), timings)
    digests: dict[str, object] = {"articles": tables["articles"].height}
    read = Batch(tables["articles"], tables["evidence"], tables["rejects"], digests, [])
    facts = run_facts(tables, read, {}, settings, timings)
    facts["state"] = {
        **summaries.counted(database),
        "run": database.one("SELECT max(run) FROM runs"),
    }
    return Run(tables, facts)


def covering(settings: Settings, cover: str) -> Settings:
    """The job, its reports covering something else."""
    return replace(settings, state=replace(settings.state, cover=cover))


def last_published(database: Database) -> int:
    """The last run whose reports are in place; what came after is pending."""
    return int(schema.meta(database, "published") or 0)


def publish(database: Database, number: int) -> None:
    """Clear the pending mark: the reports of this run are in place."""
    with database.transaction():
        schema.set_meta(database, "published", number)


def _sidecar_changed(database: Database, settings: Settings) -> bool:
    """Whether the sidecar says other things than it did: then every file is read again."""
    path = settings.input.sidecar
    digest = recipe.file_digest(Path(path)) if path else ""
    changed = (schema.meta(database, "sidecar") or "") != digest
    schema.set_meta(database, "sidecar", digest)
    return changed


def _batch(tables: Tables, warnings: list[str], found: intake.Found) -> Batch:
    """What was read, as run.json tells it."""
    digests: dict[str, object] = {
        "files": len(found.files),
        "bytes": int(found.stats["size"].clip(0).sum()),
        "articles": tables["articles"].height,
        "rejects": tables["rejects"].height,
    }
    return Batch(tables["articles"], tables["evidence"], tables["rejects"], digests, warnings)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
