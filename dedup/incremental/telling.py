"""From the state to the tables that reports are made of."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dedup import pairs, pipeline, rulings, signals, stories
from dedup.incremental import comparing
from dedup.settings import Settings
from dedup.state import closures, findings, links
from dedup.state import stories as names
from dedup.state.database import Database
from dedup.state.newest import newest
from dedup.state.schema import MEMBERS
from dedup.tables import PAIRS, REJECTS, ROW
from dedup.timings import Timings

Tables = dict[str, pl.DataFrame]
_DAY = 86_400
_SIGNALS = {name: dtype for name, dtype in signals.SCHEMA.items() if name not in ("left", "right")}


@dataclass(frozen=True)
class Regrouping:
    """What stories and events became: how many articles were looked at, and CHANGES."""

    articles: int
    changes: pl.DataFrame


def regroup_stories(
    database: Database, seeds: pl.Series, run: int, settings: Settings
) -> Regrouping:
    """Group anew all that the seeds are connected to, and give stories and events their ids."""
    ruled = _ruled_articles(database, settings)
    linked = closures.connected(database, pl.concat([seeds, ruled]), settings)
    database.given("asked", pl.DataFrame({"article": linked}, schema={"article": pl.Int64}))
    numbers = database.frame(
        "SELECT article, article_id, digest, unfit, story_id, event_id FROM asked "
        "JOIN names USING (article) JOIN findings USING (article) "
        "LEFT JOIN members USING (article) WHERE article_id IS NOT NULL"
    )
    numbers = numbers.sort("article_id").with_columns(row=pl.int_range(pl.len(), dtype=ROW))
    told = links.verdicts(database, numbers)
    narrated = links.narrated(database, numbers, tuple(_SIGNALS))
    tables = {"articles": numbers, "relations": told, "signals": narrated}
    pipeline.rule(tables, settings)
    tables["relations"] = _with_ruled(told, tables["rulings"])
    pipeline.settle(tables, settings)
    grouped = stories.group(numbers, tables["relations"], settings.stories)
    placed = numbers.join(grouped.select("row", "story", "event"), on="row")
    changes, ids = [], placed.select("article")
    for letter, group, old in (("S", "story", "story_id"), ("E", "event", "event_id")):
        members = placed.select("article", "article_id", group=group, old=old)
        named = names.name(database, members, letter, run)
        database.add("born", named.born)
        database.add("changes", named.changes)
        changes.append(named.changes)
        ids = ids.join(named.ids.rename({"id": old}), on="article")
    _store_members(database, ids, placed, run)
    database.run(
        "DELETE FROM members WHERE article IN (SELECT article FROM names WHERE article_id IS NULL)"
    )
    return Regrouping(numbers.height, pl.concat(changes))


def _with_ruled(told: pl.DataFrame, ruled: pl.DataFrame) -> pl.DataFrame:
    """RELATIONS with a row for each pair that only a person's ruling brings together."""
    asked = rulings.pairs(ruled, told)
    unlike = [(left, right, "different", 1.0, 0.0) for left, right in asked]
    rows = pl.DataFrame(unlike, schema=told.schema, orient="row")
    return pl.concat([told, rows]).sort("left", "right")


def _store_members(database: Database, ids: pl.DataFrame, placed: pl.DataFrame, run: int) -> None:
    before = placed.select("article", story_before="story_id", event_before="event_id")
    joined = ids.join(before, on="article")
    same = pl.col("story_id").eq_missing(pl.col("story_before")) & pl.col("event_id").eq_missing(
        pl.col("event_before")
    )
    changed = joined.filter(~same).with_columns(run=pl.lit(run, pl.Int32))
    database.replace("members", changed.select(MEMBERS.names()))


def _ruled_articles(database: Database, settings: Settings) -> pl.Series:
    """Articles that a person's rulings speak of: their stories are made anew each time."""
    none = pl.Series("article", [], dtype=pl.Int64)
    if not settings.provenance.rulings:
        return none
    named = (
        database.frame("SELECT article, article_id FROM names WHERE article_id IS NOT NULL")
        .sort("article_id")
        .with_columns(row=pl.int_range(pl.len(), dtype=ROW))
    )
    tables = {"articles": named}
    found = pipeline.rule(tables, settings).rulings
    ends = pl.concat([found["left"], found["right"].alias("left")]).drop_nulls().unique()
    return named.filter(pl.col("row").is_in(ends.implode()))["article"]


def covered(database: Database, published: int, settings: Settings) -> pl.Series:
    """The articles that the reports of a run cover, whole events always.

    Under `state.cover` = `touched` these are the events in which something is new,
    under `window` also those with an article of the last `keys.window_days`. Both
    count from what the state has, not from the clock: a night that brings nothing
    leaves the picture as it was.

    Args:
        database: the state.
        published: the last run whose reports are in place.
        settings: the whole job.
    """
    days = settings.keys.window_days
    cover = settings.state.cover
    if cover == "all" or (cover == "window" and not days):
        return closures.everything(database)
    found = touched(database, published)
    if cover == "window":
        found = pl.concat([found, _events_of_window(database, days)])
    database.given("covered", found.unique())
    articles = database.frame(
        "SELECT article FROM members SEMI JOIN covered USING (event_id) ORDER BY article"
    )
    return articles["article"].cast(pl.Int64)


def touched(database: Database, published: int) -> pl.DataFrame:
    """Events (event_id) in which something is new since the last published run."""
    return database.frame(
        "SELECT event_id FROM members LEFT JOIN records USING (article) "
        "WHERE run > ? OR changed_run > ?",
        [published, published],
    )


def _events_of_window(database: Database, days: int) -> pl.DataFrame:
    """Events with an article that may have been published so many days before the newest one.

    An article without a date, or with one that is not believed, counts by the run that
    brought it: none earlier than the first that brought a dated one of the window. Where
    no article has a date, a run that brings something stands for a day.
    """
    date, believed = newest(database)
    return database.frame(
        "WITH dated AS (SELECT article, masthead.latest AS latest FROM alone "
        "WHERE masthead.latest IS NOT NULL AND masthead.earliest <= $1), "
        "within AS (SELECT article FROM dated WHERE latest >= $2), "
        "bringing AS (SELECT DISTINCT changed_run AS run FROM records "
        "ORDER BY run DESC LIMIT $3), "
        "since AS (SELECT coalesce((SELECT min(first_run) FROM records SEMI JOIN within "
        "USING (article)), (SELECT min(run) FROM bringing)) AS run), "
        "dateless AS (SELECT article FROM records ANTI JOIN dated USING (article) "
        "WHERE changed_run >= (SELECT run FROM since)) "
        "SELECT event_id FROM members SEMI JOIN "
        "(FROM within UNION ALL FROM dateless) USING (article)",
        [believed, (date or 0) - days * _DAY, days],
    )


def stage_tables(
    database: Database,
    articles: pl.Series,
    published: int,
    settings: Settings,
    timings: Timings,
) -> Tables:
    """Every stage's table of these articles, as a run over them would have made it.

    Beside them `named` (row, story_id, event_id) and `fresh` (row, new).
    """
    with timings.stage("articles out of the state"):
        tables = findings.unpack(database, articles)
        numbers = tables["numbers"]
        tables.update(links.unpack(database, numbers, _SIGNALS))
        tables["pairs"] = _pairs(database, numbers)
        tables["named"] = numbers.select("row", "story_id", "event_id")
        tables["fresh"] = numbers.select("row", new=pl.col("first_run") > published)
    pipeline.rule(tables, settings)
    asked = rulings.pairs(tables["rulings"], tables["pairs"])
    if asked:
        _ask(database, tables, asked, settings)
    with timings.stage("verdicts"):
        pipeline.settle(tables, settings)
        _with_signals(database, tables, settings)
    pipeline.explain(tables, settings, timings)
    return tables


def _pairs(database: Database, numbers: pl.DataFrame) -> pl.DataFrame:
    """PAIRS that have a verdict, with what was measured on them."""
    digests = database.frame(
        'SELECT DISTINCT left_digest AS digest FROM links JOIN rows ON article = links."left" '
        'UNION SELECT DISTINCT right_digest FROM links JOIN rows ON article = links."right"'
    )["digest"]
    found = links.wanted(database, digests.cast(pl.UInt64), 1 << 40)
    rows = numbers.select("article", "row")
    placed = found.join(rows.select(left="article", left_row="row"), on="left").join(
        rows.select(right="article", right_row="row"), on="right"
    )
    database.given("measured", placed)
    kept = database.frame('SELECT measured.* FROM measured SEMI JOIN links USING ("left", "right")')
    frame = kept.drop("left", "right").rename({"left_row": "left", "right_row": "right"})
    return PAIRS.check(frame.cast(PAIRS.schema).sort("left", "right"))


def _ask(
    database: Database, tables: Tables, asked: list[tuple[int, int]], settings: Settings
) -> None:
    """Judge pairs that only a person's ruling brings together."""
    tables |= comparing.weighed(database, tables["texts"])
    more = {**tables, "pairs": pairs.measure(asked, tables, settings)}
    pipeline.judge(more, settings)
    for name in ("pairs", "relations", "signals", "alignments"):
        joined = pl.concat([tables[name], more[name].select(tables[name].columns)])
        tables[name] = joined.sort("left", "right", maintain_order=True)


def _with_signals(database: Database, tables: Tables, settings: Settings) -> None:
    """Judge again what third texts made a rewrite of, and what was kept without its signals."""
    told = tables["relations"].filter(pl.col("relation") != "different")
    bare = told.join(tables["signals"], on=["left", "right"], how="anti")
    if bare.is_empty():
        return
    some = tables["pairs"].join(bare.select("left", "right"), on=["left", "right"], how="semi")
    tables |= comparing.weighed(database, tables["texts"])
    more = {**tables, "pairs": some}
    pipeline.judge(more, settings)
    joined = pl.concat([tables["signals"], more["signals"].select(tables["signals"].columns)])
    tables["signals"] = joined.sort("left", "right")


def rejects(database: Database, published: int, cover: str) -> pl.DataFrame:
    """REJECTS: of the files read since, or of all; and articles listed twice."""
    found = database.frame(
        "SELECT rejects.path, rejects.record, reason FROM rejects LEFT JOIN files USING (place) "
        "WHERE ? OR run IS NULL OR run > ?",
        [cover == "all", published],
    )
    twice = database.frame(
        "SELECT path, number AS record, 'listed twice: id ' || own_id || "
        "' with the same text is in ' || repeats AS reason FROM names JOIN records USING (article) "
        "WHERE article_id IS NULL AND (? OR changed_run > ?)",
        [cover == "all", published],
    )
    both = pl.concat([f.cast(REJECTS.schema) for f in (found, twice)])
    return both.sort("path", "record", "reason", nulls_last=False)
