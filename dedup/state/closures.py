"""Which articles a change can touch: all that pairs connect to those that changed.

Stories and events are made of chains of pairs. What lies outside of every
chain that a change is part of is as it was.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dedup.settings import Settings
from dedup.state.database import Database


def connected(database: Database, seeds: pl.Series, settings: Settings) -> pl.Series:
    """The articles that any chain of telling pairs connects to the seeds, these included.

    Telling are derived pairs, pairs on one event that may join stories, and
    pairs that a third text can make derived (see `dedup.pooling`).
    """
    from scipy.sparse import coo_array  # noqa: PLC0415 - .2 s
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    edges = database.frame(
        "SELECT \"left\", \"right\" FROM links WHERE relation IN ('copy', 'partial', 'rewrite') "
        "OR (relation = 'same_event' AND probability >= ?) OR derived_probability > ?",
        [settings.stories.event_threshold, settings.relations.usual_probability],
    )
    nodes, place = np.unique(
        np.concatenate((edges["left"].to_numpy(), edges["right"].to_numpy())), return_inverse=True
    )
    one, other = place[: edges.height], place[edges.height :]
    graph = coo_array(
        (np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(nodes), len(nodes))
    )
    _, label = connected_components(graph, directed=False)
    given = seeds.unique().to_numpy()
    if not len(nodes):
        return pl.Series("article", np.sort(given), dtype=pl.Int64)
    where = np.minimum(np.searchsorted(nodes, given), len(nodes) - 1)
    inside = nodes[where] == given
    touched = np.isin(label, np.unique(label[where[inside]]))
    found = np.union1d(nodes[touched], given)
    return pl.Series("article", found, dtype=pl.Int64)


def everything(database: Database) -> pl.Series:
    """All articles that have a name."""
    return database.frame(
        "SELECT article FROM names WHERE article_id IS NOT NULL ORDER BY article"
    )["article"].cast(pl.Int64)
