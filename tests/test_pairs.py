from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.keys import find_keys, strongest_plainly
from dedup.pairs import find_pairs, measure, plainly
from dedup.pairs.filed import file
from dedup.pairs.vectors import vectors
from dedup.settings import KeySettings, PairSettings, Settings
from dedup.sketches import sketch
from dedup.tables import MASTHEADS, PAIRS, TERMS, TEXTS, VOCABULARY
from dedup.terms import weigh
from dedup.words import hash_word, words

DAY = 86_400
BRIDGE = (
    "The harbour bridge will stay closed until spring because the steel for its repair has not "
    "arrived, the council said on Monday. Ferries run every ten minutes in its place. Merchants "
    "of the old quay complain of empty shops and ask the mayor for relief from the harbour rates."
)
TRIMMED = BRIDGE.split(" Merchants", maxsplit=1)[0]
RETOLD = (
    "Late deliveries of steel keep the bridge over the harbour shut: its repair will last until "
    "spring, according to the council, and ferries go on replacing it. On the old quay merchants "
    "with empty shops want the mayor to cut their rates."
)
OWL = (
    "Keepers at the zoo asked visitors to whisper near the aviary, where a pair of eagle owls has "
    "hatched two chicks. It is the first brood in eleven years, and the vet hopes that both live."
)
JAPANESE = (
    "市議会は月曜日、港の大橋が春まで閉鎖されると発表した。"
    "修理用の鋼材がまだ届いていないためで、渡し船が十分おきに運航している。"
)
JAPANESE_COPY = (
    "市議会は月曜日、港の大橋が春まで閉鎖されると発表した。修理用の鋼材がまだ届いていないためだ。"
)


def tables(
    stories: Sequence[str],
    dates: Sequence[int | None] | None = None,
    language: str = "en",
    unfit: Sequence[str | None] | None = None,
) -> dict[str, pl.DataFrame]:
    """The tables that pairing needs, of stories published on days, None for dateless ones."""
    folded = [" ".join(word.folded for word in words(story)) for story in stories]
    texts = pl.DataFrame(
        {
            "row": range(len(stories)),
            "text": stories,
            "language": [language] * len(stories),
            "words": [len(story.split()) for story in folded],
            "digest": [hash_word(story) for story in folded],
            "unfit": unfit or [None] * len(stories),
        },
        schema=TEXTS.schema,
    )
    days = dates or [None] * len(stories)
    mastheads = pl.DataFrame(
        {
            "row": range(len(stories)),
            "earliest": [None if day is None else day * DAY for day in days],
            "latest": [None if day is None else (day + 1) * DAY - 1 for day in days],
        },
        schema_overrides=MASTHEADS.schema,
    )
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in MASTHEADS.schema.items()
        if name not in mastheads.columns
    ]
    terms, vocabulary, _ = weigh(texts)
    return {
        "texts": texts,
        "terms": terms,
        "vocabulary": vocabulary,
        "mastheads": MASTHEADS.check(mastheads.with_columns(missing)),
    }


def found(
    made: dict[str, pl.DataFrame], job: Settings | None = None
) -> tuple[pl.DataFrame, dict[str, object]]:
    job = job or Settings()
    sketches = sketch(made["texts"], job.sketches)
    keys, _ = find_keys(made["terms"], made["vocabulary"], sketches, job.keys, job.sketches)
    return find_pairs(keys, made, job)


def ends(pairs: pl.DataFrame) -> set[tuple[int, int]]:
    return set(pairs.select("left", "right").iter_rows())


def shingles(text: str) -> set[tuple[str, ...]]:
    folded = [word.folded for word in words(text)]
    return {tuple(folded[i : i + 3]) for i in range(len(folded) - 2)}


def test_each_finder_finds_its_own() -> None:
    pairs, facts = found(tables([BRIDGE, OWL, RETOLD, BRIDGE.replace("Monday", "Tuesday")]))
    told = {(a, b): by for a, b, by in pairs.select("left", "right", "found_by").iter_rows()}
    assert told == {(0, 2): "terms", (0, 3): "bands; terms", (2, 3): "terms"}
    assert facts["identical_pairs"] == 0


def test_the_table_is_as_promised() -> None:
    pairs, _ = found(tables([BRIDGE, TRIMMED, BRIDGE.upper(), RETOLD]))
    assert pairs.schema == PAIRS.schema
    assert (pairs["left"] < pairs["right"]).all()
    assert pairs.equals(pairs.sort("left", "right"))
    assert pairs.select("left", "right").is_unique().all()


def test_evidence_is_exact() -> None:
    made = tables([BRIDGE, TRIMMED])
    pairs, _ = found(made)
    left, right = shingles(BRIDGE), shingles(TRIMMED)
    row = pairs.row(0, named=True)
    assert row["jaccard"] == pytest.approx(len(left & right) / len(left | right))
    assert row["left_contained"] == pytest.approx(len(left & right) / len(left))
    assert row["right_contained"] == pytest.approx(1.0)
    vectors = [
        dict(made["terms"].filter(pl.col("row") == n).select("word", "weight").iter_rows())
        for n in (0, 1)
    ]
    cosine = sum(weight * vectors[1].get(term, 0) for term, weight in vectors[0].items())
    assert row["cosine"] == pytest.approx(cosine, abs=1e-5)


def test_identical_texts_have_one_row_with_the_first_each() -> None:
    copies = [BRIDGE, OWL, BRIDGE.upper(), BRIDGE.replace(" ", "\n"), RETOLD]
    pairs, facts = found(tables(copies))
    identical = pairs.filter(pl.col("found_by") == "identical")
    assert ends(identical) == {(0, 2), (0, 3)}
    assert identical["jaccard"].to_list() == identical["cosine"].to_list() == [1, 1]
    assert ends(pairs) - ends(identical) == {(0, 4)}
    assert facts["identical_pairs"] == 2


def test_a_folder_of_one_text_is_linear() -> None:
    pairs, facts = found(tables([BRIDGE] * 300))
    assert ends(pairs) == {(0, n) for n in range(1, 300)}
    assert facts["proposed_pairs"] == 0


def test_a_folder_of_nearly_one_text_is_connected_and_near_linear() -> None:
    stories = [f"{BRIDGE} Reference number {n} {n * 7}." for n in range(120)]
    job = Settings(keys=KeySettings(hottest_key=20, hottest_band=20, hot_block=10))
    pairs, facts = found(tables(stories), job)
    assert facts["proposed_pairs"] < 120 * 15
    joined = {0}
    for left, right in sorted(ends(pairs)):
        if left in joined:
            joined.add(right)
    assert joined == set(range(120))


@pytest.mark.parametrize(
    ("days", "compared"),
    [((0, 20), True), ((0, 30), True), ((0, 31), False), ((31, 0), False), ((None, 90), True)],
)
def test_terms_are_compared_within_the_window(
    days: tuple[int | None, int | None], compared: bool
) -> None:
    pairs, facts = found(tables([BRIDGE, RETOLD], days))
    assert (ends(pairs) == {(0, 1)}) is compared
    assert facts["outside_window"] == (0 if compared else 1)


def test_a_window_of_none_compares_all() -> None:
    job = Settings(keys=KeySettings(window_days=0))
    assert ends(found(tables([BRIDGE, RETOLD], (0, 4000)), job)[0]) == {(0, 1)}


def test_near_copies_are_compared_at_any_distance() -> None:
    pairs, _ = found(tables([BRIDGE, BRIDGE.replace("Monday", "Tuesday")], (0, 400)))
    assert ends(pairs) == {(0, 1)}


def test_a_group_is_dated_by_all_its_members() -> None:
    """The first print is too old for the retelling, its reprint is not."""
    assert ends(found(tables([BRIDGE, RETOLD], (0, 100)))[0]) == set()
    pairs, _ = found(tables([BRIDGE, RETOLD, BRIDGE], (0, 100, 95)))
    assert ends(pairs) == {(0, 1), (0, 2)}


def test_weak_candidates_go_no_further_and_are_counted() -> None:
    job = Settings(pairs=PairSettings(least_cosine=0.99, least_contained=0.99))
    pairs, facts = found(tables([BRIDGE, RETOLD]), job)
    assert pairs.equals(PAIRS.empty())
    assert facts["too_weak"] == facts["proposed_pairs"] == 1


def test_an_article_keeps_its_strongest_and_is_kept_by_others() -> None:
    stories = [BRIDGE, TRIMMED, RETOLD, BRIDGE.replace("spring", "summer")]
    everything, _ = found(tables(stories))
    assert len(everything) == 6
    job = Settings(pairs=PairSettings(most_per_article=1))
    pairs, facts = found(tables(stories), job)
    strength = everything.with_columns(
        pl.max_horizontal("cosine", "left_contained", "right_contained").alias("strength")
    )
    wanted = set()
    for row in range(4):
        own = strength.filter((pl.col("left") == row) | (pl.col("right") == row))
        wanted.add(own.sort("strength", descending=True).row(0)[:2])
    assert ends(pairs) == wanted
    assert facts["over_most_per_article"] == 6 - len(wanted)


def test_a_script_without_spaces() -> None:
    other = (
        "動物園では十一年ぶりにワシミミズクのひなが二羽生まれ、"
        "飼育員は来園者に静かにするよう求めている。"
    )
    pairs, _ = found(tables([JAPANESE, other, JAPANESE_COPY], language="ja"))
    assert ends(pairs) == {(0, 2)}
    assert pairs["right_contained"][0] > 0.8


@pytest.mark.parametrize("stories", [(), (BRIDGE,), ("", ""), ("...", "!")])
def test_too_few_to_pair(stories: tuple[str, ...]) -> None:
    unfit = [None if len(story) > 9 else "no story text" for story in stories]
    pairs, facts = found(tables(stories, unfit=unfit))
    assert pairs.equals(PAIRS.empty())
    assert not any(facts.values())


def test_unfit_texts_pair_with_nobody() -> None:
    pairs, _ = found(tables([BRIDGE, BRIDGE, RETOLD], unfit=["short", "short", None]))
    assert pairs.equals(PAIRS.empty())


@settings(deadline=None, max_examples=10)
@given(st.permutations([BRIDGE, TRIMMED, RETOLD, OWL, BRIDGE.upper(), OWL + " " + BRIDGE]))
def test_the_order_of_articles_does_not_matter(stories: list[str]) -> None:
    """Articles are told by their words: the same pairs of texts, with the same evidence."""

    def told(order: Sequence[str]) -> dict[frozenset[str], tuple[str, float]]:
        pairs, _ = found(tables(order))
        return {
            frozenset((order[a].casefold(), order[b].casefold())): (by, round(cosine, 4))
            for a, b, by, cosine in pairs.select("left", "right", "found_by", "cosine").iter_rows()
        }

    assert told(stories) == told(sorted(stories))


def test_the_order_of_rows_in_the_tables_does_not_matter() -> None:
    made = tables([BRIDGE, TRIMMED, RETOLD, OWL, BRIDGE.upper()], (0, None, 3, 4, 5))
    shuffled = {name: table.reverse() for name, table in made.items()}
    assert found(made)[0].equals(found(shuffled)[0])


def test_measuring_agrees_with_finding() -> None:
    made = tables([BRIDGE, TRIMMED, RETOLD, OWL])
    pairs, _ = found(made)
    measured = measure(sorted(ends(pairs)), made, Settings())
    assert measured.drop("found_by").equals(pairs.drop("found_by"))
    assert set(measured["found_by"]) == {""}


def test_any_pair_can_be_measured() -> None:
    made = tables(
        [BRIDGE, OWL, BRIDGE.upper(), RETOLD, "Bridge closed."],
        unfit=[None] * 4 + ["short"],
    )
    measured = measure(list(combinations(range(5), 2)), made, Settings())
    assert measured.schema == PAIRS.schema
    by_ends = {(row["left"], row["right"]): row for row in measured.iter_rows(named=True)}
    assert by_ends[0, 2]["found_by"] == "identical"
    assert by_ends[0, 2]["jaccard"] == 1
    assert by_ends[0, 2]["cosine"] == pytest.approx(1, abs=1e-5)
    assert by_ends[2, 3]["cosine"] == by_ends[0, 3]["cosine"] > 0.2
    assert by_ends[0, 1]["cosine"] < 0.15
    assert by_ends[3, 4]["cosine"] == 0
    assert measure([], made, Settings()).equals(PAIRS.empty())


def test_a_row_that_is_not_there_cannot_be_measured() -> None:
    with pytest.raises(KeyError):
        measure([(0, 9)], tables([BRIDGE, OWL]), Settings())


def test_blocks_of_articles_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made = tables([BRIDGE, TRIMMED, RETOLD, OWL, OWL + " It rained.", BRIDGE.replace("will", "is")])
    whole = found(made)
    monkeypatch.setattr("dedup.pairs.candidates._ARTICLES_AT_A_TIME", 2)
    monkeypatch.setattr("dedup.pairs.evidence._TEXTS_AT_A_TIME", 1)
    monkeypatch.setattr("dedup.pairs._PAIRS_AT_A_TIME", 2)
    parts = found(made)
    assert whole[0].equals(parts[0])
    assert whole[1] == parts[1]
    assert np.isfinite(whole[0]["cosine"].to_numpy()).all()


# The compiled loops are held to their plain twins.

WEIGHED = st.lists(
    st.dictionaries(st.integers(0, 12), st.sampled_from([0.0, 0.1, 0.25, 0.5])), max_size=7
)


def weighed(texts: list[dict[int, float]]) -> pl.DataFrame:
    return TERMS.frame(
        (row, term, weight)
        for row, found in enumerate(texts)
        for term, weight in sorted(found.items())
    )


WORDS = VOCABULARY.frame((term, "en", 5.0) for term in range(13))


@given(WEIGHED)
def test_products_are_those_of_plain_python(texts: list[dict[int, float]]) -> None:
    made = vectors(weighed(texts), WORDS, np.arange(len(texts)))
    left, right = (grid.ravel().astype(np.int64) for grid in np.indices((len(texts),) * 2))
    expected = [
        np.float32(sum(texts[a][t] * texts[b][t] for t in texts[a].keys() & texts[b].keys()))
        for a, b in zip(left, right, strict=True)
    ]
    assert kernels.products(made, left, right).tolist() == pytest.approx(expected)
    assert plainly.products(made, left, right).tolist() == pytest.approx(expected)


def test_a_term_of_two_languages_is_one_word() -> None:
    words = VOCABULARY.frame([(3, "de", 4.0), (3, "en", 3.0), (5, "en", 3.0)])
    made = vectors(TERMS.frame([(0, 0, 0.5), (1, 1, 0.5), (1, 2, 0.5)]), words, np.arange(2))
    assert made.words.tolist() == [0, 0, 1]


@given(WEIGHED, st.integers(1, 5))
def test_the_strongest_terms_are_those_that_sorting_finds(
    texts: list[dict[int, float]], most: int
) -> None:
    frame = weighed(texts)
    offsets = np.cumsum([0, *(len(text) for text in texts)]).astype(np.int64)
    places = kernels.strongest(frame["word"].to_numpy(), frame["weight"].to_numpy(), offsets, most)
    assert frame[places].equals(strongest_plainly(frame, most))


@given(WEIGHED, st.integers(1, 3), st.sampled_from([0.0, 0.1]), st.integers(1, 3))
def test_proposed_are_the_pairs_that_share_enough(
    texts: list[dict[int, float]], least: int, weight: float, block: int
) -> None:
    keys = weighed(texts).sort("word", "row")
    filed = file(
        keys["word"].to_numpy().astype(np.uint64),
        keys["row"].to_numpy().astype(np.int64),
        keys["weight"].to_numpy(),
        len(texts),
    )
    expected = []
    for a, b in combinations(range(len(texts)), 2):
        both = sorted(texts[a].keys() & texts[b].keys())
        total = sum(
            (np.float32(texts[a][t]) * np.float32(texts[b][t]) for t in both), np.float32(0)
        )
        if len(both) >= least and total >= np.float32(weight):
            expected.append([a, b])
    assert plainly.proposed(filed, least, weight).tolist() == expected
    parts = [
        kernels.propose(filed, start, min(start + block, len(texts)), least, weight)
        for start in range(0, len(texts), block)
    ]
    assert [pair for part in parts for pair in part.tolist()] == expected
