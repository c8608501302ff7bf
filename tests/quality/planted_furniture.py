"""Furniture cut from planted articles, held against what was put there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from measure_furniture import UNFOLDED
from planted_truth import Tally

Spans = dict[str, list[tuple[int, int]]]


class Furnished:
    """The furniture in a planted folder, and what the run in its `reports` cut."""

    def __init__(self, folder: Path) -> None:
        cuts = pl.read_csv(folder / "cuts.csv", infer_schema_length=None)
        self._planted = cuts
        self._made = pl.read_parquet(folder / "reports" / "boilerplate.parquet")
        articles = pl.read_ndjson(folder / "articles" / "articles.jsonl")
        self._texts: dict[str, str] = dict(articles.select("id", "text").iter_rows())
        self._passages = pl.read_csv(folder / "passages.csv")

    def found(self, languages: Sequence[str] = (), *, held_back: bool = False) -> Tally:
        """Planted lines of furniture and credits that are cut; headlines aside."""
        cuts = self._planted.filter(pl.col("kind") != "title")
        if languages:
            cuts = cuts.filter(pl.col("language").is_in(languages))
        if held_back:
            cuts = cuts.filter("held_back")
        told = [right for *_, right in self._each(cuts)]
        return Tally(sum(told), len(told))

    def by_kind(self) -> dict[str, Tally]:
        """The same for each kind of furniture."""
        kinds: dict[str, Tally] = defaultdict(lambda: Tally(0, 0))
        for kind, _, right in self._each(self._planted):
            kinds[kind] += Tally(int(right), 1)
        return dict(sorted(kinds.items()))

    def missed(self) -> list[tuple[str, str]]:
        """Kind and words of lines that were left."""
        found = {(kind, text) for kind, text, right in self._each(self._planted) if not right}
        return sorted(found)

    def _each(self, cuts: pl.DataFrame) -> Iterator[tuple[str, str, bool]]:
        made = _spans(self._made)
        for article, start, stop, kind, text in cuts.select(
            "article", "start", "stop", "kind", "text"
        ).iter_rows():
            inside = sum(max(0, min(stop, b) - max(start, a)) for a, b in made[article])
            yield kind, text, 2 * inside >= stop - start

    def story_lost(self) -> Tally:
        """Letters of stories that are cut; what a site ran into the lines of a base is no story."""
        planted = _spans(self._planted.rename({"article": "article_id"}))
        made = _spans(self._made.filter(pl.col("rule") != UNFOLDED))
        lost = letters = 0
        for article, text in self._texts.items():
            story = bytearray(not one.isspace() for one in text)
            for start, stop in planted[article]:
                story[start:stop] = bytes(stop - start)
            letters += sum(story)
            for start, stop in made[article]:
                lost += sum(story[start:stop])
        return Tally(lost, letters)

    def learned_sentences(self) -> list[tuple[str, str, str]]:
        """Article, rule and words of stories' sentences that were cut because they repeat."""
        learned = self._made.filter(pl.col("rule").str.starts_with("learned"))
        rules: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for article, start, stop, rule in learned.select(
            "article_id", "start", "stop", "rule"
        ).iter_rows():
            rules[article].append((start, stop, rule))
        left = self._passages.select(article="left", start="left_start", stop="left_stop")
        right = self._passages.select(article="right", start="right_start", stop="right_stop")
        return [
            (article, rule, self._texts[article][start:stop])
            for article, start, stop in pl.concat([left, right]).unique().sort(pl.all()).iter_rows()
            for a, b, rule in rules[article]
            if 2 * (min(stop, b) - max(start, a)) >= stop - start
        ]


def _spans(cuts: pl.DataFrame) -> Spans:
    found: Spans = defaultdict(list)
    for article, start, stop in cuts.select("article_id", "start", "stop").iter_rows():
        found[article].append((start, stop))
    return found
