"""Files to tables: what all members have read becomes ARTICLES, EVIDENCE and REJECTS.

Whatever comes as columns stays in columns; records that come one by one are put into columns
some at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import polars as pl
from xxhash import xxh3_128

from dedup.formats import early, naming, sheets
from dedup.formats.gathering import Batch, Place, Told, read_one, settled, size
from dedup.formats.records import Claim, Record, Reject, SourceFile
from dedup.formats.sheets import Sheet
from dedup.portions import offsets_of, portions
from dedup.tables import ARTICLES, EVIDENCE, REJECTS

_DIGESTED_AT_A_TIME = 8192
_JOINED_AT_A_TIME = 1 << 19
"""Bytes."""
_HELD = 1024
"""Records that are objects at a time: as columns they take less."""


class Collected:
    """What the files give, as columns."""

    def __init__(
        self, files: Sequence[SourceFile], told: Told, taker: early.Taker | None = None
    ) -> None:
        self.files = files
        self.told = told
        self._taker = taker
        self.rejects: list[tuple[str, int | None, str]] = []
        self.sizes: dict[int, int] = {}
        """Bytes of those files of which they are known without asking, by place."""
        self._several: set[int] = set()
        self._records = [pl.DataFrame(schema={"file": pl.UInt32, **sheets.RECORDS})]
        self._claims = [pl.DataFrame(schema=sheets.CLAIMS)]
        self._height = 0
        self._held: list[Record] = []
        self._held_of: list[int] = []

    def read(
        self,
        place: int,
        read_file: Callable[[SourceFile], Iterable[Sheet | Record | Reject]],
        most_rejects: int,
    ) -> None:
        """Read the file in this place."""
        file = self.files[place]

        def kept(_: SourceFile) -> Iterator[int | Reject]:
            """How many articles there are in what has just been put with the others."""
            for one in read_file(file):
                if isinstance(one, Reject):
                    yield one
                else:
                    yield self._keep(place, one)

        counts, rejects = read_one(file, kept, _total)
        records = _total(counts)
        if records + sum(reject.number is not None for reject in rejects) > 1:
            self._several.add(place)
        for reject in settled(records, rejects, most_rejects):
            self.rejects.append((file.path, reject.number, reject.reason))

    def _keep(self, place: int, one: Sheet | Record) -> int:
        if isinstance(one, Record):
            self._hold(place, one)
            return 1
        self.add([place] * one.records.height, one)
        return one.records.height

    def add(self, places: list[int], sheet: Sheet) -> None:
        """Add a sheet of articles of the files in these places."""
        files = pl.Series("file", places, dtype=pl.UInt32)
        self._records.append(sheet.records.select(files, *sheets.RECORDS))
        self._claims.append(sheet.claims.with_columns(pl.col("article") + self._height))
        self._height += sheet.records.height
        if self._taker is not None:
            early.hand_on(self._taker, self.files, files, sheet, self.told)

    def _hold(self, place: int, record: Record) -> None:
        self._held.append(record)
        self._held_of.append(place)
        if len(self._held) == _HELD:
            self._put_away()

    def _put_away(self) -> None:
        held, of = self._held, self._held_of
        self._held, self._held_of = [], []
        if held:
            self.add(of, sheets.of_records(held))

    def whole(self) -> Sheet:
        """All records in path order with path, label, `several`, and their claims."""
        self._put_away()
        records = pl.concat(self._records).with_row_index("article")
        claims = pl.concat(self._claims)
        self._records, self._claims = [], []
        if not records.select(early.mark().is_sorted()).item():
            records = records.sort(early.mark())
        paths = pl.Series([file.path for file in self.files], dtype=pl.String)
        labels = pl.Series([file.label for file in self.files], dtype=pl.String)
        several = pl.col("file").is_in(pl.Series(sorted(self._several), dtype=pl.UInt32).implode())
        records = records.with_columns(
            path=paths.gather(records["file"]),
            label=labels.gather(records["file"]),
            record=pl.when(several).then("number"),
        )
        return Sheet(records, claims)


def _total(counts: list[int]) -> int:
    return sum(counts)


def assemble(collected: Collected, warnings: Sequence[str]) -> Batch:
    """Name the articles, number their rows and build the tables.

    Args:
        collected: what the files gave.
        warnings: of those who looked for the files.
    """
    records, claims = collected.whole()
    names = naming.name(
        records.select("own_id", "path", "label", pl.col("record").alias("number"), "text")
    )
    rejects = [*collected.rejects, *_repeated(records, names.repeats)]
    rejects.sort(key=lambda r: (r[0], r[1] or 0, r[2]))
    more, missed = _told(records, collected.told)
    named = records.with_columns(article_id=names.ids)
    named = named.filter(pl.col("article_id").is_not_null()) if names.repeats else named
    named = named.sort("article_id").with_row_index("row")
    articles = ARTICLES.check(named)
    evidence = _evidence(named["article"], pl.concat([claims, more]))
    return Batch(
        articles,
        evidence,
        REJECTS.frame(rejects),
        {**_counts(collected, articles, len(rejects)), "digest": _digest(articles, evidence)},
        [*warnings, *missed, *names.warnings],
        named.select(early.mark()).to_series(),
    )


def _repeated(records: pl.DataFrame, repeats: dict[int, int]) -> list[tuple[str, int | None, str]]:
    """A reject for each record that repeats another."""
    found = []
    for place, earlier in repeats.items():
        first = naming.place_of(records["path"][earlier], records["record"][earlier])
        reason = f"listed twice: id {records['own_id'][place]} with the same text is in {first}"
        found.append((records["path"][place], records["record"][place], reason))
    return found


def _told(records: pl.DataFrame, told: Told) -> tuple[pl.DataFrame, list[str]]:
    """The claims of path pattern and sidecar, and warnings."""
    if not (told.from_path or told.sidecar):
        return pl.DataFrame(schema=sheets.CLAIMS), []
    rows = records.select("label", "path", "number", "own_id").iter_rows()
    found, warnings = told.of(Place(*row) for row in rows)
    listed = [
        (article, *claim)
        for article, claims in zip(records["article"], found, strict=True)
        for claim in claims
    ]
    return pl.DataFrame(listed, schema=sheets.CLAIMS, orient="row"), warnings


def _evidence(articles: pl.Series, claims: pl.DataFrame) -> pl.DataFrame:
    """EVIDENCE: the claims of the articles that have a row, `articles` being theirs in order."""
    rows = pl.DataFrame({"article": articles}).with_row_index("row")
    found = claims.join(rows, on="article", how="inner", maintain_order="left")
    return EVIDENCE.check(found.sort("row", maintain_order=True).select("row", *Claim._fields))


def _digest(articles: pl.DataFrame, evidence: pl.DataFrame) -> str:
    """One digest of all that later stages see: ids, texts, titles and claims."""
    digest = xxh3_128()
    columns = [articles[name] for name in ("article_id", "text", "title", "byline")]
    columns += [evidence[name] for name in ("field", "basis", "value")]
    digest.update(evidence["row"].to_numpy().astype("<u4").tobytes())
    for column in columns:
        for begin in range(0, len(column), _DIGESTED_AT_A_TIME):
            some = column[begin : begin + _DIGESTED_AT_A_TIME].fill_null("")
            sizes = some.str.len_bytes().to_numpy()
            digest.update(sizes.astype("<u4").tobytes())
            # Joined a few at a time: large pieces of memory are dear to get and give back.
            for few in portions(offsets_of(sizes), _JOINED_AT_A_TIME):
                digest.update(some[few].str.join("").cast(pl.Binary).item())
    return digest.hexdigest()


def _counts(collected: Collected, articles: pl.DataFrame, rejects: int) -> dict[str, object]:
    """How much was read, and of which kinds."""
    encodings = articles["encoding"].value_counts().sort("encoding")
    known = collected.sizes
    unknown = [file for at, file in enumerate(collected.files) if at not in known]
    return {
        "files": len(collected.files),
        "bytes": sum(known.values()) + sum(size(file) for file in unknown),
        "kinds": dict(sorted(Counter(file.suffix for file in collected.files).items())),
        "articles": articles.height,
        "rejects": rejects,
        "encodings": dict(encodings.iter_rows()),
    }
