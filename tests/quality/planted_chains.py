"""How far a run finds the ways of planted cascades: its reports against the planted truth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dedup.dates import interval
from dedup.names import Names

OUTLET = "outlet:"
Reports = Mapping[str, pl.DataFrame]


class Scores(NamedTuple):
    """Counts over the articles and events of a planted run."""

    articles: int
    right: int
    """Whose primary source is the one that they were taken from; own texts that are called own."""
    undecided: int
    """That were taken from somebody, and are called nobody's."""
    descendants: int
    """Of agencies that any article at hand names, directly or over others."""
    rooted: int
    """Of these, whose chain begins with the agency."""
    merges: int
    merges_told: int
    """Merged articles, and those of which a row, be it a secondary one, names the second source."""
    circles: int
    against_time: int
    """Articles on a circle of primary sources, and rows whose source is reliably later."""
    events: int
    events_exact: int
    """Events, and those whose number of independent origins is exact."""

    @property
    def parent_right(self) -> float:
        """Share of all articles."""
        return self.right / max(1, self.articles)

    @property
    def right_of_decided(self) -> float:
        """Share of those that are not undecided."""
        return self.right / max(1, self.articles - self.undecided)

    @property
    def undecided_share(self) -> float:
        """Share of all articles."""
        return self.undecided / max(1, self.articles)

    @property
    def root_right(self) -> float:
        """Share of the descendants of agencies that somebody names."""
        return self.rooted / max(1, self.descendants)

    @property
    def origins_exact(self) -> float:
        """Share of the events."""
        return self.events_exact / max(1, self.events)


def read(out: Path) -> dict[str, pl.DataFrame]:
    """The reports of a finished run that `score` needs."""
    return {
        name: pl.read_parquet(out / f"{name}.parquet")
        for name in ("articles", "provenance", "events")
    }


def score(reports: Reports, truth: Path) -> Scores:
    """A run over planted articles against what `dedup plant` wrote beside them."""
    chains = pl.read_csv(truth / "chains.csv", infer_schema=False).fill_null("")
    names = Names()
    rows = list(chains.iter_rows(named=True))
    primary = {
        row["article_id"]: row
        for row in reports["provenance"].filter(source_rank="primary").iter_rows(named=True)
    }
    sources = {name: _source(row) for name, row in primary.items()}
    right = undecided = merges = told = 0
    second = _second(reports["provenance"])
    for row in rows:
        got = sources[row["article"]]
        wanted = [row[key] for key in ("parent", "merged") if row[key]] or [""]
        hit = any(_same(got, one, names) for one in wanted)
        right += hit
        undecided += not hit and not got
        if row["merged"]:
            merges += 1
            found = [got, *second.get(row["article"], ())]
            told += all(any(_same(f, one, names) for f in found) for one in wanted)
    rooted, descendants = _roots(rows, sources, names)
    events, exact = _events(reports, truth, {row["event"]: row["origin"] for row in rows})
    return Scores(
        len(rows),
        right,
        undecided,
        descendants,
        rooted,
        merges,
        told,
        _circles(sources),
        _against_time(reports),
        events,
        exact,
    )


def _source(row: Mapping[str, object]) -> str:
    return "" if row["basis"] == "own" else str(row["source_id"] or "")


def _second(provenance: pl.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = provenance.filter(source_rank="secondary").select("article_id", "source_id")
    for article, source in rows.iter_rows():
        found.setdefault(article, []).append(source or "")
    return found


def _same(got: str, wanted: str, names: Names) -> bool:
    """One article, or one outlet whatever it is called."""
    if got == wanted:
        return True
    if not (got.startswith(OUTLET) and wanted.startswith(OUTLET)):
        return False
    return names.key(got.removeprefix(OUTLET)) == names.key(wanted.removeprefix(OUTLET))


def _roots(rows: list[dict[str, str]], sources: Mapping[str, str], names: Names) -> tuple[int, int]:
    """Descendants of agencies whose chain begins where it did, and all of them."""
    parents = {row["article"]: row["parent"] for row in rows}
    told = {row["event"] + names.key(row["credited_agency"]) for row in rows}
    rooted = descendants = 0
    for row in rows:
        if not row["parent"] or row["event"] + names.key(row["origin"]) not in told:
            continue
        descendants += 1
        rooted += _same(_root(row["article"], sources), _root(row["article"], parents), names)
    return rooted, descendants


def _root(article: str, sources: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while article not in seen and sources.get(article):
        seen.add(article)
        article = sources[article]
    return article


def _circles(sources: Mapping[str, str]) -> int:
    found = 0
    for start in sources:
        at, steps = sources[start], 0
        while at and at != start and steps <= len(sources):
            at, steps = sources.get(at, ""), steps + 1
        found += at == start
    return found


def _against_time(reports: Reports) -> int:
    spans = {
        article: interval(at, precision)
        for article, at, precision in reports["articles"]
        .select("article_id", "published_at", "published_precision")
        .drop_nulls()
        .iter_rows()
    }
    rows = reports["provenance"].select("article_id", "source_id").drop_nulls().iter_rows()
    return sum(
        spans[source][0] > spans[copy][1] for copy, source in rows if {copy, source} <= set(spans)
    )


def _events(reports: Reports, truth: Path, origins: Mapping[str, str]) -> tuple[int, int]:
    """Groups that hang together, and those whose event has just as many independent origins."""
    del origins
    planted = pl.read_csv(truth / "events.csv", infer_schema=False)
    event_of = dict(reports["articles"].select("article_id", "event_id").iter_rows())
    counted = dict(reports["events"].select("event_id", "independent_origins").iter_rows())
    exact = 0
    for first, origins_there in planted.select("first", "independent_origins").iter_rows():
        exact += counted[event_of[first]] == int(origins_there)
    return planted.height, exact
