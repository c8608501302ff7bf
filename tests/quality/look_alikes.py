"""Texts that look alike, made of real articles: the same words, and another matter.

Real look-alikes (earnings, auctions, weather, entries of a log) stand in few
corpora; a model that is to know them elsewhere has to have seen some. They are
free, and each such pair is `different`:

- bulletins: an article rich in figures, or its first paragraphs, and the same
  with some of its figures and names exchanged for others throughout;
- notices: the same of a sentence or two, of which all names are exchanged;
- frames: two unrelated articles around the same few sentences of a third, as
  sites stand around what they publish.
"""

import json
import random
import re
import tempfile
from collections.abc import Iterator
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
_NOTICES, _NOTICE_WORDS = 20, (18, 70)
"""How many notices a corpus gives, and words of each."""
_FRAMES, _FRAME_WORDS, _FRAMED_WORDS = 20, (20, 90), (6, 160)
"""How many framed pairs a corpus gives, words of each frame, and of what stands in it."""
Both = tuple[str, str]
_NOBODY = ["Norvik", "Halden", "Tarn"]


def look_alikes(corpus: str, tables: Tables, settings: Settings) -> pl.DataFrame:
    """Pairs labelled `different` made of a corpus' articles, with their signals."""
    fit = tables["texts"].filter(
        pl.col("unfit").is_null() & pl.col("words").is_between(60, 500), language="en"
    )
    ranked = sorted(fit["text"].to_list(), key=lambda story: (_density(story), story))
    made = [
        *_bulletins(ranked, random.Random(f"look-alikes of {corpus}")),
        *_notices(ranked, random.Random(f"notices of {corpus}")),
        *_frames(ranked, random.Random(f"frames of {corpus}")),
    ]
    records = [
        {"id": f"{number:03} {side}", "text": story}
        for number, both in enumerate(made)
        for side, story in zip(("one", "other"), both, strict=True)
    ]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "made.jsonl"
        file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        read = clean_job([file], settings).tables
    return with_signals(_pairs(read["articles"]), read, settings)


def _bulletins(ranked: list[str], chance: random.Random) -> Iterator[Both]:
    chosen = chance.sample(ranked[-6 * _COUNT :], 2 * _COUNT)
    for number in range(_COUNT):
        story, names = chosen[2 * number], _names(chosen[2 * number + 1])
        if number % 2 == 0:
            story = "\n".join(story.split("\n")[:_FIRST_PARAGRAPHS])
        yield story, _exchanged(story, names, chance, chance.uniform(_FEWEST_EXCHANGED, 1.0))


def _notices(ranked: list[str], chance: random.Random) -> Iterator[Both]:
    openings = [_cut(story, chance.randint(*_NOTICE_WORDS)) for story in ranked]
    telling = [opening for opening in openings if _NAME.search(opening)]
    chosen = chance.sample(telling, 2 * _NOTICES)
    for story, other in zip(chosen[::2], chosen[1::2], strict=True):
        yield story, _exchanged(story, _names(other), chance, 1.0)


def _frames(ranked: list[str], chance: random.Random) -> Iterator[Both]:
    chosen = chance.sample(ranked, 3 * _FRAMES)
    for frame, *stories in zip(chosen[::3], chosen[1::3], chosen[2::3], strict=True):
        around = _cut(frame, chance.randint(*_FRAME_WORDS))
        first, second = (_cut(story, chance.randint(*_FRAMED_WORDS)) for story in stories)
        yield f"{first}\n{around}", f"{second}\n{around}"


def _cut(story: str, words: int) -> str:
    """The first sentences of a story, of about so many words."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) |\n", story):
        kept.append(sentence)
        if len(" ".join(kept).split()) >= words:
            break
    return "\n".join(kept)


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


def _exchanged(story: str, names: list[str], chance: random.Random, rate: float) -> str:
    """The story with some of its facts replaced, each by the same other one throughout."""
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
