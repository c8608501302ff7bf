"""The stage tables as stories: articles, their credits and metadata, their ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import polars as pl

from dedup.names import Names
from dedup.provenance.links import Article, Credit, Story, Tie
from dedup.provenance.metadata import FIELDS
from dedup.stemma import Stemma

ROLES = ("author", "retold", "distributor", "contributor")
_LONGEST_QUOTE = 80
_TEXTS_AT_A_TIME = 4_000
_AROUND = 40
_AS_SEEN = {
    ("left_to_right", "left"): "to",
    ("left_to_right", "right"): "from",
    ("right_to_left", "left"): "from",
    ("right_to_left", "right"): "to",
}

Tables = Mapping[str, pl.DataFrame]


def stories(tables: Tables, names: Names) -> Iterator[Story]:
    """Every story of the run, in order of its number."""
    known = _articles(tables, names)
    ties = _ties(tables, known)
    members: dict[int, dict[int, Article]] = {}
    for row in sorted(known):
        members.setdefault(known[row].story, {})[row] = known[row]
    stemmata = _stemmata(tables, members)
    for number in sorted(members):
        mine = members[number]
        its_ties = {row: ties[row] for row in mine if row in ties}
        yield Story(mine, its_ties, known, names, stemmata.get(number))


class _Reader:
    """Reads the texts of several stories together, and keeps what was read last."""

    def __init__(self, texts: pl.DataFrame) -> None:
        self._texts = texts
        self._last: tuple[list[int], Stemma] = ([], Stemma([], []))

    def read(self, rows: list[int]) -> Stemma:
        """The readings of these articles; the list itself tells whether they are read already."""
        if self._last[0] is not rows:
            wanted = pl.Series("row", rows, dtype=pl.UInt32).to_frame()
            some = self._texts.join(wanted, on="row", how="semi").sort("row")
            self._last = (rows, Stemma(some["row"].to_list(), some["text"].fill_null("")))
        return self._last[1]


def _stemmata(
    tables: Tables, members: Mapping[int, Mapping[int, Article]]
) -> dict[int, Callable[[], Stemma]]:
    """What reads the texts of each story of three or more, together with those that follow it."""
    if "texts" not in tables:
        return {}
    reader = _Reader(tables["texts"])
    found: dict[int, Callable[[], Stemma]] = {}
    rows: list[int] = []
    for number in sorted(members):
        if len(members[number]) > 2:
            if len(rows) >= _TEXTS_AT_A_TIME:
                rows = []
            rows += members[number]
            found[number] = partial(reader.read, rows)
    return found


def _articles(tables: Tables, names: Names) -> dict[int, Article]:
    credits = _credits(tables, names)
    mentions = _mentions(tables, names)
    ruled, own = _ruled(tables)
    evidence: dict[int, list[tuple[str, str]]] = {}
    wanted = tables["evidence"].filter(pl.col("field").is_in([*FIELDS, "url"]))
    for row, field, value in (
        (wanted.drop_nulls("value").unique(["row", "field", "value"]).sort("row", "field", "value"))
        .select("row", "field", "value")
        .iter_rows()
    ):
        evidence.setdefault(row, []).append((field, value))
    joined = (
        tables["articles"]
        .select("row", "article_id")
        .join(tables["mastheads"], on="row", how="left")
        .join(tables["stories"], on="row", how="left")
        .with_columns(pl.coalesce("story", "row").alias("story"))
        .sort("row")
        .select("row", "story", "article_id", "publisher", "earliest", "latest")
    )
    return {
        row: Article(
            row,
            story,
            article_id,
            publisher=names.key(publisher or ""),
            shown=publisher or article_id,
            earliest=earliest,
            latest=latest,
            agency=names.writes_for_others(publisher or ""),
            credits=tuple(credits.get(row, ())),
            mentions=mentions.get(row, frozenset()),
            evidence=tuple(evidence.get(row, ())),
            ruled=ruled.get(row),
            ruled_own=row in own,
        )
        for row, story, article_id, publisher, earliest, latest in joined.iter_rows()
    }


def _ruled(tables: Tables) -> tuple[dict[int, int | str], set[int]]:
    """Sources that people have named by row, and the rows that they hold to have none."""
    rulings = tables.get("rulings")
    if rulings is None:
        return {}, set()
    named, own = {}, set()
    on_sources = rulings.filter(pl.col("right").is_null())
    for row, source, outlet, is_own in on_sources.select(
        "left", "source_row", "source_outlet", "own"
    ).iter_rows():
        if is_own:
            own.add(row)
        else:
            named[row] = outlet if source is None else source
    return named, own


def _mentions(tables: Tables, names: Names) -> dict[int, frozenset[str]]:
    """Keys of those that an article names in passing."""
    found: dict[int, set[str]] = {}
    given = tables["credits"].filter(pl.col("role") == "mention").select("row", "name")
    for row, name in given.iter_rows():
        found.setdefault(row, set()).add(names.key(name))
    return {row: frozenset(keys) for row, keys in found.items()}


def _credits(tables: Tables, names: Names) -> dict[int, list[Credit]]:
    """Credits that bear on origin, each name once for each role, as they stand in the text."""
    given = (
        tables["credits"]
        .filter(pl.col("role").is_in(ROLES))
        .join(tables["articles"].select("row", "text"), on="row", how="left")
        .with_columns(from_=pl.col("start") - pl.min_horizontal("start", pl.lit(_AROUND)))
        .select(
            "row",
            "name",
            "role",
            "start",
            before=pl.col("text").str.slice("from_", pl.col("start") - pl.col("from_")),
            words=pl.col("text").str.slice("start", pl.col("stop") - pl.col("start")),
            after=pl.col("text").str.slice("stop", _AROUND),
        )
        .sort("row", "start", "name", "role")
    )
    found: dict[int, list[Credit]] = {}
    shown: dict[str, str] = {}
    for name in sorted(given["name"].unique()):
        shown.setdefault(names.key(name), names.shown(name))
    for row, name, role, _, *words in given.iter_rows():
        key = names.key(name)
        mine = found.setdefault(row, [])
        if key and not any(c.key == key and c.role == role for c in mine):
            mine.append(Credit(key, shown[key], role, _quote(*words)))
    for row, credited_to, byline in _by_metadata(tables).iter_rows():
        mine = found.setdefault(row, [])
        if not any(c.role in ("author", "retold") for c in mine):
            said = f"byline {byline}" if byline else ""
            mine += [
                Credit(names.key(name), names.shown(name), "author", said)
                for name in credited_to.split("; ")
            ]
    return found


def _by_metadata(tables: Tables) -> pl.DataFrame:
    """row, credited_to, byline of articles that credit somebody, be it in metadata alone."""
    bylines = tables["articles"].select("row", "byline")
    return tables["credited"].join(bylines, on="row", how="left", maintain_order="left")


def _quote(before: str | None, words: str | None, after: str | None) -> str:
    """A credit as it stands, with what stands around it in its line."""
    before, after = before or "", after or ""
    left = before.rsplit("\n", 1)[-1]
    right = after.split("\n", 1)[0]
    if len(left) == _AROUND:
        left = "…" + left.partition(" ")[2]
    if len(right) == _AROUND:
        right = right.rpartition(" ")[0] + "…"
    flat = " ".join((words or "").split())
    flat = flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return " ".join(f"{left}{flat}{right}".split())


def _ties(tables: Tables, known: Mapping[int, Article]) -> dict[int, dict[int, Tie]]:
    """Every directed pair as both of its articles see it, in order of the other's row."""
    first = {
        row: twin
        for row, twin in tables["stories"].select("row", "identical_to").iter_rows()
        if twin is not None
    }
    verdicts = _verdicts(tables, first)
    ties: dict[int, dict[int, Tie]] = {}
    given = tables["directions"].sort("left", "right")
    for left, right, direction, confidence, _, because in given.iter_rows():
        one, other = first.get(left, left), first.get(right, right)
        verdict = verdicts.get((left, right)) or verdicts.get((one, other))
        if one == other:
            verdict = ("copy", 1.0, 1.0, 1.0)
        if verdict is None:
            continue
        relation, sure, left_covered, right_covered = verdict
        told = (because, known[left].article_id, known[right].article_id)
        for side, row, far, own, theirs in (
            ("left", left, right, left_covered, right_covered),
            ("right", right, left, right_covered, left_covered),
        ):
            seen = _AS_SEEN.get((direction, side), direction)
            tie = Tie(far, relation, sure, seen, confidence, own, theirs, *told)
            ties.setdefault(row, {})[far] = tie
    return ties


def _verdicts(
    tables: Tables, first: Mapping[int, int]
) -> dict[tuple[int, int], tuple[str, float, float, float]]:
    """Relation, derived probability, left_covered and right_covered of derived pairs.

    A pair's verdict also holds, in either order, for the first articles of the
    groups of identical texts that its two belong to.
    """
    pairs = (
        tables["relations"]
        .filter(pl.col("relation").is_in(["copy", "partial", "rewrite"]))
        .join(
            tables["signals"].select("left", "right", "left_covered", "right_covered"),
            on=["left", "right"],
            how="left",
        )
        .select(
            "left",
            "right",
            "relation",
            pl.col("derived_probability", "left_covered", "right_covered")
            .fill_nan(None)
            .fill_null(0.0),
        )
        .sort("left", "right")
    )
    found: dict[tuple[int, int], tuple[str, float, float, float]] = {}
    rows = pairs.rows()
    for left, right, *verdict in rows:
        found[left, right] = (verdict[0], verdict[1], verdict[2], verdict[3])
    for left, right, relation, sure, left_covered, right_covered in rows:
        one, other = first.get(left, left), first.get(right, right)
        found.setdefault((one, other), (relation, sure, left_covered, right_covered))
        found.setdefault((other, one), (relation, sure, right_covered, left_covered))
    return found
