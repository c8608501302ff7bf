"""Evidence that a third text lends a pair."""

import polars as pl

from dedup.pooling import pool
from dedup.settings import RelationSettings
from dedup.tables import RELATIONS, ROW

SETTINGS = RelationSettings()


def relations(*rows):
    return RELATIONS.frame(
        [(a, b, r, p if r in ("copy", "partial", "rewrite") else 1 - p, p) for a, b, r, p in rows]
    )


def worded(*pairs, words=12):
    return pl.DataFrame(
        [(left, right, words) for left, right in pairs],
        schema={"left": ROW, "right": ROW, "narrated_words": pl.Float32},
        orient="row",
    )


def pooled(*rows, signals=None):
    signals = worded() if signals is None else signals
    found, supports = pool(relations(*rows), signals, SETTINGS)
    return {(r[0], r[1]): r[2] for r in found.iter_rows()}, supports.rows()


def test_two_thin_resemblances_to_sure_rewrites_make_one_rewrite():
    thin = (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "same_event", 0.35)
    for where in ((0, 2), (1, 2)):
        found, supports = pooled(*thin, signals=worded(where))
        assert set(found.values()) == {"rewrite"}
        assert supports == [(0, 2, 1), (1, 2, 0)]


def test_resemblances_in_facts_alone_lend_nothing():
    thin = (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "same_event", 0.6)
    for signals in (worded(), worded((0, 1)), worded((0, 2), words=11)):
        found, supports = pooled(*thin, signals=signals)
        assert found[0, 2] == found[1, 2] == "same_event"
        assert supports == []


def test_two_rewrites_of_one_text_that_resemble_each_other_are_of_one_source():
    found, supports = pooled(
        (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "rewrite", 0.7)
    )
    assert set(found.values()) == {"rewrite"}
    assert supports == [(0, 2, 1)]


def test_a_pair_of_which_nothing_speaks_is_left_alone():
    found, supports = pooled(
        (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.2), (1, 2, "rewrite", 0.7)
    )
    assert found[0, 2] == "same_event"
    assert supports == []


def test_copies_and_two_unsure_rewrites_lend_nothing():
    for first in (("copy", 0.99), ("rewrite", 0.7)):
        found, _ = pooled((0, 1, *first), (0, 2, "same_event", 0.5), (1, 2, "rewrite", 0.7))
        assert found[0, 2] == "same_event"


def test_evidence_is_lent_once_and_does_not_travel():
    found, _ = pooled(
        (0, 1, "rewrite", 0.9),
        (0, 2, "same_event", 0.45),
        (1, 2, "rewrite", 0.9),
        (2, 3, "same_event", 0.45),
        (0, 3, "rewrite", 0.9),
    )
    assert found[0, 2] == "rewrite"
    found, _ = pooled(
        (0, 1, "rewrite", 0.9),
        (0, 2, "same_event", 0.45),
        (1, 2, "rewrite", 0.9),
        (2, 3, "rewrite", 0.9),
        (0, 3, "same_event", 0.45),
    )
    assert found[0, 2] == "rewrite"
    assert found[0, 3] == "same_event"


def test_the_best_of_many_third_texts_counts_less():
    few = [(0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.45), (1, 2, "rewrite", 0.7)]
    assert pooled(*few)[0][0, 2] == "rewrite"
    many = [(0, n, "rewrite", 0.9) for n in range(3, 9)] + [
        (2, n, "rewrite", 0.7) for n in range(3, 9)
    ]
    assert pooled(*few, *many)[0][0, 2] == "same_event"


def test_the_order_of_pairs_changes_nothing():
    rows = [(0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "rewrite", 0.7)]
    assert pooled(*rows)[0] == pooled(*reversed(rows))[0]


def test_nothing_in_nothing_out():
    found, supports = pool(RELATIONS.empty(), worded(), SETTINGS)
    assert found.height == supports.height == 0
