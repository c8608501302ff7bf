"""Evidence that a third text lends a pair."""

from dedup.pooling import pool
from dedup.settings import RelationSettings
from dedup.tables import RELATIONS

SETTINGS = RelationSettings()


def relations(*rows):
    return RELATIONS.frame(
        [(a, b, r, p if r in ("copy", "partial", "rewrite") else 1 - p, p) for a, b, r, p in rows]
    )


def pooled(*rows):
    found, supports = pool(relations(*rows), SETTINGS)
    return {(r[0], r[1]): r[2] for r in found.iter_rows()}, supports.rows()


def test_two_thin_resemblances_to_sure_rewrites_make_one_rewrite():
    found, supports = pooled(
        (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "same_event", 0.35)
    )
    assert set(found.values()) == {"rewrite"}
    assert supports == [(0, 2, 1), (1, 2, 0)]


def test_what_is_usual_lends_nothing():
    found, supports = pooled(
        (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.3), (1, 2, "same_event", 0.03)
    )
    assert found[0, 2] == "same_event"
    assert supports == []


def test_a_pair_of_which_nothing_speaks_is_left_alone():
    found, supports = pooled(
        (0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.2), (1, 2, "same_event", 0.68)
    )
    assert found[0, 2] == found[1, 2] == "same_event"
    assert supports == []


def test_copies_and_unsure_rewrites_lend_nothing():
    for first in (("copy", 0.99), ("rewrite", 0.6)):
        found, _ = pooled((0, 1, *first), (0, 2, "same_event", 0.3), (1, 2, "same_event", 0.3))
        assert found[0, 2] == found[1, 2] == "same_event"


def test_evidence_is_lent_once_and_does_not_travel():
    found, _ = pooled(
        (0, 1, "rewrite", 0.9),
        (0, 2, "same_event", 0.45),
        (1, 2, "same_event", 0.45),
        (2, 3, "same_event", 0.45),
        (0, 3, "same_event", 0.03),
    )
    assert found[0, 2] == "rewrite"
    assert found[2, 3] == "same_event"


def test_the_best_of_many_third_texts_counts_less():
    few = [(0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "same_event", 0.35)]
    assert pooled(*few)[0][0, 2] == "rewrite"
    many = [(0, n, "rewrite", 0.9) for n in range(3, 9)] + [
        (2, n, "same_event", 0.35) for n in range(3, 9)
    ]
    assert pooled(*few, *many)[0][0, 2] == "same_event"


def test_the_order_of_pairs_changes_nothing():
    rows = [(0, 1, "rewrite", 0.9), (0, 2, "same_event", 0.5), (1, 2, "same_event", 0.35)]
    assert pooled(*rows)[0] == pooled(*reversed(rows))[0]


def test_nothing_in_nothing_out():
    found, supports = pool(RELATIONS.empty(), SETTINGS)
    assert found.height == supports.height == 0
