"""Which articles are worth comparing, and the cheap evidence on each pair.

Two articles are candidates if they share a band or enough of their strongest
terms, and their dates allow it. Their Jaccard, containments and TF-IDF cosine
are taken exactly, on all shingles and all terms; a pair that shows neither
shared words nor shared text goes no further. Identical texts are grouped
first: the group's first row stands for it, and every other member has one row
with that one.

Proposed pairs are nine bytes each; what they share is measured a block of them
at a time, on the texts that are in any pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup.pairs.candidates import FINDERS, Proposed, Window, joined, propose
from dedup.pairs.evidence import Evidence, Measures
from dedup.pairs.vectors import vectors
from dedup.settings import PairSettings, Settings
from dedup.tables import PAIRS, ROW

Tables = Mapping[str, pl.DataFrame]
Numbers = npt.NDArray[np.int64]
IDENTICAL = "identical"
_PAIRS_AT_A_TIME = 1_000_000
_NOWHERE = 2**32 - 1
"""A row that no article has."""


def find_pairs(
    keys: pl.DataFrame, tables: Tables, settings: Settings
) -> tuple[pl.DataFrame, dict[str, object]]:
    """Candidates with their evidence.

    Args:
        keys: KEYS.
        tables: `texts` (TEXTS), `terms` (TERMS), `vocabulary` (VOCABULARY) and `mastheads`
            (MASTHEADS).
        settings: `keys`, `pairs` and `sketches` are read.

    Returns:
        PAIRS sorted by left, right, and what was counted on the way:
        `proposed_pairs`, of these `outside_window`, `too_weak` for an
        alignment and `over_most_per_article`; and `identical_pairs`.
    """
    groups = _groups(tables["texts"])
    rows = keys["row"].unique().sort().to_numpy().astype(np.int64)
    window = Window(_dates(groups, tables["mastheads"]), rows, settings.keys.window_days)
    proposed, near = _proposed(keys, rows, window, settings)
    sifted = [PAIRS.empty(), *_sifted(near, rows, tables, settings)]
    strong = pl.concat(sifted)
    kept = _strongest(strong, settings.pairs.most_per_article)
    identical = _identical(groups)
    facts: dict[str, object] = {
        "proposed_pairs": proposed,
        "outside_window": proposed - len(near.left),
        "too_weak": len(near.left) - strong.height,
        "over_most_per_article": strong.height - kept.height,
        "identical_pairs": identical.height,
    }
    return pl.concat([kept, identical]).sort("left", "right"), facts


def _proposed(
    keys: pl.DataFrame, rows: Numbers, window: Window, settings: Settings
) -> tuple[int, Proposed]:
    """How many pairs the keys propose, and those of them that the window allows."""
    proposed = 0
    near = []
    for part in propose(keys, rows, settings.keys):
        proposed += len(part.left)
        near.append(part.those(window.allows(part)))
    return proposed, joined(near)


def _sifted(
    near: Proposed, rows: Numbers, tables: Tables, settings: Settings
) -> Iterator[pl.DataFrame]:
    """PAIRS that are worth an alignment, some at a time; read are the texts that are in any."""
    involved = np.zeros(len(rows), dtype=np.bool_)
    involved[near.left] = involved[near.right] = True
    asked = rows[involved]
    chosen = tables["texts"].filter(pl.col("row").is_in(pl.Series(asked).cast(ROW).implode()))
    weights = vectors(tables["terms"], tables["vocabulary"], asked)
    evidence = Evidence(chosen.sort("row")["text"], weights, settings.sketches.shingle_words)
    number = np.cumsum(involved) - 1
    names = pl.Series([FINDERS.get(finder, "") for finder in range(1 + max(FINDERS))])
    for start in range(0, len(near.left), _PAIRS_AT_A_TIME):
        left, right, finders = (column[start : start + _PAIRS_AT_A_TIME] for column in near)
        measures = evidence.of(number[left], number[right])
        found = _frame(rows[left], rows[right], names[finders], measures)
        yield found.filter(_worth_aligning(measures, settings.pairs))


def measure(rows: Sequence[tuple[int, int]], tables: Tables, settings: Settings) -> pl.DataFrame:
    """PAIRS of given rows (left < right), whatever finders would have said of them.

    `found_by` is empty, or `identical` where the two story texts are. A text
    that gets no verdict has no terms: its cosine is 0.
    """
    schema = {"left": pl.UInt32, "right": pl.UInt32}
    given = pl.DataFrame(list(rows), schema=schema, orient="row").unique().sort("left", "right")
    asked = pl.concat([given["left"], given["right"].alias("left")]).unique().sort()
    chosen = tables["texts"].filter(pl.col("row").is_in(asked.implode())).sort("row")
    if chosen.height < len(asked):
        raise KeyError("measure: a row that TEXTS does not have")
    groups = _groups(tables["texts"])
    firsts = chosen.select("row").join(groups, on="row", how="left", maintain_order="left")
    # Terms stand under the first row of identical texts; a text that gets no verdict has none.
    filed = firsts["first"].fill_null(_NOWHERE).to_numpy()
    weights = vectors(tables["terms"], tables["vocabulary"], filed)
    evidence = Evidence(chosen["text"], weights, settings.sketches.shingle_words)
    numbers = chosen["row"].to_numpy()
    left = np.searchsorted(numbers, given["left"].to_numpy())
    right = np.searchsorted(numbers, given["right"].to_numpy())
    digests = chosen["digest"].to_numpy()
    words = chosen["words"].to_numpy()
    same = (digests[left] == digests[right]) & (words[left] > 0)
    names = pl.Series(["", IDENTICAL])[same.astype(np.uint8)]
    return _frame(numbers[left], numbers[right], names, evidence.of(left, right))


def _groups(texts: pl.DataFrame) -> pl.DataFrame:
    """row, first: every text that gets a verdict, and the smallest row with the same words."""
    fit = texts.filter(pl.col("unfit").is_null()).select("row", "digest").sort("row")
    return fit.select("row", pl.col("row").min().over("digest").alias("first"))


def _dates(groups: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """row, earliest, latest of each group's first: all that its members' dates allow."""
    dated = groups.join(mastheads.select("row", "earliest", "latest"), on="row", how="left")
    return dated.group_by(pl.col("first").alias("row")).agg(
        pl.when(pl.col("earliest").is_not_null().all()).then(pl.col("earliest").min()),
        pl.when(pl.col("latest").is_not_null().all()).then(pl.col("latest").max()),
    )


def _frame(
    left: npt.NDArray[np.integer],
    right: npt.NDArray[np.integer],
    found_by: pl.Series,
    measures: Measures,
) -> pl.DataFrame:
    columns = {"left": left, "right": right, "found_by": found_by, **measures._asdict()}
    return pl.DataFrame(columns, schema=PAIRS.schema)


def _worth_aligning(measures: Measures, settings: PairSettings) -> pl.Series:
    contained = np.maximum(measures.left_contained, measures.right_contained)
    return pl.Series(
        (measures.cosine >= settings.least_cosine) | (contained >= settings.least_contained)
    )


def _strongest(pairs: pl.DataFrame, most: int) -> pl.DataFrame:
    """The pairs that are among the strongest of one of their two articles at least."""
    numbered = pairs.with_row_index("pair").select(
        "pair",
        "left",
        "right",
        pl.max_horizontal("cosine", "left_contained", "right_contained").alias("strength"),
    )
    ends = pl.concat(
        [
            numbered.select("pair", "strength", row="left", other="right"),
            numbered.select("pair", "strength", row="right", other="left"),
        ]
    )
    place = pl.int_range(pl.len()).over("row")
    ranked = ends.sort("row", "strength", "other", descending=[False, True, False])
    kept = ranked.filter(place < most)["pair"].unique().sort()
    return pairs[kept]


def _identical(groups: pl.DataFrame) -> pl.DataFrame:
    """One row from each member of a group of identical texts to the group's first."""
    members = groups.filter(pl.col("row") != pl.col("first"))
    found = members.select(
        pl.col("first").alias("left"),
        pl.col("row").alias("right"),
        pl.lit(IDENTICAL).alias("found_by"),
        *(pl.lit(1.0, pl.Float32).alias(name) for name in Measures._fields),
    )
    return PAIRS.check(found)
