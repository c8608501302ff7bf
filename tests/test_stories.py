"""Stories and events: what joins, what the guard refuses, how weak the weakest link is."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.settings import StorySettings
from dedup.stories import group
from dedup.tables import RELATIONS, STORIES, TEXTS


def texts(digests: list[int], unfit: tuple[int, ...] = ()) -> pl.DataFrame:
    return TEXTS.frame(
        (row, "", "en", 100, digest, "short" if row in unfit else None)
        for row, digest in enumerate(digests)
    )


def relations(*pairs: tuple[int, int, str, float]) -> pl.DataFrame:
    return RELATIONS.frame(
        (left, right, relation, p, p if relation in ("copy", "partial", "rewrite") else 1 - p)
        for left, right, relation, p in pairs
    )


def clique(rows: list[int], relation: str, p: float) -> list[tuple[int, int, str, float]]:
    return [(a, b, relation, p) for a in rows for b in rows if a < b]


def test_derived_pairs_make_stories_and_same_event_pairs_events() -> None:
    found = group(
        texts(list(range(6))),
        relations(
            (0, 2, "copy", 0.9),
            (2, 4, "rewrite", 0.6),
            (3, 5, "partial", 0.8),
            (4, 5, "same_event", 0.9),
            (0, 1, "different", 0.9),
        ),
    )
    assert found.schema == STORIES.schema
    assert found["story"].to_list() == [0, 1, 0, 3, 0, 3]
    assert found["event"].to_list() == [0, 1, 0, 0, 0, 0]
    links = found["weakest_link"].fill_null(-1).to_list()
    assert links == pytest.approx([0.6, -1, 0.6, 0.8, 0.6, 0.8])


def test_identical_texts_are_one_story_unless_unfit() -> None:
    found = group(texts([7, 8, 7, 9, 9, 7], unfit=(3, 4, 5)), relations((1, 2, "copy", 0.75)))
    assert found["identical_to"].to_list() == [0, None, 0, None, None, None]
    assert found["story"].to_list() == [0, 0, 0, 3, 4, 5]
    assert found["weakest_link"].to_list() == [0.75, 0.75, 0.75, None, None, None]


def test_identical_texts_alone_hold_surely() -> None:
    found = group(texts([1, 1, 2]), relations())
    assert found["weakest_link"].to_list() == [1.0, 1.0, None]


def test_weakest_link_is_that_of_the_maximum_spanning_tree() -> None:
    found = group(
        texts([0, 1, 2]), relations((0, 1, "copy", 0.95), (1, 2, "copy", 0.9), (0, 2, "copy", 0.55))
    )
    assert found["weakest_link"].to_list() == pytest.approx([0.9] * 3)


def two_groups(*between: tuple[int, int, str, float]) -> pl.DataFrame:
    pairs = clique([0, 1, 2], "copy", 0.95) + clique([3, 4, 5], "copy", 0.95)
    return group(texts(list(range(6))), relations(*pairs, *between))


def test_one_weak_pair_joins_neither_two_groups_nor_their_events() -> None:
    found = two_groups((2, 3, "rewrite", 0.55))
    assert found["story"].to_list() == [0, 0, 0, 3, 3, 3]
    assert found["event"].to_list() == [0, 0, 0, 3, 3, 3]
    assert found["weakest_link"].min() == pytest.approx(0.95)


def test_a_refused_pair_counts_towards_the_event() -> None:
    found = two_groups((2, 3, "rewrite", 0.55), (1, 4, "same_event", 0.6))
    assert found["story"].to_list() == [0, 0, 0, 3, 3, 3]
    assert set(found["event"]) == {0}


@pytest.mark.parametrize(
    "between",
    [
        [(2, 3, "rewrite", 0.85)],
        [(2, 3, "rewrite", 0.55), (1, 4, "rewrite", 0.52)],
    ],
)
def test_a_sure_pair_or_a_second_one_joins_them(
    between: list[tuple[int, int, str, float]],
) -> None:
    assert set(two_groups(*between)["story"]) == {0}


def test_verdicts_against_keep_groups_apart() -> None:
    rows = list(range(8))
    pairs = clique(rows[:4], "copy", 0.95) + clique(rows[4:], "copy", 0.95)
    against = [(a, b, "different", 0.9) for a in rows[:4] for b in rows[4:] if (a, b) != (0, 4)]
    sure = (0, 4, "copy", 0.85)
    found = group(texts(rows), relations(*pairs, sure, *against))
    assert found["story"].to_list() == [0] * 4 + [4] * 4
    joined = group(texts(rows), relations(*pairs, sure, *against[:3]))
    assert set(joined["story"]) == {0}


def test_small_groups_join_by_any_derived_pair() -> None:
    chain = relations(*((row, row + 1, "rewrite", 0.51) for row in range(9)))
    assert set(group(texts(list(range(10))), chain)["story"]) == {0}


def test_weak_same_event_pairs_join_nothing() -> None:
    pairs = relations((0, 1, "same_event", 0.4), (1, 2, "same_event", 0.6))
    assert group(texts([0, 1, 2]), pairs)["event"].to_list() == [0, 1, 1]


def test_no_articles() -> None:
    assert group(TEXTS.empty(), RELATIONS.empty()).height == 0


@st.composite
def verdicts(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int, str, float]]]:
    count = draw(st.integers(1, 14))
    digests = draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda both: both[0] < both[1]
    )
    pairs = draw(st.lists(pair, unique=True, max_size=40)) if count > 1 else []
    relation = st.sampled_from(["copy", "partial", "rewrite", "same_event", "different"])
    sure = st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    return digests, [(a, b, draw(relation), draw(sure)) for a, b in pairs]


def components(count: int, joins: list[tuple[int, int]]) -> list[int]:
    label = list(range(count))
    for a, b in joins:
        low, high = sorted((label[a], label[b]))
        label = [low if value == high else value for value in label]
    return label


@settings(deadline=None, max_examples=80)
@given(verdicts(), st.randoms(use_true_random=False))
def test_stories_are_components_when_unguarded_and_never_more_when_guarded(
    case: tuple[list[int], list[tuple[int, int, str, float]]], shuffle: object
) -> None:
    digests, pairs = case
    twins = [(digests.index(d), row) for row, d in enumerate(digests)]
    derived = [(a, b) for a, b, relation, _ in pairs if relation in ("copy", "partial", "rewrite")]
    expected = components(len(digests), twins + derived)
    free = group(texts(digests), relations(*pairs), StorySettings(small_group=1000))
    assert free["story"].to_list() == expected
    guarded = group(texts(digests), relations(*pairs))
    inside = dict(zip(guarded["story"].to_list(), expected, strict=True))
    assert [inside[story] for story in guarded["story"].to_list()] == expected
    assert all(guarded["event"].n_unique() <= guarded["story"].n_unique() for _ in (0,))
    shuffled = relations(*pairs).sample(fraction=1.0, shuffle=True, seed=1)
    assert group(texts(digests).reverse(), shuffled).equals(guarded)
