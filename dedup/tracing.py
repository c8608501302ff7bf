"""Directions and provenance, some whole stories at a time, each batch in any process.

Who took from whom and where a text comes from is told within a story, so that
a batch of whole stories, with all that is tied to them, needs no other. What
`trace_stories` says does not depend on how stories are dealt out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from dedup import directions, provenance, registry, rulings
from dedup.engines import at_work, map_batches
from dedup.engines.local import cores
from dedup.registry import Registry
from dedup.relations import DERIVED
from dedup.settings import Settings
from dedup.tables import DIRECTIONS
from dedup.timings import Timings

Tables = Mapping[str, pl.DataFrame]
_ARTICLES_A_BATCH = 4_000
_LEAST_A_BATCH = 1_000
_BATCHES_A_CORE = 2
_WORTH_PARTING = 8_000
"""Articles from which more than one process is sooner done, starting them included,"""
_WORTH_DEALING = 2 * _LEAST_A_BATCH
"""and where they stand ready."""
_TABLES = ("evidence", "credits", "credited", "mastheads", "stories")


def trace(
    tables: Tables, settings: Settings, timings: Timings | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """STORIES, RELATIONS, SIGNALS, CREDITS and what they need → DIRECTIONS, PROVENANCE."""
    derived = _derived(tables)
    alone = provenance.settle(
        {**tables, "relations": derived}, settings.provenance, known_names(settings)
    )
    batches = story_batches(tables, settings, alone["row"])
    done = map_batches(trace_stories, batches, settings.engine)
    if timings is not None:
        total = tables["articles"].height - alone.height
        done = timings.follow(done, total, lambda part: part[1]["row"].n_unique())
    parts = list(done)
    return (
        pl.concat([DIRECTIONS.empty(), *(part[0] for part in parts)]).sort("left", "right"),
        pl.concat([alone, *(part[1] for part in parts)]).sort("row", maintain_order=True),
    )


def trace_stories(
    tables: dict[str, pl.DataFrame], settings: Settings
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """DIRECTIONS and PROVENANCE of some whole stories."""
    known = known_names(settings)
    found = directions.direct(tables, settings.directions, known)
    ruled = rulings.rule_directions(found, tables["rulings"])
    directed = {**tables, "directions": ruled}
    return ruled, provenance.trace(directed, settings.provenance, known)


def known_names(settings: Settings) -> Registry:
    """The shipped registry with the user's additions."""
    path = settings.credits.registry
    return registry.load(Path(path) if path else None)


def story_batches(
    tables: Tables, settings: Settings, settled: pl.Series | None = None
) -> Iterator[tuple[object, ...]]:
    """What is needed of whole stories, some at a time; of few articles all at once.

    Left out are the rows that are `settled`, each a story of its own.
    """
    derived = _derived(tables)
    covered = tables["signals"].select("left", "right", "left_covered", "right_covered")
    covered = covered.join(derived, on=["left", "right"], how="semi")
    pairs = {"relations": derived, "signals": covered}
    open_ = np.zeros(_rows(tables["articles"]), dtype=np.bool_)
    open_[tables["articles"]["row"].to_numpy()] = True
    if settled is not None:
        open_[settled.to_numpy()] = False
    if not open_.any():
        return
    read = _read(tables["texts"], derived)
    worth = _WORTH_DEALING if at_work(settings.engine) else _WORTH_PARTING
    if open_.sum() <= worth:
        yield _batch(tables, pairs, open_, read), settings
        return
    fair = int(open_.sum()) // (_BATCHES_A_CORE * cores(settings.engine.workers))
    size = min(max(fair, _LEAST_A_BATCH), _ARTICLES_A_BATCH)
    batch_of = _batches(tables, derived, open_, size)
    for number in range(int(batch_of.max(initial=0)) + 1):
        yield _batch(tables, pairs, batch_of == number, read), settings


def _derived(tables: Tables) -> pl.DataFrame:
    return tables["relations"].filter(pl.col("relation").is_in(DERIVED))


def _batch(
    tables: Tables, pairs: Tables, chosen: npt.NDArray[np.bool_], read: npt.NDArray[np.bool_]
) -> dict[str, pl.DataFrame]:
    """The lines of some articles in all tables, without texts that nobody looks at."""

    def of(frame: pl.DataFrame, column: str = "row") -> pl.DataFrame:
        return frame.filter(pl.Series(chosen[frame[column].to_numpy()]))

    texts = of(tables["texts"].select("row", "text", "digest", "unfit"))
    articles = of(tables["articles"].select("row", "article_id", "byline", "text"))
    found = {name: of(tables[name]) for name in _TABLES}
    crediting = articles["row"].is_in(found["credits"]["row"].implode())
    return {
        **found,
        "texts": _emptied(texts, pl.Series(read[texts["row"].to_numpy()])),
        "articles": _emptied(articles, crediting),
        "rulings": of(tables["rulings"], "left"),
        **{name: of(frame, "left") for name, frame in pairs.items()},
    }


def _emptied(frame: pl.DataFrame, kept: pl.Series) -> pl.DataFrame:
    return frame.with_columns(text=pl.when(kept).then("text"))


def _read(texts: pl.DataFrame, derived: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """For each row whether its text is looked at: it is in a pair, or has a twin."""
    read = np.zeros(_rows(texts), dtype=np.bool_)
    for side in ("left", "right"):
        read[derived[side].to_numpy()] = True
    read[texts.filter(pl.col("digest").is_duplicated())["row"].to_numpy()] = True
    return read


def _batches(
    tables: Tables, derived: pl.DataFrame, open_: npt.NDArray[np.bool_], most: int
) -> npt.NDArray[np.int64]:
    """The number of the batch of each row, -1 of one that is not open; what is tied has one."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - .2 s
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    stories = tables["stories"]
    twins = stories.drop_nulls("identical_to")
    ruled = tables["rulings"]
    ties = [
        *((stories["row"], stories["story"]), (twins["row"], twins["identical_to"])),
        (derived["left"], derived["right"]),
        *(
            (some["left"], some[side])
            for side in ("right", "source_row")
            for some in (ruled.drop_nulls(side),)
        ),
    ]
    one, other = (np.concatenate([tie[side].to_numpy() for tie in ties]) for side in (0, 1))
    rows = _rows(tables["articles"])
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(rows, rows))
    _, group = connected_components(graph, directed=False)
    sizes = np.bincount(group, weights=open_).astype(np.int64)
    batch: npt.NDArray[np.int64] = ((np.cumsum(sizes) - sizes) // most)[group]
    batch[~open_] = -1
    return batch


def _rows(frame: pl.DataFrame) -> int:
    return int(frame["row"].to_numpy().max(initial=0)) + 1
