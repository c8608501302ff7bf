"""What the records of a file are to those known: new, another version, elsewhere, or quite another.

A record is known by its own id, or by its number in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl
import xxhash

from dedup.formats import Entry
from dedup.formats.records import Claim
from dedup.state import bodies
from dedup.state.database import Database
from dedup.state.schema import RECORDS
from dedup.words import words

_ALIKE = 0.05
"""Share of the smaller text's word triples that two texts under one name must have in common
to be versions of one article; below, the name was given to another article."""
_LONGEST_COMPARED = 20_000

FRESH = pl.Schema([*RECORDS.items(), ("text", pl.String)])


class Told(NamedTuple):
    """What records come to.

    Attributes:
        fresh: FRESH: records that are new, or another version of a known one.
        moved: article, number, position of unchanged records that stand elsewhere in their file.
        parted: articles whose place in a file belongs to another article now.
    """

    fresh: pl.DataFrame
    moved: pl.DataFrame
    parted: list[int]


def read(
    entries: Sequence[tuple[str, Entry]],
    claims: Sequence[Sequence[Claim]],
    folder_of: Mapping[str, str],
) -> pl.DataFrame:
    """FRESH of all entries, not numbered yet."""
    met: Counter[tuple[str, str]] = Counter()
    rows = []
    for (place, entry), mine in zip(entries, claims, strict=True):
        record = entry.record
        slot = f"#{record.number}"
        if record.own_id is not None:
            met[place, record.own_id] += 1
            slot = f"id {record.own_id} {met[place, record.own_id]}"
        evidence = [{"field": c.field, "basis": c.basis, "value": c.value} for c in mine]
        stated = (record.title, record.byline, record.language, record.extra)
        content = xxhash.xxh3_128(
            repr((record.own_id, record.text, stated, [tuple(c) for c in mine])).encode(
                "utf-8", "surrogatepass"
            )
        )
        rows.append(
            {
                "article": 0,
                "place": place,
                "folder": folder_of[entry.file.label],
                "path": entry.file.path,
                "number": entry.number,
                "position": record.number,
                "slot": slot,
                "own_id": record.own_id,
                "content": content.hexdigest(),
                "text_digest": xxhash.xxh3_64_intdigest(record.text.encode("utf-8")),
                "title": record.title,
                "byline": record.byline,
                "language": record.language,
                "encoding": record.encoding,
                "extra": record.extra,
                "evidence": evidence,
                "first_run": 0,
                "changed_run": 0,
                "version": 1,
                "text": record.text,
            }
        )
    return pl.DataFrame(rows, schema=FRESH, orient="row")


def against_known(database: Database, records: pl.DataFrame, run: int) -> Told:
    """Which records are new, which are versions, which only stand elsewhere."""
    database.given("read_places", records.select("place").unique())
    known = database.frame(
        "SELECT place, slot, article AS known, content AS known_content, number AS known_number, "
        "position AS known_position, first_run AS known_first, version AS known_version "
        "FROM records SEMI JOIN read_places USING (place)"
    )
    wanted = records.join(
        database.frame("SELECT forgotten.* FROM forgotten SEMI JOIN read_places USING (place)"),
        on=["place", "slot"],
        how="anti",
        maintain_order="left",
    )
    joined = wanted.join(known, on=["place", "slot"], how="left", maintain_order="left")
    same = pl.col("content").eq_missing(pl.col("known_content"))
    stays = pl.col("number").eq_missing(pl.col("known_number")) & (
        pl.col("position") == pl.col("known_position")
    )
    moved = joined.filter(same & ~stays).select("number", "position", article="known")
    changed = joined.filter(~same)
    parted = _parted(database, changed)
    changed = changed.with_columns(known=pl.when(~pl.col("known").is_in(parted)).then("known"))
    last = database.one("SELECT coalesce(max(article), 0) FROM records")
    new = pl.col("known").is_null()
    numbered = changed.with_columns(
        article=pl.when(new).then(new.cum_sum().cast(pl.Int64) + last).otherwise("known"),
        first_run=pl.when(new).then(pl.lit(run)).otherwise("known_first").cast(pl.Int32),
        changed_run=pl.lit(run, pl.Int32),
        version=pl.when(new).then(1).otherwise(pl.col("known_version") + 1).cast(pl.Int32),
    )
    return Told(numbered.select(FRESH.names()).cast(FRESH), moved, parted)


def _parted(database: Database, changed: pl.DataFrame) -> list[int]:
    """Known articles whose number in a file stands for quite another text now."""
    doubted = changed.filter(pl.col("known").is_not_null() & pl.col("slot").str.starts_with("#"))
    if doubted.is_empty():
        return []
    database.given("doubted", doubted.select(article="known"))
    before = dict(
        bodies.unpack(
            database.frame("SELECT article, packed FROM bodies SEMI JOIN doubted USING (article)")
        ).rows()
    )
    pairs = doubted.select("known", "text").iter_rows()
    return [known for known, text in pairs if not _alike(before.get(known, ""), text)]


def _alike(one: str, other: str) -> bool:
    mine, theirs = _triples(one), _triples(other)
    smaller = min(len(mine), len(theirs))
    return not smaller or len(mine & theirs) >= _ALIKE * smaller


def _triples(text: str) -> set[tuple[str, str, str]]:
    folded = [word.folded for word in words(text[:_LONGEST_COMPARED])]
    return set(zip(folded, folded[1:], folded[2:], strict=False))
