"""The whole flow on one page: which table becomes which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup import (
    formats,
    furniture,
    keys,
    owners,
    pairs,
    pooling,
    rulings,
    signals,
    singly,
    sketches,
    spans,
    stories,
    terms,
    texts,
)
from dedup.aside import set_aside, worth_setting_aside
from dedup.batches import (
    judge_pairs,
    pair_batches,
    pair_engine,
    profile_table,
    reason_batches,
    with_attributions,
)
from dedup.credits import credited_names
from dedup.engines import Crew, kept, map_batches
from dedup.facts import run_facts
from dedup.names import Names
from dedup.registry import Registry
from dedup.relations import DERIVED
from dedup.settings import Settings
from dedup.tables import ALIGNMENTS, RELATIONS, ROW, RULINGS
from dedup.timings import Timings
from dedup.tracing import known_names, trace

Tables = dict[str, pl.DataFrame]
_WORTH_PARTING = 4_000_000
"""Bytes of text from which other processes are started while this one still reads."""


@dataclass(frozen=True)
class Run:
    """A finished job: its stage tables by name, and what run.json says of it."""

    tables: Tables
    facts: dict[str, object]


class _Found(NamedTuple):
    """PAIRS and what was counted on the way to them."""

    pairs: pl.DataFrame
    facts: dict[str, object]


def _silent(_: str) -> None:
    """Progress for those who want none."""


def run_job(
    inputs: Sequence[Path], settings: Settings, progress: Callable[[str], None] = _silent
) -> Run:
    """Files → every stage table and the facts of the run.

    Args:
        inputs: folders and files, in any order.
        settings: the whole job.
        progress: is told the name of each stage as it begins.

    Raises:
        DedupError: something the user can mend; its message says what.
    """
    with kept(settings.engine) as crew:
        return _run(inputs, settings, Timings(progress), crew)


def _run(inputs: Sequence[Path], settings: Settings, timings: Timings, crew: Crew) -> Run:
    tables, read = _read(inputs, settings, timings, crew, compared=True)
    # What no later stage looks at makes room for the next.
    read = read._replace(articles=read.articles.clear())
    del tables["blocks"]
    ruled = rule(tables, settings)
    if worth_setting_aside(tables["articles"]["text"]):
        crew.rest()  # next comes what takes most memory, and nothing for other processes
    with set_aside(tables, "articles", "text"):
        found = _candidates(tables, settings, timings)
        del tables["sketches"]
    _judged(tables, found.pairs, settings, timings)
    del tables["terms"], tables["vocabulary"]
    explain(tables, settings, timings)
    facts = run_facts(tables, read, found.facts, settings, timings)
    if settings.provenance.rulings:
        facts["rulings"] = _agreement(ruled, tables, settings)
    return Run(tables, facts)


def clean_job(inputs: Sequence[Path], settings: Settings) -> Run:
    """Only what comes before comparing: articles, credits, cuts, texts, mastheads."""
    with kept(settings.engine) as crew:
        tables, read = _read(inputs, settings, Timings(_silent), crew)
    return Run(tables, {"warnings": read.warnings})


def compare_job(left: Path, right: Path, settings: Settings) -> Run:
    """Two articles, judged whatever the finders would have said; row 0 is the left one."""
    timings = Timings(_silent)
    tables, _ = _read([left, right], settings, timings)
    if tables["articles"].height != 2:
        return judge_rows(tables, [], settings)
    first = formats.read([left], settings.input).articles["text"]
    if first.to_list() != tables["articles"]["text"][:1].to_list():
        tables = {name: _turned(frame) for name, frame in tables.items()}
    return judge_rows(tables, [(0, 1)], settings)


def _turned(frame: pl.DataFrame) -> pl.DataFrame:
    """A table of two articles with their rows, 0 and 1, exchanged."""
    if "row" not in frame.columns:
        return frame
    return frame.with_columns(row=(1 - pl.col("row").cast(pl.Int8)).cast(ROW)).sort(
        "row", maintain_order=True
    )


def judge_rows(tables: Tables, rows: Sequence[tuple[int, int]], settings: Settings) -> Run:
    """Given pairs of rows (left < right) of read articles, judged on demand."""
    timings = Timings(_silent)
    rule(tables, settings)
    found = _candidates(tables, settings, timings, rows)
    _judged(tables, found.pairs, settings, timings)
    explain(tables, settings, timings)
    return Run(tables, {"warnings": []})


def _read(
    inputs: Sequence[Path],
    settings: Settings,
    timings: Timings,
    crew: Crew | None = None,
    *,
    compared: bool = False,
) -> tuple[Tables, formats.Batch]:
    """Files → ARTICLES, EVIDENCE, REJECTS, and what `prepare` makes of them.

    What comparing takes is loaded meanwhile where they are to be `compared`.
    """
    ahead = None
    with timings.stage("reading"):
        found = formats.find(inputs, settings.input)
        if crew is not None and formats.heavy(found.files, _WORTH_PARTING):
            ahead = singly.Ahead(crew, settings)
        read = formats.read_found(found, settings.input, settings.engine.workers, ahead)
        if ahead is not None and read.marks is not None:
            ahead.number(read.marks)
    tables = {"articles": read.articles, "evidence": read.evidence, "rejects": read.rejects}
    if compared:
        terms.load_soon(int(read.articles["text"].str.len_bytes().sum()))
    prepare(tables, settings, timings, ahead)
    return tables, read


def prepare(
    tables: Tables,
    settings: Settings,
    timings: Timings,
    ahead: singly.Ahead | None = None,
) -> None:
    """ARTICLES, EVIDENCE → CREDITS, CUTS → MASTHEADS → FURNITURE, more CUTS → TEXTS.

    What `ahead` has begun is not done again.
    """
    singly.read(tables, settings, timings, ahead)
    with timings.stage("credits to outlets of the run"):
        credit(tables, settings)
    with timings.stage("learned furniture"):
        tables["furniture"] = furniture.learn(
            tables["articles"],
            tables["blocks"],
            tables["mastheads"].select("row", "publisher"),
            tables["languages"]["language"],
            settings.furniture,
        )
    with timings.stage("story texts"):
        clean(tables, settings)


def credit(tables: Tables, settings: Settings, outlets: Iterable[str] | None = None) -> None:
    """CREDITS and MASTHEADS → CREDITS that know the run's own outlets, and `credited`.

    `outlets` are the publishers of all articles known, where these are but a part of them.
    """
    singly.read_again(tables, settings, outlets)
    tables["credited"] = credited_names(
        tables["articles"], tables["credits"], tables["mastheads"], known_names(settings)
    )


def clean(tables: Tables, settings: Settings) -> None:
    """CUTS by rules and FURNITURE → all CUTS, TEXTS."""
    tables["cuts"] = spans.with_furniture(tables["cuts"], tables["furniture"])
    tables["texts"] = texts.clean(
        tables["articles"], tables["cuts"], tables["languages"]["language"], settings.boilerplate
    )


def _owners(tables: Tables, settings: Settings, known: Registry) -> pl.DataFrame:
    """outlet, owner: every publisher and origin of the run of which an owner is known."""
    path = settings.provenance.owners
    given = owners.load(Path(path) if path else None, Names(known))
    outlets = pl.concat([tables["mastheads"]["publisher"], tables["provenance"]["origin"]])
    listed = outlets.drop_nulls().unique().sort().to_list() if path else []
    found = [(name, owner) for name in listed if (owner := given.of(name)) is not None]
    return pl.DataFrame(found, schema={"outlet": pl.String, "owner": pl.String}, orient="row")


def rule(tables: Tables, settings: Settings) -> rulings.Read:
    """RULINGS of the articles at hand, where the settings name a file of them."""
    path = settings.provenance.rulings
    read = rulings.read(Path(path) if path else None, tables["articles"])
    tables["rulings"] = read.rulings
    return read


def _agreement(read: rulings.Read, tables: Tables, settings: Settings) -> dict[str, object]:
    """How often the run would have said the same: what it says with no source ruled."""
    alone = {**tables, "relations": tables["unruled"], "rulings": RULINGS.empty()}
    alone["stories"] = stories.group(alone["texts"], alone["relations"], settings.stories)
    alone["directions"], alone["provenance"] = trace(alone, settings)
    return rulings.agreement(read, alone, tables)


def _candidates(
    tables: Tables,
    settings: Settings,
    timings: Timings,
    rows: Sequence[tuple[int, int]] | None = None,
) -> _Found:
    """TEXTS → SKETCHES, TERMS → KEYS → PAIRS; given rows are measured instead of sought."""
    with timings.stage("terms"):
        tables["terms"], tables["vocabulary"], facts = terms.weigh(tables["texts"])
    with timings.stage("sketches"):
        tables["sketches"] = sketches.sketch(tables["texts"], settings.sketches)
    if rows is not None:
        return _Found(pairs.measure(rows, tables, settings), facts)
    with timings.stage("keys"):
        filed, key_facts = keys.find_keys(
            *(tables["terms"], tables["vocabulary"], tables["sketches"]),
            *(settings.keys, settings.sketches),
            alone=False,
        )
    with timings.stage("candidate pairs"):
        found, pair_facts = pairs.find_pairs(filed, tables, settings)
    return _Found(found, {**facts, **key_facts, **pair_facts})


def _judged(tables: Tables, found: pl.DataFrame, settings: Settings, timings: Timings) -> None:
    """PAIRS → ALIGNMENTS → SIGNALS → RELATIONS, SUPPORTS; people's rulings come last."""
    asked = rulings.pairs(tables["rulings"], found)
    if asked:
        found = pl.concat([found, pairs.measure(asked, tables, settings)]).sort("left", "right")
    tables["pairs"] = found
    with timings.stage("verdicts"):
        judge(tables, settings, timings)
        settle(tables, settings)


def judge(tables: Tables, settings: Settings, timings: Timings | None = None) -> None:
    """PAIRS → ALIGNMENTS, SIGNALS, RELATIONS: each pair by itself."""
    timings = timings or Timings(_silent)
    profiles = profile_table(tables["mastheads"], tables["credits"])
    tables["profiles"] = with_attributions(profiles, tables, tables["pairs"])
    batches = pair_batches(tables["pairs"], tables, settings)
    done = map_batches(judge_pairs, batches, pair_engine(tables["pairs"], settings.engine))
    parts = list(timings.follow(done, tables["pairs"].height, lambda part: part[2].height))
    # Batches come in an order of their own: the tables have that of PAIRS.
    shared = pl.concat([ALIGNMENTS.empty(), *(part[0] for part in parts)])
    tables["alignments"] = shared.sort("left", "right", maintain_order=True)
    no_signals = pl.DataFrame(schema=signals.SCHEMA)
    measured = pl.concat([no_signals, *(part[1] for part in parts)])
    tables["signals"] = measured.sort("left", "right")
    alone = pl.concat([RELATIONS.empty(), *(part[2] for part in parts)])
    tables["relations"] = alone.sort("left", "right")


def settle(tables: Tables, settings: Settings) -> None:
    """RELATIONS of pairs alone → RELATIONS, SUPPORTS: what third texts and people say too.

    Of SIGNALS only `narrated_words` is looked at.
    """
    pooled, tables["supports"] = pooling.pool(
        tables["relations"], tables["signals"], settings.relations
    )
    tables["unruled"] = pooled
    tables["relations"] = rulings.rule_relations(pooled, tables["rulings"])


def explain(tables: Tables, settings: Settings, timings: Timings) -> None:
    """RELATIONS → STORIES → DIRECTIONS → PROVENANCE, and the words for what is listed."""
    relations = tables["relations"]
    with timings.stage("stories"):
        tables["stories"] = stories.group(tables["texts"], relations, settings.stories)
    with timings.stage("provenance"):
        tables["directions"], tables["provenance"] = trace(tables, settings, timings)
        tables["owners"] = _owners(tables, settings, known_names(settings))
    with timings.stage("reasons"):
        listed = relations.filter(
            pl.col("relation").is_in(DERIVED)
            | (
                (pl.col("relation") == "same_event")
                & (pl.col("probability") >= settings.reports.least_listed)
            )
        ).select("left", "right")
        ids = tables["articles"].select(third="row", third_id="article_id")
        told = tables["signals"].join(listed, on=["left", "right"], how="semi")
        thirds = tables["supports"].join(ids, on="third")
        batches = reason_batches(told, thirds, settings.engine)
        reasons = pl.concat(list(map_batches(signals.reasons, batches, settings.engine)))
        tables["reasons"] = rulings.rule_reasons(reasons, tables["rulings"], tables["unruled"])
