"""A finished run over planted articles, held against what is true of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup.commands.evaluate import judged_labels
from dedup.evaluation import scores
from dedup.registry import Registry, load

Sentences = dict[tuple[str, str], set[tuple[int, int]]]
"""Of two articles, the places of the first one's sentences."""


class Tally(NamedTuple):
    """How many of how many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """1 where nothing was asked."""
        return self.right / self.of if self.of else 1.0

    def __add__(self, other: object) -> Tally:  # type: ignore[override]
        assert isinstance(other, Tally)
        return Tally(self.right + other.right, self.of + other.of)


class Planted:
    """The truth in a planted folder and the run in its `reports`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._out = folder / "reports"
        self.chains = pl.read_csv(folder / "chains.csv", infer_schema_length=None).with_columns(
            pl.col("parent", "merged", "credited_agency", "credited_outlet", "published_at")
            .cast(pl.String)
            .fill_null("")
        )
        self._registry: Registry = load()
        sources = pl.read_parquet(self._out / "provenance.parquet")
        self._primary = {
            row["article_id"]: row
            for row in sources.filter(pl.col("source_rank") == "primary").iter_rows(named=True)
        }

    # ---------------------------------------------------------------- verdicts

    def derived(self, *, held_back: bool | None = None, sure: bool = True) -> dict[str, float]:
        """Precision, recall and F1 of derived, over sure labels unless said otherwise."""
        judged, _ = judged_labels(self._out, self._folder / "labels.csv")
        flags = pl.read_csv(self._folder / "labels.csv", infer_schema_length=None).select(
            pl.col("left").alias("left_id"), pl.col("right").alias("right_id"),
            flag="held_back", certain=pl.col("sure") > 1,
        )  # fmt: skip
        judged = judged.join(flags, on=["left_id", "right_id"])
        if sure:
            judged = judged.filter("certain")
        if held_back is not None:
            judged = judged.filter(pl.col("flag") == held_back)
        found = scores(judged)["derived"]
        assert isinstance(found, dict)
        return found

    # ---------------------------------------------------------------- provenance

    def parents(self) -> tuple[Tally, Tally]:
        """Copies whose parent is named right, of those decided; and those decided, of all."""
        told = [right for *_, right in self.parentage()]
        decided = [right for right in told if right is not None]
        return Tally(sum(decided), len(decided)), Tally(len(decided), len(told))

    def parentage(self) -> Iterator[tuple[str, str, str | None, bool | None]]:
        """Each copy, its true parent, the one that the run names, and whether that is right."""
        as_good = self._as_good()
        for article, parent in (
            self.chains.filter(pl.col("hop") > 0).select("article", "parent").iter_rows()
        ):
            told = self._primary.get(article)
            source = told["source_id"] if told else None
            if source is None:
                yield article, parent, None, None
            else:
                right = self._same(source, parent) or source in as_good[article]
                yield article, parent, source, right

    def because(self, article: str) -> str:
        """Why the run names the source that it names."""
        told = self._primary.get(article)
        return f"{told['basis']}: {told['because']}" if told else ""

    def _same(self, source: str, parent: str) -> bool:
        if not (source.startswith("outlet:") and parent.startswith("outlet:")):
            return source == parent
        return self._name(source[7:]) == self._name(parent[7:])

    def _name(self, name: str) -> str:
        entry = self._registry.named(name)
        return entry.name if entry else name

    def _as_good(self) -> dict[str, set[str]]:
        """Articles that a copy could as well be from: earlier, with all that it took of its parent.

        Every sentence of the parent that the copy has, in whatever words, they
        have as the parent has it. Nothing in the texts tells such an article
        from the true parent, unless a credit names that.
        """
        taken, same = self._spans()
        times = dict(self.chains.select("article", "true_time").iter_rows())
        together = {
            article: members
            for members in self.chains.group_by("event").agg("article")["article"].to_list()
            for article in members
        }
        found: dict[str, set[str]] = defaultdict(set)
        for article, parent, outlet in self.chains.select(
            "article", "parent", "credited_outlet"
        ).iter_rows():
            wanted = taken[parent, article]
            if outlet or parent not in times or not wanted:
                continue
            for other in together[article]:
                if times[other] < times[article] and same[parent, other] >= wanted:
                    found[article].add(other)
        return found

    def _spans(self) -> tuple[Sentences, Sentences]:
        """Sentences of one article that another has: in any words, and in the same."""
        passages = pl.read_csv(self._folder / "passages.csv")
        taken: Sentences = defaultdict(set)
        same: Sentences = defaultdict(set)
        for left, right, a, b, c, d, kind in passages.iter_rows():
            for key, span in (((left, right), (a, b)), ((right, left), (c, d))):
                taken[key].add(span)
                if kind == "verbatim":
                    same[key].add(span)
        return taken, same

    def held_back_wires(self) -> Tally:
        """Copies of reports that are not there, with one external origin that is named right.

        Events of which no article names the agency cannot be named, and do not count.
        """
        right = of = 0
        for _, rows in self._by_origin():
            articles = [row["article"] for row in rows]
            if any(row["hop"] == 0 for row in rows) or len(articles) < 2:
                continue
            if not any(row["credited_agency"] for row in rows):
                continue
            origin = self._name(rows[0]["origin"])
            for article in articles:
                told = self._primary.get(article)
                of += 1
                right += bool(told) and told is not None and self._name(told["origin"]) == origin
        return Tally(right, of)

    def _by_origin(self) -> Iterator[tuple[tuple[int, str], list[dict[str, object]]]]:
        grouped: dict[tuple[int, str], list[dict[str, object]]] = defaultdict(list)
        for row in self.chains.filter(pl.col("operation") != "alone").iter_rows(named=True):
            if not row["merged"]:
                grouped[row["event"], row["origin"]].append(row)
        yield from grouped.items()

    def impossible(self) -> int:
        """Circles, and edges from a later article to an earlier one where both bear minutes."""
        times = dict(self.chains.select("article", "published_at").iter_rows())
        wrong = 0
        for article, told in self._primary.items():
            source = told["source_id"]
            earlier, later = times.get(source, ""), times.get(article, "")
            wrong += len(earlier) > 10 and len(later) > 10 and earlier > later
            seen = {article}
            while source in self._primary and source not in seen:
                seen.add(source)
                source = self._primary[source]["source_id"]
            wrong += source in seen
        return wrong

    def independent_origins(self) -> Tally:
        """Groups that hang together: one event in the run, with the right number of origins."""
        groups = self._groups()
        return Tally(groups.height - len(self.wrong_origins()), groups.height)

    def _groups(self) -> pl.DataFrame:
        return pl.read_csv(self._folder / "events.csv").filter(pl.col("articles") > 1)

    def wrong_origins(self) -> list[str]:
        """A sentence for each group of which the run counts other origins, or parts it."""
        articles = pl.read_parquet(self._out / "articles.parquet")
        event_of = dict(articles.select("article_id", "event_id").iter_rows())
        counted = pl.read_parquet(self._out / "events.parquet")
        origins = dict(counted.select("event_id", "independent_origins").iter_rows())
        found = []
        for event, first, expected in (
            self._groups().select("event", "first", "independent_origins").iter_rows()
        ):
            told = sorted({event_of[article] for article in self._members(event, first)})
            if len(told) > 1:
                found.append(f"{first} and its like are {len(told)} events: {', '.join(told)}")
            elif origins[told[0]] != expected:
                found.append(
                    f"{first} and its like have {expected} origins, {told[0]} {origins[told[0]]}"
                )
        return found

    def _members(self, event: int, first: str) -> list[str]:
        rows = self.chains.filter(pl.col("event") == event)
        links: dict[str, set[str]] = defaultdict(set)
        for article, parent, merged in rows.select("article", "parent", "merged").iter_rows():
            for other in filter(None, (parent, merged)):
                links[article].add(other)
                links[other].add(article)
        found, open_ = {first}, [first]
        while open_:
            for other in links[open_.pop()] - found:
                found.add(other)
                open_.append(other)
        return sorted(found & set(rows["article"]))
