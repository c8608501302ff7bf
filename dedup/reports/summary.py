"""What a run found, in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

_STORIES = 5
_WIDTH = 76


def summary(reports: Mapping[str, pl.DataFrame], facts: Mapping[str, object]) -> str:
    """Counts, the largest stories with the way they went, and where to look."""
    lines = [*_counts(reports), *_largest(reports)]
    lines += _rulings(facts)
    warnings = facts.get("warnings")
    if isinstance(warnings, list | tuple) and warnings:
        lines.append(f"{_count(len(warnings), 'warning')}: see run.json")
    lines += [
        "",
        "report.html shows the stories side by side; pairs.csv says who shares what,",
        "provenance.csv whom each article comes from, boilerplate.csv what was cut.",
    ]
    return "\n".join(lines) + "\n"


def _counts(reports: Mapping[str, pl.DataFrame]) -> list[str]:
    articles, stories = reports["articles"], reports["stories"]
    standing = articles.get_column("standing")
    publishers = articles.get_column("publisher").drop_nulls().n_unique()
    of = f" of {_count(publishers, 'known publisher')}" if publishers else ""
    joined = stories.filter(pl.col("articles") > 1).height
    told = f"{_count(stories.height, 'story', 'stories')} ({joined:,} told by several articles)"
    events = _count(reports["events"].height, "event")
    lines = [f"{_count(articles.height, 'article')}{of}: {told}, {events}"]
    kinds = [
        _count(number, kind, plural)
        for kind, plural in (
            ("copy", "copies"),
            ("partial copy", "partial copies"),
            ("rewrite", "rewrites"),
        )
        if (number := int((standing == kind.split()[0]).sum()))
    ]
    if kinds:
        kept = int(articles.get_column("keep").sum())
        lines.append(f"{', '.join(kinds)}; {kept:,} left when one of each group of copies is kept")
    rejected = reports["rejects"].height
    if rejected:
        lines.append(f"{_count(rejected, 'input')} set aside: rejects.csv says why")
    return lines


def _rulings(facts: Mapping[str, object]) -> list[str]:
    """How many rulings were obeyed, and how far the run agreed with them by itself."""
    told = facts.get("rulings")
    if not isinstance(told, Mapping):
        return []
    given, agreed = int(told["ruled"]), int(told["agreed"])
    share = f" ({agreed / given:.0%})" if given else ""
    lines = [f"{_count(given, 'ruling')} obeyed; the run by itself agrees with {agreed:,}{share}"]
    waiting = int(told["rows_on_articles_not_here"])
    if waiting:
        lines.append(f"{_count(waiting, 'row')} of the rulings file on articles that are not here")
    return lines


def _largest(reports: Mapping[str, pl.DataFrame]) -> list[str]:
    stories = reports["stories"].filter(pl.col("articles") > 1).head(_STORIES)
    if stories.is_empty():
        return ["No two articles share a text."]
    chains = (
        reports["provenance"]
        .filter((pl.col("source_rank") == "primary") & pl.col("chain").is_not_null())
        .join(stories.select("story_id"), on="story_id", how="semi")
        .sort("story_id", "hop", "chain", descending=[False, True, False], nulls_last=True)
        .unique("story_id", keep="first", maintain_order=True)
        .select("story_id", "chain")
    )
    lines = ["", "Largest stories:"]
    told = stories.join(chains, on="story_id", how="left", maintain_order="left")
    columns = ("articles", "title", "first_article_id", "chain")
    for articles, title, first, chain in told.select(columns).iter_rows():
        lines.append(f"  {_count(articles, 'article'):>12}  {_short(title or first)}")
        if chain:
            lines.append(f"  {'':>12}  {_short(chain)}")
    return lines


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _short(text: str) -> str:
    """One line of printable characters that fits a terminal."""
    line = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(line.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
