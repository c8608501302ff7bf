"""A person's rulings on pairs and sources, which a run obeys: RULINGS, and what they change.

A CSV with the columns `left`, `right`, `relation` and `source` (further ones
are the editor's own). `left` and `right` are article_ids. A row rules on

- a pair: `relation` is copy, partial, rewrite, same_event or different;
  `source` may say which way: the one of the two that is the source, `common`
  for a third text, or `outlet:NAME` for one that is known;
- one article, `right` being empty: `source` is another article, `outlet:NAME`,
  or `own`.

A cell that is empty rules nothing. Where two rows rule on the same thing the
later one holds. Rows on articles that a run does not have wait for one that has.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dedup.errors import SettingsError
from dedup.tables import DIRECTIONS, RELATIONS, RULINGS

OUTLET = "outlet:"
COMMON, OWN = "common", "own"
RELATION_NAMES = ("copy", "partial", "rewrite", "same_event", "different")
DERIVED = RELATION_NAMES[:3]
_COLUMNS = ("left", "right", "relation", "source")
_PAIR = ["left", "right"]


@dataclass(frozen=True)
class Read:
    """RULINGS of a run, and how many rows of the file speak of articles that it does not have."""

    rulings: pl.DataFrame
    waiting: int = 0
    overruled: int = 0


@dataclass
class _Sheet:
    """What the rows of a file come to, the later over the earlier."""

    relations: dict[tuple[int, int], str] = field(default_factory=dict)
    directions: dict[tuple[int, int], str] = field(default_factory=dict)
    sources: dict[int, int | str] = field(default_factory=dict)
    overruled: int = 0

    def set(self, where: str, key: object, value: object) -> None:
        """Note one verdict."""
        noted = getattr(self, where)
        self.overruled += key in noted and noted[key] != value
        noted[key] = value


def read(path: Path | None, articles: pl.DataFrame) -> Read:
    """The rulings of a file on the articles of a run.

    Args:
        path: the CSV; None is a file without rows.
        articles: ARTICLES.

    Raises:
        SettingsError: the file cannot be read, lacks a column, or a row makes
            no sense; says which line.
    """
    if path is None:
        return Read(RULINGS.empty())
    rows = dict(articles.select("article_id", "row").iter_rows())
    sheet, waiting = _Sheet(), 0
    for line, cells in _lines(path):
        try:
            waiting += not _noted(sheet, cells, rows)
        except ValueError as error:
            raise SettingsError(f"rulings {path}, line {line}: {error}") from error
    return Read(_table(sheet), waiting, sheet.overruled)


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names = [name.strip().lower() for name in reader.fieldnames or []]
            if "left" not in names or not {"relation", "source"} & set(names):
                raise SettingsError(
                    f"rulings {path}: needs the columns left, right, relation and source; "
                    f"it has {', '.join(names) or 'none'}"
                )
            reader.fieldnames = names
            return [
                (reader.line_num, {name: (row.get(name) or "").strip() for name in _COLUMNS})
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"rulings {path} cannot be read: {error}") from error


def _noted(sheet: _Sheet, cells: Mapping[str, str], rows: Mapping[str, int]) -> bool:
    """Whether a row could be noted: False where an article of it is not in the run.

    Raises:
        ValueError: it makes no sense.
    """
    left, right, relation, source = (cells[name] for name in _COLUMNS)
    if not (left or right or relation or source):
        return True
    if not left:
        raise ValueError("left is empty")
    _check_relation(right, relation, source)
    one = _row(left, rows)
    if not right:
        return _noted_source(sheet, one, source, rows)
    other = _row(right, rows)
    if source and source not in (left, right, COMMON) and not source.startswith(OUTLET):
        raise ValueError(f"source {source} is neither left, right, {COMMON} nor {OUTLET}NAME")
    if one is None or other is None:
        return False
    if one == other:
        raise ValueError("left and right are one article")
    pair = (min(one, other), max(one, other))
    if relation:
        sheet.set("relations", pair, relation)
    if source:
        _noted_way(sheet, pair, source, one if source == left else other)
    return True


def _check_relation(right: str, relation: str, source: str) -> None:
    """Raise ValueError where the relation is none or does not go with the other cells."""
    if not relation and not source:
        raise ValueError("neither relation nor source is given")
    if relation and relation not in RELATION_NAMES:
        raise ValueError(f"{relation} is no relation; they are {', '.join(RELATION_NAMES)}")
    if relation and not right:
        raise ValueError("a relation needs a right article")
    if relation and relation not in DERIVED and source:
        raise ValueError(f"{relation} has no source")


def _noted_source(sheet: _Sheet, row: int | None, source: str, rows: Mapping[str, int]) -> bool:
    """The source of one article."""
    if source == COMMON:
        raise ValueError(f"{COMMON} needs a right article")
    if row is None:
        return False
    if source == OWN or (source.startswith(OUTLET) and len(source) > len(OUTLET)):
        sheet.set("sources", row, source)
        return True
    taken = _row(source, rows)
    if taken is None:
        return False
    if taken == row:
        raise ValueError(f"an article is not its own source; {OWN} says that it is nobody else's")
    _noted_way(sheet, (min(row, taken), max(row, taken)), source, taken)
    return True


def _noted_way(sheet: _Sheet, pair: tuple[int, int], source: str, taken: int) -> None:
    """Which way a pair went; `taken` is the row of the source where it is one of the two."""
    left, right = pair
    if source == COMMON or source.startswith(OUTLET):
        sheet.set("directions", pair, "common_source")
        if source != COMMON:
            sheet.set("sources", left, source)
            sheet.set("sources", right, source)
        return
    sheet.set("directions", pair, "left_to_right" if taken == left else "right_to_left")
    sheet.set("sources", right if taken == left else left, taken)


def _row(article_id: str, rows: Mapping[str, int]) -> int | None:
    """The row of an article_id, also as a CSV report guards it against spreadsheets."""
    row = rows.get(article_id)
    if row is None and article_id.startswith("'"):
        return rows.get(article_id[1:])
    return row


def _table(sheet: _Sheet) -> pl.DataFrame:
    pairs = sorted({*sheet.relations, *sheet.directions})
    found: list[tuple[object, ...]] = [
        (*pair, sheet.relations.get(pair), sheet.directions.get(pair), None, None, None)
        for pair in pairs
    ]
    for row, source in sorted(sheet.sources.items()):
        is_row = isinstance(source, int)
        outlet = None if is_row or source == OWN else str(source).removeprefix(OUTLET)
        found.append((row, None, None, None, source if is_row else None, outlet, source == OWN))
    return RULINGS.frame(found)


def pairs(rulings: pl.DataFrame, known: pl.DataFrame) -> list[tuple[int, int]]:
    """The pairs that are ruled on and that PAIRS does not have: they must be judged too."""
    asked = rulings.drop_nulls("right").select(_PAIR)
    return asked.join(known.select(_PAIR), on=_PAIR, how="anti").sort(_PAIR).rows()


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


def rule_relations(relations: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """RELATIONS as ruled: the relation given, with certainty.

    A pair that only its way is ruled of is derived; what the verdict holds to
    be an event or less becomes a rewrite.
    """
    ruled = rulings.drop_nulls("right").select(*_PAIR, ruled="relation", way="direction")
    judged = relations.join(ruled, on=_PAIR, how="left", maintain_order="left")
    implied = (
        pl.when(pl.col("way").is_not_null())
        .then(
            pl.when(pl.col("relation").is_in(DERIVED)).then("relation").otherwise(pl.lit("rewrite"))
        )
        .otherwise(None)
    )
    told = judged.with_columns(ruled=pl.coalesce("ruled", implied))
    sure = pl.col("ruled").is_not_null()
    derived = pl.col("ruled").is_in(DERIVED).cast(pl.Float32)
    return RELATIONS.check(
        told.with_columns(
            relation=pl.coalesce("ruled", "relation"),
            probability=pl.when(sure).then(pl.lit(1.0, pl.Float32)).otherwise("probability"),
            derived_probability=pl.when(sure).then(derived).otherwise("derived_probability"),
        )
    )


def rule_directions(directions: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """DIRECTIONS as ruled, with certainty; a pair that had no row gets one."""
    ruled = rulings.drop_nulls("direction").select(*_PAIR, ruled="direction")
    joined = directions.join(ruled, on=_PAIR, how="full", coalesce=True)
    sure = pl.col("ruled").is_not_null()
    return DIRECTIONS.check(
        joined.with_columns(
            direction=pl.coalesce("ruled", "direction"),
            direction_confidence=pl.when(sure)
            .then(pl.lit(1.0, pl.Float32))
            .otherwise("direction_confidence"),
            version=pl.col("version").fill_null(value=False),
            direction_because=pl.when(sure)
            .then(pl.lit("the rulings file says so"))
            .otherwise("direction_because"),
        ).sort(_PAIR)
    )


def rule_reasons(reasons: pl.DataFrame, rulings: pl.DataFrame, alone: pl.DataFrame) -> pl.DataFrame:
    """Reasons (left, right, because) that say first what a person ruled, and what the run thought.

    Args:
        reasons: those of the verdicts.
        rulings: RULINGS.
        alone: RELATIONS as they were before.
    """
    ruled = rulings.drop_nulls("right").select(*_PAIR, ruled=pl.lit(value=True))
    before = alone.select(*_PAIR, "relation", "probability")
    joined = (
        reasons.join(ruled, on=_PAIR, how="left", maintain_order="left")
        .join(before, on=_PAIR, how="left", maintain_order="left")
        .with_columns(
            said=pl.format(
                "ruled so by a person; by itself the run says {} ({})",
                pl.col("relation").str.replace("_", " ", literal=True),
                pl.col("probability").cast(pl.Float64).round(2),
            )
        )
    )
    told = pl.concat_str(["said", "because"], separator="; ", ignore_nulls=True)
    because = pl.when("ruled").then(told).otherwise("because")
    return joined.with_columns(because=because).select(reasons.columns)


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
