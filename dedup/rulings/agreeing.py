"""What a run says of the rulings it was given: which it agreed with, which were in vain."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dedup.rulings.reading import DERIVED, Read

_PAIR = ["left", "right"]


def agreement(
    read: Read,
    alone: Mapping[str, pl.DataFrame],
    ruled: Mapping[str, pl.DataFrame],
) -> dict[str, object]:
    """What run.json says of the rulings: how many hold, and how many the run agreed with.

    Args:
        read: the rulings.
        alone: `relations`, `directions` and `provenance` as the run would have had them.
        ruled: the same tables as ruled.
    """
    counts = {
        "relations": _relations(read.rulings, alone["relations"]),
        "directions": _directions(read.rulings, alone["directions"]),
        "sources": _sources(read.rulings, alone["provenance"], ruled["provenance"]),
    }
    given = sum(both["ruled"] for both in counts.values())
    agreed = sum(both["agreed"] for both in counts.values())
    return {
        "ruled": given,
        "agreed": agreed,
        **counts,
        "rows_on_articles_not_here": read.waiting,
        "overruled_by_later_rows": read.overruled,
    }


def _relations(rulings: pl.DataFrame, relations: pl.DataFrame) -> dict[str, int]:
    ruled = rulings.drop_nulls("relation").select(*_PAIR, ruled="relation")
    judged = ruled.join(relations, on=_PAIR, how="left")
    same = (judged["ruled"] == judged["relation"].fill_null("different")).sum()
    return {"ruled": ruled.height, "agreed": int(same)}


def _directions(rulings: pl.DataFrame, directions: pl.DataFrame) -> dict[str, int]:
    ruled = rulings.drop_nulls("direction").select(*_PAIR, ruled="direction")
    judged = ruled.join(directions, on=_PAIR, how="left")
    return {"ruled": ruled.height, "agreed": int((judged["ruled"] == judged["direction"]).sum())}


def _sources(rulings: pl.DataFrame, alone: pl.DataFrame, ruled: pl.DataFrame) -> dict[str, int]:
    """Ruled sources, and those that the run had named without being told."""
    named = rulings.filter(pl.col("right").is_null()).select(row="left")
    source = ["source_row", "source_outlet"]

    def primary(provenance: pl.DataFrame) -> pl.DataFrame:
        return (
            provenance.filter(pl.col("source_rank") == "primary")
            .join(named, on="row", how="semi")
            .select("row", *source)
            .unique("row", keep="first", maintain_order=True)
            .sort("row")
        )

    before, after = primary(alone), primary(ruled)
    same = before.join(after, on=["row", *source], how="semi", nulls_equal=True).height
    return {"ruled": named.height, "agreed": same}


def in_vain(rulings: pl.DataFrame, stories: pl.DataFrame, articles: pl.DataFrame) -> list[str]:
    """Sentences on pairs that are ruled to be no copies and stay one story all the same.

    Articles with identical words are one text to a run, and what others hold
    together a ruling on one pair does not part.

    Args:
        rulings: RULINGS.
        stories: STORIES as ruled.
        articles: ARTICLES; `article_id` is read.
    """
    apart = rulings.drop_nulls("right").filter(~pl.col("relation").is_in(DERIVED))
    places = stories.select("row", "story", same="identical_to").join(
        articles.select("row", "article_id"), on="row"
    )
    held = (
        apart.select(*_PAIR, "relation")
        .join(places.rename({"row": "left"}), on="left")
        .join(places.rename({"row": "right"}), on="right", suffix="_right")
        .filter(pl.col("story") == pl.col("story_right"))
        .sort(_PAIR)
    )
    columns = ("article_id", "article_id_right", "relation", "same", "same_right")
    return [
        f"rulings: {one} and {other} stay one story though they are ruled "
        f"{relation.replace('_', ' ')}: "
        + (
            "their texts are identical"
            if same is not None and same == same_other
            else "other articles hold them together, rule on those pairs too"
        )
        for one, other, relation, same, same_other in held.select(columns).iter_rows()
    ]
