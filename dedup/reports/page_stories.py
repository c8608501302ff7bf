"""The stories of report.html: their members, and their strongest pairs side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dedup.reports.side_by_side import Passage, side
from dedup.settings import ReportSettings

Reports = Mapping[str, pl.DataFrame]
Row = dict[str, Any]

_OPEN_STORIES = 3
"""Stories whose strongest pair is open at once; the others open by a click."""
_MOST_CHAINS = 8
_DIRECTIONS = {
    "left_to_right": "the right one took from the left one",
    "right_to_left": "the left one took from the right one",
    "common_source": "both go back to a third text",
    "undetermined": "who took from whom cannot be told",
}


def story_views(reports: Reports, settings: ReportSettings) -> list[Row]:
    """The largest stories of several articles, as the template wants them."""
    shown = reports["stories"].filter(pl.col("articles") > 1).head(settings.stories_in_html)
    wanted = shown.select("story_id")
    articles = reports["articles"].join(wanted, on="story_id", how="semi")
    pairs = _strongest(reports, wanted, settings.pairs_in_html)
    members = _members(reports, articles.drop("text", "extra"), settings.rows_in_html)
    compared = _compared(reports, articles, pairs, settings)
    return [
        {
            **story,
            "open": number < _OPEN_STORIES,
            "chains": _chains(members[story["story_id"]]),
            "members": members[story["story_id"]],
            "pairs": compared.get(story["story_id"], []),
        }
        for number, story in enumerate(shown.to_dicts())
    ]


def _strongest(reports: Reports, stories: pl.DataFrame, most: int) -> pl.DataFrame:
    """The pairs of each story that are worth seeing: the surest, identical texts last.

    Adds `twins`, true where the two story texts are identical.
    """
    groups = reports["articles"].select("article_id", "identical_group")
    inside = (pl.col("left_story_id") == pl.col("right_story_id")) & (
        pl.col("relation") != "same_event"
    )
    order = ["left_story_id", "twins", "derived_probability", "shared_words", "left_id", "right_id"]
    return (
        reports["pairs"]
        .filter(inside)
        .join(stories, left_on="left_story_id", right_on="story_id", how="semi")
        .join(groups.rename({"article_id": "left_id"}), on="left_id", how="left")
        .join(groups.rename({"article_id": "right_id"}), on="right_id", how="left", suffix="_too")
        .with_columns(
            twins=(pl.col("identical_group") == pl.col("identical_group_too")).fill_null(
                value=False
            )
        )
        .drop("identical_group", "identical_group_too")
        .sort(order, descending=[False, False, True, True, False, False])
        .filter(pl.int_range(pl.len()).over("left_story_id") < most)
    )


def _members(reports: Reports, articles: pl.DataFrame, cap: int) -> dict[str, list[Row]]:
    """The articles of each story, originals first, with what they owe to whom."""
    sources = (
        reports["provenance"]
        .filter(pl.col("source_rank") == "primary")
        .unique("article_id", keep="first", maintain_order=True)
        .select("article_id", "source_id", "basis", "relation", "chain", "confidence", "because")
    )
    names = reports["articles"].select(
        source_id="article_id", source_name=pl.coalesce("publisher", "article_id")
    )
    covered = _covered(reports["pairs"])
    most = covered.group_by("article_id").agg(most_covered=pl.col("covered").max())
    ranked = (
        articles.join(sources, on="article_id", how="left")
        .join(names, on="source_id", how="left")
        .join(covered, on=["article_id", "source_id"], how="left")
        .join(most, on="article_id", how="left")
        .with_columns(
            pl.coalesce("covered", "most_covered").alias("covered"),
            rank=pl.col("standing").replace_strict(
                ["original", "copy", "partial", "rewrite"], [0, 1, 2, 3], default=4
            ),
            source_name=pl.coalesce("source_name", pl.col("source_id").str.strip_prefix("outlet:")),
            outside=pl.col("source_id").str.starts_with("outlet:").fill_null(value=False),
        )
        .sort("story_id", "rank", "published_at", "article_id", nulls_last=True)
        .filter(pl.int_range(pl.len()).over("story_id") < cap)
    )
    found: dict[str, list[Row]] = {}
    for row in ranked.to_dicts():
        found.setdefault(row["story_id"], []).append(row)
    return found


def _covered(pairs: pl.DataFrame) -> pl.DataFrame:
    """article_id, source_id, covered: how much of an article stands in another of its story."""
    pairs = pairs.filter(pl.col("left_story_id") == pl.col("right_story_id"))
    one = pairs.select(article_id="left_id", source_id="right_id", covered="left_covered")
    other = pairs.select(article_id="right_id", source_id="left_id", covered="right_covered")
    return pl.concat([one, other])


def _chains(members: list[Row]) -> list[Row]:
    """The different ways a story went, each with its articles' number, commonest first."""
    counts: dict[str, int] = {}
    for member in members:
        if " → " in (member["chain"] or ""):
            counts[member["chain"]] = counts.get(member["chain"], 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"chain": chain, "articles": count} for chain, count in ranked[:_MOST_CHAINS]]


def _compared(
    reports: Reports, articles: pl.DataFrame, pairs: pl.DataFrame, settings: ReportSettings
) -> dict[str, list[Row]]:
    """The pairs of each story with both texts marked."""
    ids = pl.concat([pairs.select(article_id=end) for end in ("left_id", "right_id")]).unique()
    texts = {
        row["article_id"]: row for row in articles.join(ids, on="article_id", how="semi").to_dicts()
    }
    cuts: dict[str, list[tuple[int, int]]] = {}
    cut_rows = reports["boilerplate"].join(ids, on="article_id", how="semi")
    for article_id, start, stop in cut_rows.select("article_id", "start", "stop").iter_rows():
        cuts.setdefault(article_id, []).append((start, stop))
    passages: dict[tuple[str, str], list[Row]] = {}
    shared = reports["passages"].join(pairs, on=["left_id", "right_id"], how="semi")
    for row in shared.drop("text").to_dicts():
        passages.setdefault((row["left_id"], row["right_id"]), []).append(row)
    found: dict[str, list[Row]] = {}
    for pair in pairs.to_dicts():
        shared_rows = passages.get((pair["left_id"], pair["right_id"]), [])
        view = {**pair, "direction_words": _DIRECTIONS.get(pair["direction"] or "", "")}
        for end in ("left", "right"):
            article = texts[pair[f"{end}_id"]]
            view[end] = article | {
                "side": side(
                    article["text"],
                    [Passage(p[f"{end}_start"], p[f"{end}_stop"], p["kind"]) for p in shared_rows],
                    cuts.get(article["article_id"], []),
                    settings.characters_in_html,
                    identical=not shared_rows and pair["twins"],
                )
            }
        found.setdefault(pair["left_story_id"], []).append(view)
    return found
