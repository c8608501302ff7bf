"""report.html: what a run found, for people who read no tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import polars as pl

from dedup.reports.columns import OUTLETS, REJECTS
from dedup.reports.page_stories import story_views
from dedup.settings import ReportSettings

TEMPLATE = "report.html"
# Controls, and the marks that turn the direction of everything after them.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")

Reports = Mapping[str, pl.DataFrame]
Rows = list[dict[str, Any]]


def page(reports: Reports, facts: Mapping[str, object], settings: ReportSettings) -> str:
    """The page as one string: no script, no network, everything from articles escaped."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = _percent
    environment.filters["number"] = lambda value: f"{value:,}"
    source = resources.files("dedup.reports").joinpath(TEMPLATE).read_text("utf-8")
    return environment.from_string(source).render(_context(reports, facts, settings))


def _shown(value: object) -> object:
    """What is printed for a value: nothing for None, text without unseen characters."""
    if value is None:
        return ""
    return _UNSHOWN.sub("", value) if type(value) is str else value


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _context(
    reports: Reports, facts: Mapping[str, object], settings: ReportSettings
) -> dict[str, Any]:
    cap = settings.rows_in_html
    joined = reports["stories"].filter(pl.col("articles") > 1)
    return {
        "figures": _figures(reports),
        "warnings": _sentences(facts.get("warnings"))[:cap],
        "stories": story_views(reports, settings),
        "stories_joined": joined.height,
        "events": _events(reports, cap),
        "events_joined": reports["events"].filter(pl.col("stories") > 1).height,
        "rules": _rules(reports["boilerplate"], cap),
        "outlets": reports["outlets"].head(cap).select(OUTLETS.schema.names()).to_dicts(),
        "rejects": reports["rejects"].head(cap).select(REJECTS.schema.names()).to_dicts(),
        "totals": {name: reports[name].height for name in ("outlets", "rejects")},
    }


def _figures(reports: Reports) -> dict[str, int]:
    articles, stories = reports["articles"], reports["stories"]
    return {
        "articles": articles.height,
        "publishers": reports["outlets"].height,
        "stories": stories.height,
        "joined": stories.filter(pl.col("articles") > 1).height,
        "events": reports["events"].height,
        "derived": articles.filter(pl.col("standing").is_in(["copy", "partial", "rewrite"])).height,
        "kept": int(articles.get_column("keep").sum()),
        "cuts": reports["boilerplate"].height,
        "rejects": reports["rejects"].height,
    }


def _sentences(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _events(reports: Reports, cap: int) -> Rows:
    """Events of several stories, largest first, each with its stories."""
    events = reports["events"].filter(pl.col("stories") > 1).head(cap)
    members = reports["stories"].join(events.select("event_id"), on="event_id", how="semi")
    by_event: dict[str, Rows] = {}
    for story in members.to_dicts():
        by_event.setdefault(story["event_id"], []).append(story)
    return [{**event, "members": by_event[event["event_id"]][:cap]} for event in events.to_dicts()]


def _rules(boilerplate: pl.DataFrame, cap: int) -> Rows:
    """Each rule with how often it cut and the line it cut most."""
    return (
        boilerplate.sort("seen_in_articles", "text", descending=[True, False])
        .group_by("rule", maintain_order=True)
        .agg(
            cuts=pl.len(),
            articles=pl.col("article_id").n_unique(),
            example=pl.col("text").first().str.replace_all(r"\s+", " ").str.slice(0, 160),
            seen=pl.col("seen_in_articles").first(),
        )
        .sort("cuts", "rule", descending=[True, False])
        .head(cap)
        .to_dicts()
    )
