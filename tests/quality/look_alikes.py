"""Bulletins that look alike, made of real articles: other figures and names in the same words.

Real look-alikes (earnings, auctions, weather) stand in one corpus alone; a
model that is to know them elsewhere has to have seen some. They are free: an
article rich in figures, or its first paragraphs, and the same with some of its
figures and names exchanged for others throughout. Such a pair is `different`.
"""

import json
import random
import re
import tempfile
from pathlib import Path

import polars as pl
from labelled import with_signals

from dedup.pipeline import Tables, clean_job
from dedup.settings import Settings

_FACT = re.compile(r"\d[\d.,:/]{0,20}\d|\d|(?<=[a-z,;] )[A-Z][\w’'-]{1,40}")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]{1,40}")
_COUNT = 30
_FEWEST_EXCHANGED = 0.35
"""Share of names exchanged at least; figures are exchanged a third more often."""
_FIRST_PARAGRAPHS = 4
_NOBODY = ["Norvik", "Halden", "Tarn"]


def look_alikes(corpus: str, tables: Tables, settings: Settings) -> pl.DataFrame:
    """Pairs labelled `different` made of a corpus' articles, with their signals."""
    chance = random.Random(f"look-alikes of {corpus}")
    fit = tables["texts"].filter(
        pl.col("unfit").is_null() & pl.col("words").is_between(60, 500), language="en"
    )
    ranked = sorted(fit["text"].to_list(), key=lambda story: (_density(story), story))
    chosen = chance.sample(ranked[-6 * _COUNT :], 2 * _COUNT)
    records = []
    for number in range(_COUNT):
        story, names = chosen[2 * number], _names(chosen[2 * number + 1])
        if number % 2 == 0:
            story = "\n".join(story.split("\n")[:_FIRST_PARAGRAPHS])
        records.append({"id": f"{number:03} one", "text": story})
        records.append({"id": f"{number:03} other", "text": _exchanged(story, names, chance)})
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made.jsonl"
        made.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        read = clean_job([made], settings).tables
    return with_signals(_pairs(read["articles"]), read, settings)


def _pairs(articles: pl.DataFrame) -> pl.DataFrame:
    """The made pairs of which both articles were read, as labelled rows."""
    rows = articles.select("row", "article_id", number=pl.col("article_id").str.head(3))
    both = rows.join(rows, on="number").filter(pl.col("row") < pl.col("row_right"))
    return both.select(
        left_id="article_id",
        right_id="article_id_right",
        label=pl.lit("different"),
        direction=pl.lit(None, pl.String),
        left="row",
        right="row_right",
        sure=pl.lit(2, pl.Int32),
    ).sort("left", "right")


def _density(story: str) -> float:
    return sum(map(str.isdigit, story)) / max(len(story), 1)


def _names(story: str) -> list[str]:
    return sorted(set(_NAME.findall(story))) or _NOBODY


def _exchanged(story: str, names: list[str], chance: random.Random) -> str:
    """The story with some of its facts replaced, each by the same other one throughout."""
    rate = chance.uniform(_FEWEST_EXCHANGED, 1.0)
    others: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        fact = found.group()
        if fact not in others:
            figure = fact[0].isdigit()
            if chance.random() > (rate + 0.3 if figure else rate):
                others[fact] = fact
            elif figure:
                others[fact] = re.sub(r"\d", lambda _: chance.choice("123456789"), fact)
            else:
                others[fact] = chance.choice(names)
        return others[fact]

    return _FACT.sub(other, story)
